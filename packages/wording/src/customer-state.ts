import type { ShipmentFacts } from './facts.ts';

/** What a parcel's status means to whoever waits for it: each has its own words, tone and action. */
export const customerStates = [
  'NUMBER_CHANGED',
  'NUMBER_WRONG',
  'NOT_FOUND',
  'AWAITING_SCAN',
  'LABEL_MADE',
  'CARRIER_SILENT',
  'RETURN_ANNOUNCED',
  'WITH_CARRIER',
  'IN_TRANSIT',
  'NOT_SCANNED',
  'SILENT',
  'LIKELY_LATE',
  'DELAYED',
  'IN_CUSTOMS',
  'OUT_FOR_DELIVERY',
  'ATTEMPT_FAILED',
  'READY_FOR_PICKUP',
  'DELIVERED',
  'DELIVERED_ELSEWHERE',
  'DELIVERED_DOUBTFUL',
  'DAMAGED',
  'LOST',
  'REFUSED',
  'ADDRESS_PROBLEM',
  'HELD',
  'RETURNING',
  'RETURNED',
  'CANCELLED',
  'NO_LONGER_TRACKED',
  'SOURCE_DOWN',
] as const;
export type CustomerState = (typeof customerStates)[number];

const isCustoms = ({ milestone, reason }: ShipmentFacts) =>
  milestone === 'CUSTOMS_HELD' || (reason?.startsWith('CUSTOMS_') ?? false);

const addressReasons: readonly ShipmentFacts['reason'][] = [
  'ADDRESS_NOT_FOUND',
  'INCORRECT_ADDRESS',
  'OUTSIDE_DELIVERY_AREA',
  'RECIPIENT_MOVED',
];

/** What carries no cause of a delay. */
const sayNothing: readonly ShipmentFacts['reason'][] = [null, 'OTHER', 'UNKNOWN'];

/** A state is ended, needs somebody, or still moves; only of what still moves does it matter whether anybody can be heard. Pure. */
export function customerState(facts: ShipmentFacts): CustomerState {
  if (facts.replacedBy) return 'NUMBER_CHANGED';
  return ended(facts) ?? inTrouble(facts) ?? (facts.sourceDownSince ? 'SOURCE_DOWN' : moving(facts));
}

function ended({ status, direction, milestone, deliveryDoubts }: ShipmentFacts): CustomerState | null {
  switch (status) {
    case 'DELIVERED':
      if (direction === 'RETURN') return 'RETURNED';
      if (deliveryDoubts.length > 0) return 'DELIVERED_DOUBTFUL';
      return milestone === 'DELIVERED_NEIGHBOUR' || milestone === 'DELIVERED_SAFE_PLACE'
        ? 'DELIVERED_ELSEWHERE'
        : 'DELIVERED';
    case 'RETURNED':
      return 'RETURNED';
    case 'CANCELLED':
      return 'CANCELLED';
    case 'EXPIRED':
      return 'NO_LONGER_TRACKED';
    default:
      return null;
  }
}

function inTrouble(facts: ShipmentFacts): CustomerState | null {
  const { status, milestone, reason } = facts;
  if (status === 'AVAILABLE_FOR_PICKUP') return 'READY_FOR_PICKUP';
  if (status === 'RETURNING') return 'RETURNING';
  if (status !== 'EXCEPTION' && status !== 'FAILED_ATTEMPT') return null;
  // Some carriers call it a problem and say which by the reason alone.
  if (milestone === 'DAMAGED' || reason === 'CARRIER_DAMAGE') return 'DAMAGED';
  if (milestone === 'LOST' || milestone === 'DISPOSED' || reason === 'CARRIER_LOSS') return 'LOST';
  if (isCustoms(facts)) return 'IN_CUSTOMS';
  if (reason === 'RECIPIENT_REFUSED') return 'REFUSED';
  if (addressReasons.includes(reason)) return 'ADDRESS_PROBLEM';
  return status === 'FAILED_ATTEMPT' ? 'ATTEMPT_FAILED' : 'HELD';
}

function moving(facts: ShipmentFacts): CustomerState {
  const { status, milestone, reason, direction, quietSince, isDelayed } = facts;
  if (milestone === 'INVALID_TRACKING_NUMBER') return 'NUMBER_WRONG';
  if (reason === 'TRACKING_NOT_SUPPORTED') return 'NOT_SCANNED';
  if (status === 'PENDING' || status === 'LABEL_CREATED') {
    if (direction === 'RETURN') return 'RETURN_ANNOUNCED';
    if (quietSince) return 'CARRIER_SILENT';
    if (milestone === 'TRACKING_NOT_FOUND') return 'NOT_FOUND';
    return status === 'LABEL_CREATED' ? 'LABEL_MADE' : 'AWAITING_SCAN';
  }
  if (direction === 'RETURN') return 'RETURNING';
  if (isDelayed) {
    if (isCustoms(facts)) return 'IN_CUSTOMS';
    return sayNothing.includes(reason) && isOnlyLikely(facts) ? 'LIKELY_LATE' : 'DELAYED';
  }
  if (status === 'OUT_FOR_DELIVERY') return 'OUT_FOR_DELIVERY';
  if (quietSince) return 'SILENT';
  return status === 'PICKED_UP' ? 'WITH_CARRIER' : 'IN_TRANSIT';
}

/** It may still come in time: the range reaches back to the promise, or it is a forecast and not the carrier's word. */
function isOnlyLikely({ estimate, promisedDate, milestone }: ShipmentFacts): boolean {
  if (!estimate || milestone === 'DELAYED') return false;
  if (estimate.source !== 'CARRIER') return true;
  return promisedDate !== null && estimate.earliest != null && estimate.earliest.slice(0, 10) <= promisedDate;
}
