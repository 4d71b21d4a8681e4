import { createHash } from 'node:crypto';
import type { Sql } from '@milepost/service-kit';
import type { Fact } from '../../services/tracking-subgraph/src/fact/fact.ts';
import { fold, foldVersion } from '../../services/tracking-subgraph/src/fact/fold.ts';
import { eventRows, shipmentOutput } from '../../services/tracking-subgraph/src/fact/store-facts.ts';
import { builtInMapping } from '../../services/tracking-subgraph/src/mapping/mapping.ts';
import { deliveryFact, factsOf, isoForm, isSameJson, slots, type Template } from './growth-templates.ts';

/**
 * Shipments by number, from 0: everything about one follows from its number, in SQL and here alike. They come in blocks of 20 that lie in one month: 15
 * orders with one shipment, one order with five. Blocks go round the months, so that every size is spread over all of them.
 */
export const blockSize = 20;
const ordersPerBlock = 16;
const monthCount = 24;
/** Blocks of one month in one transaction. */
const blocksPerChunk = 250;

/** Not a fault of the program: its sentence is enough. */
export class RefusedError extends Error {}

export interface Month {
  /** Unix seconds. */
  start: number;
  seconds: number;
}

/** Loaded from `from` (shipments) to `to`: within a month ids grow with the number. */
interface Phase {
  from: number;
  to: number;
}

export interface DataSet {
  sql: Sql;
  templates: readonly Template[];
  months: readonly Month[];
  /** The first, then what it grew by. */
  phases: readonly Phase[];
  size: number;
  orders: number;
  customers: number;
}

export function createDataSet(given: Pick<DataSet, 'sql' | 'templates' | 'months' | 'phases'>): DataSet {
  const size = given.phases.at(-1)?.to as number;
  const orders = (size / blockSize) * ordersPerBlock;
  // About 20 orders each. Odd and not divisible by three, so that the orders of one customer lie in all months.
  let customers = Math.max(1, Math.floor(orders / 20));
  while (customers > 1 && (customers % 2 === 0 || customers % 3 === 0)) customers -= 1;
  return { ...given, size, orders, customers };
}

/** The months before the one that `now` lies in, oldest first. */
export function monthsBefore(now: Date): Month[] {
  return Array.from({ length: monthCount }, (_, i) => {
    const [start, end] = [0, 1].map(
      (ahead) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthCount + i + ahead, 1) / 1000,
    ) as [number, number];
    return { start, seconds: end - start };
  });
}

export interface Shipment {
  number: string;
  orderId: number;
  template: Template;
  /** Seconds by which its journey is moved. */
  shift: number;
}

const blocksBefore = (shipments: number, month: number) =>
  Math.max(0, Math.ceil((shipments / blockSize - month) / monthCount));

export function shipmentAt({ months, phases, templates }: DataSet, n: number): Shipment {
  const [block, i] = [Math.floor(n / blockSize), n % blockSize];
  const month = block % monthCount;
  const phase = phases.find(({ to }) => n < to) as Phase;
  const [first, end] = [blocksBefore(phase.from, month) * blockSize, blocksBefore(phase.to, month) * blockSize];
  const q = Math.floor(block / monthCount) * blockSize + i;
  const { start, seconds } = months[month] as Month;
  const created = start + Math.floor(((2 * (q - first) + 1) * seconds) / (2 * (end - first)));
  const template = templates[slots[n % slots.length] as number] as Template;
  const prefix = createHash('md5').update(`growth ${n}`).digest('hex').slice(0, 6).toUpperCase();
  return {
    number: `1Z${prefix}${String(n).padStart(10, '0')}`,
    orderId: block * ordersPerBlock + Math.min(i, ordersPerBlock - 1) + 1,
    template,
    shift: created - template.created,
  };
}

/** Orders of a customer, by Odoo's ids. */
export function ordersOf({ orders, customers }: DataSet, customer: number): number[] {
  const ids: number[] = [];
  for (let id = customer; id <= orders; id += customers) if (id > 0) ids.push(id);
  return ids;
}

// Odoo's id of the customer of order o is 1 + (o - 1) % customers; see ordersOf. Each chunk is one statement, so it is there or it is not. Facts and
// events are written in the order in which things happened: one journey lies on many pages, as it does when scans come in one by one.
const loadChunk = `
  with numbered as (
    select (k * ${monthCount} + $1::int) * ${blockSize} + i as n,
      (k * ${monthCount} + $1::int) * ${ordersPerBlock} + least(i, ${ordersPerBlock - 1}) + 1 as order_id,
      $2::bigint + ((2 * (q - $4::bigint) + 1) * $3::bigint) / (2 * $5::bigint) as created
    from generate_series($6::int, $7::int - 1) q cross join lateral (select q / ${blockSize} as k, q % ${blockSize} as i) b),
  given as materialized (
    select n, order_id, t.template, '1Z' || upper(left(md5('growth ' || n), 6)) || lpad(n::text, 10, '0') as number, to_timestamp(g.created) as created_at,
      (lpad(to_hex(g.created * 1000 + n % 1000), 12, '0') || '7' || left(md5(n::text), 3) || 'a' || substr(md5(n::text), 4, 15))::uuid as id,
      (g.created - t.created) * interval '1 second' as shift
    from numbered g join growth.template t on t.template = ('{${slots.join()}}'::int[])[n % ${slots.length} + 1]),
  scanned as materialized (
    select g.n, g.id, g.number, g.template, s.step, to_char(s.at + g.shift, '${isoForm}') as instant,
      to_char(s.at + s.ahead * interval '1 second' + g.shift, 'YYYY-MM-DD"T"HH24:MI:SS') as local
    from given g join growth.step s using (template)),
  keyed as materialized (
    select c.*, c.local || s.zone as time, md5(c.number || '-' || c.step) as hash,
      left(encode(sha256(convert_to(format(s.scan_identity, null, c.local, c.instant, c.local || s.zone, md5(c.number || '-' || c.step)), 'UTF8')), 'hex'), 32) as scan
    from scanned c join growth.step s using (template, step)),
  known as materialized (
    select g.*, k.scans || array[g.number, g.order_id::text] || coalesce(x.times, '{}') as args
    from given g
    join (select n, array_agg(scan order by step) || array_agg(instant order by step) || array_agg(local order by step) as scans from keyed group by n) k using (n)
    left join lateral (select array_agg(to_char(t.at + g.shift, t.form) order by t.nr) as times from growth.time t where t.template = g.template) x on true),
  filled as materialized (
    select k.n, k.id, k.template, k.number, k.created_at, k.args || o.keys as args, o.keys
    from known k cross join lateral (
      select array_agg(left(encode(sha256(convert_to(format(o.identity, variadic k.args), 'UTF8')), 'hex'), 32) order by o.nr) as keys
      from growth.other o where o.template = k.template) o),
  facts as (
    insert into tracking.fact (shipment_id, key, source, data, mapping_version, inbox_id, request_id, recorded_at)
    select k.id, substr(sha256(convert_to(format(s.fact_identity, k.scan, k.local, k.instant, k.time, k.hash), 'UTF8')), 1, 16), 'aftership', format(s.data, k.scan, k.local, k.instant, k.time, k.hash)::jsonb,
      $8, k.n::bigint * 256 + k.step, k.scan, k.instant::timestamptz
    from keyed k join growth.step s using (template, step) order by k.instant, k.id),
  other_facts as (
    insert into tracking.fact (shipment_id, key, source, data, mapping_version, inbox_id, request_id, recorded_at)
    select f.id, decode(f.keys[o.nr + 1], 'hex'), o.source, format(o.data, variadic f.args)::jsonb, $8, f.n::bigint * 256, md5(f.number), f.created_at
    from filled f join growth.other o using (template) order by f.id),
  events as (
    insert into tracking.event (shipment_id, key, sort_key, milestone, status, reason, description, occurred_instant, occurred_local, occurred_precision,
      place_text, city, country_code, latitude, longitude, place_precision, source, carrier_code, leg, sources, marks)
    select k.id, decode(k.scan, 'hex'), k.instant || '|2|' || k.scan, s.milestone, s.status, s.reason, s.description, k.instant::timestamptz, k.local,
      s.occurred_precision, s.place_text, s.city, s.country_code, s.latitude, s.longitude, s.place_precision, s.source, s.carrier_code, s.leg, s.sources, s.marks
    from keyed k join growth.step s using (template, step) order by k.instant, k.id),
  shipments as (
    insert into tracking.shipment (id, tracking_number, registered_carrier, carrier_code, direction, status, milestone, reason, is_delayed, is_final,
      last_event_at, checked_at, state, fold_version, version, created_at)
    select f.id, f.number, t.registered_carrier, t.registered_carrier, t.direction, t.status, t.milestone, t.reason, t.is_delayed, t.is_final,
      format(t.last_event_at, variadic f.args)::timestamptz, format(t.last_event_at, variadic f.args)::timestamptz, format(t.state, variadic f.args)::jsonb,
      $9, 20, f.created_at
    from filled f join growth.template t using (template) order by f.id),
  refs as (
    insert into tracking.ref (number, carrier_code, shipment_id)
    select g.number, t.registered_carrier, g.id from given g join growth.template t using (template)),
  legs as (
    insert into tracking.leg_number (number, shipment_id, carrier_code)
    select format(l.number, variadic f.args), f.id, l.carrier_code from filled f join growth.leg_number l using (template)),
  links as (
    insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id, warehouse_id, country_code, created_at)
    select order_id, id, order_id, 1 + order_id % 3, 1 + (order_id - 1) % $10::int, 1, 'DE', created_at from given)
  insert into growth.chunk (first, shipments) select min(n), count(*) from given`;

const tables = `
  create schema if not exists growth;
  create table if not exists growth.setting (one boolean primary key default true, fingerprint text not null);
  create table if not exists growth.chunk (first int primary key, shipments int not null);
  drop table if exists growth.template, growth.step, growth.time, growth.other, growth.leg_number;
  create table growth.template (template int primary key, created bigint, registered_carrier text, direction text, status text, milestone text, reason text,
    is_delayed boolean, is_final boolean, last_event_at text, state text);
  create table growth.step (template int, step int, at timestamp, ahead int, zone text, scan_identity text, fact_identity text, data text, milestone text,
    status text, reason text, description text, occurred_precision text, place_text text, city text, country_code text, latitude double precision,
    longitude double precision, place_precision text, source text, carrier_code text, leg smallint, sources text[], marks text[], primary key (template, step));
  create table growth.time (template int, nr int, at timestamp, form text);
  create table growth.other (template int, nr int, source text, identity text, data text);
  create table growth.leg_number (template int, number text, carrier_code text);`;

/** Makes the partitions and the tables that loading needs; refuses a database that holds another data set. */
export async function prepare({ sql, templates, months, phases }: DataSet): Promise<void> {
  for (const { start } of months)
    await sql`select tracking.ensure_partitions(${new Date(start * 1000).toISOString().slice(0, 10)}::date)`;
  await sql.unsafe(tables);
  const rows = {
    template: templates.map(({ shipment }) => shipment),
    step: templates.flatMap(({ steps }) => steps),
    time: templates.flatMap(({ times }) => times),
    other: templates.flatMap(({ others }) => others),
    leg_number: templates.flatMap(({ numbers }) => numbers),
  };
  for (const [table, list] of Object.entries(rows))
    await sql.unsafe(
      `insert into growth.${table} select * from json_populate_recordset(null::growth.${table}, $1::text::json)`,
      [JSON.stringify(list)],
    );
  await sql.unsafe('analyze growth.template, growth.step, growth.time, growth.other, growth.leg_number');
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([rows, months, phases, foldVersion, builtInMapping.version]))
    .digest('hex');
  await sql`insert into growth.setting (fingerprint) values (${fingerprint}) on conflict do nothing`;
  const [setting] = await sql<{ fingerprint: string }[]>`select fingerprint from growth.setting`;
  if (setting?.fingerprint !== fingerprint)
    throw new RefusedError(
      'the folder holds another data set (other sizes, month, fold or mapping): give another --data-dir, or empty this one',
    );
}

/** Loads what is not there yet, several chunks at once; `onProgress` after each. Throws when `signal` is aborted, between two chunks. */
export async function load(
  data: DataSet,
  { loaders, signal, onProgress }: { loaders: number; signal: AbortSignal; onProgress: (shipments: number) => void },
): Promise<void> {
  const { sql, months, phases, customers } = data;
  const there = await sql<{ first: number; shipments: number }[]>`select first, shipments from growth.chunk`;
  const known = new Set(there.map(({ first }) => first));
  let shipments = there.reduce((sum, row) => sum + row.shipments, 0);
  if (shipments > 0) onProgress(shipments);
  for (const { from, to } of phases) {
    const chunks: unknown[][] = [];
    for (const [month, { start, seconds }] of months.entries()) {
      const [first, end] = [blocksBefore(from, month), blocksBefore(to, month)];
      const count = (end - first) * blockSize;
      for (let block = first; block < end; block += blocksPerChunk) {
        if (known.has((block * monthCount + month) * blockSize)) continue;
        const stop = Math.min(end, block + blocksPerChunk);
        chunks.push([month, start, seconds, first * blockSize, count, block * blockSize, stop * blockSize]);
      }
    }
    const work = async () => {
      for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
        signal.throwIfAborted();
        const values = [...chunk, builtInMapping.version, foldVersion, customers];
        await sql.begin(async (tx) => {
          // Nobody knows how many rows a chunk has when its parts are joined: nested loops would be chosen, and take minutes.
          await tx.unsafe(`set local enable_nestloop = off; set local work_mem = '128MB'`);
          await tx.unsafe(loadChunk, values as never);
        });
        shipments += (chunk[6] as number) - (chunk[5] as number);
        onProgress(shipments);
      }
    };
    await Promise.all(Array.from({ length: loaders }, work));
  }
}

const sampleQuery = `
  select s.id, to_jsonb(s) as shipment, l.order_id,
    (select json_agg(json_build_object('key', encode(f.key, 'hex'), 'source', f.source, 'data', f.data)) from tracking.fact f where f.shipment_id = s.id) as facts,
    (select json_agg(to_jsonb(e) || jsonb_build_object('key', encode(e.key, 'hex'))) from tracking.event e where e.shipment_id = s.id) as events
  from tracking.ref r join tracking.shipment s on s.id = r.shipment_id join tracking.link l on l.shipment_id = s.id where r.number = $1`;

/**
 * Whether the data are true: for random shipments, the stored facts hold those that the connector reads from the message that would have brought them, and the real fold
 * of the stored facts gives the stored row and events. Throws at the first that differs. Answers how many were checked.
 */
export async function checkSample(data: DataSet, random: () => number, count: number): Promise<number> {
  for (let i = 0; i < count; i += 1) {
    const expected = shipmentAt(data, Math.floor(random() * data.size));
    const [row, ...more] = await data.sql.unsafe<
      {
        id: string;
        shipment: Record<string, unknown>;
        order_id: number;
        facts: Fact[];
        events: Record<string, unknown>[];
      }[]
    >(sampleQuery, [expected.number], { prepare: true });
    const fail = (what: string, a: unknown, b: unknown) => {
      throw new Error(`${expected.number}: ${what}\n${JSON.stringify(a)}\n${JSON.stringify(b)}`);
    };
    if (!row || more.length > 0)
      throw new Error(`${expected.number}: ${more.length + (row ? 1 : 0)} rows instead of one`);
    if (row.order_id !== expected.orderId) fail('another order', row.order_id, expected.orderId);
    const stored = new Map(row.facts.map((fact) => [fact.key, fact]));
    for (const fact of [...factsOf(expected.template.message, expected), deliveryFact(row.order_id)])
      if (!isSameJson(fact, stored.get(fact.key) ?? null)) fail('another fact', fact, stored.get(fact.key) ?? null);
    const { state, events } = fold(row.facts);
    const output = { ...shipmentOutput(row.id, state, null), checked_at: row.shipment['checked_at'] } as Record<
      string,
      unknown
    >;
    const rows = events.flatMap((event) => eventRows(row.id, event)) as Record<string, unknown>[];
    const byKey = new Map(row.events.map((event) => [event['key'], event]));
    if (rows.length !== row.events.length) fail('another number of events', rows.length, row.events.length);
    for (const [made, kept] of [
      [output, row.shipment],
      ...rows.map((event) => [event, byKey.get(event['key'])]),
    ] as const)
      for (const [column, value] of Object.entries(made as object)) {
        const there = (kept as Record<string, unknown> | undefined)?.[column];
        const isTime = column === 'last_event_at' || column === 'occurred_instant';
        const same = isTime
          ? Date.parse(String(value)) === Date.parse(String(there))
          : isSameJson(value ?? null, there ?? null);
        if (!same) fail(`another ${column}`, value, there);
      }
  }
  return count;
}

/** Sizes of a table with all its partitions and indexes. */
export async function printSizes(sql: Sql, print: (line: string) => void): Promise<void> {
  const rows = await sql<{ name: string; rows: string; heap: string; total: string }[]>`
    with parts as (
      select t.name, coalesce(i.inhrelid, t.oid) as oid
      from (select c.relname as name, c.oid from pg_class c where c.relnamespace = 'tracking'::regnamespace and c.relname in ('fact', 'event', 'shipment', 'link', 'ref')) t
      left join pg_inherits i on i.inhparent = t.oid)
    select p.name, sum(greatest(c.reltuples, 0))::bigint as rows, sum(pg_table_size(p.oid)) as heap, sum(pg_total_relation_size(p.oid)) as total
    from parts p join pg_class c on c.oid = p.oid group by p.name order by sum(pg_total_relation_size(p.oid)) desc`;
  for (const { name, rows: count, heap, total } of rows)
    print(
      `  ${name}: ${Number(count).toLocaleString('en')} rows, ${size(Number(heap))} + ${size(Number(total) - Number(heap))} of indexes (${(Number(total) / Number(count)).toFixed(0)} bytes a row)`,
    );
}

/**
 * Brings what the hot statements read at random into the system's cache, as it is after some days of work: all indexes, and the tables themselves but for facts and
 * events, which pages do not read. Answers how much.
 */
export async function warm(sql: Sql): Promise<string> {
  await sql.unsafe('create extension if not exists pg_prewarm with schema growth');
  const [row] = await sql<{ pages: string }[]>`
    select sum(growth.pg_prewarm(c.oid::regclass, 'read')) as pages from pg_class c left join pg_index i on i.indexrelid = c.oid
    where c.relnamespace = 'tracking'::regnamespace and c.relkind in ('r', 'i')
      and (select relname from pg_class where oid = coalesce(i.indrelid, c.oid)) ~ '^(fact|event|shipment|link|ref)(_[0-9]{6})?$'
      and (i.indexrelid is not null or c.relname !~ '^(fact|event)')`;
  return size(Number(row?.pages) * 8_192);
}

const size = (bytes: number) =>
  bytes > 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
