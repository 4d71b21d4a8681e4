import type { DeskParcel } from './ParcelSection.tsx';
import type { DeskOrder } from './use-order.ts';
import { sourceText } from './words.ts';

export type ProviderCheck = NonNullable<DeskParcel['providerChecks']>[number];
export type ReceivedMessage = NonNullable<DeskParcel['receivedMessages']>[number];
type WriteBack = NonNullable<DeskOrder['writeBacks']>[number];
export type SentWebhook = NonNullable<DeskParcel['sentWebhooks']>[number];

const refusals: Record<string, string> = {
  RATE_LIMITED: 'too many questions, asked to wait',
  QUOTA_USED_UP: 'the account has nothing left',
  AUTHENTICATION: 'the key was refused',
  UNAVAILABLE: 'nobody answered',
  UNCLEAR: 'no clear answer',
};
const timesText = (count: number): string => (count === 1 ? '' : count === 2 ? ' twice' : ` ${count} times`);

/** "Asked AfterShip for news 40 times". */
export function checkText({ provider, question, outcome, count }: ProviderCheck): string {
  const whom = sourceText(provider);
  const what =
    question === 'NUMBER' ? `Asked ${whom} to confirm the end of the journey` : `Asked ${whom} for everything new`;
  const problem = outcome === 'ANSWERED' ? '' : `: ${refusals[outcome] ?? outcome.toLowerCase().replaceAll('_', ' ')}`;
  return `${what}${timesText(count)}${problem}`;
}

/** How a message came that brought nothing which stands in the story as an event. */
export function receivedText({ provider, way, factCount }: ReceivedMessage): string {
  const what = `${factCount} ${factCount === 1 ? 'thing' : 'things'} new beside events (an estimate, a proof, a report)`;
  if (way === 'READ') return `Read from ${sourceText(provider)}: ${what}`;
  return `${way === 'WEBHOOK' ? 'Webhook' : 'Message'} of ${sourceText(provider)}: ${what}`;
}

const writeBackTexts: Record<WriteBack['effect'], string> = {
  CHATTER: 'a line at the delivery',
  ACTIVITY: 'a to-do',
  PROMISE: 'the promised date',
  INVOICE: 'a draft invoice',
};
const writeBackStates: Partial<Record<WriteBack['state'], string>> = {
  WAITING: 'is about to be written to Odoo',
  DONE: 'written to Odoo',
  FAILED: 'could not be written to Odoo',
};

/** "a to-do, written to Odoo". */
export const writeBackText = ({ effect, state, reason }: Pick<WriteBack, 'effect' | 'state' | 'reason'>): string =>
  `${writeBackTexts[effect]}, ${writeBackStates[state] ?? state.toLowerCase()}${state === 'FAILED' && reason ? `: ${reason}` : ''}`;

export const wayText = (way: ReceivedMessage['way']): string =>
  way === 'WEBHOOK' ? 'by webhook' : way === 'READ' ? 'read by us' : 'came';

const sentTexts: Record<SentWebhook['state'], string> = {
  WAITING: 'waits to be accepted',
  DELIVERED: 'accepted',
  GIVEN_UP: 'not accepted, given up',
  WITHDRAWN: 'not sent: no longer theirs to know',
};

export const sentText = ({ endpoint, eventType }: SentWebhook): string => `Webhook ${eventType} to ${endpoint}`;
/** "accepted", "waits to be accepted, tried 3 times, last answer 503". */
export function sentDetail({ state, attemptCount, lastStatus, lastProblem }: SentWebhook): string {
  const isPlain = state === 'DELIVERED' && attemptCount <= 1;
  const answer = lastProblem && lastProblem !== 'STATUS' ? lastProblem.toLowerCase().replaceAll('_', ' ') : lastStatus;
  return [
    sentTexts[state],
    !isPlain && attemptCount > 0 && `tried ${attemptCount === 1 ? 'once' : `${attemptCount} times`}`,
    state !== 'DELIVERED' && answer !== null && answer !== undefined && `last answer ${answer}`,
  ]
    .filter(Boolean)
    .join(', ');
}
