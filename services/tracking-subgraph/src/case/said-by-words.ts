import type { Classification } from '../classification/classify.ts';
import type { ReasonCode } from '../taxonomy/codes.ts';
import type { CaseEvent, ShipmentSubject } from './subject.ts';
import { decidedBy } from './subject-facts.ts';

/** What an event is about, with what gave it where that was not its code. */
export interface Why {
  reason: ReasonCode | null;
  /** Null: its code says it, or nobody does. */
  words: Classification | null;
}

const saysSomething = (reason: ReasonCode | null) => reason !== null && reason !== 'UNKNOWN' && reason !== 'OTHER';

/** Why this happened: what its code says, else what its words say. */
export function whyOf({ reason, classified }: Pick<CaseEvent, 'reason' | 'classified'>): Why {
  if (saysSomething(reason) || !classified || classified.by === 'CODE') return { reason, words: null };
  return { reason: classified.reason, words: classified };
}

/** Why it stands where it does. */
export function whyItStands(subject: ShipmentSubject): Why {
  const event = decidedBy(subject);
  return saysSomething(subject.reason) || !event
    ? { reason: subject.reason, words: null }
    : whyOf({ reason: subject.reason, classified: event.classified });
}

const meanings: Partial<Record<ReasonCode, string>> = {
  RECIPIENT_REFUSED: 'the recipient refused it',
  INCORRECT_ADDRESS: 'the address is wrong or incomplete',
  ADDRESS_NOT_FOUND: 'the address was not found',
  RECIPIENT_MOVED: 'the recipient has moved',
  ACCESS_RESTRICTED: 'the door could not be reached',
  RECIPIENT_NOT_AVAILABLE: 'nobody was there',
  RECIPIENT_UNREACHABLE: 'the recipient could not be reached',
  BUSINESS_CLOSED: 'the business was closed',
  NOT_COLLECTED: 'it was not collected in time',
  CARRIER_DAMAGE: 'it is damaged',
  CARRIER_LOSS: 'it is lost',
  CUSTOMS_DELAY: 'customs hold it',
  CUSTOMS_DOCUMENTS: 'customs want documents',
  CUSTOMS_PAYMENT: 'customs want money',
  CUSTOMS_INSPECTION: 'customs look inside',
  CUSTOMS_PROHIBITED: 'customs do not let it in',
};

/** For the reason of a case: whose word it is, with the words themselves and none of the text around them, which may name people. Null: a code said it. */
export function inTheirWords({ words }: Why): string | null {
  if (!words) return null;
  const meaning = meanings[words.reason] ?? words.reason;
  if (words.by === 'MODEL') return `A model (${words.rule}) reads in the carrier’s words that ${meaning}.`;
  return `The carrier’s words say that ${meaning}: “${words.matched}”.`;
}
