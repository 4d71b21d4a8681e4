import { randomBytes } from 'node:crypto';
import { connectDatabase, type Sql, toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rememberStaff } from '../src/case/staff.ts';
import { startDeskFeed } from '../src/desk/desk-feed.ts';
import { type LiveFeed, startLiveFeed } from '../src/live/live-feed.ts';
import type { LiveMilestone } from '../src/live/milestone-stream.ts';
import { startSequencer } from '../src/outbox/sequencer.ts';
import type { WakeBus } from '../src/wake/wake-bus.ts';
import { createTrackingDatabase } from './support/database.ts';
import { arrivals, deliveryChanged } from './support/messages.ts';
import { openWakeWay, redisPath, type WakeWay, wakeWays } from './support/wake-ways.ts';
import { startWorld, viewer, type World, withoutCases } from './support/world.ts';

/** Longer than any test: what is seen in time came by a wake-up. */
const never = 3_600_000;
const number = '1ZWAKES0000000001';
const everything = { orderId: null, shipmentId: null, milestones: null };
const owner = (customer: number) => viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] });
const delivery = (customerId: number) => deliveryChanged(701, { customerId, references: [number] });

for (const name of wakeWays)
  describe.skipIf(name === 'Redis' && !redisPath)(`woken by ${name}`, () => {
    let way: WakeWay;
    let world: World;
    let stack: AsyncDisposableStack;
    beforeAll(async () => {
      stack = new AsyncDisposableStack();
      way = stack.use(await openWakeWay(name));
      // One instance, with the sequencer, numbers and tells; those of the tests listen in the same way.
      world = stack.use(await startWorld({ env: { ...withoutCases, ...way.env } }));
      expect(await world.tell([delivery(101)])).toBe(200);
    });
    afterAll(() => stack.disposeAsync());

    const scan = (...minutes: number[]) => world.deliver(arrivals(number, ...minutes));
    const bus = () => way.bus({ databaseUrl: world.databaseUrl, logger: world.logger });
    const startFeed = (wakeBus: WakeBus, pollMs = never) =>
      startLiveFeed({ sql: world.sql, readSql: world.readSql, wakeBus, logger: world.logger, pollMs });
    /** Collects what the stream gives from now on. */
    const listen = (feed: LiveFeed, as: Viewer, after: number | null) => {
      const stream = feed.subscribe(as, everything, after);
      const seqs: number[] = [];
      void (async () => {
        for await (const { seq } of stream as AsyncIterable<LiveMilestone>) seqs.push(seq);
      })();
      return { seqs, stop: () => stream.return?.() };
    };
    const headOf = async (sql: Sql) =>
      Number((await sql.unsafe<{ value: string }[]>('select value from tracking.outbox_head'))[0]?.value);

    test('the sequencer of one process and the stream of a third hear of a milestone that a second committed', async () => {
      const database = await createTrackingDatabase();
      await using cleanUp = new AsyncDisposableStack();
      cleanUp.defer(() => database.drop());
      const options = { databaseUrl: database.url, logger: world.logger };
      const [committing, numbering, reading] = await Promise.all([
        way.bus(options),
        way.bus(options),
        way.bus(options),
      ]);
      for (const one of [committing, numbering, reading]) cleanUp.use(one as WakeBus);
      const sql = connectDatabase(database.url, { application: 'test', searchPath: 'tracking', max: 2 });
      cleanUp.defer(() => sql.end({ timeout: 1 }));
      cleanUp.use(await startSequencer({ ...options, wakeBus: numbering as WakeBus, pollMs: never }));
      const feed = cleanUp.use(
        await startLiveFeed({ sql, readSql: sql, wakeBus: reading as WakeBus, logger: world.logger, pollMs: never }),
      );
      for (let told = 1; told <= 3; told += 1) {
        await sql`insert into tracking.outbox (shipment_id, event_key, request_id) values (uuidv7(), ${randomBytes(16)}, 'wake')`;
        await eventually(() => {
          committing?.wake('outbox');
          expect(feed.head).toBe(told);
        });
      }
    });

    test('a subscriber that goes from one instance to the other and back misses nothing and sees nothing twice', async () => {
      await using one = await bus();
      await using other = await bus();
      await using a = await startFeed(one);
      await using b = await startFeed(other);
      const from = await headOf(world.sql);
      const as = owner(101);
      let position = from;
      const seen: number[] = [];
      const told = (async () => {
        for (let minute = 100; minute < 130; minute += 3) await scan(minute, minute + 1, minute + 2);
      })();
      for (let turn = 0; seen.length < 30; turn += 1) {
        const stream = (turn % 2 ? a : b).subscribe(as, everything, position);
        for (let i = 0; i < 4 && seen.length < 30; i += 1) {
          position = (await stream.next()).value?.seq;
          seen.push(position);
        }
        await stream.return?.();
      }
      await told;
      expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => from + 1 + i));
      expect(await headOf(world.sql)).toBe(from + 30);
    });

    test('what is read ahead is forgotten by all instances when a shipment changes hands', async () => {
      await using wakeBus = await bus();
      await using feed = await startFeed(wakeBus);
      const from = await headOf(world.sql);
      const former = listen(feed, owner(101), from);
      await scan(200, 201);
      await eventually(() => expect(former.seqs).toEqual([from + 1, from + 2]));
      expect(await world.tell([delivery(202)])).toBe(200);
      // Kept in memory with the scope of before, they would not be the new owner's; nothing but the wake-up empties it in time.
      await eventually(async () => {
        const again = feed.subscribe(owner(202), everything, from);
        const first = await Promise.race([
          again.next(),
          new Promise<null>((pass) => setTimeout(() => pass(null), 100)),
        ]);
        await again.return?.();
        expect(first?.value?.seq).toBe(from + 1);
      });
      const late = listen(feed, owner(101), from);
      await scan(202);
      const now = listen(feed, owner(202), from + 2);
      await eventually(() => expect(now.seqs).toEqual([from + 3]));
      expect([former.seqs, late.seqs]).toEqual([[from + 1, from + 2], []]);
      for (const { stop } of [former, late, now]) await stop();
      expect(await world.tell([delivery(101)])).toBe(200);
    });

    test('the way drops out in the middle and comes back: whoever polls has everything meanwhile, all others as soon as it is back; nothing is lost or told twice', async () => {
      await using wakeBus = await bus();
      await using polling = await startFeed(wakeBus, 50);
      await using waiting = await startFeed(wakeBus);
      const from = await headOf(world.sql);
      const polled = listen(polling, owner(101), from);
      const woken = listen(waiting, owner(101), from);
      const upTo = (count: number) => Array.from({ length: count }, (_, i) => from + 1 + i);
      await scan(300);
      await eventually(() => expect([polled.seqs, woken.seqs]).toEqual([upTo(1), upTo(1)]));
      await way.cutBuses();
      await scan(301, 302);
      await scan(303);
      await eventually(() => expect(polled.seqs).toEqual(upTo(4)));
      await way.mend();
      await eventually(() => expect(woken.seqs).toEqual(upTo(4)));
      await scan(304);
      await eventually(() => expect([polled.seqs, woken.seqs]).toEqual([upTo(5), upTo(5)]));
      for (const { stop } of [polled, woken]) await stop();
    });

    test('desks of one instance hear of a case and of a colleague that another changed, by wake-ups alone and again after the way was away', async () => {
      await using one = await bus();
      await using other = await bus();
      const options = { sql: world.sql, readSql: world.readSql, logger: world.logger, gapMs: 0, pollMs: never };
      await using working = await startDeskFeed({ ...options, wakeBus: one });
      await using listening = await startDeskFeed({ ...options, wakeBus: other });
      const [listener, colleague] = ['listener', 'colleague'].map((sub) => viewer({ role: 'agent', sub }));
      // One that is lost is followed by others, as at a desk where people work; without any, nobody looks.
      const again = setInterval(() => one.wake('desk'), 250);
      using _ends = { [Symbol.dispose]: () => clearInterval(again) };
      const subscribe = async (feed: typeof working, as: Viewer, lookingAt: string[]) =>
        feed.subscribe(as, await rememberStaff(world.sql, as), { after: null, lookingAt });
      const stream = await subscribe(listening, listener as Viewer, []);
      expect((await stream.next()).value?.presence).toEqual([]);
      const looking = await subscribe(working, colleague as Viewer, [toGlobalId('Order', 701)]);
      expect((await stream.next()).value?.presence).toHaveLength(1);
      const change = async () => {
        await world.sql`insert into tracking.work_case (type, subject, cause, mark, is_found, state, reason, rule, evidence, severity, score, parts, opened_at, budget_minutes)
          values ('LOST', ${randomBytes(8).toString('hex')}, '', '', true, 'OPEN', '', '', '{}', 2, 1, '[]', now(), 60)`;
        one.wake('desk');
      };
      await change();
      expect((await stream.next()).value?.haveCasesChanged).toBe(true);
      await way.cutBuses();
      await change();
      await looking.return?.();
      await way.mend();
      await eventually(async () => {
        const { value } = await stream.next();
        expect([value?.presence]).toEqual([[]]);
      });
      await stream.return?.();
    });

    if (name !== 'Redis') return;
    test('Redis that hangs holds nothing up and loses nothing', async () => {
      await using wakeBus = await bus();
      await using polling = await startFeed(wakeBus, 50);
      await using waiting = await startFeed(wakeBus);
      const from = await headOf(world.sql);
      const polled = listen(polling, owner(101), from);
      const woken = listen(waiting, owner(101), from);
      way.redis?.freeze();
      await scan(400);
      await eventually(() => expect(polled.seqs).toEqual([from + 1]));
      way.redis?.thaw();
      await eventually(() => expect(woken.seqs).toEqual([from + 1]));
      for (const { stop } of [polled, woken]) await stop();
    });

    test('a service without Redis goes on; what it could not say then it says when Redis is back', async () => {
      await using wakeBus = await bus();
      await using feed = await startFeed(wakeBus);
      const from = await headOf(world.sql);
      const live = listen(feed, owner(101), from);
      await scan(500);
      await eventually(() => expect(live.seqs).toEqual([from + 1]));
      await way.cutService();
      await scan(501);
      await way.mend();
      await eventually(() => expect(live.seqs).toEqual([from + 1, from + 2]));
      await live.stop();
    });

    test('Redis that is away at the start holds nothing up; when it comes, wake-ups come with it', async () => {
      await using wakeBus = await way.bus({ databaseUrl: world.databaseUrl, logger: world.logger, isAway: true });
      await using feed = await startFeed(wakeBus);
      const from = await headOf(world.sql);
      const live = listen(feed, owner(101), from);
      await scan(600);
      expect(live.seqs).toEqual([]);
      await way.mend();
      await eventually(() => expect(live.seqs).toEqual([from + 1]));
      await scan(601);
      await eventually(() => expect(live.seqs).toEqual([from + 1, from + 2]));
      await live.stop();
    });
  });
