import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHead } from '../src/live/milestone-stream.ts';
import { deliveryChanged, scansOf } from './support/messages.ts';
import { anonymous, startWorld, viewer, type World, withoutCases } from './support/world.ts';

let world: World;
const statements: string[] = [];
const partner = viewer({ role: 'partner', level: 'PARTNER', customers: [71] });
const ours = '1ZCHANGES000000001';
const theirs = '1ZCHANGES000000002';

interface Feed {
  nodes: { cursor: string; event: { milestone: string } | null; shipment: { trackingNumber: string } }[];
  cursor: string;
  hasMore: boolean;
}
const ask = async (given: object, as = partner) => {
  const { data, errors } = await world.query<{ changesSince: Feed }>(
    as,
    `query ($after: String!, $first: Int, $orderId: ID, $shipmentId: ID, $milestones: [MilestoneCode!]) {
       changesSince(after: $after, first: $first, orderId: $orderId, shipmentId: $shipmentId, milestones: $milestones) {
         nodes { cursor event { milestone } shipment { trackingNumber } } cursor hasMore } }`,
    given,
  );
  return { feed: data?.changesSince, error: errors?.[0]?.extensions };
};
const cursorOf = (seq: number) => Buffer.from(`live1:${seq}`).toString('base64url');

beforeAll(async () => {
  world = await startWorld({ env: withoutCases, onStatement: (text) => void statements.push(text) });
  await world.tell([
    deliveryChanged(701, { customerId: 71, references: [ours] }),
    deliveryChanged(702, { customerId: 72, references: [theirs] }),
  ]);
  for (const number of [ours, theirs])
    await world.deliver(
      scansOf(
        number,
        [1, 'InTransit', 'InTransit_001'],
        [50, 'OutForDelivery', 'OutForDelivery_001'],
        [90, 'Delivered', 'Delivered_001'],
      ),
    );
  await eventually(async () => (await readHead(world.sql)).value >= 6);
});
afterAll(() => world[Symbol.asyncDispose]());

test('page after page gives what the stream tells in scope, each once, and ends where the stream ends', async () => {
  const seen: string[] = [];
  let [after, hasMore] = [cursorOf(0), true];
  while (hasMore) {
    const { feed } = await ask({ after, first: 2 });
    seen.push(...(feed?.nodes ?? []).map(({ shipment, event }) => `${shipment.trackingNumber} ${event?.milestone}`));
    expect(feed?.cursor).not.toBe(after);
    [after, hasMore] = [feed?.cursor as string, feed?.hasMore as boolean];
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(3);
  expect(seen.every((line) => line.startsWith(ours))).toBe(true);
  expect(after).toBe(cursorOf((await readHead(world.sql)).value));
  expect((await ask({ after })).feed).toEqual({ nodes: [], cursor: after, hasMore: false });
});

test('who holds an order at level L0 reads of an event the country, as in its timeline', async () => {
  const as = (level: 'L0' | 'L1') =>
    viewer({ role: 'customer', level, sub: null, companies: [], customers: [], orders: [701] });
  const read = async (level: 'L0' | 'L1') => {
    const { data } = await world.query<{
      changesSince: { nodes: { event: object | null; shipment: { events: { nodes: object[] } } }[] };
    }>(
      as(level),
      `query ($after: String!) { changesSince(after: $after, first: 1) { nodes {
         event { id location { city countryCode text } description } shipment { events(first: 100) { nodes { id location { city countryCode text } description } } } } } }`,
      { after: cursorOf(0) },
    );
    const [node] = data?.changesSince.nodes ?? [];
    expect(node?.shipment.events.nodes).toContainEqual(node?.event);
    return node?.event;
  };
  expect(await read('L1')).toMatchObject({ location: { city: 'Hamburg' } });
  expect(await read('L0')).toMatchObject({
    location: { city: null, text: null, countryCode: 'DE' },
    description: null,
  });
});

test('filters name milestones, an order, a shipment; a stranger’s order gives nothing', async () => {
  const delivered = await ask({ after: cursorOf(0), milestones: ['DELIVERED'] });
  expect(delivered.feed?.nodes.map(({ event }) => event?.milestone)).toEqual(['DELIVERED']);
  expect(delivered.feed?.hasMore).toBe(false);
  const everybody = viewer();
  const count = async (given: object) => (await ask({ after: cursorOf(0), ...given }, everybody)).feed?.nodes.length;
  const [one, other] = [
    await count({ orderId: toGlobalId('Order', 701) }),
    await count({ orderId: toGlobalId('Order', 702) }),
  ];
  expect(one).toBeGreaterThanOrEqual(3);
  expect((one ?? 0) + (other ?? 0)).toBe(await count({}));
  expect((await ask({ after: cursorOf(0), orderId: toGlobalId('Order', 702) })).feed?.nodes).toEqual([]);
});

test('a cursor that cannot be used is refused with a code of its own; somebody without a scope too', async () => {
  expect((await ask({ after: 'x' })).error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  expect((await ask({ after: cursorOf(0), first: 101 })).error).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'first',
  });
  expect((await ask({ after: cursorOf(10_000) })).error).toMatchObject({ code: 'CURSOR_EXPIRED' });
  expect((await ask({ after: cursorOf(0) }, anonymous)).error).toMatchObject({ code: 'FORBIDDEN' });
});

test('a shipment that was deleted since leaves a gap in the stream, and nothing after it is passed over', async () => {
  const everybody = viewer();
  const { value: head } = await readHead(world.sql);
  await world.sql`insert into tracking.outbox (seq, shipment_id, event_key, request_id)
    select ${head}::bigint + n, case when n = 2 then (select shipment_id from tracking.link where order_id = 701) else uuidv7() end, decode(md5('gone' || n), 'hex'), 'test' from generate_series(1, 3) n`;
  await world.sql`update tracking.outbox_head set value = value + 3`;
  const { feed: first } = await ask({ after: cursorOf(head), first: 1 }, everybody);
  expect([first?.nodes.map(({ cursor }) => cursor), first?.cursor]).toEqual([[cursorOf(head + 2)], cursorOf(head + 2)]);
  const { feed: rest } = await ask({ after: first?.cursor }, everybody);
  expect(rest).toEqual({ nodes: [], cursor: cursorOf(head + 3), hasMore: false });
});

test('a long stretch of other people’s milestones is passed in steps of bounded work', async () => {
  const { value: head } = await readHead(world.sql);
  await world.sql`
    insert into tracking.outbox (seq, shipment_id, event_key, request_id)
    select ${head}::bigint + n, (select shipment_id from tracking.link where order_id = 702), decode(md5(n::text), 'hex'), 'test' from generate_series(1, 130000) n`;
  await world.sql`update tracking.outbox_head set value = value + 130000`;
  statements.length = 0;
  const first = await ask({ after: cursorOf(head) });
  expect(first.feed).toEqual({ nodes: [], cursor: cursorOf(head + 100_000), hasMore: true });
  expect(statements.filter((text) => text.includes('from tracking.outbox o')).length).toBe(5);
  expect((await ask({ after: first.feed?.cursor })).feed).toEqual({
    nodes: [],
    cursor: cursorOf(head + 130_000),
    hasMore: false,
  });

  // Last: what retention took away.
  await world.sql`update tracking.outbox_head set retained_after = ${head}`;
  expect((await ask({ after: cursorOf(0) })).error).toMatchObject({ code: 'CURSOR_EXPIRED' });
});
