import type { ShipmentStatus } from '../taxonomy/codes.ts';
import type { Walked } from './walk.ts';

/** Why a delivery may not be one. It stays DELIVERED (no false step back); the doubt is shown beside it. */
export interface DeliveryDoubt {
  doubt: 'SCANNED_BEFORE_OUT_FOR_DELIVERY' | 'MOVED_AFTERWARDS';
  /** The event that raises it. */
  key: string;
}

/** A driver who scans a van's parcels in the wrong order does it on one round. */
const roundHours = 12;

const moves: Partial<Record<ShipmentStatus, true>> = {
  PICKED_UP: true,
  IN_TRANSIT: true,
  OUT_FOR_DELIVERY: true,
  FAILED_ATTEMPT: true,
  AVAILABLE_FOR_PICKUP: true,
};

/** Looks at what was scanned, provably, after the delivery that stands; a later delivery answers all doubts about an earlier one. */
export function foldDeliveryDoubts({ status, decidedBy, steps }: Walked): DeliveryDoubt[] {
  if (status !== 'DELIVERED') return [];
  const index = steps.findLastIndex(({ isTaken, event }) => isTaken && event.key === decidedBy);
  const delivered = steps[index]?.event;
  if (!delivered || delivered.marks.includes('CORRECTION')) return [];
  const doubts = new Map<DeliveryDoubt['doubt'], DeliveryDoubt>();
  for (const { event } of steps.slice(index + 1)) {
    if (event.isReport || event.isForgeable || event.status === null || !moves[event.status]) continue;
    const isSameRound =
      event.status === 'OUT_FOR_DELIVERY' && hoursBetween(delivered.sortKey, event.sortKey) <= roundHours;
    const doubt = isSameRound ? 'SCANNED_BEFORE_OUT_FOR_DELIVERY' : 'MOVED_AFTERWARDS';
    if (!doubts.has(doubt)) doubts.set(doubt, { doubt, key: event.key });
  }
  return [...doubts.values()];
}

function hoursBetween(a: string, b: string): number {
  const at = (sortKey: string) => Date.parse(sortKey.split('|', 1)[0] as string);
  return (at(b) - at(a)) / 3_600_000;
}
