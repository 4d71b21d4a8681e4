import type { MessageValues } from './generated/message-values.ts';
import type { Words } from './words.ts';

type IdsOf<Family extends string> =
  Extract<keyof MessageValues, `${Family}.${Uppercase<string>}`> extends `${Family}.${infer Code}` ? Code : never;

/** The taxonomy's milestones: one that has no words does not compile where it is given. */
export type MilestoneCode = IdsOf<'event'>;
/** The taxonomy's reasons; of two of them there is nothing to say. */
export type ReasonCode = IdsOf<'reason'> | 'OTHER' | 'UNKNOWN';

/** Reasons that say the same again. */
const implied: Partial<Record<MilestoneCode, ReasonCode>> = { LOST: 'CARRIER_LOSS', DAMAGED: 'CARRIER_DAMAGE' };

/** Every sentence about an event, in our words; the carrier's own stand beside them. */
export function eventSentence(milestone: MilestoneCode, reason: ReasonCode | null | undefined, words: Words): string {
  return withReason(words.t(`event.${milestone}`), implied[milestone] === reason ? null : reason, words);
}

/** "Delayed because of the weather". A reason that begins with a comma follows without a space. */
export function withReason(what: string, reason: ReasonCode | null | undefined, { t }: Words): string {
  if (!reason || reason === 'OTHER' || reason === 'UNKNOWN') return what;
  return t('event.withReason', { what, reason: t(`reason.${reason}`) }).replace(' ,', ',');
}

/** The reason alone, as a sentence; null when there is nothing to say. */
export function reasonSentence(reason: ReasonCode | null | undefined, words: Words): string | null {
  const text = withReason('', reason, words).replace(/^[\s,]+/, '');
  return text && `${text.slice(0, 1).toLocaleUpperCase(words.tag)}${text.slice(1)}.`;
}
