import type { EventTime } from './dates.ts';
import type { MilestoneCode, ReasonCode } from './events.ts';
import { readStops } from './stops.ts';

/** What the planner knows of a place: coarse at level L0. */
interface FactPlace {
  text?: string | null;
  city?: string | null;
  countryCode?: string | null;
}

export interface FactEvent {
  id: string;
  occurredAt: EventTime;
  location?: FactPlace | null;
}

/**
 * Everything that the sentence about a parcel is made from, as the graph gives it at the viewer's level: what is masked is null here, and nothing is said of it.
 */
export interface ShipmentFacts {
  carrierName: string | null;
  direction: 'FORWARD' | 'RETURN';
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isDelayed: boolean;
  estimate: { earliest?: string | null; latest?: string | null; source: 'CARRIER' | 'PROVIDER' | 'SHOP' } | null;
  /** The calendar date promised last by the shop; null when none was. */
  promisedDate: string | null;
  /** The event that the status rests on. */
  deciding: FactEvent | null;
  /** The newest event that decides anything, where there is one that says where it stands. */
  newest: FactEvent | null;
  /** How many stops before this one the newest event tells of, in its own words; null where it tells of none. */
  stopsAhead: number | null;
  pickupPoint: {
    name?: string | null;
    address?: string | null;
    hours?: string | null;
    lastDay?: string | null;
    code?: string | null;
  } | null;
  signedBy: string | null;
  /** Why a delivery may not be one; empty normally. */
  deliveryDoubts: readonly string[];
  /** Since when it is quiet for longer than this carrier usually is (an instant); null while it is not. */
  quietSince: string | null;
  /** How often this carrier is usually heard of, in seconds; null when too little is known. */
  usualGapSeconds: number | null;
  /** Since when whoever could tell of it cannot be heard (an instant); null normally. */
  sourceDownSince: string | null;
  /** The shipment that carries on under another number. */
  replacedBy: { trackingNumber: string; at: string } | null;
}

type ShipmentStatus =
  | 'PENDING'
  | 'LABEL_CREATED'
  | 'PICKED_UP'
  | 'IN_TRANSIT'
  | 'OUT_FOR_DELIVERY'
  | 'AVAILABLE_FOR_PICKUP'
  | 'FAILED_ATTEMPT'
  | 'EXCEPTION'
  | 'DELIVERED'
  | 'RETURNING'
  | 'RETURNED'
  | 'CANCELLED'
  | 'EXPIRED';

/** An event as it is listed, with what has to be known of it besides. */
interface ListedEvent extends FactEvent {
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  marks: readonly string[];
  /** The carrier's own words; null where the viewer may not see them. */
  description?: string | null;
}

/** True for an event that decides something: not taken back by a colleague, and no end that nobody confirmed. */
export const counts = ({ marks }: Pick<ListedEvent, 'marks'>): boolean =>
  !marks.includes('VOIDED') && !marks.includes('UNCONFIRMED');

/** The event that a state rests on, and the newest that is a scan: a date that changed was seen nowhere. `events` newest first. */
export function eventFacts(
  events: readonly ListedEvent[],
  { milestone, status }: Pick<ShipmentFacts, 'milestone' | 'status'>,
): Pick<ShipmentFacts, 'deciding' | 'newest' | 'stopsAhead'> {
  const counting = events.filter(counts);
  const newest = counting.find((event) => event.status !== null) ?? counting[0] ?? null;
  return {
    deciding: counting.find((event) => event.milestone === milestone && event.status === status) ?? null,
    newest,
    stopsAhead: newest?.status === 'OUT_FOR_DELIVERY' ? readStops(newest.description) : null,
  };
}
