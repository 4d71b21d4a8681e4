import { cleanNumber } from '@milepost/service-kit';
import { z } from 'zod';
import { carriersOf } from '../../carrier/carriers.ts';
import { parseEventTime } from '../../fact/event-time.ts';
import { type Fact, factKey } from '../../fact/fact.ts';
import { builtInMapping, type Mapping } from '../../mapping/mapping.ts';
import type { MappedMessage, Route, ToldTracking } from '../connector.ts';
import {
  carrierOf,
  estimateFact,
  factOf,
  instantOf,
  numberFact,
  onlyNew,
  placeOf,
  reportFact,
} from '../provider-facts.ts';
import { clip, readJson } from '../read-json.ts';
import { type TrackEvent, type Tracking, tracking, webhook } from './payload.ts';

const source = '17track';

/** Most numbers that 17TRACK takes, and so tells of, at once. */
const maxTrackings = 40;

/** 17TRACK's webhook body to facts. Pure. Never throws on unknown codes; throws a ZodError or SyntaxError when the body cannot be used. */
export function map17track(body: Buffer, mapping: Mapping = builtInMapping, route: Route = 'webhook'): MappedMessage {
  const message = readJson(body);
  const { event, data } = route === 'webhook' ? webhook.parse(message) : { event: 'TRACKING_UPDATED', data: message };
  // TRACKING_STOPPED: it looks no more, which says nothing about the goods.
  if (event !== 'TRACKING_UPDATED') return { outcome: 'ignored', why: `event ${clip(event, 40)}` };
  if (!Array.isArray(data)) return told(tracking.parse(data), mapping);
  const given = z.array(z.unknown()).max(maxTrackings).parse(data);
  const read = given.map((each) => tracking.safeParse(each));
  const issues = read.flatMap(({ error }, i) =>
    (error?.issues ?? []).map((issue) => ({ ...issue, path: ['data', i, ...issue.path] })),
  );
  const unusable = issues.length > 0 ? new z.ZodRealError(issues) : null;
  const trackings = read.flatMap(({ data: one }) => (one ? [told(one, mapping)] : []));
  if (unusable && trackings.length === 0) throw unusable;
  return { outcome: 'several', trackings, unusable };
}

function told(given: Tracking, mapping: Mapping): ToldTracking {
  return {
    outcome: 'facts',
    number: cleanNumber(given.number),
    carriers: carriersOf(source, given.carrier),
    facts(known = nothing) {
      const scans = given.track_info.tracking.flatMap(({ provider, events }) => {
        // The own carrier's scans follow what is known of the shipment; only another's are said to be another's.
        const carrier = provider?.key === given.carrier ? null : (provider?.key ?? null);
        return events.flatMap((event) => scanFact(event, carrier, mapping, known) ?? []);
      });
      return [
        ...scans,
        ...onlyNew([detailsFact(given), lastMileFact(given), latestEstimate(given), report(given, mapping)], known),
      ];
    },
  };
}

const nothing: ReadonlySet<string> = new Set();

function scanFact(
  event: TrackEvent,
  carrier: number | null,
  mapping: Mapping,
  known: ReadonlySet<string>,
): Fact | null {
  const time = timeOf(event);
  const { sub_status, stage, description, location, address } = event;
  // Over everything that is read below, as it was given.
  const key = factKey(source, 'carrier-event', [
    time,
    sub_status,
    stage,
    description,
    location,
    address?.city ?? null,
    address?.country ?? null,
    address?.coordinates?.latitude ?? null,
    address?.coordinates?.longitude ?? null,
    carrier,
  ]);
  const occurred = parseEventTime(time);
  if (!occurred || known.has(key)) return null;
  const { rawCode, rawSubCode } = codesOf(sub_status, stage);
  const { known: isKnown, ...meaning } = mapping.find(source, rawCode, rawSubCode);
  return {
    key,
    source,
    data: {
      kind: 'carrier-event',
      // Without a hash of the provider's, and with one code for most scans of a day that some carriers give without a clock, the carrier's own words are
      // part of what makes a scan that scan.
      scan: factKey(source, 'carrier-event', [time, rawCode, rawSubCode, description]),
      occurred,
      ...meaning,
      place: placeOf({
        text: location,
        city: address?.city ?? null,
        country: address?.country ?? null,
        latitude: address?.coordinates?.latitude ?? null,
        longitude: address?.coordinates?.longitude ?? null,
      }),
      description: clip(description, 1_000),
      rawCode,
      rawSubCode,
      ...(!isKnown && { isUnknownCode: true }),
      carrierCode: carrierOf(source, carrier),
    },
  };
}

/**
 * The carrier's own time. `time_iso` may bear an offset that 17TRACK worked out from the place; where the carrier said none, it is a local time.
 */
function timeOf({ time_raw, time_iso, time_utc }: TrackEvent): string | null {
  if (time_raw?.date) {
    const text = time_raw.time ? `${time_raw.date}T${time_raw.time}${time_raw.timezone ?? ''}` : time_raw.date;
    if (parseEventTime(text)) return text;
  }
  return time_iso ?? time_utc;
}

/** Finer codes are `Main_Detail`, and an event says its main code in no other place. Without one, the stage is a word of its own. */
function codesOf(
  subStatus: string | null,
  stage: string | null,
): { rawCode: string | null; rawSubCode: string | null } {
  const code = clip(subStatus, 100);
  if (code === null) return { rawCode: clip(stage, 100), rawSubCode: null };
  const end = code.indexOf('_');
  return end === -1 ? { rawCode: code, rawSubCode: null } : { rawCode: code.slice(0, end), rawSubCode: code };
}

function detailsFact({ carrier, track_info }: Tracking): Fact {
  return factOf(source, {
    kind: 'details',
    carrierCode: carrierOf(source, carrier),
    // Nothing in a tracking says that it is a return.
    direction: 'FORWARD',
    packageCount: countOf(track_info.misc_info?.pieces ?? null),
    promisedDate: null,
    destinationCity: clip(track_info.shipping_info?.recipient_address?.city ?? null, 200),
  });
}

const countOf = (pieces: string | null) => (pieces !== null && /^\d{1,4}$/.test(pieces) ? Number(pieces) : null);

function lastMileFact({ number, track_info: { misc_info } }: Tracking): Fact | null {
  return numberFact(source, cleanNumber(number), {
    role: 'LAST_MILE',
    carrierCode: carrierOf(source, misc_info?.local_key ?? null),
    number: misc_info?.local_number ?? null,
  });
}

function latestEstimate({ track_info: { time_metrics, tracking } }: Tracking): Fact | null {
  const given = time_metrics?.estimated_delivery_date;
  if (!given) return null;
  return estimateFact(source, {
    announcedAt: syncedAt(tracking),
    earliest: given.from ?? given.to,
    latest: given.to ?? given.from,
    // "Official" is the carrier's; 17TRACK makes some of its own.
    estimateSource: given.source === 'Official' ? 'CARRIER' : 'PROVIDER',
    changedFrom: null,
  });
}

/** What needs no scan. That goods moved or arrived, only a scan can prove: a whole that says so without one has no time for it. */
const reported = new Set(['NotFound', 'InfoReceived', 'Expired']);

/** The status of the whole, where no scan says it. */
function report({ track_info: { latest_status: latest, tracking } }: Tracking, mapping: Mapping): Fact | null {
  const { rawCode, rawSubCode } = codesOf(latest?.sub_status ?? latest?.status ?? null, null);
  if (rawCode === null || !reported.has(rawCode)) return null;
  const isScanned = tracking.some(({ events }) =>
    events.some(({ sub_status, stage }) => codesOf(sub_status, stage).rawCode === rawCode),
  );
  return isScanned
    ? null
    : reportFact(source, mapping, { observedAt: syncedAt(tracking), code: rawCode, subCode: rawSubCode });
}

/** When 17TRACK last heard from a carrier; null where it does not say. */
function syncedAt(providers: Tracking['track_info']['tracking']): string | null {
  const instants = providers.flatMap(({ latest_sync_time }) => instantOf(latest_sync_time) ?? []);
  return instants.sort().at(-1) ?? null;
}
