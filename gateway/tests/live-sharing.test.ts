import { eventually } from '@milepost/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSse } from './support/sse.ts';
import { startWorld, type World } from './support/world.ts';

const lean = 'subscription { milestoneAdded { cursor event { id } shipment { id } } }';
const named = 'subscription { milestoneAdded { cursor shipment { id order { id name customerReference } } } }';

interface Order {
  name: string;
  /** The session under which it was asked for. */
  customerReference: string;
}
const ordersOf = (messages: { data?: unknown }[]) =>
  (messages as { data: { milestoneAdded: { shipment: { order: Order } } } }[]).map(
    ({ data }) => data.milestoneAdded.shipment.order,
  );
const whoAsked = ({ customerReference }: Order) => customerReference;

describe.each(['rust', 'js'] as const)('what completes live messages, %s executor', (executor) => {
  let world: World;
  let release = () => {};
  beforeAll(async () => {
    world = await startWorld({ env: { EXECUTOR: executor } });
  });
  afterEach(async () => {
    release();
    Object.assign(world.odoo.state, { hold: null, failing: false, prefix: 'S' });
    await eventually(() => world.tracking.state.subscribers === 0);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const hold = () => {
    world.odoo.state.hold = new Promise((resolve) => {
      release = resolve;
    });
  };
  type Socket = ReturnType<World['socket']>;
  /** So many subscriptions on each of the sockets. */
  const listen = async (sockets: Socket[], count: number, query = named) => {
    const before = world.tracking.state.subscribers;
    const all = sockets.flatMap((socket) => Array.from({ length: count }, () => socket.subscribe(query)));
    await eventually(() => world.tracking.state.subscribers === before + all.length);
    return all;
  };
  /** Tells a milestone; the last one to subscribe hears it last, so by then the gateway has asked for everybody before. */
  const tell = async (socket: Socket) => {
    const [last] = await listen([socket], 1, lean);
    const asked = world.odoo.seen.length;
    world.tracking.append();
    await eventually(() => last?.messages.length === 1);
    const before = world.tracking.state.subscribers;
    last?.stop();
    await eventually(() => world.tracking.state.subscribers === before - 1);
    return { calls: () => world.odoo.seen.slice(asked) };
  };

  test('a lean document asks no other subgraph, and all subscriptions share one upstream connection', async () => {
    await using one = world.socket({ connectionParams: { token: await world.token() } });
    await using other = world.socket({ connectionParams: { token: await world.token() } });
    const all = await listen([one, other], 50, lean);
    const { calls } = await tell(one);
    await eventually(() => all.every(({ messages }) => messages.length === 1));
    expect([calls().length, world.tracking.sockets.size]).toEqual([0, 1]);
  });

  test.each([
    ['a partner', () => world.token()],
    ['who proved an order', () => world.orderAccess.sign({ sub: '7', jti: 'many' })],
  ])(
    'is asked for once for a hundred subscriptions of one session, on sockets that came at once: %s',
    async (_who, signIn) => {
      const token = await signIn();
      await using stack = new AsyncDisposableStack();
      const sockets = Array.from({ length: 20 }, () => stack.use(world.socket({ connectionParams: { token } })));
      const all = await listen(sockets, 5);
      hold();
      const { calls } = await tell(sockets[0] as Socket);
      release();
      await eventually(() => all.every(({ messages }) => messages.length === 1));
      // Twice where the viewer's token is renewed in the middle, as it is each half minute.
      expect([1, 2]).toContain(calls().length);
      expect(new Set(ordersOf(all.flatMap(({ messages }) => messages)).map(({ name }) => name)).size).toBe(1);
      // Found again from the log line of each of them, once it has ended.
      const shared = calls()[0]?.extensions['requestId'];
      all[0]?.stop();
      await eventually(() => world.lines.some((line) => JSON.parse(line).live?.id === shared));
    },
  );

  test('is asked for once for each session, and nobody gets the answer of another', async () => {
    const tokens = [
      await world.token(),
      await world.token(),
      await world.orderAccess.sign({ sub: '7', jti: 'a' }),
      await world.orderAccess.sign({ sub: '7', jti: 'b' }),
      undefined,
    ];
    await using stack = new AsyncDisposableStack();
    const sockets = tokens.map((token) => stack.use(world.socket({ connectionParams: token ? { token } : {} })));
    const all = await listen(sockets, 5);
    hold();
    const { calls } = await tell(sockets[0] as Socket);
    release();
    await eventually(() => all.every(({ messages }) => messages.length === 1));
    expect(calls().length).toBe(5);
    const sessions = calls().map(({ viewer }) => viewer.sid);
    const told = sockets.map((_, i) => [
      ...new Set(ordersOf(all.slice(i * 5, i * 5 + 5).flatMap(({ messages }) => messages)).map(whoAsked)),
    ]);
    expect(told.map((mine) => mine.length)).toEqual([1, 1, 1, 1, 1]);
    expect(told.flat().toSorted()).toEqual(sessions.toSorted());
  });

  test('is asked for anew as soon as it was answered', async () => {
    await using socket = world.socket();
    const [live] = await listen([socket], 1);
    await tell(socket);
    await eventually(() => live?.messages.length === 1);
    world.odoo.state.prefix = 'NEW';
    // The same order again.
    world.tracking.events.push({ n: world.tracking.events.length });
    const { calls } = await tell(socket);
    await eventually(() => live?.messages.length === 3);
    expect(ordersOf(live?.messages ?? []).map(({ name }) => name.slice(0, 3))).toEqual(['S00', 'NEW', 'NEW']);
    expect(calls().length).toBeGreaterThan(0);
  });

  test.each(['WebSocket', 'SSE'])('arrives although the one that asked first has left (%s)', async (way) => {
    await using first = world.socket();
    const before = world.tracking.state.subscribers;
    const sse = way === 'SSE' ? await openSse(world, named) : null;
    if (!sse) first.subscribe(named);
    await eventually(() => world.tracking.state.subscribers === before + 1);
    await using socket = world.socket();
    const others = await listen([socket], 5);
    hold();
    const { calls } = await tell(socket);
    expect(calls().length).toBeLessThanOrEqual(1);
    if (sse) await sse.cancel();
    else await first[Symbol.asyncDispose]();
    await eventually(() => world.tracking.state.subscribers === before + 5);
    release();
    await eventually(() => others.every(({ messages }) => messages.length === 1));
    expect(others.flatMap(({ messages }) => messages.map(({ errors }) => errors))).toEqual(Array(5).fill(undefined));
    expect(calls().length).toBe(1);
  });

  test('fails in the place where each of them asked for it', async () => {
    await using socket = world.socket();
    const aliased = named.replace('shipment {', 'parcel: shipment {').replace('order {', 'of: order {');
    const [plain] = await listen([socket], 1);
    const [renamed] = await listen([socket], 1, aliased);
    world.odoo.state.failing = true;
    hold();
    const { calls } = await tell(socket);
    release();
    await eventually(() => plain?.messages.length === 1 && renamed?.messages.length === 1);
    expect(calls().length).toBe(1);
    const failures = [plain, renamed].map((live) => live?.messages[0]?.errors?.map(({ path }) => path));
    expect(failures).toEqual([
      [['milestoneAdded', 'shipment', 'order', 'name']],
      [['milestoneAdded', 'parcel', 'of', 'name']],
    ]);
  });

  test('is no query’s answer, and queries share nothing with each other: each may follow a mutation', async () => {
    hold();
    const asked = world.odoo.seen.length;
    const answers = Array.from({ length: 3 }, () => world.query('{ orderByName(name: "S1") { name } }'));
    await eventually(() => world.odoo.seen.length === asked + 3);
    release();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(world.odoo.seen.slice(asked).map(({ extensions }) => extensions['requestId'])).size).toBe(3);
  });
});
