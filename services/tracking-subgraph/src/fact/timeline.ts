import { locate } from '../place/locate.ts';
import type { MilestoneCode, ReasonCode, ShipmentStatus } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import { assumedInstant } from './event-time.ts';
import type { CarrierEvent, CorrectionFact, Fact, Place, ReportFact } from './fact.ts';
import { byText, type Of, ofKind, sortKey } from './order.ts';

/** What a reader should know about an entry besides what it says. UNCONFIRMED stands on ends, and on what would take an end back or turn the goods round: elsewhere it would say nothing to anybody. */
export type EventMark = 'CORRECTION' | 'UNCONFIRMED' | 'VOIDED';

/** A place with what the gazetteer adds. `precision` says where the coordinates come from; null when there are none. */
export interface LocatedPlace extends Place {
  precision: 'EXACT' | 'TOWN' | null;
}

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
  place: LocatedPlace | null;
  source: string;
  /** Whose scan, where the source said so. */
  carrierCode: string | null;
  /** Other sources that told of the same scan, and under which key. */
  sightings: readonly { key: string; source: string }[];
  marks: readonly EventMark[];
  /** Which leg it belongs to, from 1; null for what is not about a place on the way. */
  leg: number | null;
  /** A provider's word that no scan carries. */
  isReport: boolean;
  /** No account of it proves where it comes from. */
  isForgeable: boolean;
  /** Marks the shipment as delayed. */
  isDelay: boolean;
  /** True when it changed what a person would be told. */
  isMilestone: boolean;
}

/** Every key that it is stored and may have been told under. */
export const keysOf = ({ key, sightings }: FoldedEvent): string[] => [
  key,
  ...sightings.map((sighting) => sighting.key),
];

/** What only says that the carrier had nothing yet to tell is a status, and no entry that readers page through. */
export const isListed = ({ isReport, status }: FoldedEvent): boolean =>
  !isReport || (status !== null && status !== 'PENDING' && status !== 'LABEL_CREATED');

const plain = {
  reason: null,
  description: null,
  place: null,
  carrierCode: null,
  sightings: [],
  marks: [],
  leg: null,
  isReport: false,
  isForgeable: false,
  isDelay: false,
  isMilestone: false,
} satisfies Partial<FoldedEvent>;

/** Entries that stand in the timeline and decide nothing: taken back, or an end (or the like) that nobody confirmed. */
export const decidesNothing = ({ marks }: FoldedEvent): boolean =>
  marks.includes('VOIDED') || marks.includes('UNCONFIRMED');

/** An entry about an instant that no scan carries. */
export function entryAt(
  at: string,
  { key, source }: Pick<Fact, 'key' | 'source'>,
  milestone: MilestoneCode,
  marks: readonly EventMark[] = [],
  /** Decides among entries of one instant; the key, unless something better is known. */
  tie = key,
): FoldedEvent {
  return {
    ...plain,
    key,
    sortKey: sortKey(at, 'INSTANT', tie),
    milestone,
    status: milestoneRule(milestone).status,
    occurred: { instant: at, local: at.slice(0, 19), precision: 'INSTANT' },
    source,
    marks,
  };
}

/** Scans, reports and corrections as entries, not sorted. */
export function entriesOf(facts: readonly Fact[]): FoldedEvent[] {
  const corrections = ofKind<CorrectionFact>(facts, 'correction');
  const voided = voidedKeys(corrections);
  const entries = [
    ...groupSightings(scanEvents(facts)),
    ...ofKind<ReportFact>(facts, 'report').map(reportEntry),
    // What only takes an event back says nothing by itself: the walk lets it say what stands without that event.
    ...corrections.map((fact) =>
      // Behind scans of the same instant, in the order in which they were said.
      entryAt(
        fact.data.occurredAt,
        fact,
        fact.data.milestone ?? 'UNKNOWN',
        ['CORRECTION'] as const,
        `~${fact.data.statedAt ?? ''}~${fact.key}`,
      ),
    ),
  ];
  if (voided.size === 0) return entries;
  return entries.map((event) =>
    voided.has(event.key) || event.sightings.some(({ key }) => voided.has(key))
      ? { ...event, marks: [...event.marks, 'VOIDED'] }
      : event,
  );
}

function reportEntry(fact: Of<ReportFact>): FoldedEvent {
  const { observedAt, milestone, status, reason = null, isDelay } = fact.data;
  const entry = entryAt(observedAt, fact, milestone);
  return {
    ...entry,
    status: status === undefined ? entry.status : status,
    reason,
    isReport: true,
    isDelay: isDelay === true || milestoneRule(milestone).setsDelayed,
  };
}

/** A correction that was itself taken back takes nothing back. References cannot go round: a key covers what it refers to. */
function voidedKeys(corrections: readonly Of<CorrectionFact>[]): ReadonlySet<string> {
  const voiding = Map.groupBy(
    corrections.filter(({ data }) => data.voids !== null),
    ({ data }) => data.voids as string,
  );
  const known = new Map<string, boolean>();
  const isVoided = (key: string): boolean => {
    const answer = known.get(key) ?? (voiding.get(key) ?? []).some((correction) => !isVoided(correction.key));
    known.set(key, answer);
    return answer;
  };
  return new Set([...voiding.keys()].filter(isVoided));
}

/** One event for each scan, from the fullest account of it; which account came first plays no part. */
function scanEvents(facts: readonly Fact[]): FoldedEvent[] {
  const accounts = Map.groupBy(ofKind<CarrierEvent>(facts, 'carrier-event'), ({ data }) => data.scan);
  const summaries = new Set<string>();
  const events = [...accounts].map(([scan, given]) => {
    if (given.every(({ data }) => data.isSummary === true)) summaries.add(scan);
    const sure = given.filter(({ data }) => data.isUnconfirmed !== true);
    // Once somebody confirms a scan, only such accounts tell of it: a forged one could bring more words than the true one.
    const told = (sure.length > 0 ? sure : given).sort((a, b) => byText(a.key, b.key));
    const { source, data } = told.reduce((best, fact) => (isFuller(fact, best) ? fact : best));
    const { place, timeZone } = placed(data.place);
    const ends = isEnd(data.status);
    return {
      ...plain,
      key: data.scan,
      sortKey: sortKey(assumedInstant(data.occurred, timeZone, ends), data.occurred.precision, data.scan),
      milestone: data.milestone,
      status: data.status,
      reason: data.reason,
      description: data.description,
      occurred: { instant: data.occurred.instant, local: data.occurred.local, precision: data.occurred.precision },
      place,
      source,
      carrierCode: told.find((fact) => fact.data.carrierCode)?.data.carrierCode ?? null,
      marks: ends && sure.length === 0 ? (['UNCONFIRMED'] as const) : [],
      isForgeable: sure.length === 0,
      isDelay: data.isDelay || milestoneRule(data.milestone).setsDelayed,
    };
  });
  return withoutRepeats(events, summaries);
}

/**
 * Without what a source says beside the scans where a scan says it: one of that minute or, of a pick-up, any earlier one by somebody who had the goods. A scan that
 * could be forged takes nothing away but the same word that could be forged, too.
 */
function withoutRepeats(events: FoldedEvent[], summaries: ReadonlySet<string>): FoldedEvent[] {
  if (summaries.size === 0) return events;
  const scans = events.filter(({ key }) => !summaries.has(key));
  const isSaid = ({ occurred, status, sortKey: at, isForgeable }: FoldedEvent) =>
    scans.some((scan) => {
      const isThen = scan.occurred.local.startsWith(occurred.local.slice(0, 16));
      if (scan.isForgeable) return isThen && isForgeable && scan.status === status;
      return isThen || (status === 'PICKED_UP' && scan.sortKey < at && hadTheGoods(scan));
    });
  return events.filter((event) => !summaries.has(event.key) || !isSaid(event));
}

/** A scan by somebody who had the goods: more than an announcement. */
export const isHandOver = ({ isReport, status }: FoldedEvent): boolean =>
  !isReport && status !== null && status !== 'LABEL_CREATED' && status !== 'PENDING';

const hadTheGoods = (scan: FoldedEvent) => isHandOver(scan) && scan.status !== 'EXPIRED';

const isEnd = (status: ShipmentStatus | null) =>
  status === 'DELIVERED' || status === 'RETURNED' || status === 'CANCELLED';

/** What the source said about a place, and what its words leave no doubt about: country, middle of the town, time zone. */
function placed(place: Place | null): { place: LocatedPlace | null; timeZone: string | null } {
  if (place === null) return { place: null, timeZone: null };
  const { countryCode, latitude, longitude, timeZone } = locate(place);
  const known = { ...place, countryCode: place.countryCode ?? countryCode };
  if (place.latitude !== null) return { place: { ...known, precision: 'EXACT' }, timeZone };
  return { place: { ...known, latitude, longitude, precision: latitude === null ? null : 'TOWN' }, timeZone };
}

/** More known fields, then more words, then the key: a total order that knows no arrival. */
function isFuller(a: Of<CarrierEvent>, b: Of<CarrierEvent>): boolean {
  const fields = ({ data: { place, description } }: Of<CarrierEvent>) =>
    [place?.city, place?.countryCode, place?.latitude, place?.text, description].filter((value) => value != null)
      .length;
  const words = ({ data }: Of<CarrierEvent>) => (data.place?.text?.length ?? 0) + (data.description?.length ?? 0);
  return (fields(a) - fields(b) || words(a) - words(b) || byText(a.key, b.key)) > 0;
}

/**
 * The same scan told by several sources (two providers, or a provider and the carrier's own file) is one entry. Sources agree on the clock at the place and on
 * what happened, not on words, codes or offsets: entries of different sources with the same minute on the clock and the same status are one. The source
 * first by name lends its key, so it depends on the set alone; where one source has several such scans in a minute, the same milestone pairs
 * first, then the same town. A bare date proves nothing and stays alone. An end that one of them confirms is confirmed, and told by those that do.
 */
function groupSightings(events: readonly FoldedEvent[]): FoldedEvent[] {
  const sources = [...new Set(events.map(({ source }) => source))].sort();
  if (sources.length < 2) return [...events];
  const result: FoldedEvent[] = [];
  const buckets = Map.groupBy(events, ({ occurred, status, milestone, key }) =>
    occurred.precision === 'DATE' ? key : `${occurred.local.slice(0, 16)} ${status ?? milestone}`,
  );
  for (const bucket of buckets.values()) {
    const groups: FoldedEvent[][] = [];
    for (const source of sources) {
      const own = bucket.filter((event) => event.source === source).sort((a, b) => byText(a.key, b.key));
      const free = new Set(groups);
      const paired = new Set<FoldedEvent>();
      for (const fits of [sameMilestone, sameTown, always]) {
        for (const event of own) {
          if (paired.has(event)) continue;
          const group = [...free].find(([first]) => fits(first as FoldedEvent, event));
          if (!group) continue;
          group.push(event);
          free.delete(group);
          paired.add(event);
        }
      }
      groups.push(...own.filter((event) => !paired.has(event)).map((event) => [event]));
    }
    result.push(...groups.map(merge));
  }
  return result;
}

const sameMilestone = (a: FoldedEvent, b: FoldedEvent) => a.milestone === b.milestone;
const town = ({ place }: FoldedEvent) => place?.city?.toLowerCase() ?? null;
const sameTown = (a: FoldedEvent, b: FoldedEvent) => town(a) !== null && town(a) === town(b);
const always = () => true;

function merge(group: readonly FoldedEvent[]): FoldedEvent {
  const [first, ...others] = group as [FoldedEvent, ...FoldedEvent[]];
  if (others.length === 0) return first;
  // What proves nothing confirms nothing, and adds no word to what others prove.
  const sure = group.filter(({ isForgeable }) => !isForgeable);
  const telling = sure.length > 0 ? sure : group;
  const [best] = telling as [FoldedEvent, ...FoldedEvent[]];
  const known = <T>(of: (event: FoldedEvent) => T | null) => telling.map(of).find((value) => value !== null) ?? null;
  // An instant says more than a clock without an offset, and the clock is the same.
  const exact = telling.find(({ occurred }) => occurred.instant !== null) ?? best;
  return {
    ...best,
    key: first.key,
    source: first.source,
    sortKey: sortKey(exact.sortKey.split('|', 1)[0] as string, exact.occurred.precision, first.key),
    occurred: exact.occurred,
    reason: known(({ reason }) => reason),
    description: known(({ description }) => description),
    place: known(({ place }) => (place?.city ? place : null)) ?? known(({ place }) => place),
    carrierCode: known(({ carrierCode }) => carrierCode),
    sightings: others.map(({ key, source }) => ({ key, source })),
    isForgeable: group.every(({ isForgeable }) => isForgeable),
    isDelay: telling.some(({ isDelay }) => isDelay),
  };
}
