import type { Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startLiveFeed } from '../src/live/live-feed.ts';
import type { LiveMilestone } from '../src/live/milestone-stream.ts';
import { createWakeBus } from '../src/wake/wake-bus.ts';
import { arrivals, deliveryChanged } from './support/messages.ts';
import { startWorld, viewer, type World, withoutCases } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: withoutCases });
});
afterAll(() => world[Symbol.asyncDispose]());

type LiveFeed = Awaited<ReturnType<typeof startLiveFeed>>;

const owner = (customer: number) => viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] });
const number = '1ZHANDS0000000001';
const delivery = (customerId: number) => deliveryChanged(501, { customerId, references: [number] });
const scan = (minute: number) => world.deliver(arrivals(number, minute));

/** Everything the stream gives within a moment. */
async function seenThrough(feed: LiveFeed, as: Viewer, after: number): Promise<number[]> {
  const stream = feed.subscribe(as, { orderId: null, shipmentId: null, milestones: null }, after);
  const got: number[] = [];
  for (;;) {
    const step = await Promise.race([
      stream.next(),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), 250)),
    ]);
    if (step === null || step.done) break;
    got.push((step.value as LiveMilestone).seq);
  }
  await stream.return?.();
  return got;
}
const handTo = (customer: number) => world.sql`update tracking.link set customer_id = ${customer} where order_id = 501`;

test('a shipment that changes hands is gone from the stream for the one and there for the other, at once', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  // Another instance, which has been up the whole time.
  await using feed = await startLiveFeed({ sql: world.sql, readSql: world.readSql, wakeBus, logger: world.logger });
  // Without anybody who listens nothing is read ahead.
  feed.subscribe(owner(1), { orderId: null, shipmentId: null, milestones: null }, null);
  const seen = (as: Viewer, after: number) => seenThrough(feed, as, after);

  expect(await world.tell([delivery(101)])).toBe(200);
  await scan(1);
  await scan(2);
  await eventually(() => feed.head >= 2);
  expect(await seen(owner(101), 0)).toEqual([1, 2]);
  expect(await seen(owner(555), 0)).toEqual([]);

  expect(await world.tell([delivery(555)])).toBe(200);
  await eventually(async () => expect(await seen(owner(555), 0)).toEqual([1, 2]));
  expect(await seen(owner(101), 0)).toEqual([]);
  expect(await seen(owner(101), 1)).toEqual([]);

  await scan(3);
  await eventually(() => feed.head >= 3);
  expect(await seen(owner(101), 2)).toEqual([]);
  expect(await seen(owner(555), 2)).toEqual([3]);
});

test('what was read ahead for the one is not given to them after the shipment changed hands', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  await using feed = await startLiveFeed({ sql: world.sql, readSql: world.readSql, wakeBus, logger: world.logger });
  // Without anybody who listens nothing is read ahead.
  feed.subscribe(owner(1), { orderId: null, shipmentId: null, milestones: null }, null);
  await handTo(601);
  const stream = feed.subscribe(owner(601), { orderId: null, shipmentId: null, milestones: null }, 0);
  // One page was read with it: the second and third milestone wait in memory.
  expect((await stream.next()).value?.seq).toBe(1);

  await handTo(602);
  wakeBus.wake('rescoped');
  expect(await Promise.race([stream.next(), new Promise((resolve) => setTimeout(() => resolve('nothing'), 250))])).toBe(
    'nothing',
  );
  await stream.return?.();
});

test('a shipment that changes hands while its milestone is being read goes to the new owner', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  let readings = 0;
  /** The reader's first page with something in it arrives after the shipment has changed hands. */
  const sql = new Proxy(world.sql, {
    get(target, key) {
      if (key !== 'unsafe') return Reflect.get(target, key);
      return async (...args: Parameters<typeof target.unsafe>) => {
        const rows = await target.unsafe(...args);
        if (args[0].includes('from tracking.outbox where') && rows.length > 0 && readings++ === 0) {
          await handTo(604);
          wakeBus.wake('rescoped');
        }
        return rows;
      };
    },
  });
  await using feed = await startLiveFeed({ sql, readSql: world.readSql, wakeBus, logger: world.logger });
  // Without anybody who listens nothing is read ahead.
  feed.subscribe(owner(1), { orderId: null, shipmentId: null, milestones: null }, null);
  const before = feed.head;
  await handTo(603);
  await scan(4);
  await eventually(() => feed.head > before);
  expect(await seenThrough(feed, owner(603), before)).toEqual([]);
  expect(await seenThrough(feed, owner(604), before)).toEqual([before + 1]);
});

test('a process without subscribers reads positions only; the first one to come misses nothing', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  let pages = 0;
  const sql = new Proxy(world.sql, {
    get(target, key) {
      if (key !== 'unsafe') return Reflect.get(target, key);
      return (...args: Parameters<typeof target.unsafe>) => {
        if (args[0].includes('from tracking.outbox where')) pages += 1;
        return target.unsafe(...args);
      };
    },
  });
  await using feed = await startLiveFeed({ sql, readSql: world.readSql, wakeBus, logger: world.logger });
  const before = feed.head;
  await handTo(605);
  await scan(5);
  await eventually(() => feed.head > before);
  expect(pages).toBe(0);
  const stream = feed.subscribe(owner(605), { orderId: null, shipmentId: null, milestones: null }, before);
  expect((await stream.next()).value?.seq).toBe(before + 1);
  await scan(6);
  expect((await stream.next()).value?.seq).toBe(before + 2);
  expect(pages).toBeGreaterThan(0);
  await stream.return?.();
});

test('a subscriber that comes while the position is being read is woken', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  // The feed asks for the position while nobody listens; the answer is from after somebody came.
  let isAsking = () => {};
  let asked: Promise<void> | null = null;
  const sql = new Proxy(world.sql, {
    get(target, key) {
      if (key !== 'unsafe') return Reflect.get(target, key);
      return async (...args: Parameters<typeof target.unsafe>) => {
        if (asked && args[0].includes('outbox_head')) {
          isAsking();
          await asked;
        }
        return target.unsafe(...args);
      };
    },
  });
  await using feed = await startLiveFeed({ sql, readSql: world.readSql, wakeBus, logger: world.logger });
  await handTo(606);
  const { promise, resolve: answer } = Promise.withResolvers<void>();
  await new Promise<void>((resolve) => {
    isAsking = resolve;
    asked = promise;
  });
  asked = null;
  const stream = feed.subscribe(owner(606), { orderId: null, shipmentId: null, milestones: null }, null);
  let got: IteratorResult<LiveMilestone> | undefined;
  const next = stream.next().then((result) => {
    got = result;
  });
  await scan(7);
  expect(got).toBeUndefined();
  answer();
  // Nobody else wakes it: no milestone follows, and what it wants lies behind the reader's position.
  await eventually(() => got !== undefined, { timeoutMs: 5_000 });
  await next;
  expect(got?.done).toBe(false);
  await stream.return?.();
});

test('who is behind gets all that one read brought, however long reading takes', async () => {
  await world.tell([delivery(901)]);
  for (const minute of [41, 42, 43, 44]) await scan(minute);
  const counted = await world.sql`select 1 from tracking.outbox where seq is not null`;
  expect(counted.length).toBeGreaterThanOrEqual(4);
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    let reads = 0;
    type Unsafe = (text: string, ...rest: unknown[]) => Promise<unknown>;
    /** Each read of the stream takes half a minute, by the clock. */
    const slow = (tx: object) =>
      new Proxy(tx, {
        get(target, key) {
          const value = Reflect.get(target, key) as Unsafe;
          if (key !== 'unsafe') return value;
          return async (text: string, ...rest: unknown[]) => {
            const rows = await value.call(target, text, ...rest);
            if (text.includes('from tracking.outbox o')) {
              reads += 1;
              vi.setSystemTime(Date.now() + 30_000);
            }
            return rows;
          };
        },
      });
    const readSql = new Proxy(world.readSql, {
      get(target, key) {
        if (key !== 'begin') return Reflect.get(target, key);
        const begin = target.begin as (mode: string, work: (tx: object) => unknown) => Promise<unknown>;
        return (mode: string, work: (tx: object) => unknown) => begin.call(target, mode, (tx) => work(slow(tx)));
      },
    });
    // Begins at the newest: whoever comes with an older cursor is behind.
    await using feed = await startLiveFeed({ sql: world.sql, readSql, wakeBus, logger: world.logger });
    const seen = await seenThrough(feed, owner(901), 0);
    expect(seen).toHaveLength(counted.length);
    expect(reads).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});

test('what retention takes away before a slow reader has read it ends the stream, it makes no hole', async () => {
  await using wakeBus = await createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
  await using feed = await startLiveFeed({ sql: world.sql, readSql: world.readSql, wakeBus, logger: world.logger });
  await handTo(607);
  await scan(10);
  await scan(11);
  await eventually(
    async () => feed.head === Number((await world.sql`select value from tracking.outbox_head`)[0]?.['value']),
  );
  const stream = feed.subscribe(owner(607), { orderId: null, shipmentId: null, milestones: null }, 1);
  expect((await stream.next()).value?.seq).toBe(2);
  await stream.return?.();
  const slow = feed.subscribe(owner(607), { orderId: null, shipmentId: null, milestones: null }, 1);
  await slow.next();
  await world.sql`update tracking.outbox_head set retained_after = value`;
  wakeBus.wake('rescoped');
  await eventually(async () => {
    await expect(slow.next()).rejects.toThrow();
    return true;
  });
});
