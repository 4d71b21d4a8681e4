import { readAs, toGlobalId, type Viewer, viewerSettings } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { createDocumentLoaders } from '../src/document/document.loaders.ts';
import { createEventLoaders } from '../src/event/event.loaders.ts';
import { createFeedbackLoader } from '../src/feedback/feedback.loader.ts';
import { createSourceLoader } from '../src/freshness/freshness.loaders.ts';
import { createPromiseLoader } from '../src/promise/promise.loaders.ts';
import { createReportLoaders } from '../src/report/report.loaders.ts';
import { findByTrackingNumber } from '../src/shipment/find-by-tracking-number.ts';
import { createShipmentLoaders } from '../src/shipment/shipment.loaders.ts';
import { shipmentAsOf } from '../src/shipment/shipment-as-of.ts';
import type { ShipmentView } from '../src/shipment/shipment-row.ts';
import { createFactReferenceLoader } from '../src/why/fact-references.ts';
import { createRederivationLoader } from '../src/why/rederivations.ts';
import { arrivals, deliveryChanged } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
const numberOf = (order: number) => `1ZWALL${String(order).padStart(10, '0')}`;
/** Order, company, customer, region: two companies, two customers each, in two regions. */
const orders = [
  [1, 1, 11, 'EU'],
  [2, 1, 12, 'UK'],
  [3, 2, 21, 'EU'],
  [4, 2, 22, 'UK'],
] as const;
const shipments = new Map<number, string>();

beforeAll(async () => {
  world = await startWorld();
  const events = orders.map(([id, companyId, customerId, region]) =>
    deliveryChanged(id, { companyId, customerId, region, references: [numberOf(id)] }),
  );
  expect(await world.tell(events)).toBe(200);
  for (const [order] of orders) await world.postSigned(arrivals(numberOf(order), order));
  await world.drained();
  for (const { order_id, shipment_id } of await world.sql`select order_id, shipment_id from tracking.link`)
    shipments.set(order_id as number, shipment_id as string);
  await world.sql`insert into tracking.audit (actor, action, subject, request_id, detail)
    select 'rederive', 'shipment.rederived', subject, 'test', '{}' from tracking.shipment cross join lateral (values (id::text), ('shipment ' || id)) s (subject)`;
  // One of them from the archive.
  await world.sql`update tracking.shipment set touched_at = '2020-01-01' where id = ${shipments.get(4) as string}`;
  await archiveShipments(world.sql, { before: new Date('2021-01-01'), limit: 10 });
  // A told date, a provider and an end that waits, of each.
  await world.sql`insert into tracking.promise (shipment_id, no, is_estimate, told_by, latest, told_at, request_id) select id, 1, true, 'CARRIER', '2026-11-20', now(), 'test' from tracking.shipment`;
  await world.sql`
    insert into tracking.registration (shipment_id, wanted, state, provider, cause, priority, registered_at) select id, 'TRACKED', 'REGISTERED', 'aftership', 'GRAPH', 30, now() from tracking.shipment
    on conflict (shipment_id) do update set state = 'REGISTERED'`;
  await world.sql`insert into tracking.read_back (shipment_id, provider, scans, request_id) select id, 'aftership', '{x}', 'test' from tracking.shipment`;
  await world.sql`insert into tracking.replacement (shipment_id, replaced_by) select a.id, b.id from tracking.shipment a join tracking.shipment b on b.id <> a.id where a.tracking_number = ${numberOf(1)} and b.tracking_number = ${numberOf(2)}`;
  // Two cases of each: one of its shipment, and one that has none.
  await world.sql`
    with c as (
      insert into tracking.work_case (type, subject, cause, mark, is_found, shipment_id, order_id, company_id, customer_id, region, state, reason, rule, evidence, severity, score, parts, opened_at, budget_minutes)
      select 'DELAYED', case when own then 's:' || k.shipment_id else 'o:' || k.order_id end, 'wall', '', true, case when own then k.shipment_id end, k.order_id, k.company_id, k.customer_id, k.region,
        'OPEN', 'made for this test', 'test', '{}', 1, 1, '[]', now(), 60
      from tracking.link k cross join (values (true), (false)) v(own) returning id)
    insert into tracking.outbox (case_id, case_change, request_id) select id, 'OPENED', 'test' from c`;
  // A proof of delivery of each, a report with a photo, and how each of these said it was.
  await world.sql`insert into tracking.document (shipment_id, kind, source, address_key, address_mark, address_sealed, key_id, request_id, next_attempt_at)
    select id, 'PHOTO', 'aftership', '\\x01', '\\x01', '\\x01', 1, 'test', 'infinity' from tracking.shipment`;
  await world.sql`
    with r as (
      insert into tracking.shipment_report (shipment_id, case_id, kind, checked, lines, level, access, key_id, request_id)
      select shipment_id, id, 'OTHER', '{}', '[]', 'L1', 'order ' || order_id, 1, 'test' from tracking.work_case where cause = 'wall' and shipment_id is not null returning id, shipment_id)
    insert into tracking.report_photo (shipment_id, access, report_id) select shipment_id, 'order 2', id from r`;
  await world.sql`insert into tracking.shipment_feedback (shipment_id, access, answer) select s.id, a, 'GOOD' from tracking.shipment s cross join unnest(array['order 2', 'person test', 'staff test']) a`;
});
afterAll(() => world[Symbol.asyncDispose]());

const viewers: [string, Viewer, number[]][] = [
  ['anonymous', anonymous, []],
  ['the holder of order 2', orderHolder(2), [2]],
  ['customer 21', viewer({ role: 'customer', level: 'L3', companies: [], customers: [21] }), [3]],
  [
    'a customer whose issuer forgot the limits',
    viewer({ role: 'customer', level: 'L3', companies: null, customers: null }),
    [],
  ],
  ['an agent of company 2', viewer({ role: 'agent', companies: [2] }), [3, 4]],
  ['an agent of no company', viewer({ role: 'agent', companies: [] }), []],
  ['an agent of region UK', viewer({ role: 'agent', regions: ['UK'] }), [2, 4]],
  ['an operator of company 2 in region UK', viewer({ companies: [2], regions: ['UK'] }), [4]],
  ['an agent of a region that nothing is in', viewer({ role: 'agent', regions: ['US'] }), []],
  [
    'a partner for customer 12 of company 1',
    viewer({ role: 'partner', level: 'PARTNER', companies: [1], customers: [12] }),
    [2],
  ],
  [
    'a partner for customer 12 of company 2',
    viewer({ role: 'partner', level: 'PARTNER', companies: [2], customers: [12] }),
    [],
  ],
  ['a partner without a limit', viewer({ role: 'partner', level: 'PARTNER' }), [1, 2, 3, 4]],
  ['an operator', viewer(), [1, 2, 3, 4]],
];
const idsOf = (list: readonly number[]) => list.map((order) => shipments.get(order) as string).sort();
const tables = [
  'link',
  'shipment',
  'event',
  'fact',
  'archive',
  'outbox',
  'known_fact',
  'known_event',
  'promise',
  'known_promise',
  'shipment_source',
  'planned_read_back',
  'parcel_left',
  'document',
  'shipment_feedback',
] as const;

describe.each(viewers)('%s', (_name, who, seen) => {
  test('sees the rows of the own shipments and no others, whatever a statement asks for', async () => {
    const reader = readAs(world.readSql, viewerSettings(who));
    for (const table of tables) {
      const column = table === 'shipment' ? 'id' : 'shipment_id';
      const rows = await reader.unsafe<{ id: string }[]>(
        `select distinct ${column} as id from tracking.${table} where ${column} is not null`,
      );
      const isArchived = (order: number) => order === 4;
      const expected = seen.filter((order) =>
        table === 'archive' ? isArchived(order) : table === 'event' || table === 'fact' ? !isArchived(order) : true,
      );
      expect(rows.map(({ id }) => id).sort(), table).toEqual(idsOf(expected));
    }
    // Orders 1 and 2: whoever sees both ends.
    expect(await reader.unsafe('select 1 from tracking.replacement')).toHaveLength(
      seen.includes(1) && seen.includes(2) ? 1 : 0,
    );
    expect(await reader.unsafe('select 1 from tracking.ref')).toHaveLength(0);
    const audit = await reader.unsafe<{ subject: string }[]>('select subject from tracking.audit');
    // As it was written before, and as it is now.
    expect(audit.map(({ subject }) => subject).sort()).toEqual([
      ...idsOf(seen),
      ...idsOf(seen).map((id) => `shipment ${id}`),
    ]);
  });

  test('is told of cases as staff within the scope, and of none otherwise', async () => {
    const reader = readAs(world.readSql, viewerSettings(who));
    const isStaff = who.role === 'agent' || who.role === 'operator';
    const orderOf = await world.sql<{ id: string; order: number }[]>`
      select id, order_id as "order" from tracking.work_case where cause = 'wall'`;
    const expected = orderOf.flatMap(({ id, order }) => (isStaff && seen.includes(order) ? id : [])).sort();
    expect(expected).toHaveLength(isStaff ? 2 * seen.length : 0);
    const rows = await reader.unsafe<{ id: string }[]>(
      `select distinct case_id as id from tracking.outbox where case_id = any($1::uuid[])`,
      [orderOf.map(({ id }) => id)],
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(expected);
    // What was reported goes with its case.
    for (const table of ['shipment_report', 'report_photo']) {
      const reported = await reader.unsafe<{ id: string }[]>(`select shipment_id as id from tracking.${table}`);
      expect(reported.map(({ id }) => id).sort(), table).toEqual(isStaff ? idsOf(seen) : []);
    }
    const { byCase } = createReportLoaders({ reader, seal: { open: async () => null } });
    const loaded = await Promise.all(orderOf.map(({ id }) => byCase.load(id)));
    expect(
      loaded
        .flat()
        .map(({ shipmentId, photos }) => [shipmentId, photos.length])
        .sort(),
    ).toEqual(isStaff ? idsOf(seen).map((id) => [id, 1]) : []);
  });

  test('gets nothing more from a loader that has lost its scope', async () => {
    // The statements of an operator, which carry no limit, on the connection of this viewer.
    const reader = readAs(world.readSql, viewerSettings(who));
    const loaders = createShipmentLoaders({ reader, viewer: viewer() });
    const all = idsOf([1, 2, 3, 4]);
    const byId = await Promise.all(all.map((id) => loaders.byId.load(id)));
    expect(byId.flatMap((row) => row?.id ?? []).sort()).toEqual(idsOf(seen));
    const byOrder = await Promise.all(orders.map(([id]) => loaders.byLink.load({ kind: 'order', id })));
    expect(
      byOrder
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(idsOf(seen));
    const events = createEventLoaders({ reader, readNumber: () => reader });
    const pages = await Promise.all(
      all.flatMap((shipmentId) =>
        [true, false].map((isArchived) =>
          events.page.load({ shipmentId, first: 10, after: null, isArchived, hasEvents: true, byNumber: null }),
        ),
      ),
    );
    expect([...new Set(pages.flatMap(({ nodes }) => nodes.map((node) => node.shipmentId)))].sort()).toEqual(
      idsOf(seen),
    );
    const views = all.map((id) => ({ id, access: 'STAFF' }) as ShipmentView);
    const unlimited = { reader, readNumber: () => reader, viewer: viewer() };
    const ledger = createPromiseLoader(unlimited);
    const told = await Promise.all(views.map((view) => ledger.load(view)));
    expect(told.flatMap((rows) => rows.map(({ shipmentId }) => shipmentId)).sort()).toEqual(idsOf(seen));
    const { byShipment } = createDocumentLoaders({ reader, viewer: viewer() });
    const documents = await Promise.all(all.map((id) => byShipment.load(id)));
    expect(documents.flatMap((rows) => rows.map(({ shipmentId }) => shipmentId)).sort()).toEqual(idsOf(seen));
    const sources = createSourceLoader(unlimited);
    const known = await Promise.all(views.map((view) => sources.load(view)));
    expect(known.flatMap((row) => row?.shipmentId ?? []).sort()).toEqual(idsOf(seen));
    const rederivations = createRederivationLoader({ reader });
    const derived = await Promise.all(all.map((id) => rederivations.load(id)));
    expect(derived.flat()).toHaveLength(2 * seen.length);
    const facts = await world.sql<
      { shipment_id: string; key: string }[]
    >`select shipment_id, encode(key, 'hex') as key from tracking.known_fact`;
    const references = createFactReferenceLoader({ reader });
    const named = await Promise.all(
      facts.map(({ shipment_id: shipmentId, key }) => references.load({ shipmentId, key })),
    );
    expect([...new Set(named.flat().map(({ shipmentId }) => shipmentId))].sort()).toEqual(idsOf(seen));
    for (const id of all) {
      const past = await shipmentAsOf(reader, { id } as never, new Date().toISOString());
      expect(past !== null).toBe(idsOf(seen).includes(id));
    }
  });
});

test.each(viewers)('%s gets nothing more from a connection that has lost its limits', async (_name, who, seen) => {
  // The scope that each statement carries itself, where the connection would show everything.
  const reader = readAs(world.readSql, viewerSettings(viewer()));
  const all = idsOf([1, 2, 3, 4]);
  const own = { reader, readNumber: () => reader, viewer: who };
  const shipmentLoaders = createShipmentLoaders(own);
  const views = all.map((id) => ({ id, access: who.level === 'L0' ? 'L1' : who.level }) as ShipmentView);
  const ids = async <T>(keys: readonly T[], load: (key: T) => Promise<readonly string[]>) =>
    [...new Set((await Promise.all(keys.map(load))).flat())].sort();
  const idOf = (row: { id: string } | { shipmentId: string } | null) =>
    row === null ? [] : ['shipmentId' in row ? row.shipmentId : row.id];
  const found = {
    byId: await ids(all, async (id) => idOf(await shipmentLoaders.byId.load(id))),
    byOrder: await ids(orders, async ([id]) =>
      (await shipmentLoaders.byLink.load({ kind: 'order', id })).flatMap(idOf),
    ),
    orderIds: await ids(all, async (id) => ((await shipmentLoaders.orderIds.load(id)).length > 0 ? [id] : [])),
    promises: await (async () => {
      const ledger = createPromiseLoader(own);
      return ids(views, async (view) => (await ledger.load(view)).flatMap(idOf));
    })(),
    sources: await (async () => {
      const sources = createSourceLoader(own);
      return ids(views, async (view) => idOf(await sources.load(view)));
    })(),
    documents: await (async () => {
      const { byShipment } = createDocumentLoaders(own);
      return ids(all, async (id) => (await byShipment.load(id)).flatMap(idOf));
    })(),
  };
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, idsOf(seen)])));
  // Of feedback the own word alone: who may give none has none.
  const feedback = createFeedbackLoader(own);
  const given = await ids(all, async (id) => ((await feedback.load(id)) === null ? [] : [id]));
  expect(given).toEqual(who.role === 'partner' || who.role === 'anonymous' ? [] : idsOf(seen));
});

test('whoever knows a number sees its shipment, its events, nothing of its facts, and no other shipment', async () => {
  const settings = viewerSettings(anonymous);
  const readNumber = (number: string) => readAs(world.readSql, { ...settings, 'app.number': number });
  const found = await findByTrackingNumber(
    { readNumber, viewer: anonymous },
    { trackingNumber: numberOf(1), carrierCode: null },
  );
  expect(found).toMatchObject({ id: shipments.get(1), access: 'L0' });
  const reader = readNumber(numberOf(1));
  expect(await reader.unsafe('select id from tracking.shipment')).toEqual([{ id: shipments.get(1) }]);
  expect(await reader.unsafe('select 1 from tracking.fact')).toHaveLength(0);
  expect(await reader.unsafe('select 1 from tracking.link')).toHaveLength(0);
  const { data } = await world.query<{ shipmentByTrackingNumber: { events: { nodes: object[] }; id: string } }>(
    anonymous,
    `{ shipmentByTrackingNumber(trackingNumber: "${numberOf(4)}") { id events { nodes { milestone } } } }`,
  );
  expect(data.shipmentByTrackingNumber).toEqual({
    id: toGlobalId('Shipment', shipments.get(4) as string),
    events: { nodes: [{ milestone: 'ARRIVED_FACILITY' }] },
  });
});

test('nothing set means nothing seen; the role changes nothing and cannot become another', async () => {
  for (const table of tables) expect(await world.readSql.unsafe(`select 1 from tracking.${table}`)).toHaveLength(0);
  for (const statement of [
    `update tracking.shipment set status = 'DELIVERED'`,
    'delete from tracking.link',
    'select * from tracking.inbox',
    'select * from tracking.data_key',
    'alter table tracking.link disable row level security',
  ])
    await expect(world.readSql.unsafe(statement), statement).rejects.toThrow(/permission denied|must be owner/);
});

test('settings end with their statement, also after one that fails', async () => {
  const reader = readAs(world.readSql, viewerSettings(viewer()));
  expect(await reader.unsafe('select 1 from tracking.link')).toHaveLength(4);
  await expect(reader.unsafe('select 1 / 0 from tracking.link')).rejects.toThrow('division by zero');
  for (let i = 0; i < 4; i += 1) expect(await world.readSql.unsafe('select 1 from tracking.link')).toHaveLength(0);
});

test('every table is either closed to the readers or behind policies', async () => {
  const open = await world.sql`
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tracking' and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('tracking_read', c.oid, 'select')
      and not (c.relrowsecurity or (c.relkind = 'v' and 'security_invoker=true' = any (coalesce(c.reloptions, '{}'))))`;
  // The number of the newest milestone, outages of carriers, and how often they are heard of say nothing about anybody; the other views say the scope themselves (above, and exchanges.test.ts).
  expect(open.map(({ relname }) => relname).sort()).toEqual([
    'open_outage',
    'outbox_head',
    'parcel_left',
    'planned_read_back',
    'sent_webhook',
    'shipment_source',
    'usual_gap',
  ]);
});
