import { connectDatabase, readAs, toGlobalId, type Viewer, viewerSettings } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { rememberStaff } from '../src/case/staff.ts';
import { type DeskChangeView, type DeskFeed, startDeskFeed } from '../src/desk/desk-feed.ts';
import { createWakeBus } from '../src/wake/wake-bus.ts';
import { arrivals, deliveryChanged, scansOf } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

const never = 3_600_000;
let world: World;
let number = 0;
beforeAll(async () => {
  world = await startWorld({ now: () => new Date('2026-11-06T10:00:00Z') });
});
afterAll(() => world[Symbol.asyncDispose]());

const ana = viewer({ role: 'agent', sub: 'ana', name: 'Ana Agent' });
const north = viewer({ role: 'agent', sub: 'north', name: 'Nora North', regions: ['north'] });
const south = viewer({ role: 'agent', sub: 'south', name: 'Sam South', regions: ['south'] });

/** A parcel of an order in a region, with a case; all three as ids of the graph. */
async function parcel(region: string): Promise<{ order: string; shipment: string; one: string; shipmentId: string }> {
  const id = 8_000 + number;
  const reference = `1Z999AA1${String(3_000_000_000 + number)}`;
  number += 1;
  await world.tell([deliveryChanged(id, { references: [reference], shippedAt: '2026-11-05T05:00:00Z', region })]);
  await world.deliver(arrivals(reference, 1));
  await world.deliver(scansOf(reference, [60, 'Exception', 'Exception_004']));
  return eventually(async () => {
    const [row] = await world.sql<{ id: string; shipment_id: string; order_id: number }[]>`
      select c.id, c.shipment_id, l.order_id from tracking.work_case c join tracking.link l using (shipment_id) join tracking.ref r using (shipment_id) where r.number = ${reference}`;
    if (!row) throw new Error('there is no case yet');
    return {
      order: toGlobalId('Order', row.order_id),
      shipment: toGlobalId('Shipment', row.shipment_id),
      one: toGlobalId('Case', row.id),
      shipmentId: row.shipment_id,
    };
  });
}

const busOf = () => createWakeBus({ databaseUrl: world.databaseUrl, redisUrl: null, logger: world.logger });
type Options = Partial<Parameters<typeof startDeskFeed>[0]>;
const feedOf = (wakeBus: Awaited<ReturnType<typeof busOf>>, options: Options = {}) =>
  startDeskFeed({
    sql: world.sql,
    readSql: world.readSql,
    wakeBus,
    logger: world.logger,
    gapMs: 0,
    pollMs: 50,
    ...options,
  });

/** Follows a stream; `shown` is who looks at what by its last message. */
async function listen(feed: DeskFeed, as: Viewer, lookingAt: string[] = [], after: string | null = null) {
  const stream = await feed.subscribe(as, await rememberStaff(world.sql, as), { after, lookingAt });
  const messages: DeskChangeView[] = [];
  void (async () => {
    for await (const message of stream) messages.push(message);
  })();
  await eventually(() => expect(messages.length).toBeGreaterThan(0));
  return {
    messages,
    shown: () => messages.at(-1)?.presence.map(({ subjectId, staff }) => `${staff.name} ${subjectId}`),
    changes: () => messages.slice(1).filter(({ haveCasesChanged }) => haveCasesChanged).length,
    stop: () => stream.return?.(),
  };
}
/** What nobody but colleagues does. */
const note = (caseId: string) =>
  world.query(
    ana,
    `mutation { caseAssign(input: { caseId: "${caseId}", version: ${++version} }) { userErrors { code } } }`,
  );
let version = 0;

test('who looks at what is told to whoever may see it, of orders, shipments and cases, and to nobody else', async () => {
  const there = await parcel('north');
  await using bus = await busOf();
  await using feed = await feedOf(bus);
  const [ofNorth, ofSouth, everywhere] = await Promise.all([
    listen(feed, north),
    listen(feed, south),
    listen(feed, viewer({ sub: 'chief' })),
  ]);
  const ids = [there.order, there.shipment, there.one];
  const looking = await listen(feed, ana, ids);
  const told = ids.map((id) => `Ana Agent ${id}`).sort();
  await eventually(() => {
    expect(ofNorth.shown()?.toSorted()).toEqual(told);
    expect(everywhere.shown()?.toSorted()).toEqual(told);
  });
  expect([ofSouth.shown(), looking.shown()]).toEqual([[], []]);
  // The second wall alone.
  const rows = (as: Viewer) =>
    readAs(world.readSql, viewerSettings(as)).unsafe<{ subject: string }[]>('select subject from tracking.presence');
  expect([(await rows(north)).length, (await rows(south)).length]).toEqual([3, 0]);
  expect(await rows(viewer({ role: 'partner', level: 'PARTNER', companies: null }))).toEqual([]);
  expect(await rows(viewer({ role: 'customer', level: 'L3', companies: [], customers: [101] }))).toEqual([]);

  // The order moves: seen there, and here no more.
  await world.tell([
    deliveryChanged(8_000, { references: ['1Z999AA13000000000'], shippedAt: '2026-11-05T05:00:00Z', region: 'south' }),
  ]);
  await eventually(() => {
    expect(ofSouth.shown()?.toSorted()).toEqual(told);
    expect(ofNorth.shown()).toEqual([]);
  });
  await looking.stop();
  await eventually(() => expect([ofSouth.shown(), everywhere.shown()]).toEqual([[], []]));
  expect(await world.sql`select 1 from tracking.presence`).toHaveLength(0);
  for (const one of [ofNorth, ofSouth, everywhere]) await one.stop();
});

test('what somebody may not see, they cannot be seen to look at; two tabs of one person are one', async () => {
  const there = await parcel('north');
  await using bus = await busOf();
  await using feed = await feedOf(bus);
  const everywhere = await listen(feed, ana);
  const stranger = await listen(feed, south, [there.order, there.shipment, there.one]);
  expect(await world.sql`select 1 from tracking.presence`).toHaveLength(0);
  const tabs = [await listen(feed, north, [there.order]), await listen(feed, north, [there.order])];
  await eventually(() => expect(everywhere.shown()).toEqual([`Nora North ${there.order}`]));
  expect(await world.sql`select 1 from tracking.presence`).toHaveLength(2);
  await tabs[0]?.stop();
  await eventually(async () => expect(await world.sql`select 1 from tracking.presence`).toHaveLength(1));
  expect(everywhere.shown()).toEqual([`Nora North ${there.order}`]);
  for (const one of [everywhere, stranger, tabs[1]]) await one?.stop();
});

test('of a process that died nothing stands longer than it said; one that lives says it again', async () => {
  const there = await parcel('north');
  await using bus = await busOf();
  await using feed = await feedOf(bus);
  const listening = await listen(feed, ana);
  const dead = await startDeskFeed({ sql: world.sql, readSql: world.readSql, wakeBus: bus, logger: world.logger });
  await listen(dead, north, [there.order]);
  await eventually(() => expect(listening.shown()).toHaveLength(1));
  const [{ left } = { left: 0 }] = await world.sql<{ left: number }[]>`
    select extract(epoch from max(until_at) - now())::float as left from tracking.presence`;
  expect(left).toBeLessThanOrEqual(45);
  // As if that time were over.
  await world.sql`update tracking.presence set until_at = now()`;
  await eventually(() => expect(listening.shown()).toEqual([]));
  await dead[Symbol.asyncDispose]();
  await using alive = await feedOf(bus, { beatMs: 20 });
  const looking = await listen(alive, north, [there.order]);
  await world.sql`update tracking.presence set until_at = now()`;
  await eventually(async () =>
    expect(await world.sql`select 1 from tracking.presence where until_at > now() + interval '30 s'`).toHaveLength(1),
  );
  await looking.stop();
  await listening.stop();
});

test('cases that change are told to whoever may see them, by whoever changes them, and nothing else is', async () => {
  const there = await parcel('north');
  const elsewhere = await parcel('south');
  await using bus = await busOf();
  await using feed = await feedOf(bus);
  const [ofNorth, ofSouth] = await Promise.all([listen(feed, north), listen(feed, south)]);
  expect([ofNorth.messages[0]?.haveCasesChanged, ofSouth.messages[0]?.haveCasesChanged]).toEqual([true, true]);
  version = 0;
  await note(there.one);
  await eventually(() => expect(ofNorth.changes()).toBe(1));
  // The rules: the carrier has it again.
  await world.sql`update tracking.work_case set score = score + 1`;
  await world.sql`update tracking.work_case set due_at = now() where shipment_id = ${there.shipmentId}`;
  await eventually(() => expect(ofNorth.changes()).toBe(2));
  expect(ofSouth.messages).toHaveLength(1);
  version = 0;
  await note(elsewhere.one);
  await eventually(() => expect(ofSouth.changes()).toBe(1));
  for (const one of [ofNorth, ofSouth]) await one.stop();
});

test('with the mark of the last message nothing between two streams is missed, and nothing is told that was known', async () => {
  const there = await parcel('north');
  await using bus = await busOf();
  await using feed = await feedOf(bus);
  const first = await listen(feed, north);
  const mark = first.messages[0]?.seen ?? '';
  await first.stop();
  const again = await listen(feed, north, [], mark);
  expect(again.messages[0]?.haveCasesChanged).toBe(false);
  await again.stop();
  version = 0;
  await note(there.one);
  const later = await listen(feed, north, [], mark);
  expect(later.messages[0]?.haveCasesChanged).toBe(true);
  await later.stop();
  // From another database, or of a time to come.
  expect((await listen(feed, north, [], '900000000000:900000000000:')).messages[0]?.haveCasesChanged).toBe(false);
});

test('a change that commits after later ones is told all the same', async () => {
  const [slow, quick] = [await parcel('north'), await parcel('north')];
  await using bus = await busOf();
  await using feed = await feedOf(bus);
  const sql = connectDatabase(world.databaseUrl, { application: 'test-slow', searchPath: 'tracking', max: 1 });
  try {
    const listening = await listen(feed, north);
    await sql.begin(async (tx) => {
      await tx`update tracking.work_case set version = version + 1 where shipment_id = ${slow.shipmentId}`;
      await world.sql`update tracking.work_case set version = version + 1 where shipment_id = ${quick.shipmentId}`;
      await eventually(() => expect(listening.changes()).toBe(1));
    });
    await eventually(() => expect(listening.changes()).toBe(2));
    await listening.stop();
  } finally {
    await sql.end({ timeout: 1 });
  }
});

test('however much happens, a stream has one message in its gap, and the last state comes after it', async () => {
  const there = await parcel('north');
  await using bus = await busOf();
  await using patient = await feedOf(bus, { gapMs: never });
  await using feed = await feedOf(bus, { gapMs: 200 });
  const waiting = await listen(patient, north);
  const listening = await listen(feed, north);
  const begun = performance.now();
  for (let i = 0; i < 60; i += 1) {
    await world.sql`update tracking.work_case set version = version + 1 where shipment_id = ${there.shipmentId}`;
    bus.wake('desk');
  }
  const looking = await listen(feed, ana, [there.order]);
  await eventually(() => expect(listening.shown()).toEqual([`Ana Agent ${there.order}`]));
  expect(listening.changes()).toBeGreaterThanOrEqual(1);
  expect(listening.messages.length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 200);
  expect(waiting.messages).toHaveLength(1);
  for (const one of [waiting, listening, looking]) await one.stop();
});

test('over the socket: agents and operators only, ids are tested, and who closes the tab is gone', async () => {
  const there = await parcel('north');
  const connect = async (as: Viewer, variables: object) => {
    const token = await world.keys.sign(as);
    const client = createClient({
      url: `${world.server.privateUrl.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const messages: {
      data?: { deskChanged: { mark: string; presence: { staff: { name: string; isViewer: boolean } }[] } };
    }[] = [];
    const errors: { message: string; extensions?: { code?: string } }[] = [];
    client.subscribe(
      {
        query: `subscription ($after: String, $lookingAt: [ID!]) { deskChanged(after: $after, lookingAt: $lookingAt) {
          mark haveCasesChanged presence { subjectId since staff { id name isViewer } } } }`,
        variables: variables as Record<string, unknown>,
        extensions: { viewer: token },
      },
      {
        next: (message) => {
          messages.push(message as never);
          errors.push(...((message.errors ?? []) as never[]));
        },
        error: (error) => void (Array.isArray(error) && errors.push(...error)),
        complete: () => {},
      },
    );
    return { client, messages, errors, codes: () => errors.map(({ extensions }) => extensions?.code) };
  };
  const refused = await Promise.all([
    connect(viewer({ role: 'customer', level: 'L3', companies: [], customers: [101] }), {}),
    connect(viewer({ role: 'partner', level: 'PARTNER' }), {}),
  ]);
  for (const one of refused) await eventually(() => expect(one.codes()).toEqual(['FORBIDDEN']));
  const wrong = await Promise.all([
    connect(ana, { lookingAt: ['nothing'] }),
    connect(ana, { lookingAt: [there.order, there.shipment, there.one, toGlobalId('Order', 1)] }),
    connect(ana, { after: 'nothing' }),
    connect(ana, { after: Buffer.from('desk1:9:3:').toString('base64url') }),
    connect(ana, { after: Buffer.from('desk1:3:9:8,5').toString('base64url') }),
  ]);
  for (const one of wrong) await eventually(() => expect(one.codes()).toEqual(['BAD_USER_INPUT']));

  const ben = await connect(viewer({ role: 'agent', sub: 'ben', name: 'Ben Agent' }), {});
  await eventually(() => expect(ben.messages).toHaveLength(1));
  const tab = await connect(ana, { lookingAt: [there.order] });
  const shown = () => ben.messages.at(-1)?.data?.deskChanged.presence.map(({ staff }) => staff);
  await eventually(() => expect(shown()).toEqual([expect.objectContaining({ name: 'Ana Agent', isViewer: false })]), {
    timeoutMs: 10_000,
  });
  tab.client.terminate();
  await eventually(() => expect(shown()).toEqual([]), { timeoutMs: 10_000 });
  for (const { client } of [...refused, ...wrong, ben, tab]) await client.dispose();
});
