import type { MilestoneCode, ReasonCode } from '../taxonomy/codes.ts';

/** Milestones that are a reason by themselves. */
export const reasonsOfCodes: Partial<Record<MilestoneCode, ReasonCode>> = {
  DAMAGED: 'CARRIER_DAMAGE',
  LOST: 'CARRIER_LOSS',
};

const customs: readonly ReasonCode[] = [
  'CUSTOMS_DELAY',
  'CUSTOMS_DOCUMENTS',
  'CUSTOMS_PAYMENT',
  'CUSTOMS_PROHIBITED',
  'CUSTOMS_INSPECTION',
];
const address: readonly ReasonCode[] = [
  'INCORRECT_ADDRESS',
  'ADDRESS_NOT_FOUND',
  'RECIPIENT_MOVED',
  'ACCESS_RESTRICTED',
];
const away: readonly ReasonCode[] = [
  'RECIPIENT_NOT_AVAILABLE',
  'RECIPIENT_UNREACHABLE',
  'BUSINESS_CLOSED',
  'NOT_COLLECTED',
];
const network: readonly ReasonCode[] = [
  'CARRIER_MISROUTED',
  'CARRIER_VEHICLE',
  'WEATHER',
  'FORCE_MAJEURE',
  'RECIPIENT_REQUESTED_CHANGE',
  'HOLIDAY',
];
const atTheDoor: readonly ReasonCode[] = [
  ...customs,
  ...address,
  ...away,
  ...network,
  'RECIPIENT_REFUSED',
  'CARRIER_DAMAGE',
  'PAYMENT_DUE',
];
/** What words may say beside a code that says only that something is wrong. */
const bySomething: ReadonlySet<ReasonCode> = new Set([...atTheDoor, 'CARRIER_LOSS']);
/** Whoever stood at the door with it did not lose it. */
const byAttempt: ReadonlySet<ReasonCode> = new Set(atTheDoor);
const byCustoms: ReadonlySet<ReasonCode> = new Set(customs);
const byNothing: ReadonlySet<ReasonCode> = new Set();

/** Reasons that words may give beside this milestone: they make it finer, and never another. */
export function reasonsFor(milestone: MilestoneCode): ReadonlySet<ReasonCode> {
  switch (milestone) {
    case 'EXCEPTION':
    case 'ON_HOLD':
    case 'UNDELIVERABLE':
    case 'DELAYED':
      return bySomething;
    case 'ATTEMPT_FAILED':
    case 'RETURN_STARTED':
    case 'RETURN_IN_TRANSIT':
    case 'RETURNED_TO_SENDER':
      return byAttempt;
    case 'CUSTOMS_HELD':
      return byCustoms;
    default:
      return byNothing;
  }
}

/** Of two that a text says, the one that a person has to act on: it is the cause of the other, or the graver one. Where none of several stands above all others the text is in doubt. */
const over: Partial<Record<ReasonCode, readonly ReasonCode[]>> = {
  CARRIER_LOSS: ['CARRIER_DAMAGE', 'CARRIER_MISROUTED', ...away],
  CARRIER_DAMAGE: ['RECIPIENT_REFUSED', ...away, ...network],
  RECIPIENT_REFUSED: [...address, ...away, ...network, 'PAYMENT_DUE'],
  CUSTOMS_PROHIBITED: customs,
  CUSTOMS_PAYMENT: ['CUSTOMS_DELAY', 'CUSTOMS_INSPECTION', 'RECIPIENT_REFUSED', 'RECIPIENT_UNREACHABLE'],
  CUSTOMS_DOCUMENTS: ['CUSTOMS_DELAY', 'CUSTOMS_INSPECTION', 'RECIPIENT_UNREACHABLE'],
  CUSTOMS_INSPECTION: ['CUSTOMS_DELAY'],
  RECIPIENT_MOVED: ['INCORRECT_ADDRESS', 'ADDRESS_NOT_FOUND', 'ACCESS_RESTRICTED', ...away],
  INCORRECT_ADDRESS: ['ADDRESS_NOT_FOUND', 'ACCESS_RESTRICTED', 'CARRIER_MISROUTED', ...away],
  ADDRESS_NOT_FOUND: ['ACCESS_RESTRICTED', ...away],
  ACCESS_RESTRICTED: [...away, 'WEATHER'],
  PAYMENT_DUE: away,
  NOT_COLLECTED: ['RECIPIENT_NOT_AVAILABLE', 'RECIPIENT_UNREACHABLE', 'BUSINESS_CLOSED'],
  RECIPIENT_NOT_AVAILABLE: ['BUSINESS_CLOSED', 'RECIPIENT_UNREACHABLE', 'RECIPIENT_REQUESTED_CHANGE'],
  BUSINESS_CLOSED: ['RECIPIENT_UNREACHABLE', 'RECIPIENT_REQUESTED_CHANGE', 'HOLIDAY'],
  RECIPIENT_REQUESTED_CHANGE: ['RECIPIENT_UNREACHABLE'],
  WEATHER: ['CARRIER_VEHICLE', 'FORCE_MAJEURE', 'HOLIDAY'],
};

export function prevailing(reasons: readonly ReasonCode[]): ReasonCode | null {
  return reasons.find((one) => reasons.every((other) => other === one || over[one]?.includes(other))) ?? null;
}
