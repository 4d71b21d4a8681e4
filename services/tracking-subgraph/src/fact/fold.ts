import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import { assumedInstant } from './event-time.ts';
import type {
  CarrierEvent,
  DeliveryFact,
  DetailsFact,
  EstimateFact,
  Fact,
  Place,
  ProofFact,
  ReportFact,
} from './fact.ts';
import { byText, type Of, ofKind, sortKey } from './order.ts';
import { foldEstimates, foldPromise, lateness } from './promise-and-estimate.ts';

/** Raised when the same facts may give another state; stored beside the state. */
export const foldVersion = 3;

/**
 * Carriers use numbers again after some months. A scan this long before our own goods left belongs to somebody else's parcel; less is only a label made
 * early or a transfer confirmed late.
 */
const recycledDays = 30;

/** One row of the timeline: the fold's stored output. */
export interface FoldedEvent {
  /** Of the scan, for scans: it stays when a fuller account of the same scan comes. Of the fact, for all others. */
  key: string;
  /** Total order as text: assumed instant, precision, key. Later sorts higher. */
  sortKey: string;
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  reason: ReasonCode | null;
  description: string | null;
  occurred: { instant: string | null; local: string; precision: 'INSTANT' | 'LOCAL' | 'DATE' };
  place: Place | null;
  source: string;
  /** Marks the shipment as delayed. */
  isDelay: boolean;
  /** True when it changed what a person would be told. */
  isMilestone: boolean;
}

export interface ShipmentState {
  carrierCode: string | null;
  direction: 'FORWARD' | 'RETURN';
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isDelayed: boolean;
  /** At its end for now: DELIVERED, RETURNED or CANCELLED. */
  isFinal: boolean;
  estimate: { earliest: string | null; latest: string | null; source: EstimateFact['estimateSource'] } | null;
  /** Instant of the newest event; null when its source gave no offset (an assumed instant is never shown). */
  lastEventAt: string | null;
  promisedDate: string | null;
  proof: { deliveredAt: string | null; signedBy: string | null; documentCount: number } | null;
  packageCount: number | null;
  /** Journeys under this number: 1, and one more for each new pick-up after an end. */
  journeys: number;
  /** Scans of an earlier use of the number, which were left out. */
  foreignEvents: number;
  /** Which fact decided what. */
  evidence: {
    status: string | null;
    estimate: string | null;
    delayed: string[];
    proof: string | null;
    promise: string | null;
  };
}

export interface Folded {
  state: ShipmentState;
  /** Oldest first. */
  events: FoldedEvent[];
}

/**
 * The state of a shipment as a pure function of the set of facts about it. Total: any set folds. Order-independent: facts are sorted by
 * one total order (assumed instant, precision, key) before anything looks at them; arrival plays no part. See docs/fold.md for the table.
 */
export function fold(input: readonly Fact[]): Folded {
  const facts = distinct(input);
  const details = ofKind<DetailsFact>(facts, 'details').sort((a, b) => byText(a.key, b.key));
  const deliveries = currentDeliveries(facts);
  const direction = foldDirection(details, deliveries);
  const promise = foldPromise(details, deliveries);
  const ours = firstOurs(deliveries);
  const isOurs = (at: string) => ours === null || at >= ours;
  const estimates = foldEstimates(facts.filter(({ data }) => data.kind !== 'estimate' || isOurs(data.announcedAt)));
  const everything = [...scanEvents(facts), ...reportEvents(facts), ...estimates.changes].sort((a, b) =>
    byText(a.sortKey, b.sortKey),
  );
  const timeline = everything.filter((event) => isOurs(event.sortKey));

  const journey = walk(timeline, details);
  const handedOver = timeline.some(
    (event) => event.status !== null && event.status !== 'LABEL_CREATED' && event.status !== 'PENDING',
  );
  const cancelledByShop = !handedOver && deliveries.length > 0 && deliveries.every((fact) => fact.data.isCancelled);
  if (cancelledByShop)
    Object.assign(journey, {
      status: 'CANCELLED',
      milestone: 'CANCELLED',
      reason: null,
      isFinal: true,
      decidedBy: deliveries[0]?.key ?? null,
      delayedBy: null,
    });

  const lateBy = journey.isFinal ? null : lateness(estimates.list, promise.date);
  // A newer estimate that keeps the promise takes a delay back; without a promise only the next scan or the end does.
  const causeHolds =
    journey.delayedBy !== null &&
    !(
      promise.date !== null &&
      lateBy === null &&
      estimates.list.some((e) => e.data.announcedAt > (journey.delayedAt as string))
    );
  const delayed = journey.isFinal
    ? []
    : [...(causeHolds ? [journey.delayedBy as string] : []), ...(lateBy ? [lateBy] : [])];
  const current = estimates.list.at(-1);
  const proof = foldProof(facts, timeline, journey.deliveredBy);
  const newest = timeline.findLast((event) => event.milestone !== 'ETA_CHANGED');

  return {
    events: timeline,
    state: {
      carrierCode: details.find((fact) => fact.data.carrierCode !== null)?.data.carrierCode ?? null,
      direction,
      status: journey.status,
      milestone: journey.milestone,
      reason: journey.reason,
      isDelayed: delayed.length > 0,
      isFinal: journey.isFinal,
      estimate:
        current && !journey.isFinal
          ? { earliest: current.data.earliest, latest: current.data.latest, source: current.data.estimateSource }
          : null,
      lastEventAt: newest?.occurred.instant ?? null,
      promisedDate: promise.date,
      proof: proof.proof,
      packageCount: details.reduce<number | null>(
        (most, { data }) => (data.packageCount === null ? most : Math.max(most ?? 0, data.packageCount)),
        null,
      ),
      journeys: journey.journeys,
      foreignEvents: everything.length - timeline.length,
      evidence: {
        status: journey.decidedBy,
        estimate: current && !journey.isFinal ? current.key : null,
        delayed,
        proof: proof.key,
        promise: promise.key,
      },
    },
  };
}

/** The sort key from which on events are about our goods; null while not every delivery says when it left. */
function firstOurs(deliveries: readonly Of<DeliveryFact>[]): string | null {
  const left = deliveries.map(({ data }) => (data.shippedAt === null ? null : Date.parse(data.shippedAt)));
  const known = left.filter((at): at is number => at !== null && !Number.isNaN(at));
  if (known.length === 0 || known.length < left.length) return null;
  return new Date(Math.min(...known) - recycledDays * 86_400_000).toISOString();
}

function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [fact.key, fact])).values()];
}

/** One event for each scan, from the fullest account of it; which account came first plays no part. */
function scanEvents(facts: readonly Fact[]): FoldedEvent[] {
  const fullest = new Map<string, Of<CarrierEvent>>();
  for (const fact of ofKind<CarrierEvent>(facts, 'carrier-event')) {
    const known = fullest.get(fact.data.scan);
    if (!known || isFuller(fact, known)) fullest.set(fact.data.scan, fact);
  }
  return [...fullest.values()].map(({ source, data }) => {
    const ends = data.status === 'DELIVERED' || data.status === 'RETURNED' || data.status === 'CANCELLED';
    return {
      key: data.scan,
      sortKey: sortKey(
        assumedInstant(data.occurred, data.place?.countryCode ?? null, ends),
        data.occurred.precision,
        data.scan,
      ),
      milestone: data.milestone,
      status: data.status,
      reason: data.reason,
      description: data.description,
      occurred: { instant: data.occurred.instant, local: data.occurred.local, precision: data.occurred.precision },
      place: data.place,
      source,
      isDelay: data.isDelay || milestoneRule(data.milestone).setsDelayed,
      isMilestone: false,
    };
  });
}

/** More known fields, then more words, then the key: a total order that knows no arrival. */
function isFuller(a: Of<CarrierEvent>, b: Of<CarrierEvent>): boolean {
  const fields = ({ data: { place, description } }: Of<CarrierEvent>) =>
    [place?.city, place?.countryCode, place?.latitude, place?.text, description].filter((value) => value != null)
      .length;
  const words = ({ data }: Of<CarrierEvent>) => (data.place?.text?.length ?? 0) + (data.description?.length ?? 0);
  return (fields(a) - fields(b) || words(a) - words(b) || byText(a.key, b.key)) > 0;
}

function reportEvents(facts: readonly Fact[]): FoldedEvent[] {
  return ofKind<ReportFact>(facts, 'report').map(({ key, source, data }) => ({
    key,
    sortKey: sortKey(data.observedAt, 'INSTANT', key),
    milestone: data.milestone,
    status: milestoneRule(data.milestone).status,
    reason: null,
    description: null,
    occurred: { instant: data.observedAt, local: data.observedAt.slice(0, 19), precision: 'INSTANT' },
    place: null,
    source,
    isDelay: false,
    isMilestone: false,
  }));
}

interface Journey {
  status: ShipmentStatus;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isFinal: boolean;
  journeys: number;
  decidedBy: string | null;
  deliveredBy: FoldedEvent | null;
  delayedBy: string | null;
  delayedAt: string | null;
}

const pickUps: readonly MilestoneCode[] = ['PICKED_UP', 'ACCEPTED_BY_CARRIER'];

/**
 * Walks the timeline once. While goods travel back, a plain scan means RETURN_IN_TRANSIT and a plain delivery means RETURNED_TO_SENDER.
 * An end (DELIVERED, RETURNED, CANCELLED) is left only by another end, a return, an exception, or a new pick-up.
 */
function walk(timeline: readonly FoldedEvent[], details: readonly Of<DetailsFact>[]): Journey {
  const at: Journey = {
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
  const destinations = new Set(
    details.map((fact) => fact.data.destinationCity?.toLowerCase()).filter((city) => city !== undefined),
  );
  let returning = false;
  for (const event of timeline) {
    if (event.milestone === 'ETA_CHANGED' || event.milestone === 'PROOF_OF_DELIVERY_ADDED') {
      event.isMilestone = true;
      continue;
    }
    if (event.status === null) continue;
    let { status, milestone } = event as { status: ShipmentStatus; milestone: MilestoneCode };
    const startsJourney = at.isFinal && pickUps.includes(milestone);
    if (at.isFinal && !startsJourney && !leavesEnd(status, milestone)) continue;

    if (startsJourney) {
      at.journeys += 1;
      returning = at.status === 'DELIVERED';
      if (returning) [status, milestone] = ['RETURNING', 'RETURN_STARTED'];
    } else if (status === 'RETURNING') {
      returning = true;
    } else if (returning && status === 'DELIVERED') {
      if (reachedRecipient(event, destinations)) returning = false;
      else [status, milestone] = ['RETURNED', 'RETURNED_TO_SENDER'];
    } else if (returning && (status === 'PICKED_UP' || status === 'IN_TRANSIT' || status === 'OUT_FOR_DELIVERY')) {
      [status, milestone] = ['RETURNING', 'RETURN_IN_TRANSIT'];
    }
    if (status === 'RETURNED') returning = false;

    const isFinal =
      (status === 'DELIVERED' && milestone !== 'DELIVERED_PARTIALLY') ||
      status === 'RETURNED' ||
      status === 'CANCELLED';
    event.isMilestone = true;
    if (event.isDelay) {
      at.delayedBy = event.key;
      at.delayedAt = event.sortKey.split('|', 1)[0] as string;
    } else if (isFinal) {
      at.delayedBy = null;
    }
    if (status === 'DELIVERED') at.deliveredBy = event;
    Object.assign(at, { status, milestone, reason: event.reason, isFinal, decidedBy: event.key });
  }
  return at;
}

function leavesEnd(status: ShipmentStatus, milestone: MilestoneCode): boolean {
  return (
    status === 'DELIVERED' ||
    status === 'RETURNED' ||
    status === 'CANCELLED' ||
    status === 'RETURNING' ||
    (status === 'EXCEPTION' && milestone !== 'ON_HOLD')
  );
}

const recipientWords = /recipient|addressee|consignee|customer|empf(ä|ae)nger|destinataire/i;

/** A delivery during a return that really reached the recipient: at the destination, and the text says so. */
function reachedRecipient(event: FoldedEvent, destinations: ReadonlySet<string>): boolean {
  const city = event.place?.city?.toLowerCase();
  return city !== undefined && destinations.has(city) && recipientWords.test(event.description ?? '');
}

function currentDeliveries(facts: readonly Fact[]): Of<DeliveryFact>[] {
  const newest = new Map<number, Of<DeliveryFact>>();
  for (const fact of ofKind<DeliveryFact>(facts, 'delivery')) {
    const known = newest.get(fact.data.deliveryId);
    if (!known || fact.data.version > known.data.version) newest.set(fact.data.deliveryId, fact);
  }
  return [...newest.values()]
    .filter((fact) => fact.data.isLinked)
    .sort((a, b) => a.data.deliveryId - b.data.deliveryId);
}

function foldDirection(
  details: readonly Of<DetailsFact>[],
  deliveries: readonly Of<DeliveryFact>[],
): 'FORWARD' | 'RETURN' {
  if (details.some((fact) => fact.data.direction === 'RETURN')) return 'RETURN';
  return deliveries.length > 0 && deliveries.every((fact) => fact.data.direction === 'RETURN') ? 'RETURN' : 'FORWARD';
}

function foldProof(
  facts: readonly Fact[],
  timeline: readonly FoldedEvent[],
  deliveredBy: FoldedEvent | null,
): { proof: ShipmentState['proof']; key: string | null } {
  const proofs = ofKind<ProofFact>(facts, 'proof').sort(
    (a, b) => b.data.documentCount - a.data.documentCount || byText(a.key, b.key),
  );
  if (!deliveredBy || !timeline.length) return { proof: null, key: null };
  return {
    key: proofs[0]?.key ?? deliveredBy.key,
    proof: {
      deliveredAt: deliveredBy.occurred.instant,
      signedBy: proofs.find((fact) => fact.data.signedBy !== null)?.data.signedBy ?? null,
      documentCount: proofs[0]?.data.documentCount ?? 0,
    },
  };
}
