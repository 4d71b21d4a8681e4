import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { learnUsualGaps } from '../src/freshness/learn-usual-gaps.ts';
import { deliveryChanged, trackingUpdate } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World, withoutCases } from './support/world.ts';

let world: World;
const statements: string[] = [];
beforeAll(async () => {
  world = await startWorld({
    env: { ...withoutCases, ROLES: 'api,worker' },
    onStatement: (text) => void statements.push(text),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const fields = 'freshness { observedAt checkedAt nextCheckAt usualGapSeconds quietSince sourceDownSince }';
interface Fresh {
  freshness: {
    observedAt: string | null;
    checkedAt: string | null;
    nextCheckAt: string | null;
    usualGapSeconds: number | null;
    quietSince: string | null;
    sourceDownSince: string | null;
  };
}
const freshnessOf = async (number: string, as = viewer()) => {
  const { data, errors } = await world.query<{ shipmentByTrackingNumber: Fresh }>(
    as,
    `{ shipmentByTrackingNumber(trackingNumber: "${number}") { ${fields} } }`,
  );
  expect(errors).toBeUndefined();
  return data.shipmentByTrackingNumber.freshness;
};
const idOf = async (number: string) => {
  const [row] = await world.sql<{ id: string }[]>`select id from tracking.shipment where tracking_number = ${number}`;
  return row?.id as string;
};
/** A parcel to a country, scanned every so many minutes and then delivered, or not. */
async function parcel(
  order: number,
  number: string,
  everyMinutes: number,
  { countryCode = 'US', isDelivered = true } = {},
) {
  await world.tell([deliveryChanged(order, { references: [number], countryCode })]);
  const scans = [0, 1, 2, 3].map((n) => ({ minute: n * everyMinutes, tag: 'InTransit', subtag: 'InTransit_003' }));
  const end = { minute: 4 * everyMinutes, tag: 'Delivered', subtag: 'Delivered_001' };
  await world.deliver(trackingUpdate({ number, scans: isDelivered ? [...scans, end] : scans }));
}
const again = () => world.sql`update tracking.lesson set learned_at = '-infinity'`;
const learned = () =>
  world.sql<{ carrier_code: string; country_code: string; gap_seconds: number; gaps: number }[]>`
    select carrier_code, country_code, gap_seconds, gaps from tracking.usual_gap order by 1, 2`;

test('what is usual is learned once a day by one instance from parcels that arrived, for a carrier and for each lane with enough of them', async () => {
  for (let i = 0; i < 20; i += 1) await parcel(5_000 + i, `1ZGAPUS${i}`, 60);
  for (let i = 0; i < 5; i += 1) await parcel(5_100 + i, `1ZGAPCA${i}`, 600, { countryCode: 'CA' });
  // Still under way: whether it is slow or lost nobody knows.
  await parcel(5_200, '1ZGAPOPEN', 300, { isDelivered: false });
  await again();
  const both = await Promise.all([learnUsualGaps(world.sql), learnUsualGaps(world.sql)]);
  expect([...both].sort()).toEqual([2, null].sort());
  // 80 gaps of an hour and 20 of ten: nine of ten are no longer than ten hours, on the way to the United States than one.
  expect(await learned()).toEqual([
    { carrier_code: 'ups', country_code: '', gap_seconds: 36_000, gaps: 100 },
    { carrier_code: 'ups', country_code: 'US', gap_seconds: 3_600, gaps: 80 },
  ]);
  expect(await learnUsualGaps(world.sql)).toBeNull();

  expect((await freshnessOf('1ZGAPUS0')).usualGapSeconds).toBe(3_600);
  expect((await freshnessOf('1ZGAPCA0')).usualGapSeconds).toBe(36_000);
  expect((await freshnessOf('1ZGAPOPEN')).usualGapSeconds).toBe(3_600);
  // Without the lane, which only a link tells.
  expect((await freshnessOf('1ZGAPOPEN', anonymous)).usualGapSeconds).toBe(36_000);
  const quiet = await freshnessOf('1ZGAPOPEN', anonymous);
  expect(quiet.quietSince).toBe(quiet.observedAt);
  expect((await freshnessOf('1ZGAPUS0')).quietSince).toBeNull();
  // What nobody knows any more is not kept for ever.
  await world.sql`update tracking.shipment set carrier_code = 'dpd' where tracking_number like '1ZGAPCA%'`;
  await again();
  expect(await learnUsualGaps(world.sql)).toBe(2);
  expect(await learned()).toMatchObject([{ country_code: '', gap_seconds: 3_600 }, { country_code: 'US' }]);
});

describe('sources', () => {
  const polled = '2026-11-09T10:00:00.000Z';
  const next = '2026-11-09T10:10:00.000Z';
  beforeAll(async () => {
    await world.sql`
      insert into tracking.provider_poll (provider, read_until, next_at, last_success_at) values ('aftership', ${polled}::text::timestamptz, ${next}::text::timestamptz, ${polled}::text::timestamptz)
      on conflict (provider) do update set next_at = excluded.next_at, last_success_at = excluded.last_success_at`;
  });
  const track = async (number: string, since = '2026-11-09T09:00:00.000Z') => {
    const id = await idOf(number);
    await world.sql`
      insert into tracking.registration (shipment_id, wanted, state, provider, cause, priority, registered_at)
      values (${id}, 'TRACKED', 'REGISTERED', 'aftership', 'GRAPH', 30, ${since}::text::timestamptz)
      on conflict (shipment_id) do update set state = 'REGISTERED', provider = 'aftership', registered_at = excluded.registered_at`;
    // A poll is younger than any message of the test.
    await world.sql`update tracking.shipment set checked_at = ${'2026-11-09T09:30:00.000Z'}::text::timestamptz where id = ${id}`;
    return id;
  };

  test('say when its provider told everything, and when it is asked again, also to somebody who only has the number; not at its end', async () => {
    await parcel(5_300, '1ZSOURCE1', 60, { isDelivered: false });
    expect(await freshnessOf('1ZSOURCE1')).toMatchObject({ nextCheckAt: null, sourceDownSince: null });
    const id = await track('1ZSOURCE1');
    for (const as of [viewer(), orderHolder(5_300), anonymous])
      expect(await freshnessOf('1ZSOURCE1', as)).toMatchObject({ checkedAt: polled, nextCheckAt: next });
    // An end that is asked about before.
    const sooner = '2026-11-09T10:01:00.000Z';
    await world.sql`insert into tracking.read_back (shipment_id, provider, scans, request_id, due_at) values (${id}, 'aftership', '{x}', 'r', ${sooner}::text::timestamptz)`;
    expect((await freshnessOf('1ZSOURCE1')).nextCheckAt).toBe(sooner);
    await world.sql`update tracking.read_back set given_up_at = now() where shipment_id = ${id}`;
    expect((await freshnessOf('1ZSOURCE1')).nextCheckAt).toBe(next);
    // What it was asked before it had the number says nothing of it.
    await track('1ZSOURCE1', '2026-11-09T10:05:00.000Z');
    expect((await freshnessOf('1ZSOURCE1')).checkedAt).toBe('2026-11-09T09:30:00.000Z');

    await parcel(5_301, '1ZSOURCE2', 60);
    await track('1ZSOURCE2');
    expect(await freshnessOf('1ZSOURCE2')).toMatchObject({ checkedAt: '2026-11-09T09:30:00.000Z', nextCheckAt: null });
  });

  test('are down while its carrier has a declared outage or its provider cannot be read, since the earlier of both', async () => {
    await parcel(5_310, '1ZDOWN1', 60, { isDelivered: false });
    await track('1ZDOWN1');
    const since = '2026-11-09T08:00:00.000Z';
    await world.sql`
      insert into tracking.provider_endpoint (provider, endpoint, state, since, failing_since) values
        ('aftership', 'list', 'OPEN', now(), ${since}::text::timestamptz), ('aftership', 'create', 'OPEN', now(), ${'2026-11-08T00:00:00Z'}::text::timestamptz)
      on conflict (provider, endpoint) do update set state = excluded.state, failing_since = excluded.failing_since`;
    for (const as of [viewer(), orderHolder(5_310), anonymous])
      expect((await freshnessOf('1ZDOWN1', as)).sourceDownSince).toBe(since);
    await world.sql`update tracking.provider_endpoint set state = 'CLOSED', failing_since = null`;
    expect((await freshnessOf('1ZDOWN1')).sourceDownSince).toBeNull();

    const { data } = await world.query<{ carrierOutageDeclare: { outage: { id: string; from: string } } }>(
      viewer({ sub: 'olga', name: 'Olga' }),
      'mutation { carrierOutageDeclare(input: { carrierCode: "ups", reason: "strike" }) { outage { id from } userErrors { message } } }',
    );
    const { outage } = data.carrierOutageDeclare;
    for (const as of [orderHolder(5_310), anonymous])
      expect((await freshnessOf('1ZDOWN1', as)).sourceDownSince).toBe(outage.from);
    expect((await freshnessOf('1ZSOURCE2')).sourceDownSince).toBeNull();
    await world.query(
      viewer({ sub: 'olga', name: 'Olga' }),
      `mutation { carrierOutageEnd(input: { outageId: "${outage.id}" }) { userErrors { message } } }`,
    );
    expect((await freshnessOf('1ZDOWN1')).sourceDownSince).toBeNull();
  });

  test('of a page are read in one statement, and of nobody else’s parcels', async () => {
    await world.tell(
      Array.from({ length: 20 }, (_, i) => deliveryChanged(5_400 + i, { orderId: 5_400, references: [`1ZPAGE${i}`] })),
    );
    const read = async (as = viewer({ role: 'agent', companies: [1] })) => {
      statements.length = 0;
      const { data, errors } = await world.query<{ _entities: [{ shipments: Fresh[] }] }>(
        as,
        `{ _entities(representations: [{ __typename: "Order", id: "${toGlobalId('Order', 5_400)}" }]) { ... on Order { shipments { ${fields} } } } }`,
      );
      expect(errors).toBeUndefined();
      return {
        count: data._entities[0].shipments.length,
        reads: statements.filter((text) => text.includes('tracking.shipment_source')).length,
      };
    };
    expect(await read()).toEqual({ count: 20, reads: 1 });
    expect(await read(orderHolder(5_401))).toEqual({ count: 0, reads: 0 });
  });
});

test('as of an instant only what was known then', async () => {
  await parcel(5_500, '1ZTHEN1', 60, { isDelivered: false });
  const id = await idOf('1ZTHEN1');
  const { data } = await world.query<{ shipment: Fresh }>(
    viewer(),
    `{ shipment(id: "${toGlobalId('Shipment', id)}", asOf: "${new Date(Date.now() + 60_000).toISOString()}") { ${fields} } }`,
  );
  expect(data.shipment.freshness).toMatchObject({ nextCheckAt: null, usualGapSeconds: null, quietSince: null });
  expect(data.shipment.freshness.observedAt).not.toBeNull();
});
