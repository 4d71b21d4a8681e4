import { cleanNumber } from '@milepost/service-kit';
import { carriersOf } from '../../carrier/carriers.ts';
import { maxDocuments, type ToldDocument } from '../../document/told-document.ts';
import { parseEventTime } from '../../fact/event-time.ts';
import type { Fact, Place } from '../../fact/fact.ts';
import { factKey } from '../../fact/fact.ts';
import { builtInMapping, type Mapping } from '../../mapping/mapping.ts';
import { alpha2 } from '../../place/country-codes.ts';
import { locate } from '../../place/locate.ts';
import type { MappedMessage, Route } from '../connector.ts';
import { readPickupNote, splitPickupPlace } from '../pickup-text.ts';
import {
  carrierOf,
  estimateFact,
  factOf,
  instantOf,
  numberFact,
  onlyNew,
  placeOf,
  proofFact,
} from '../provider-facts.ts';
import { clip, readJson } from '../read-json.ts';
import { type Checkpoint, type Tracking, tracking, webhook } from './payload.ts';

const source = 'aftership';
/** Events that carry a tracking to learn from; others are authentic but tell nothing about a journey. */
const telling = new Set(['tracking_update', 'edd_revise', 'tracking_pending_time']);

/** AfterShip's webhook body to facts. Pure. Never throws on unknown codes; throws a ZodError or SyntaxError when the body cannot be used. */
export function mapAftership(body: Buffer, mapping: Mapping = builtInMapping, route: Route = 'webhook'): MappedMessage {
  const given = readJson(body);
  const envelope = route === 'webhook' ? webhook.parse(given) : { event: 'tracking_update', ts: null, msg: given };
  if (!telling.has(envelope.event)) return { outcome: 'ignored', why: 'unknown event type' };
  const msg = tracking.parse(envelope.msg);
  const announcedAt = instantOf(msg.updated_at) ?? (envelope.ts ? new Date(envelope.ts * 1000).toISOString() : null);
  return {
    outcome: 'facts',
    number: cleanNumber(msg.tracking_number),
    carriers: carriersOf(source, msg.slug),
    documents: documentsOf(msg),
    facts(known = nothing) {
      const facts: Fact[] = [];
      for (const checkpoint of msg.checkpoints) {
        const key = checkpointKey(checkpoint, msg.slug);
        const fact = known.has(key) ? null : checkpointFact(key, checkpoint, msg.slug, mapping);
        if (fact) facts.push(fact);
      }
      facts.push(
        ...onlyNew(
          [
            detailsFact(msg),
            ...numberFacts(msg),
            pickupPointFact(msg, announcedAt),
            latestEstimate(msg, announcedAt, envelope.event === 'edd_revise'),
            proofFact(source, { signedBy: msg.signed_by, documentCount: msg.proof_of_delivery.length }),
            expiredFact(msg, announcedAt),
          ],
          known,
        ),
      );
      return facts;
    },
  };
}

const nothing: ReadonlySet<string> = new Set();

/** Images, as AfterShip says; who signed says it in words beside them. */
function documentsOf({ proof_of_delivery: given }: Tracking): ToldDocument[] {
  return given.slice(0, maxDocuments).flatMap(({ type, url }) => {
    const kind = /signature/i.test(type ?? '') ? 'SIGNATURE' : /pdf|document/i.test(type ?? '') ? 'DOCUMENT' : 'PHOTO';
    return url === null ? [] : [{ kind, url } as const];
  });
}

/** Over everything that is read below, as it was given: computed for every check point of every message, the rest only for what is new. */
function checkpointKey({ coordinate, ...given }: Checkpoint, ownSlug: string | null): string {
  const slug = given.slug === ownSlug ? null : given.slug;
  return factKey(source, 'carrier-event', [
    given.checkpoint_time,
    given.tag,
    given.subtag,
    given.hash,
    given.location,
    given.city,
    given.country_region,
    given.country_iso3,
    given.country_name,
    coordinate?.latitude ?? null,
    coordinate?.longitude ?? null,
    given.message,
    slug,
  ]);
}

function checkpointFact(key: string, checkpoint: Checkpoint, ownSlug: string | null, mapping: Mapping): Fact | null {
  const occurred = parseEventTime(checkpoint.checkpoint_time);
  if (!occurred) return null;
  const [rawCode, rawSubCode] = [clip(checkpoint.tag, 100), clip(checkpoint.subtag, 100)];
  const { known, ...meaning } = mapping.find(source, rawCode, rawSubCode);
  return {
    key,
    source,
    data: {
      kind: 'carrier-event',
      // What makes a scan that scan. Told again with more about its place, or in other words, it is another fact about the same scan; with another
      // code it is another scan, because nobody says which of the two is the newer word.
      scan: factKey(source, 'carrier-event', [checkpoint.checkpoint_time, rawCode, rawSubCode, checkpoint.hash]),
      occurred,
      ...meaning,
      place: checkpointPlace(checkpoint),
      description: clip(checkpoint.message, 1_000),
      rawCode,
      rawSubCode,
      ...(!known && { isUnknownCode: true }),
      carrierCode: checkpoint.slug === ownSlug ? null : carrierOf(source, checkpoint.slug),
    },
  };
}

function checkpointPlace({
  location,
  city,
  country_region,
  country_iso3,
  country_name,
  coordinate,
}: Checkpoint): Place | null {
  const code = country_region ?? country_iso3;
  return placeOf({
    text: location,
    city,
    country: alpha2(code) ? code : locate({ text: country_name, city: null, countryCode: null }).countryCode,
    latitude: coordinate?.latitude ?? null,
    longitude: coordinate?.longitude ?? null,
  });
}

function detailsFact(msg: Tracking): Fact {
  return factOf(source, {
    kind: 'details',
    carrierCode: carrierOf(source, msg.slug),
    direction: msg.shipment_direction === 'return' ? 'RETURN' : 'FORWARD',
    packageCount: msg.shipment_package_count,
    promisedDate: parseEventTime(msg.order_promised_delivery_date)?.local.slice(0, 10) ?? null,
    destinationCity: clip(msg.destination_city, 200),
  });
}

function numberFacts(msg: Tracking): (Fact | null)[] {
  const own = cleanNumber(msg.tracking_number);
  const mile = (role: 'FIRST_MILE' | 'LAST_MILE', given: Tracking['first_mile']) =>
    numberFact(source, own, {
      role,
      carrierCode: carrierOf(source, given?.slug ?? null),
      number: given?.tracking_number ?? null,
    });
  return [
    mile('FIRST_MILE', msg.first_mile),
    mile('LAST_MILE', msg.last_mile),
    ...msg.multi_piece_info.map((piece) =>
      numberFact(source, own, { role: 'PIECE', carrierCode: null, number: piece.tracking_number }),
    ),
  ];
}

function pickupPointFact(msg: Tracking, announcedAt: string | null): Fact | null {
  const place = splitPickupPlace(clip(msg.pickup_location, 300));
  if (!announcedAt || !place) return null;
  return factOf(source, {
    kind: 'pickup-point',
    announcedAt,
    ...place,
    ...readPickupNote(clip(msg.pickup_note, 500), announcedAt),
  });
}

const estimateSources: Record<string, 'CARRIER' | 'PROVIDER' | 'SHOP'> = {
  'Carrier EDD': 'CARRIER',
  'AfterShip EDD': 'PROVIDER',
  'Custom EDD': 'SHOP',
  'Order EDD': 'SHOP',
};

function latestEstimate(msg: Tracking, announcedAt: string | null, isRevision: boolean): Fact | null {
  const given =
    msg.latest_estimated_delivery ??
    (msg.expected_delivery
      ? { source: 'Carrier EDD', datetime: msg.expected_delivery, datetime_min: null, datetime_max: null }
      : null);
  if (!given) return null;
  return estimateFact(source, {
    announcedAt,
    earliest: given.datetime_min ?? given.datetime,
    latest: given.datetime_max ?? given.datetime,
    estimateSource: estimateSources[given.source ?? ''] ?? 'PROVIDER',
    changedFrom: isRevision ? (msg.first_estimated_delivery?.datetime ?? null) : null,
  });
}

/** Only where no check point says it: then the provider's main status is all there is. */
function expiredFact(msg: Tracking, observedAt: string | null): Fact | null {
  if (msg.tag !== 'Expired' || !observedAt || msg.checkpoints.some((checkpoint) => checkpoint.tag === 'Expired'))
    return null;
  return {
    key: factKey(source, 'report', ['TRACKING_EXPIRED', observedAt]),
    source,
    data: { kind: 'report', milestone: 'TRACKING_EXPIRED', observedAt },
  };
}
