import type { TransactionSql } from '@milepost/service-kit';
import type { Mapping } from '../mapping/mapping.ts';
import { MappingReplacedError } from '../mapping/published-mapping.ts';
import { insertPromises, promiseRows } from '../promise/promise-rows.ts';
import { readBackRows } from '../reading/read-back-rows.ts';
import { taxonomyVersion } from '../taxonomy/taxonomy.ts';
import type { Fact } from './fact.ts';
import { type Folded, fold, foldVersion, type ShipmentState } from './fold.ts';
import { inOurWords } from './newer-words.ts';
import { type FoldedEvent, isListed, keysOf } from './timeline.ts';

/** A fact offered for a shipment whose row the caller has locked. */
export interface OfferedFact {
  shipmentId: string;
  fact: Fact;
  inboxId: string | null;
  requestId: string;
}

// A fact is recorded when it is stored, not when the transaction began: that may have waited for messages since before this one came, and whoever asks for the
// state of an instant in between would get what nobody knew then.
const insertFacts = `
  with given as (
    select * from json_to_recordset($1::text::json) as g(shipment_id uuid, key text, source text, data jsonb, inbox_id bigint, request_id text)),
  kept as (
    insert into tracking.fact (shipment_id, key, source, data, mapping_version, inbox_id, request_id, recorded_at)
    select shipment_id, decode(key, 'hex'), source, data, $2, inbox_id, request_id, statement_timestamp() from given order by shipment_id, key
    on conflict do nothing returning shipment_id, key, source, data, request_id),
  added as (
    select shipment_id, json_agg(json_build_array(encode(key, 'hex'), source, data, request_id)) as facts from kept group by shipment_id)
  select a.shipment_id, a.facts as added,
    (select json_agg(json_build_array(encode(f.key, 'hex'), f.source, f.data)) from tracking.fact f where f.shipment_id = a.shipment_id) as old,
    s.archived_at is not null as is_archived, s.fold_version, s.status, s.milestone,
    case when s.fold_version between 1 and $3 - 1 then (select json_agg(encode(e.key, 'hex')) from tracking.event e where e.shipment_id = a.shipment_id) end as rows,
    coalesce((select number from tracking.mapping_version where state = 'PUBLISHED'), 0) as published
  from added a cross join lateral (
    select s.archived_at, s.fold_version, s.status, s.milestone from tracking.shipment s where s.id = a.shipment_id offset 0) s`;

const writeOutput = `
  with u as (
    select * from json_to_recordset($1::text::json) as u(id uuid, carrier_code text, direction text, status text, milestone text, reason text,
      is_delayed boolean, is_final boolean, last_event_at timestamptz, checked_at timestamptz, state jsonb)),
  s as (
    update tracking.shipment t set carrier_code = coalesce(nullif(t.registered_carrier, ''), u.carrier_code), direction = u.direction,
      status = u.status, milestone = u.milestone, reason = u.reason, is_delayed = u.is_delayed, is_final = u.is_final,
      last_event_at = u.last_event_at, checked_at = greatest(t.checked_at, u.checked_at), state = u.state, fold_version = $5, version = t.version + 1,
      touched_at = now()
    from u where t.id = u.id),
  e as (
    insert into tracking.event as e (shipment_id, key, sort_key, milestone, status, reason, description, occurred_instant, occurred_local,
      occurred_precision, place_text, city, country_code, latitude, longitude, place_precision, source, carrier_code, leg, sources, marks, same_as)
    select shipment_id, decode(key, 'hex'), sort_key, milestone, status, reason, description, occurred_instant, occurred_local,
      occurred_precision, place_text, city, country_code, latitude, longitude, place_precision, source, carrier_code, leg, sources, marks, decode(same_as, 'hex')
    from json_to_recordset($2::text::json) as g(shipment_id uuid, key text, sort_key text, milestone text, status text, reason text, description text,
      occurred_instant timestamptz, occurred_local text, occurred_precision text, place_text text, city text, country_code text,
      latitude double precision, longitude double precision, place_precision text, source text, carrier_code text, leg smallint, sources text[], marks text[],
      same_as text)
    on conflict (shipment_id, key) do update set sort_key = excluded.sort_key, milestone = excluded.milestone, status = excluded.status,
      reason = excluded.reason, description = excluded.description, occurred_instant = excluded.occurred_instant, occurred_local = excluded.occurred_local,
      occurred_precision = excluded.occurred_precision, place_text = excluded.place_text, city = excluded.city, country_code = excluded.country_code,
      latitude = excluded.latitude, longitude = excluded.longitude, place_precision = excluded.place_precision, carrier_code = excluded.carrier_code,
      leg = excluded.leg, sources = excluded.sources, marks = excluded.marks, same_as = excluded.same_as),
  x as (
    delete from tracking.event e using json_to_recordset($3::text::json) as g(shipment_id uuid, key text)
    where e.shipment_id = g.shipment_id and e.key = decode(g.key, 'hex')),
  l as (
    insert into tracking.leg_number (number, shipment_id, carrier_code)
    select number, shipment_id, carrier_code from json_to_recordset($6::text::json) as g(number text, shipment_id uuid, carrier_code text)
    on conflict (number, shipment_id) do update set carrier_code = excluded.carrier_code),
  a as (
    insert into tracking.audit (actor, action, subject, request_id, detail)
    select 'rederive', 'shipment.rederived', 'shipment ' || id, 'rederive', detail from json_to_recordset($7::text::json) as g(id text, detail jsonb)),
  -- Whom to ask about ends that decide nothing yet: only another scan than those that were asked about starts it anew.
  w as (
    insert into tracking.read_back as r (shipment_id, provider, scans, request_id)
    select shipment_id, provider, scans, request_id from json_to_recordset($8::text::json) as g(shipment_id uuid, provider text, scans text[], request_id text)
    order by shipment_id, provider
    on conflict (shipment_id, provider) do update set scans = excluded.scans, request_id = excluded.request_id, attempts = 0, due_at = now(), given_up_at = null
    where not excluded.scans <@ r.scans),
  -- Rules of cases look at each of them again; nobody waits for anybody there.
  k as (
    insert into tracking.case_todo (subject) select 's:' || id from u),
  -- What customers are told now that they were not told before.
  p as (${insertPromises('$10')}),
  q as (
    delete from tracking.read_back r using json_to_recordset($9::text::json) as g(shipment_id uuid, waiting text[])
    where r.shipment_id = g.shipment_id and r.provider <> all (g.waiting))
  insert into tracking.outbox (shipment_id, event_key, request_id)
  select g.shipment_id, decode(g.key, 'hex'), g.request_id from json_to_recordset($4::text::json) as g(n int, shipment_id uuid, key text, keys text[], request_id text)
  -- Told under the key of another sighting is told.
  where cardinality(g.keys) = 1 or not exists (
    select 1 from tracking.outbox o where o.shipment_id = g.shipment_id and encode(o.event_key, 'hex') = any (g.keys))
  order by g.n on conflict do nothing returning id`;

export type StoredFact = [key: string, source: string, data: Fact['data'], requestId?: string];

/**
 * Facts, state, timeline and outbox of a batch in two statements, whatever its size; the caller's transaction commits them together or
 * not at all. Facts already known change nothing: no fold, no write. Answers how many milestones were told, and of how many shipments a provider has to be asked.
 * Throws MappingReplacedError when they were read
 * with another mapping than the one that is published now; without `mapping` they need none.
 */
export async function storeFacts(
  tx: TransactionSql,
  offers: readonly OfferedFact[],
  checkedAt: ReadonlyMap<string, string>,
  mapping: Mapping | null = null,
): Promise<{ milestones: number; shipments: number; readBacks: number }> {
  if (offers.length === 0) return { milestones: 0, shipments: 0, readBacks: 0 };
  const given = offers.map(({ shipmentId, fact, inboxId, requestId }) => ({
    shipment_id: shipmentId,
    key: fact.key,
    source: fact.source,
    data: fact.data,
    inbox_id: inboxId,
    request_id: requestId,
  }));
  const rows = await tx.unsafe<StoredRow[]>(
    insertFacts,
    [JSON.stringify(given), mapping?.version ?? taxonomyVersion, foldVersion],
    { prepare: true },
  );
  const [first] = rows;
  if (!first) return { milestones: 0, shipments: 0, readBacks: 0 };
  // The rest of its facts lies elsewhere: a fold over the new ones alone would be wrong.
  if (rows.some((row) => row.is_archived))
    throw new Error('an archived shipment has to be woken before facts are stored');
  if (mapping !== null && first.published !== mapping.number) throw new MappingReplacedError();

  const shipments: object[] = [];
  const changed: object[] = [];
  const gone: object[] = [];
  const told: object[] = [];
  const numbers: object[] = [];
  const notes: object[] = [];
  const waiting: object[] = [];
  const settled: object[] = [];
  const promises: object[] = [];
  for (const row of rows) {
    const { shipment_id: id, old, added } = row;
    const before = fold((old ?? []).map(toFact));
    const after = fold([...(old ?? []), ...added].map(toFact));
    shipments.push(shipmentOutput(id, after.state, checkedAt.get(id) ?? null));
    const known = new Map(before.events.flatMap((event) => keysOf(event).map((key) => [key, event] as const)));
    const kept = new Set<string>();
    // An earlier fold made what is stored: nothing of it can be taken for granted, and what it called the state is on record.
    const isStale = row.fold_version > 0 && row.fold_version < foldVersion;
    if (isStale && (before.state.status !== row.status || before.state.milestone !== row.milestone))
      notes.push(rederivationNote(row, before.state, mapping?.version ?? taxonomyVersion));
    const requestOf = new Map(
      added.map(([key, , data, requestId]) => [('scan' in data && data.scan) || key, requestId]),
    );
    const anyRequest = added[0]?.[3] ?? '';
    for (const event of after.events) {
      const keys = keysOf(event);
      for (const key of keys) kept.add(key);
      const earlier = known.get(event.key);
      if (isStale || !earlier || earlier.key !== event.key || differs(earlier, event))
        changed.push(...eventRows(id, event));
      // Told once, under whichever key. Where the sightings of a scan group anew, the statement below looks what was told of this group.
      const wasTold = earlier?.isMilestone && earlier.key === event.key && isSameGroup(earlier, event);
      if (event.isMilestone && !wasTold)
        told.push({
          n: told.length,
          shipment_id: id,
          key: event.key,
          keys,
          request_id: requestOf.get(event.key) ?? anyRequest,
        });
    }
    for (const key of row.rows ?? known.keys()) if (!kept.has(key)) gone.push({ shipment_id: id, key });
    numbers.push(...legNumbers(id, after, isStale ? null : before));
    const readBacks = readBackRows(id, after, isStale ? null : before, anyRequest);
    waiting.push(...readBacks.waiting);
    settled.push(...readBacks.settled);
    promises.push(
      ...promiseRows(
        id,
        after,
        isStale ? null : before,
        (key) => added.find((fact) => fact[0] === key)?.[3] ?? anyRequest,
      ),
    );
  }
  const milestones = await writeFolded(tx, {
    shipments,
    changed,
    gone,
    told,
    numbers,
    notes,
    waiting,
    settled,
    promises,
  });
  return { milestones, shipments: rows.length, readBacks: waiting.length };
}

interface StoredRow {
  shipment_id: string;
  added: StoredFact[];
  old: StoredFact[] | null;
  is_archived: boolean;
  fold_version: number;
  status: string;
  milestone: string;
  /** Keys of the stored timeline, where an earlier fold made it. */
  rows: string[] | null;
  published: number;
}

/** What changed in a stored state although nothing happened to the goods. */
export function rederivationNote(
  stored: { status: string; milestone: string; fold_version: number } & ({ id: string } | { shipment_id: string }),
  state: ShipmentState,
  mappingVersion: string,
): object {
  return {
    id: 'id' in stored ? stored.id : stored.shipment_id,
    detail: {
      from: { status: stored.status, milestone: stored.milestone, fold: stored.fold_version },
      to: { status: state.status, milestone: state.milestone, fold: foldVersion, mapping: mappingVersion },
    },
  };
}

export type Output = Record<
  'shipments' | 'changed' | 'gone' | 'told' | 'numbers' | 'notes' | 'waiting' | 'settled' | 'promises',
  readonly object[]
>;

/** What a fold gave, into its tables, in one statement. Answers how many milestones were told that had not been told before. */
export async function writeFolded(
  tx: TransactionSql,
  { shipments, changed, gone, told, numbers, notes, waiting, settled, promises }: Output,
): Promise<number> {
  const numbered = await tx.unsafe(
    writeOutput,
    [
      JSON.stringify(shipments),
      JSON.stringify(changed),
      JSON.stringify(gone),
      JSON.stringify(told),
      foldVersion,
      JSON.stringify(numbers),
      JSON.stringify(notes),
      JSON.stringify(waiting),
      JSON.stringify(settled),
      JSON.stringify(promises),
    ],
    { prepare: true },
  );
  return numbered.length;
}

export function shipmentOutput(id: string, state: ShipmentState, checkedAt: string | null): object {
  return {
    id,
    carrier_code: state.carrierCode,
    direction: state.direction,
    status: state.status,
    milestone: state.milestone,
    reason: state.reason,
    is_delayed: state.isDelayed,
    is_final: state.isFinal,
    last_event_at: state.lastEventAt,
    checked_at: checkedAt,
    state: known({
      estimate: state.estimate,
      proof: state.proof,
      packageCount: state.packageCount,
      pieces: state.pieces,
      legs: state.legs,
      pickupPoint: state.pickupPoint,
      deliveryDoubts: state.deliveryDoubts,
      unconfirmedEnds: state.unconfirmedEnds,
      promisedDate: state.promisedDate,
      journeys: state.journeys,
      foreignEvents: state.foreignEvents,
      evidence: known(state.evidence),
    }),
  };
}

/** Numbers that `after` knows and `before` did not, or not with this carrier. */
export function legNumbers(id: string, after: Folded, before: Folded | null): object[] {
  const known = new Map(before?.numbers.map(({ number, carrierCode }) => [number, carrierCode]));
  return after.numbers
    .filter(({ number, carrierCode }) => !known.has(number) || known.get(number) !== carrierCode)
    .map(({ number, carrierCode }) => ({ number, shipment_id: id, carrier_code: carrierCode }));
}

/** At most so many bytes of UTF-8: the index that pages are read from takes rows of up to 2,700. The fact keeps the whole text. */
function clipBytes(text: string | null, bytes: number): string | null {
  if (text === null || text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
}

/** Without what is null or empty: the row is written with every message, and small rows stay on their page. Readers take what is missing for null or empty. */
function known(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
}

export function toFact([key, source, data]: StoredFact): Fact {
  return { key, source, data: inOurWords(data) };
}

const comparedFields = [
  'sortKey',
  'milestone',
  'status',
  'reason',
  'description',
  'source',
  'carrierCode',
  'leg',
] as const satisfies readonly (keyof FoldedEvent)[];
const comparedPlace = ['text', 'city', 'countryCode', 'latitude', 'longitude', 'precision'] as const;

/** Whether any stored column would be another one. Runs for every event of every message: no allocation. */
function differs(a: FoldedEvent, b: FoldedEvent): boolean {
  for (const field of comparedFields) if (a[field] !== b[field]) return true;
  for (const field of comparedPlace) if (a.place?.[field] !== b.place?.[field]) return true;
  return (
    a.occurred.instant !== b.occurred.instant ||
    a.occurred.local !== b.occurred.local ||
    a.occurred.precision !== b.occurred.precision ||
    a.marks.length !== b.marks.length ||
    a.marks.some((mark, i) => mark !== b.marks[i]) ||
    !isSameGroup(a, b)
  );
}

function isSameGroup(a: FoldedEvent, b: FoldedEvent): boolean {
  return a.sightings.length === b.sightings.length && a.sightings.every(({ key }, i) => key === b.sightings[i]?.key);
}

/**
 * The rows of an event: its own, and one for each further sighting, which keeps the id that it may have been told under. Those have an empty sort
 * key, so they stand on no page.
 */
export function eventRows(shipmentId: string, event: FoldedEvent): object[] {
  const row = {
    shipment_id: shipmentId,
    key: event.key,
    // On no page without one.
    sort_key: isListed(event) ? event.sortKey : '',
    milestone: event.milestone,
    status: event.status,
    reason: event.reason,
    description: clipBytes(event.description, 1_200),
    occurred_instant: event.occurred.instant,
    occurred_local: event.occurred.local,
    occurred_precision: event.occurred.precision,
    place_text: clipBytes(event.place?.text ?? null, 400),
    city: clipBytes(event.place?.city ?? null, 200),
    country_code: event.place?.countryCode ?? null,
    latitude: event.place?.latitude ?? null,
    longitude: event.place?.longitude ?? null,
    place_precision: event.place?.precision ?? null,
    source: event.source,
    carrier_code: event.carrierCode,
    leg: event.leg,
    sources: sourcesOf(event),
    marks: event.marks,
    same_as: null,
  };
  return [
    row,
    ...event.sightings.map(({ key, source }) => ({ ...row, key, source, sort_key: '', same_as: event.key })),
  ];
}

/** Every source that told of it. */
export function sourcesOf({ source, sightings }: FoldedEvent): string[] {
  return [...new Set([source, ...sightings.map((sighting) => sighting.source)])];
}
