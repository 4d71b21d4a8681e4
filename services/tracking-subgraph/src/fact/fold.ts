import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import { type DeliveryDoubt, foldDeliveryDoubts } from './delivery-doubts.ts';
import type { DeliveryFact, DetailsFact, EstimateFact, Fact, NumberFact, ProofFact } from './fact.ts';
import { foldLegs, type Leg } from './legs.ts';
import { byText, type Of, ofKind } from './order.ts';
import { foldPickupPoint, type PickupPoint } from './pickup-point.ts';
import { type FoldedPromise, foldEstimates, foldPromise, lateness } from './promise-and-estimate.ts';
import { decidesNothing, entriesOf, type FoldedEvent, isHandOver, isListed } from './timeline.ts';
import { walk } from './walk.ts';

/**
 * Raised when the same facts may give another state, as they do where a milestone, status or reason is new: an earlier version does not understand it. Stored
 * beside the state.
 */
export const foldVersion = 8;

/**
 * Carriers use numbers again after some months. A scan this long before our own goods left belongs to somebody else's parcel; less is only a label made
 * early or a transfer confirmed late.
 */
const recycledDays = 30;

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
  /** The day promised last by a person: a colleague or the shop. */
  promisedDate: string | null;
  proof: { deliveredAt: string | null; signedBy: string | null; documentCount: number } | null;
  packageCount: number | null;
  /** Pieces of the consignment that have numbers of their own. */
  pieces: readonly { trackingNumber: string }[];
  legs: readonly Leg[];
  pickupPoint: PickupPoint | null;
  deliveryDoubts: readonly DeliveryDoubt[];
  /** Ends that were told and decide nothing, because nobody confirmed them; of each status the newest. */
  unconfirmedEnds: readonly { status: ShipmentStatus; key: string }[];
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
    pickupPoint: string | null;
  };
}

export interface Folded {
  state: ShipmentState;
  /** Numbers of other carriers and of pieces: all that anybody told, also those that no leg shows. */
  numbers: readonly { number: string; carrierCode: string | null }[];
  /** Oldest first. */
  events: FoldedEvent[];
  /** Who could confirm an end that decides nothing yet: which source told it, and as which of its scans. */
  unconfirmed: readonly { source: string; scan: string }[];
  /** Who promised what; the state has its date. */
  promise: FoldedPromise;
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
  const promise = foldPromise(facts, deliveries);
  const ours = firstOurs(deliveries);
  const isOurs = (at: string) => ours === null || at >= ours;
  const ownWords = facts.filter(({ data }) => !('announcedAt' in data) || isOurs(data.announcedAt));
  const estimates = foldEstimates(ownWords);
  const everything = [...entriesOf(facts), ...estimates.changes].sort((a, b) => byText(a.sortKey, b.sortKey));
  const timeline = everything.filter((event) => isOurs(event.sortKey));

  // What could be forged does not take back what the shop said.
  const handedOver = timeline.some((event) => isHandOver(event) && !event.isForgeable && !decidesNothing(event));
  const cancelledByShop = !handedOver && deliveries.length > 0 && deliveries.every((fact) => fact.data.isCancelled);
  // An end that its own source proves in other words waits for nothing: providers write them again. Before the walk, which says what a word means on the way.
  const proved = new Set(timeline.filter(({ isForgeable, isReport }) => !isForgeable && !isReport).map(wordOf));
  const journey = walk(timeline, details, cancelledByShop);
  const carrierCode = details.find((fact) => fact.data.carrierCode !== null)?.data.carrierCode ?? null;
  const legs = foldLegs(journey.steps, facts, carrierCode);
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
  const pickup = foldPickupPoint(ownWords, journey);
  const newest = timeline.findLast(
    (event) => event.milestone !== 'ETA_CHANGED' && isListed(event) && !decidesNothing(event),
  );
  const open = timeline.filter(
    (event) => event.marks.includes('UNCONFIRMED') && !event.marks.includes('VOIDED') && !proved.has(wordOf(event)),
  );

  return {
    events: timeline,
    unconfirmed: open.flatMap((event) => [
      { source: event.source, scan: event.key },
      ...event.sightings.map(({ source, key }) => ({ source, scan: key })),
    ]),
    numbers: foldNumbers(facts),
    promise,
    state: {
      carrierCode,
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
      pieces: [
        ...new Set(
          ofKind<NumberFact>(facts, 'number').flatMap(({ data }) => (data.role === 'PIECE' ? data.number : [])),
        ),
      ]
        .sort()
        .map((trackingNumber) => ({ trackingNumber })),
      legs,
      pickupPoint: pickup.point,
      deliveryDoubts: foldDeliveryDoubts(journey),
      unconfirmedEnds: [...new Map(open.map(({ status, key }) => [status as ShipmentStatus, key]))].map(
        ([status, key]) => ({ status, key }),
      ),
      journeys: journey.journeys,
      foreignEvents: everything.filter((event) => !event.isReport && !isOurs(event.sortKey)).length,
      evidence: {
        status: journey.decidedBy,
        estimate: current && !journey.isFinal ? current.key : null,
        delayed,
        proof: proof.key,
        promise: promise.key,
        pickupPoint: pickup.key,
      },
    },
  };
}

/** Who says what of which minute. */
const wordOf = ({ source, status, occurred }: FoldedEvent) => `${source} ${status} ${occurred.local.slice(0, 16)}`;

/** The sort key from which on events are about our goods; null while not every delivery says when it left. */
function firstOurs(deliveries: readonly Of<DeliveryFact>[]): string | null {
  const left = deliveries.map(({ data }) => (data.shippedAt === null ? null : Date.parse(data.shippedAt)));
  const known = left.filter((at): at is number => at !== null && !Number.isNaN(at));
  if (known.length === 0 || known.length < left.length) return null;
  return new Date(Math.min(...known) - recycledDays * 86_400_000).toISOString();
}

/** Each number once, with the carrier that the first fact by key names. */
function foldNumbers(facts: readonly Fact[]): Folded['numbers'] {
  const named = new Map<string, string | null>();
  for (const { data } of ofKind<NumberFact>(facts, 'number').sort((a, b) => byText(a.key, b.key)))
    named.set(data.number, named.get(data.number) ?? data.carrierCode);
  return [...named]
    .map(([number, carrierCode]) => ({ number, carrierCode }))
    .sort((a, b) => byText(a.number, b.number));
}

function distinct(facts: readonly Fact[]): Fact[] {
  return [...new Map(facts.map((fact) => [fact.key, fact])).values()];
}

/** The newest word about each delivery that is still served. */
export function currentDeliveries(facts: readonly Fact[]): Of<DeliveryFact>[] {
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
  const proofs = ofKind<ProofFact>(facts, 'proof')
    .filter(({ data }) => data.isUnconfirmed !== true)
    .sort((a, b) => b.data.documentCount - a.data.documentCount || byText(a.key, b.key));
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
