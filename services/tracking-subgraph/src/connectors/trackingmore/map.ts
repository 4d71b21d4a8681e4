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
  numberFact,
  onlyNew,
  placeOf,
  proofFact,
  reportFact,
} from '../provider-facts.ts';
import { clip, readJson } from '../read-json.ts';
import { type Checkpoint, type Tracking, tracking } from './payload.ts';

const source = 'trackingmore';
/** How the tables call the date of the pick-up. */
const pickupDate = 'pickup_date';

/** TrackingMore's tracking to facts, out of a webhook's envelope or as the API gives it. Pure. Throws a ZodError or SyntaxError when the body cannot be used. */
export function mapTrackingmore(
  body: Buffer,
  mapping: Mapping = builtInMapping,
  route: Route = 'webhook',
): MappedMessage {
  const given = readJson(body);
  // Seen: {code, message, data}, {meta, data}, {event, data}, and none at all.
  const told = tracking.parse(route === 'webhook' ? ((given as { data?: unknown } | null)?.data ?? given) : given);
  // A body that nobody signed proves nothing.
  const isProved = route === 'read';
  const scans = scansOf(told, isProved);
  const announcedAt = instantOf(told.update_at);
  return {
    outcome: 'facts',
    number: cleanNumber(told.tracking_number),
    carriers: carriersOf(source, told.courier_code),
    facts: (known = nothing) =>
      onlyNew(
        [
          ...scans.map((scan) => scanFact(scan, mapping, isProved, known)),
          // Without a time, and for good: who carries it, its pieces, the town, and by which numbers it is found. That wants a proof, as an end does.
          isProved
            ? factOf(source, {
                kind: 'details',
                carrierCode: carrierOf(source, told.courier_code),
                direction: 'FORWARD',
                packageCount: told.pieces,
                promisedDate: null,
                destinationCity: clip(told.destination_city, 200),
              })
            : null,
          ...(isProved ? numberFacts(told) : []),
          estimateFact(source, {
            announcedAt,
            earliest: told.scheduled_delivery_date,
            latest: told.scheduled_delivery_date,
            estimateSource: 'CARRIER',
            changedFrom: null,
          }),
          proofFact(source, {
            signedBy: told.signed_by,
            documentCount: 0,
            ...(!isProved && { isUnconfirmed: true }),
          }),
          statusReport(told, announcedAt, mapping, scans),
        ],
        known,
      ),
  };
}

const nothing: ReadonlySet<string> = new Set();

interface Scan extends Checkpoint {
  /** Null: that of the number. */
  courier_code: string | null;
  isSummary: boolean;
}

/**
 * Both carriers' check points and, where there are none, the newest one as the tracking itself repeats it; the pick-up, for which there is a date and no code: once
 * it is read, because scans that nobody proved do not take it away again.
 */
function scansOf(told: Tracking, isProved: boolean): Scan[] {
  const { origin_info: origin, destination_info: destination, courier_code: own } = told;
  const scans: Scan[] = [origin, destination].flatMap(({ courier_code, trackinfo }) =>
    trackinfo
      .filter(({ checkpoint_date }) => parseEventTime(checkpoint_date) !== null)
      .map((checkpoint) => ({
        ...checkpoint,
        courier_code: courier_code === own ? null : courier_code,
        isSummary: false,
      })),
  );
  const summary = (date: string | null, more: Partial<Scan>): Scan[] =>
    parseEventTime(date) ? [{ ...noScan, checkpoint_date: date, isSummary: true, ...more }] : [];
  if (scans.length === 0)
    scans.push(
      ...summary(told.latest_checkpoint_time ?? told.lastest_checkpoint_time, {
        checkpoint_delivery_status: told.delivery_status,
        checkpoint_delivery_substatus: told.substatus,
        tracking_detail: told.latest_event,
      }),
    );
  return [
    ...scans,
    ...summary(isProved ? origin.milestone_date.pickup_date : null, {
      checkpoint_delivery_status: pickupDate,
      country_iso2: told.origin_country,
      city: told.origin_city,
    }),
  ];
}

const noScan: Scan = {
  checkpoint_date: null,
  checkpoint_delivery_status: null,
  checkpoint_delivery_substatus: null,
  tracking_detail: null,
  location: null,
  country_iso2: null,
  city: null,
  courier_code: null,
  isSummary: false,
};

function scanFact(scan: Scan, mapping: Mapping, isProved: boolean, known: ReadonlySet<string>): Fact | null {
  const [rawCode, rawSubCode] = [
    clip(scan.checkpoint_delivery_status, 100),
    clip(scan.checkpoint_delivery_substatus, 100),
  ];
  // Over everything that is read below, as it was given: computed for every check point of every message, the rest only for what is new.
  const key = factKey(source, 'carrier-event', [
    scan.checkpoint_date,
    scan.checkpoint_delivery_status,
    scan.checkpoint_delivery_substatus,
    scan.tracking_detail,
    scan.location,
    scan.country_iso2,
    scan.city,
    scan.courier_code,
    scan.isSummary,
    !isProved,
  ]);
  const occurred = known.has(key) ? null : parseEventTime(scan.checkpoint_date);
  if (!occurred) return null;
  const { known: isKnown, ...meaning } = mapping.find(source, rawCode, rawSubCode);
  const description = clip(scan.tracking_detail, 1_000);
  return {
    key,
    source,
    data: {
      kind: 'carrier-event',
      // There is no id, and a clock shows minutes: of two scans in one the words tell which is which. On a bare date the place does, too.
      scan: factKey(source, 'carrier-event', [
        scan.checkpoint_date,
        rawCode,
        rawSubCode,
        scan.isSummary ? null : description,
        occurred.precision === 'DATE' ? scan.location : null,
      ]),
      occurred,
      ...meaning,
      place: placeOf({
        text: scan.location,
        city: scan.city,
        country: scan.country_iso2,
        latitude: null,
        longitude: null,
      }),
      description,
      rawCode,
      rawSubCode,
      ...(!isKnown && { isUnknownCode: true }),
      carrierCode: carrierOf(source, scan.courier_code),
      ...(scan.isSummary && { isSummary: true }),
      // Whatever its code: what a scan means is a mapping's business, and so is, for the fold, whether that needs a proof.
      ...(!isProved && { isUnconfirmed: true }),
    },
  };
}

/** Numbers of the carrier at the destination, under two names. */
function numberFacts(told: Tracking): (Fact | null)[] {
  const { courier_code: courier } = told.destination_info;
  const carrierCode = courier === told.courier_code ? null : carrierOf(source, courier);
  return [told.destination_track_number, told.exchange_number].map((number) =>
    numberFact(source, cleanNumber(told.tracking_number), { role: 'LAST_MILE', carrierCode, number }),
  );
}

/** What only a scan can prove, however the tracking is called as a whole. */
const needsScan = new Set(['transit', 'pickup', 'undelivered', 'delivered', 'exception']);

/** The status of the whole where no scan stands behind it; that tracking ended, also where only this scan is missing. */
function statusReport(
  told: Tracking,
  observedAt: string | null,
  mapping: Mapping,
  scans: readonly Scan[],
): Fact | null {
  const { delivery_status: code, substatus: subCode } = told;
  const said = scans.filter((scan) => !(scan.isSummary && scan.checkpoint_delivery_status === pickupDate));
  const isNews =
    said.length === 0 || (code === 'expired' && said.every((scan) => scan.checkpoint_delivery_status !== 'expired'));
  if (code === null || needsScan.has(code.trim()) || !isNews) return null;
  return reportFact(source, mapping, { observedAt, code, subCode });
}
