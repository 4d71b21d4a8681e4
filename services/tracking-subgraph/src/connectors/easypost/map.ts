import { cleanNumber } from '@milepost/service-kit';
import { carriersOf } from '../../carrier/carriers.ts';
import { parseEventTime } from '../../fact/event-time.ts';
import { type Fact, factKey } from '../../fact/fact.ts';
import { builtInMapping, type Mapping } from '../../mapping/mapping.ts';
import type { MappedMessage, Route } from '../connector.ts';
import {
  carrierOf,
  estimateFact,
  factOf,
  instantOf,
  onlyNew,
  placeOf,
  proofFact,
  reportFact,
} from '../provider-facts.ts';
import { clip, readJson } from '../read-json.ts';
import { type Tracker, type TrackingDetail, tracker, webhook } from './payload.ts';

const source = 'easypost';
/** Events about trackers; those about labels, batches and payments tell nothing about a journey. */
const telling = new Set(['tracker.created', 'tracker.updated']);

/** EasyPost's Event to facts. Pure. Never throws on unknown codes; throws a ZodError or SyntaxError when the body cannot be used. */
export function mapEasypost(body: Buffer, mapping: Mapping = builtInMapping, route: Route = 'webhook'): MappedMessage {
  const given = readJson(body);
  const event = route === 'webhook' ? webhook.parse(given) : { description: 'tracker.updated', result: given };
  if (!telling.has(event.description)) return { outcome: 'ignored', why: 'unknown event type' };
  const result = tracker.parse(event.result);
  return {
    outcome: 'facts',
    number: cleanNumber(result.tracking_code),
    carriers: carriersOf(source, result.carrier),
    facts(known = nothing) {
      const scans = result.tracking_details.flatMap((detail) => {
        // Usually the carrier itself; another one after a hand-over.
        const carrier = detail.source === result.carrier ? null : detail.source;
        return scanFact(detail, carrier, mapping, known) ?? [];
      });
      const others = [
        detailsFact(result),
        latestEstimate(result),
        proofFact(source, { signedBy: result.signed_by, documentCount: 0 }),
        report(result, mapping),
      ];
      return [...scans, ...onlyNew(others, known)];
    },
  };
}

const nothing: ReadonlySet<string> = new Set();

function scanFact(
  detail: TrackingDetail,
  carrier: string | null,
  mapping: Mapping,
  known: ReadonlySet<string>,
): Fact | null {
  const { datetime, status, status_detail, carrier_code, message, tracking_location: at } = detail;
  // Over everything that is read below, as it was given.
  const key = factKey(source, 'carrier-event', [
    datetime,
    status,
    status_detail,
    carrier_code,
    message,
    at?.city ?? null,
    at?.state ?? null,
    at?.country ?? null,
    carrier,
  ]);
  // Where EasyPost does not know the zone of the place it says UTC, and some carriers' local times come so: taken as given, no better is known.
  const occurred = parseEventTime(datetime);
  if (!occurred || known.has(key)) return null;
  const [rawCode, rawSubCode] = [clip(status, 100), clip(status_detail, 100)];
  const { known: isKnown, ...meaning } = mapping.find(source, rawCode, rawSubCode);
  return {
    key,
    source,
    data: {
      kind: 'carrier-event',
      // There is no hash of EasyPost's, and most scans of a journey share one code: the carrier's own code and words are part of what makes a scan that scan.
      scan: factKey(source, 'carrier-event', [datetime, rawCode, rawSubCode, carrier_code, message]),
      occurred,
      ...meaning,
      place: placeOf({
        text: at && [at.city, at.state, at.country].filter((part) => part !== null).join(', '),
        city: at?.city ?? null,
        country: at?.country ?? null,
        latitude: null,
        longitude: null,
      }),
      description: clip(message, 1_000),
      rawCode,
      rawSubCode,
      ...(!isKnown && { isUnknownCode: true }),
      carrierCode: carrierOf(source, carrier),
    },
  };
}

function detailsFact({ carrier, is_return, carrier_detail }: Tracker): Fact {
  return factOf(source, {
    kind: 'details',
    carrierCode: carrierOf(source, carrier),
    direction: is_return === true ? 'RETURN' : 'FORWARD',
    packageCount: null,
    promisedDate: null,
    destinationCity: clip(carrier_detail?.destination_tracking_location?.city ?? null, 200),
  });
}

/** What needs no scan. That goods moved or arrived, only a scan can prove: a whole that says so without one has no time for it. */
const reported = new Set(['unknown', 'pre_transit', 'cancelled', 'error']);

/** The status of the whole, where no scan says it. */
function report({ status, status_detail, updated_at, tracking_details }: Tracker, mapping: Mapping): Fact | null {
  const isWhole = reported.has(status ?? '') || status_detail === 'expired';
  if (!isWhole || tracking_details.some((detail) => detail.status === status && detail.status_detail === status_detail))
    return null;
  return reportFact(source, mapping, { observedAt: instantOf(updated_at), code: status, subCode: status_detail });
}

function latestEstimate({ updated_at, est_delivery_date, carrier_detail }: Tracker): Fact | null {
  const at = localEstimate(carrier_detail) ?? withoutMidnight(est_delivery_date);
  return estimateFact(source, {
    announcedAt: instantOf(updated_at),
    earliest: at,
    latest: at,
    estimateSource: 'CARRIER',
    changedFrom: null,
  });
}

/** In the place's own time, where the carrier says it. */
function localEstimate(detail: Tracker['carrier_detail']): string | null {
  const date = detail?.est_delivery_date_local ?? null;
  const withTime = `${date}T${detail?.est_delivery_time_local}`;
  return parseEventTime(withTime) ? withTime : parseEventTime(date) ? date : null;
}

/** A bare date comes as its midnight in UTC: as an instant it would be the day before, west of Greenwich. */
const withoutMidnight = (text: string | null) => text?.trim().replace(/T00:00:00(?:\.0+)?Z$/, '') ?? null;
