import type { Classification } from '../classification/classify.ts';
import type { DeliveryDoubt } from '../fact/delivery-doubts.ts';
import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';

/** An entry of a shipment's timeline, as rules look at it. */
export interface CaseEvent {
  /** Of the fact or scan, 32 hex digits. */
  key: string;
  /** The assumed instant: for clocks, never shown. */
  at: Date;
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  /** What its code says. */
  reason: ReasonCode | null;
  /** What its code or else its words say. */
  classified: Classification | null;
  description: string | null;
  /** "City, CC" or what is known of it; null: nothing. */
  place: string | null;
  countryCode: string | null;
  /** Taken back, or not confirmed: decides nothing. */
  isVoid: boolean;
}

/** A delivery, with what was told of its order. */
export interface CaseDelivery {
  id: number;
  name: string;
  kind: 'OUTGOING' | 'RETURN';
  orderId: number;
  orderName: string;
  companyId: number;
  customerId: number;
  region: string | null;
  warehouseId: number | null;
  countryCode: string | null;
  deliveryMethod: string | null;
  references: readonly string[];
  scheduledAt: Date | null;
  shippedAt: Date | null;
  promisedAt: Date | null;
  /** Cancelled or deleted, it or its order. */
  isCancelled: boolean;
  /** What its order is worth. */
  total: { amount: number; currencyCode: string } | null;
}

export interface ShipmentSubject {
  kind: 'SHIPMENT';
  key: string;
  id: string;
  trackingNumber: string;
  carrierCode: string | null;
  direction: 'FORWARD' | 'RETURN';
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isDelayed: boolean;
  isFinal: boolean;
  journeys: number;
  /** Calendar dates at the destination. */
  promisedDate: string | null;
  estimateLatest: string | null;
  pickupLastDay: string | null;
  hasProof: boolean;
  deliveryDoubts: readonly { doubt: DeliveryDoubt['doubt']; key: string }[];
  /** Keys of the facts that decided. */
  evidence: { status: string | null; estimate: string | null; promise: string | null; delayed: readonly string[] };
  createdAt: Date;
  deliveries: readonly CaseDelivery[];
  /** When the newest return of one of its orders came in; null: none did. */
  returnBookedAt: Date | null;
  registration: {
    state: 'NEEDS_CARRIER' | 'QUEUED' | 'NEEDS_FACTS' | 'REGISTERED' | 'REFUSED' | 'STOPPED';
    provider: string | null;
    needs: readonly string[];
    problem: { kind: string; message: string; since: string } | null;
    createdAt: Date;
  } | null;
  /** Newest first, at most 60. */
  events: readonly CaseEvent[];
  /** Its carrier's outage was declared and goes on. */
  isOutage: boolean;
}

export interface DeliverySubject {
  kind: 'DELIVERY';
  key: string;
  delivery: CaseDelivery;
  shipmentCount: number;
}

export interface OrderSubject {
  kind: 'ORDER';
  key: string;
  orderId: number;
  /** Its newest delivery; null: none was told. */
  delivery: CaseDelivery | null;
  /** Whose it is; null: nobody told of it yet. */
  owner: { companyId: number; customerId: number; region: string | null } | null;
  problems: readonly { id: string; message: string; since: Date; deliveryName: string | null }[];
}

export type Subject = ShipmentSubject | DeliverySubject | OrderSubject;

export const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;
export type CaseSeverity = (typeof severities)[number];

/** A cause that holds now. */
export interface Found {
  /** Which of the causes of its type in this subject: one case for each. */
  cause: string;
  /** The word it rests on. With another one a case that a colleague resolved opens again. */
  mark: string;
  /** For staff, with figures that do not change by themselves. */
  reason: string;
  /** Keys of facts. */
  evidence: readonly string[];
  /** Which words, or which model, say so; absent: a code does. */
  words?: Classification | null;
  /** Where it is another than the type's. */
  severity?: CaseSeverity;
  /** What many such cases would have in common. */
  incident?: Common;
}

interface Common {
  /** Machine-readable, the same for all of them. */
  cause: string;
  title: string;
  carrierCode: string | null;
  place: string | null;
}

/** What a rule says of a subject: a cause; when to look again although nothing changes; or neither. */
export type Finding = Found | { lookAt: Date } | null;
