import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import type { DetailsFact } from './fact.ts';
import type { Of } from './order.ts';
import { decidesNothing, type FoldedEvent, isHandOver } from './timeline.ts';

/** Where a shipment stands on its way, as far as that decides what the next word means. */
type Position = 'UNDER_WAY' | 'TRAVELLING_BACK' | 'DELIVERED' | 'RETURNED' | 'CANCELLED';

/**
 * What a word does.
 * TAKE: it is the status. HISTORY: the timeline shows it, the status stays. PROBLEM: it is the status unless it only says "on hold".
 * UNLESS_SCANNED: TAKE while the carrier has told of no scan, HISTORY from then on.
 * BACK_SCAN, BACK_END: a plain word while goods travel back means the way back. RETURN_JOURNEY, NEW_JOURNEY: picked up again after an end.
 */
type Effect =
  | 'TAKE'
  | 'HISTORY'
  | 'UNLESS_SCANNED'
  | 'PROBLEM'
  | 'BACK_SCAN'
  | 'BACK_END'
  | 'RETURN_JOURNEY'
  | 'NEW_JOURNEY';

const atAnEnd = {
  PENDING: 'HISTORY',
  LABEL_CREATED: 'HISTORY',
  IN_TRANSIT: 'HISTORY',
  OUT_FOR_DELIVERY: 'HISTORY',
  AVAILABLE_FOR_PICKUP: 'HISTORY',
  FAILED_ATTEMPT: 'HISTORY',
  EXCEPTION: 'PROBLEM',
  DELIVERED: 'TAKE',
  RETURNING: 'TAKE',
  RETURNED: 'TAKE',
  CANCELLED: 'TAKE',
  EXPIRED: 'HISTORY',
} as const;

/** The whole rule: every position against every status. A new status does not compile until each position has decided about it. */
export const transitions: Readonly<Record<Position, Readonly<Record<ShipmentStatus, Effect>>>> = {
  UNDER_WAY: {
    PENDING: 'UNLESS_SCANNED',
    LABEL_CREATED: 'TAKE',
    PICKED_UP: 'TAKE',
    IN_TRANSIT: 'TAKE',
    OUT_FOR_DELIVERY: 'TAKE',
    AVAILABLE_FOR_PICKUP: 'TAKE',
    FAILED_ATTEMPT: 'TAKE',
    EXCEPTION: 'TAKE',
    DELIVERED: 'TAKE',
    RETURNING: 'TAKE',
    RETURNED: 'TAKE',
    CANCELLED: 'TAKE',
    EXPIRED: 'TAKE',
  },
  TRAVELLING_BACK: {
    PENDING: 'HISTORY',
    LABEL_CREATED: 'TAKE',
    PICKED_UP: 'BACK_SCAN',
    IN_TRANSIT: 'BACK_SCAN',
    OUT_FOR_DELIVERY: 'BACK_SCAN',
    AVAILABLE_FOR_PICKUP: 'TAKE',
    FAILED_ATTEMPT: 'TAKE',
    EXCEPTION: 'TAKE',
    DELIVERED: 'BACK_END',
    RETURNING: 'TAKE',
    RETURNED: 'TAKE',
    CANCELLED: 'TAKE',
    EXPIRED: 'TAKE',
  },
  DELIVERED: { ...atAnEnd, PICKED_UP: 'RETURN_JOURNEY' },
  RETURNED: { ...atAnEnd, PICKED_UP: 'NEW_JOURNEY' },
  CANCELLED: { ...atAnEnd, PICKED_UP: 'NEW_JOURNEY' },
};

/** An entry of the timeline with where it happened on the way. */
export interface Step {
  event: FoldedEvent;
  /** From 1; each new pick-up after an end opens one. */
  journey: number;
  direction: 'FORWARD' | 'RETURN';
  /** True when it is the shipment's word for now; false for history that a later truth had overtaken. */
  isTaken: boolean;
}

export interface Walked {
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isFinal: boolean;
  journeys: number;
  decidedBy: string | null;
  deliveredBy: FoldedEvent | null;
  delayedBy: string | null;
  delayedAt: string | null;
  /** Entries that speak of the way, oldest first. */
  steps: readonly Step[];
}

/** Walks the timeline once, oldest first, by the table above, and marks what is a milestone, and what has to be confirmed first. */
export function walk(
  timeline: readonly FoldedEvent[],
  details: readonly Of<DetailsFact>[],
  cancelledByShop = false,
): Walked {
  const at: Omit<Walked, 'steps'> = {
    status: 'PENDING',
    milestone: 'AWAITING_CARRIER_DATA',
    reason: null,
    isFinal: false,
    journeys: 1,
    decidedBy: null,
    deliveredBy: null,
    delayedBy: null,
    delayedAt: null,
  };
  const steps: Step[] = [];
  const destinations = new Set(
    details.map((fact) => fact.data.destinationCity?.toLowerCase()).filter((city) => city !== undefined),
  );
  let position: Position = 'UNDER_WAY';
  let isScanned = false;
  for (const event of timeline) {
    if (decidesNothing(event)) continue;
    if (event.milestone === 'ETA_CHANGED' || event.milestone === 'PROOF_OF_DELIVERY_ADDED') {
      event.isMilestone = true;
      continue;
    }
    const isCorrection = event.marks.includes('CORRECTION');
    if (event.status === null) {
      if (isCorrection) Object.assign(event, { status: at.status, milestone: at.milestone, isMilestone: true });
      continue;
    }
    let { status, milestone } = event as { status: ShipmentStatus; milestone: MilestoneCode };
    // A person's word needs no plausibility: it is taken as it is.
    const effect: Effect = isCorrection ? 'TAKE' : effectOf(event, position, status);
    const isAtEnd = position === 'DELIVERED' || position === 'RETURNED' || position === 'CANCELLED';
    const isDecisive = isAtEnd || status === 'RETURNING' || (cancelledByShop && isHandOver(event));
    if (event.isForgeable && isDecisive && !isHistory(effect, milestone, isScanned)) {
      // Whoever can forge a scan must not be able to take an end back with it, nor to make a return of the delivery that follows.
      event.marks = [...event.marks, 'UNCONFIRMED'];
      continue;
    }
    if (isHistory(effect, milestone, isScanned)) {
      const isBack = position === 'TRAVELLING_BACK' || position === 'RETURNED';
      steps.push({ event, journey: at.journeys, direction: isBack ? 'RETURN' : 'FORWARD', isTaken: false });
      continue;
    }
    if (effect === 'RETURN_JOURNEY' || effect === 'NEW_JOURNEY') at.journeys += 1;
    if (effect === 'RETURN_JOURNEY') [status, milestone] = ['RETURNING', 'RETURN_STARTED'];
    else if (effect === 'BACK_SCAN') [status, milestone] = ['RETURNING', 'RETURN_IN_TRANSIT'];
    else if (effect === 'BACK_END' && !reachedRecipient(event, destinations))
      [status, milestone] = ['RETURNED', 'RETURNED_TO_SENDER'];
    // Subscribers and the timeline are told what it means here: "delivered" to the sender is no delivery. The carrier's own words stand in the description.
    Object.assign(event, { status, milestone });

    // The end of tracking says nothing about what was scanned.
    if (effect !== 'UNLESS_SCANNED' && status !== 'EXPIRED') isScanned = true;
    position = positionAfter(isCorrection ? 'UNDER_WAY' : position, status, milestone);
    const isFinal = position === 'DELIVERED' || position === 'RETURNED' || position === 'CANCELLED';
    // Providers report the same again and again: told once, while nothing else was.
    const isNews = at.status !== status || at.milestone !== milestone || at.reason !== event.reason;
    event.isMilestone = isNews || !event.isReport;
    if (event.isDelay) {
      at.delayedBy = event.key;
      at.delayedAt = event.sortKey.split('|', 1)[0] as string;
    } else if (isFinal) {
      at.delayedBy = null;
    }
    if (status === 'DELIVERED') at.deliveredBy = event;
    else if (isCorrection) at.deliveredBy = null;
    Object.assign(at, { status, milestone, reason: event.reason, isFinal, decidedBy: event.key });
    const isBack = position === 'TRAVELLING_BACK' || position === 'RETURNED';
    steps.push({ event, journey: at.journeys, direction: isBack ? 'RETURN' : 'FORWARD', isTaken: true });
  }
  return { ...at, steps };
}

function effectOf(event: FoldedEvent, position: Position, status: ShipmentStatus): Effect {
  const effect = transitions[position][status];
  if (!event.isReport || status === 'EXPIRED') return effect;
  // What a provider says of a shipment as a whole never takes a scan back, whenever it says it, and ends nothing; that it stopped tracking is news.
  return effect === 'HISTORY' || endsOrTurns[status] ? 'HISTORY' : 'UNLESS_SCANNED';
}

const endsOrTurns: Partial<Record<ShipmentStatus, true>> = {
  DELIVERED: true,
  RETURNING: true,
  RETURNED: true,
  CANCELLED: true,
};

function isHistory(effect: Effect, milestone: MilestoneCode, isScanned: boolean): boolean {
  return (
    effect === 'HISTORY' ||
    (effect === 'UNLESS_SCANNED' && isScanned) ||
    (effect === 'PROBLEM' && milestone === 'ON_HOLD')
  );
}

function positionAfter(before: Position, status: ShipmentStatus, milestone: MilestoneCode): Position {
  switch (status) {
    case 'DELIVERED':
      return milestone === 'DELIVERED_PARTIALLY' ? 'UNDER_WAY' : 'DELIVERED';
    case 'RETURNING':
      return 'TRAVELLING_BACK';
    case 'RETURNED':
    case 'CANCELLED':
      return status;
    default:
      return before === 'TRAVELLING_BACK' ? 'TRAVELLING_BACK' : 'UNDER_WAY';
  }
}

const recipientWords = /recipient|addressee|consignee|customer|empf(ä|ae)nger|destinataire/i;

/** A delivery during a return that really reached the recipient: at the destination, and the text says so. */
function reachedRecipient(event: FoldedEvent, destinations: ReadonlySet<string>): boolean {
  const city = event.place?.city?.toLowerCase();
  return city !== undefined && destinations.has(city) && recipientWords.test(event.description ?? '');
}
