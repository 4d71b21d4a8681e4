import { hash } from 'node:crypto';
import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import type { EventTime } from './event-time.ts';

export interface Place {
  text: string | null;
  city: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** A carrier's scan, in canonical words with the raw ones beside them. */
export interface CarrierEvent {
  kind: 'carrier-event';
  /** Which scan it is, 32 hex digits: several facts may tell of one, with more or less about it. It is the key of the event. */
  scan: string;
  occurred: EventTime;
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  reason: ReasonCode | null;
  isDelay: boolean;
  place: Place | null;
  description: string | null;
  rawCode: string | null;
  rawSubCode: string | null;
  /** The finest code was in no mapping when it was read; the milestone may still be known from the main code. */
  isUnknownCode?: boolean;
  /** Whose scan it is, where that is not the carrier the number belongs to: after a hand-over. */
  carrierCode?: string | null;
  /** No scan itself: the provider says beside the scans that, and when, it happened. It shows while no scan says so. */
  isSummary?: boolean;
  /**
   * The source could have been forged or is known to guess. Where the scan is an end of the journey, or takes one back, it decides nothing until another account of
   * it without this mark, or another source's sighting, confirms it.
   */
  isUnconfirmed?: boolean;
}

/** A belief about arrival. `announcedAt` (instant) orders beliefs; bounds are dates or date-times as given. */
export interface EstimateFact {
  kind: 'estimate';
  /** Which announcement it is: several facts may tell of one, with or without what it was before. It is the key of the change. */
  scan?: string;
  announcedAt: string;
  earliest: string | null;
  latest: string | null;
  estimateSource: 'CARRIER' | 'PROVIDER' | 'SHOP';
  /** The first estimate the provider remembers, when it says that this one is a change. */
  changedFrom: string | null;
}

/** A provider's word about a shipment that no scan carries: it knows nothing yet, the number is wrong, it stopped tracking. */
export interface ReportFact {
  kind: 'report';
  milestone: MilestoneCode;
  /** Instant at which the provider said so. */
  observedAt: string;
  /** Absent: that of the milestone. */
  status?: ShipmentStatus | null;
  reason?: ReasonCode | null;
  isDelay?: boolean;
  /** Absent: it was not read from a code, so no mapping changes it. */
  rawCode?: string | null;
  rawSubCode?: string | null;
  isUnknownCode?: boolean;
}

/** Who signed and how many documents the source holds. Only ever adds. */
export interface ProofFact {
  kind: 'proof';
  signedBy: string | null;
  documentCount: number;
  /** The message that brought it could have been forged: it proves nothing. Its key differs from that of the same words without this mark. */
  isUnconfirmed?: boolean;
}

/** Shipment-level facts without a time; where two disagree the fold has a rule for each field. */
export interface DetailsFact {
  kind: 'details';
  carrierCode: string | null;
  direction: 'FORWARD' | 'RETURN';
  packageCount: number | null;
  /** Calendar date promised by the shop, as the provider repeats it. */
  promisedDate: string | null;
  destinationCity: string | null;
}

/** Another number of the same consignment: of the carrier before or after a hand-over, or of a piece. */
export interface NumberFact {
  kind: 'number';
  role: 'FIRST_MILE' | 'LAST_MILE' | 'PIECE';
  carrierCode: string | null;
  number: string;
}

/** Where the goods wait, or will wait, to be collected; what was announced last counts. */
export interface PickupPointFact {
  kind: 'pickup-point';
  announcedAt: string;
  name: string | null;
  address: string | null;
  hours: string | null;
  /** Calendar date at the place: the last day on which it can be collected. */
  lastDay: string | null;
  code: string | null;
}

/** A person's word. It stands above what carriers say up to the time it speaks of; what they say of later times goes on from there. */
export interface CorrectionFact {
  kind: 'correction';
  /** Instant from which it holds. */
  occurredAt: string;
  /** What is true; null when it only takes an event back. */
  milestone: MilestoneCode | null;
  /** Key of an event that did not happen or is not about these goods. */
  voids: string | null;
  /** Why, for colleagues: never shown to customers. */
  reason: string;
  actor: string;
  /** Instant at which it was said: of two that hold from one instant, the later word counts. */
  statedAt?: string;
}

/** A date that a colleague told the customer (`shipmentPromise`); the one stated last counts, until the shop says another date. */
export interface PromiseFact {
  kind: 'promise';
  /** Calendar dates; `earliest` is null where only an end was told. */
  earliest: string | null;
  latest: string;
  /** The shop's own promise when this was told: its day, and of each delivery the version that was known then with its day. */
  instead: {
    date: string | null;
    deliveries: readonly { deliveryId: number; version: number; date: string | null }[];
  };
  /** Why, for colleagues: never shown to customers. */
  reason: string;
  actor: string;
  /** Instant at which it was told. */
  statedAt: string;
}

/** Odoo's word about one delivery that this shipment serves; the highest version of each delivery counts. */
export interface DeliveryFact {
  kind: 'delivery';
  deliveryId: number;
  version: number;
  /** False when the delivery no longer names this shipment. */
  isLinked: boolean;
  direction: 'FORWARD' | 'RETURN';
  isCancelled: boolean;
  shippedAt: string | null;
  promisedAt: string | null;
}

export type FactData =
  | CarrierEvent
  | EstimateFact
  | ReportFact
  | ProofFact
  | DetailsFact
  | NumberFact
  | PickupPointFact
  | CorrectionFact
  | PromiseFact
  | DeliveryFact;

/** What is read from a provider's codes: its meaning follows the published mapping. */
export type CodedFact = CarrierEvent | (ReportFact & Required<Pick<ReportFact, 'rawCode' | 'rawSubCode'>>);

export const isCoded = (data: FactData): data is CodedFact =>
  data.kind === 'carrier-event' || (data.kind === 'report' && data.rawCode !== undefined);

/**
 * `key` (32 hex digits) is computed from the source and its words, so the same fact told twice is one fact; neither ever changes. What a mapping makes of the
 * words is a reading and follows the published one (docs/adr/0006).
 */
export interface Fact {
  key: string;
  /** Which source said it, for example `aftership`; `odoo` for our own channel. */
  source: string;
  data: FactData;
}

/** Content key: identity text is the provider's own hash where there is one, otherwise the fields that make a scan that scan. */
export function factKey(source: string, kind: FactData['kind'], identity: readonly unknown[]): string {
  return hash('sha256', JSON.stringify([source, kind, ...identity]), 'hex').slice(0, 32);
}
