import { connectDatabase, toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { keepHouse } from '../src/archive/retention.ts';
import { factKey } from '../src/fact/fact.ts';
import { rederiveSome } from '../src/fact/rederive.ts';
import { type OfferedFact, storeFacts } from '../src/fact/store-facts.ts';
import { builtInMapping } from '../src/mapping/mapping.ts';
import { deliveryChanged, journeyStart, trackingUpdate } from './support/messages.ts';
import { startInstance } from './support/reading.ts';
import { anonymous, countWaiting, orderHolder, startWorld, viewer, type World, withoutCases } from './support/world.ts';

let world: World;
const statements: string[] = [];
beforeAll(async () => {
  world = await startWorld({ env: withoutCases, onStatement: (text) => void statements.push(text) });
});
afterAll(() => world[Symbol.asyncDispose]());

const agent = viewer({ role: 'agent', sub: 'anna', name: 'Anna Berg' });
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}`;
/** So many days from now: what a colleague tells lies ahead. */
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the carrier says at a minute of the journey: the day it expects, and scans where there are any. */
function carrierSays(
  number: string,
  minute: number,
  expected: number | null,
  scans: [tag: string, subtag: string][] = [],
) {
  const body = JSON.parse(
    trackingUpdate({ number, scans: scans.map(([tag, subtag], i) => ({ minute: minute + i, tag, subtag })) }),
  ) as { msg: Record<string, unknown> };
  body.msg['updated_at'] = new Date(journeyStart + minute * 60_000).toISOString();
  if (expected !== null)
    body.msg['latest_estimated_delivery'] = { type: 'specific', source: 'Carrier EDD', datetime: day(expected) };
  return JSON.stringify(body);
}

interface Row {
  no: number;
  told_by: string;
  latest: string | null;
  reason: string | null;
  is_estimate: boolean;
}
const ledgerOf = (id: string, view = 'promise') =>
  world.sql.unsafe<Row[]>(
    `select no, told_by, latest, reason, is_estimate from tracking.${view} where shipment_id = $1 order by no`,
    [id],
  );
const toldIn = async (id: string, view?: string) =>
  (await ledgerOf(id, view)).map((row) => `${row.no} ${row.told_by} ${row.latest}`);

const dates =
  'promises { earliest latest isEstimate toldBy toldByName toldAt reason note isFirst isCurrent shipment { id } }';
interface Dates {
  promises: {
    earliest: string | null;
    latest: string | null;
    isEstimate: boolean;
    toldBy: string;
    toldByName: string | null;
    reason: string | null;
    note: string | null;
    isFirst: boolean;
    isCurrent: boolean;
  }[];
}
const promisesOf = async (id: string, as = viewer()) => {
  const { data, errors } = await world.query<{ shipment: (Dates & { estimate: { latest: string } | null }) | null }>(
    as,
    `{ shipment(id: "${toGlobalId('Shipment', id)}") { estimate { latest } ${dates} } }`,
  );
  expect(errors).toBeUndefined();
  return data.shipment;
};
const tell = async (id: string, input: object, as = agent) => {
  const { data, errors } = await world.query<{
    shipmentPromise: { shipment: { id: string } | null; userErrors: { code: string; field: string[] }[] };
  }>(
    as,
    'mutation ($input: ShipmentPromiseInput!) { shipmentPromise(input: $input) { shipment { id } userErrors { code field message } } }',
    { input: { shipmentId: toGlobalId('Shipment', id), reason: 'they called the depot', ...input } },
  );
  return { answer: data?.shipmentPromise, errors };
};
/** A shipment that an order has, with the day that the shop promised. */
async function shipmentOf(order: number, number: string, promised: number | null) {
  const promisedAt = promised === null ? null : `${day(promised)}T09:00:00.000Z`;
  await world.tell([deliveryChanged(order, { references: [number], promisedAt })]);
  const [row] = await world.sql<{ id: string }[]>`select id from tracking.shipment where tracking_number = ${number}`;
  return row?.id as string;
}

describe('the ledger', () => {
  test('has one row for each change of what the customer is told, with the reason, and the first row stays', async () => {
    const id = await shipmentOf(4001, '1ZLEDGER0001', 12);
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12']);
    await world.deliver(carrierSays('1ZLEDGER0001', 10, 12, [['InTransit', 'InTransit_002']]));
    await world.deliver(carrierSays('1ZLEDGER0001', 20, 14, [['Exception', 'Exception_004']]));
    await world.tell([deliveryChanged(4001, { references: ['1ZLEDGER0001'], promisedAt: `${day(16)}T09:00:00.000Z` })]);
    expect(await toldIn(id)).toEqual([
      '1 SHOP 2026-11-12',
      '2 CARRIER 2026-11-12',
      '3 CARRIER 2026-11-14',
      '4 SHOP 2026-11-16',
    ]);
    const [first, , third] = await ledgerOf(id);
    expect(first?.reason).toBeNull();
    const [shipment] = await world.sql`select reason from tracking.shipment where id = ${id}`;
    expect(shipment?.['reason']).not.toBeNull();
    expect(third?.reason).toBe(shipment?.['reason']);

    const seen = await promisesOf(id);
    expect(seen?.promises.map(({ latest, isFirst, isCurrent }) => [latest, isFirst, isCurrent])).toEqual([
      ['2026-11-12', true, false],
      ['2026-11-12', false, false],
      ['2026-11-14', false, true],
      ['2026-11-16', false, false],
    ]);
    expect(seen?.estimate?.latest).toBe('2026-11-14');
  });

  test('gets nothing from what is told again, told late, or told in other words; and one row of each kind from a batch', async () => {
    const id = await shipmentOf(4002, '1ZLEDGER0002', 12);
    const first = carrierSays('1ZLEDGER0002', 10, 12);
    const late = carrierSays('1ZLEDGER0002', 5, 9);
    const newest = carrierSays('1ZLEDGER0002', 30, 15);
    await world.deliver(newest);
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12', '2 CARRIER 2026-11-15']);
    for (const message of [first, late, newest, first]) {
      const again = JSON.parse(message) as { event_id: string };
      await world.deliver(JSON.stringify({ ...again, event_id: crypto.randomUUID() }));
    }
    await world.tell([deliveryChanged(4002, { references: ['1ZLEDGER0002'], promisedAt: `${day(12)}T17:00:00.000Z` })]);
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12', '2 CARRIER 2026-11-15']);

    const other = await world.register('1ZLEDGER0003', 'ups');
    const at = (minute: number) => new Date(journeyStart + minute * 60_000).toISOString();
    const offers = [10, 30, 20].map((minute): OfferedFact => {
      const data = {
        kind: 'estimate',
        announcedAt: at(minute),
        earliest: null,
        latest: day(minute / 10 + 10),
        estimateSource: 'CARRIER',
        changedFrom: null,
      } as const;
      const fact = { key: factKey('aftership', 'estimate', Object.values(data)), source: 'aftership', data };
      return { shipmentId: other, fact, inboxId: null, requestId: 'batch-0001' };
    });
    await world.sql.begin(async (tx) => {
      await tx`select 1 from tracking.shipment where id = ${other} for update`;
      await storeFacts(tx, offers, new Map());
    });
    expect(await toldIn(other)).toEqual(['1 CARRIER 2026-11-13']);
  });

  test('ends alike whatever order the same words came in', async () => {
    const minutes = [10, 20, 30];
    const orders = minutes.flatMap((a) =>
      minutes.filter((b) => b !== a).map((b) => [a, b, ...minutes.filter((c) => c !== a && c !== b)]),
    );
    expect(orders).toHaveLength(6);
    const ends = new Set<string>();
    const lengths: number[] = [];
    for (const [n, order] of orders.entries()) {
      const number = `1ZSHUFFLED00${n}`;
      const id = await world.register(number, 'ups');
      for (const minute of order) await world.deliver(carrierSays(number, minute, 10 + minute / 10));
      const rows = await ledgerOf(id);
      lengths.push(rows.length);
      ends.add(`${rows.at(-1)?.told_by} ${rows.at(-1)?.latest}`);
      // Each row was what counted then, and only what counted: a word that is older than what is known is told to nobody.
      let newest = 0;
      const counted = order.flatMap((minute) => {
        if (minute < newest) return [];
        newest = minute;
        return day(10 + minute / 10);
      });
      expect(rows.map(({ latest }) => latest)).toEqual(counted);
    }
    expect([...ends]).toEqual(['CARRIER 2026-11-13']);
    expect([...lengths].sort()).toEqual([1, 1, 2, 2, 2, 3]);
  });

  test('says when a date was taken back, and nothing of an estimate that ends because the parcel is there', async () => {
    const id = await shipmentOf(4003, '1ZLEDGER0004', 12);
    await world.deliver(carrierSays('1ZLEDGER0004', 10, 12));
    await world.tell([deliveryChanged(4003, { references: ['1ZLEDGER0004'], promisedAt: null })]);
    await world.deliver(carrierSays('1ZLEDGER0004', 20, null, [['Delivered', 'Delivered_001']]));
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12', '2 CARRIER 2026-11-12', '3 SHOP null']);
    expect((await promisesOf(id))?.promises.map(({ isCurrent }) => isCurrent)).toEqual([false, true, false]);
  });

  test('refuses every change of a row', async () => {
    const id = await shipmentOf(4004, '1ZLEDGER0005', 12);
    await expect(
      world.sql`update tracking.promise set latest = '2026-11-01' where shipment_id = ${id}`,
    ).rejects.toThrow('never changed');
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12']);
  });

  test('two instances that fold one shipment at once give every row a number of its own', async () => {
    await using alone = await startWorld({ env: { ...withoutCases, ROLES: 'api' } });
    await using one = await startInstance(alone);
    await using two = await startInstance(alone);
    const id = await alone.register('1ZLEDGERRACE', 'ups');
    for (let round = 1; round <= 5; round += 1) {
      for (const minute of [1, 2, 3, 4]) {
        const message = carrierSays('1ZLEDGERRACE', round * 10 + minute, ((round + minute) % 9) + 10);
        expect((await alone.postSigned(message)).status).toBe(200);
      }
      let both: Promise<unknown> = Promise.resolve();
      await alone.sql.begin(async (tx) => {
        await tx`select 1 from tracking.shipment where id = ${id} for update`;
        both = Promise.all([one.process({ limit: 2 }), two.process({ limit: 2 })]);
        // Both stand at the shipment's door before it opens.
        await eventually(async () => expect(await countWaiting(alone.readSql)).toBe(2));
      });
      await both;
    }
    expect(await alone.sql`select 1 from tracking.inbox_todo`).toEqual([]);
    const rows = await alone.sql<Row[]>`select * from tracking.promise where shipment_id = ${id} order by no`;
    expect(rows.map(({ no }) => no)).toEqual(rows.map((_, i) => i + 1));
    const [shipment] = await alone.sql<{ latest: string }[]>`
      select state->'estimate'->>'latest' as latest from tracking.shipment where id = ${id}`;
    expect(rows.at(-1)?.latest).toBe(shipment?.latest);
    for (const [i, row] of rows.entries()) expect(row.latest).not.toBe(rows[i + 1]?.latest);
  });

  test('goes to the archive with its shipment, is read there, comes back, and goes on; and is deleted with it', async () => {
    const id = await shipmentOf(4005, '1ZLEDGER0006', 12);
    await world.deliver(carrierSays('1ZLEDGER0006', 10, 13));
    const before = await promisesOf(id);
    while ((await archiveShipments(world.sql, { before: new Date(Date.now() + 60_000), limit: 100 })) > 0);
    expect(await ledgerOf(id)).toEqual([]);
    expect(await promisesOf(id)).toEqual(before);
    await world.deliver(carrierSays('1ZLEDGER0006', 20, 14));
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12', '2 CARRIER 2026-11-13', '3 CARRIER 2026-11-14']);
    expect((await promisesOf(id))?.promises.slice(0, 1)).toEqual(before?.promises.slice(0, 1));

    while ((await archiveShipments(world.sql, { before: new Date(Date.now() + 60_000), limit: 100 })) > 0);
    const never = {
      rawDays: null,
      unmatchedDays: null,
      deadLetterDays: null,
      outboxDays: null,
      archiveAfterDays: null,
      webhookLogDays: null,
      caseDays: null,
      webhookBacklogDays: 30,
    };
    const registering = { addJobs: async () => {} };
    await keepHouse(
      { sql: world.sql, registering: registering as never },
      { ...never, shipmentDays: 400 },
      new Date(Date.now() + 401 * 86_400_000),
    );
    expect(await ledgerOf(id, 'known_promise')).toEqual([]);
    expect(await world.sql`select 1 from tracking.shipment where id = ${id}`).toEqual([]);
  });

  test('of a shipment from before there was one begins with what its facts say, told when they came', async () => {
    const id = await shipmentOf(4006, '1ZLEDGER0007', 12);
    await world.deliver(carrierSays('1ZLEDGER0007', 10, 13, [['InTransit', 'InTransit_002']]));
    await world.sql`delete from tracking.promise where shipment_id = ${id}`;
    await world.sql`update tracking.shipment set fold_version = 7 where id = ${id}`;
    await world.sql`delete from tracking.rederivation`;
    while ((await rederiveSome(world.sql, builtInMapping, { now: new Date() })).outcome === 'more');
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12', '2 CARRIER 2026-11-13']);
    const [told] = await world.sql`
      select bool_and(p.told_at = f.recorded_at) as as_facts, bool_and(p.reason is null) as without_reason
      from tracking.promise p join tracking.fact f on f.shipment_id = p.shipment_id and f.key = p.fact_key where p.shipment_id = ${id}`;
    expect(told).toEqual({ as_facts: true, without_reason: true });
  });

  test('is written by the statement that writes the fold, and read in one for any number of shipments', async () => {
    const numbers = Array.from({ length: 20 }, (_, i) => `1ZLEDGERPAGE${i}`);
    await world.tell(numbers.map((number, i) => deliveryChanged(4_100 + i, { orderId: 4100, references: [number] })));
    const sent: string[] = [];
    const sql = connectDatabase(world.databaseUrl, {
      application: 'count',
      searchPath: 'tracking',
      max: 1,
      onStatement: (text) => sent.push(text),
    });
    const rows = await sql<
      { id: string }[]
    >`select id from tracking.shipment where tracking_number = any(${numbers}) order by id`;
    const write = async (ids: string[], latest: number) => {
      const offers = ids.map((shipmentId): OfferedFact => {
        const data = {
          kind: 'estimate',
          announcedAt: new Date(journeyStart + latest * 60_000).toISOString(),
          earliest: null,
          latest: day(latest),
          estimateSource: 'CARRIER',
          changedFrom: null,
        } as const;
        const fact = { key: factKey('aftership', 'estimate', Object.values(data)), source: 'aftership', data };
        return { shipmentId, fact, inboxId: null, requestId: 'count-0001' };
      });
      sent.length = 0;
      await sql.begin((tx) => storeFacts(tx, offers, new Map()));
      return sent.filter((text) => !/^(begin|commit)/.test(text.trim())).length;
    };
    const ids = rows.map(({ id }) => id);
    expect([await write(ids.slice(0, 1), 12), await write(ids, 13)]).toEqual([2, 2]);
    await sql.end();
    const [count] =
      await world.sql`select count(*)::int as n from tracking.promise where shipment_id = any(${ids}::uuid[])`;
    expect(count).toEqual({ n: 21 });

    const read = async (fields: string) => {
      statements.length = 0;
      const { data, errors } = await world.query<{ _entities: [Dates & { shipments?: Dates[] }] }>(
        viewer({ role: 'agent', companies: [1] }),
        `{ _entities(representations: [{ __typename: "Order", id: "${toGlobalId('Order', 4100)}", shopPromises: [] }]) { ... on Order { ${fields} } } }`,
      );
      expect(errors).toBeUndefined();
      return { entity: data._entities[0], reads: statements.filter((text) => text.includes('known_promise')).length };
    };
    const all = await read(`${dates} shipments { ${dates} }`);
    expect(all.reads).toBe(1);
    expect(all.entity.shipments).toHaveLength(20);
    expect(all.entity.promises).toHaveLength(21);
  });
});

describe('a colleague’s promise', () => {
  test('stands in the ledger with who and why for staff, and lateness is measured against it', async () => {
    const promised = 12;
    const id = await shipmentOf(4010, '1ZPROMISE0001', promised);
    await world.deliver(carrierSays('1ZPROMISE0001', 10, 14, [['InTransit', 'InTransit_002']]));
    const isDelayed = async () => {
      const [row] = await world.sql<
        { is_delayed: boolean }[]
      >`select is_delayed from tracking.shipment where id = ${id}`;
      return row?.is_delayed;
    };
    expect(await isDelayed()).toBe(true);
    expect(await tell(id, { earliest: ahead(2), latest: ahead(3) })).toMatchObject({ answer: { userErrors: [] } });
    expect(await isDelayed()).toBe(false);

    const told = { toldBy: 'AGENT', earliest: ahead(2), latest: ahead(3), isEstimate: false, isCurrent: true };
    expect((await promisesOf(id))?.promises.at(-1)).toMatchObject({
      ...told,
      toldByName: 'Anna Berg',
      note: 'they called the depot',
    });
    const partner = viewer({ role: 'partner', level: 'PARTNER', sub: 'p1' });
    for (const as of [orderHolder(4010), partner])
      expect((await promisesOf(id, as))?.promises.at(-1)).toMatchObject({ ...told, toldByName: null, note: null });
    // The first one stays, and the estimate stays what the carrier says.
    const seen = await promisesOf(id);
    expect(seen?.promises[0]).toMatchObject({ toldBy: 'SHOP', latest: day(promised), isFirst: true });
    expect(seen?.estimate?.latest).toBe(day(14));
    // A newer word of the carrier is the date that counts; the promise is what it is late against.
    await world.deliver(carrierSays('1ZPROMISE0001', 30, 15));
    expect((await promisesOf(id))?.promises.at(-1)).toMatchObject({ toldBy: 'CARRIER', isCurrent: true });
    expect(
      await world.sql`select actor, detail->>'latest' as latest from tracking.audit where action = 'shipment.promised' and subject = ${`shipment ${id}`}`,
    ).toEqual([{ actor: 'anna', latest: ahead(3) }]);
  });

  test('sent again is one; another date in between, and the same later, are promises of their own', async () => {
    const id = await world.register('1ZPROMISE0002', 'ups');
    const facts = async () =>
      (await world.sql`select 1 from tracking.fact where shipment_id = ${id} and data->>'kind' = 'promise'`).length;
    await Promise.all([1, 2, 3].map(() => tell(id, { latest: ahead(3) })));
    expect([await facts(), await toldIn(id)]).toEqual([1, [`1 AGENT ${ahead(3)}`]]);
    await tell(id, { latest: ahead(5) });
    await tell(id, { latest: ahead(3) });
    expect([await facts(), await toldIn(id)]).toEqual([
      3,
      [`1 AGENT ${ahead(3)}`, `2 AGENT ${ahead(5)}`, `3 AGENT ${ahead(3)}`],
    ]);
    // As the last word of more than ten minutes ago it is no repeat.
    await world.sql`update tracking.fact set data = jsonb_set(data, '{statedAt}', to_jsonb(to_char(now() at time zone 'utc' - interval '11 minutes', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where shipment_id = ${id} and data->>'kind' = 'promise'`;
    await tell(id, { latest: ahead(3) });
    expect(await facts()).toBe(4);
    // The same day by somebody else is on record, and no news to the customer.
    await tell(id, { latest: ahead(3) }, viewer({ role: 'operator', sub: 'otto', name: 'Otto' }));
    expect([await facts(), (await ledgerOf(id)).length]).toEqual([5, 3]);
  });

  test('is refused by field, to who may not, and at the end of the journey', async () => {
    const id = await world.register('1ZPROMISE0003', 'ups');
    const refused = async (input: object) => (await tell(id, { latest: ahead(3), ...input })).answer?.userErrors;
    const bad = (field: string) => [{ code: 'BAD_USER_INPUT', field: ['input', field], message: expect.any(String) }];
    expect(await refused({ latest: '2026-02-30' })).toEqual(bad('latest'));
    expect(await refused({ latest: 'tomorrow' })).toEqual(bad('latest'));
    expect(await refused({ latest: ahead(-2) })).toEqual(bad('latest'));
    expect(await refused({ latest: ahead(370) })).toEqual(bad('latest'));
    expect(await refused({ earliest: '2026-1-1' })).toEqual(bad('earliest'));
    expect(await refused({ earliest: ahead(4) })).toEqual(bad('earliest'));
    for (const reason of ['', '  no ', 'x'.repeat(501), 'nul \0'])
      expect(await refused({ reason })).toEqual(bad('reason'));
    expect(await refused({ shipmentId: 'nonsense' })).toEqual(bad('shipmentId'));
    expect(await refused({ shipmentId: toGlobalId('Shipment', '01900000-0000-7000-8000-000000000000') })).toMatchObject(
      [{ code: 'NOT_FOUND' }],
    );
    const elsewhere = viewer({ role: 'agent', sub: 'else', companies: [99] });
    expect((await tell(id, { latest: ahead(3) }, elsewhere)).answer?.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const as of [anonymous, orderHolder(1), viewer({ role: 'partner', level: 'PARTNER', sub: 'p1' })])
      expect((await tell(id, { latest: ahead(3) }, as)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await world.deliver(carrierSays('1ZPROMISE0003', 10, null, [['Delivered', 'Delivered_001']]));
    expect(await refused({})).toMatchObject([{ code: 'CONFLICT', field: ['input', 'shipmentId'] }]);
    expect(await ledgerOf(id)).toEqual([]);
  });

  test('wakes an archived shipment, and ends with the shop’s next date', async () => {
    const id = await shipmentOf(4011, '1ZPROMISE0004', 12);
    while ((await archiveShipments(world.sql, { before: new Date(Date.now() + 60_000), limit: 100 })) > 0);
    await tell(id, { latest: ahead(3) });
    expect(await toldIn(id)).toEqual(['1 SHOP 2026-11-12', `2 AGENT ${ahead(3)}`]);
    const says = (promisedAt: string) =>
      world.tell([deliveryChanged(4011, { references: ['1ZPROMISE0004'], promisedAt })]);
    await says(`${day(12)}T15:00:00.000Z`);
    expect((await ledgerOf(id)).length).toBe(2);
    await says(`${ahead(9)}T09:00:00.000Z`);
    await says(`${day(12)}T09:00:00.000Z`);
    expect(await toldIn(id)).toEqual([
      '1 SHOP 2026-11-12',
      `2 AGENT ${ahead(3)}`,
      `3 SHOP ${ahead(9)}`,
      '4 SHOP 2026-11-12',
    ]);
  });
});

describe('who sees dates', () => {
  test('whoever sees the parcel: by its number without names, and nobody else’s', async () => {
    const id = await shipmentOf(4020, '1ZSEEN0001', 12);
    await tell(id, { latest: ahead(3) });
    const { data } = await world.query<{ shipmentByTrackingNumber: Dates }>(
      anonymous,
      `{ shipmentByTrackingNumber(trackingNumber: "1ZSEEN0001") { ${dates} } }`,
    );
    expect(data.shipmentByTrackingNumber.promises).toMatchObject([
      { toldBy: 'SHOP', latest: day(12) },
      { toldBy: 'AGENT', latest: ahead(3), toldByName: null, note: null },
    ]);
    // A colleague of another company knows no more by the number than anybody.
    const { data: elsewhere } = await world.query<{ shipmentByTrackingNumber: Dates }>(
      viewer({ role: 'agent', sub: 'else', companies: [99] }),
      `{ shipmentByTrackingNumber(trackingNumber: "1ZSEEN0001") { ${dates} } }`,
    );
    expect(elsewhere.shipmentByTrackingNumber.promises).toMatchObject([
      { toldBy: 'SHOP' },
      { toldBy: 'AGENT', toldByName: null, note: null },
    ]);
    expect(await promisesOf(id, orderHolder(4021))).toBeNull();
    // An order that somebody names without having it: neither dates nor how many.
    const { data: named } = await world.query<{ _entities: [Dates] }>(
      orderHolder(4021),
      `{ _entities(representations: [{ __typename: "Order", id: "${toGlobalId('Order', 4020)}", shopPromises: [] }]) { ... on Order { ${dates} } } }`,
    );
    expect(named._entities[0].promises).toEqual([]);
  });

  test('of many the first and the newest ones, fifty in all', async () => {
    const id = await world.register('1ZSEEN0003', 'ups');
    await world.sql`insert into tracking.promise (shipment_id, no, is_estimate, told_by, latest, told_at, request_id)
      select ${id}, n, true, 'CARRIER', ${day(10)}::date + n, now(), 'test' from generate_series(1, 60) n`;
    const seen = (await promisesOf(id))?.promises ?? [];
    expect(seen).toHaveLength(50);
    expect([seen[0], seen[1], seen.at(-1)].map((one) => one?.latest)).toEqual(
      [1, 12, 60].map((n) => new Date(Date.parse(day(10)) + n * 86_400_000).toISOString().slice(0, 10)),
    );
  });

  test('as of an instant, what was told by then', async () => {
    const id = await shipmentOf(4022, '1ZSEEN0002', 12);
    const then = new Date().toISOString();
    await tell(id, { latest: ahead(3) });
    const { data } = await world.query<{ shipment: Dates }>(
      viewer(),
      `{ shipment(id: "${toGlobalId('Shipment', id)}", asOf: "${then}") { ${dates} } }`,
    );
    expect(data.shipment.promises).toMatchObject([{ toldBy: 'SHOP', isFirst: true, isCurrent: true }]);
  });
});
