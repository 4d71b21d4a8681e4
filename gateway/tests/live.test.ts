import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSse } from './support/sse.ts';
import { startWorld, type World } from './support/world.ts';

const plain = 'subscription ($after: String) { milestoneAdded(after: $after) { cursor event { id } } }';
const enriched =
  'subscription ($after: String) { milestoneAdded(after: $after) { cursor shipment { id order { id name } } } }';

describe.each(['rust', 'js'] as const)('live messages, %s executor', (executor) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: { EXECUTOR: executor }, liveTransport: { pingMs: 200, pongMs: 200 } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test('arrive in order from the cursor on, over WebSocket and SSE alike', async () => {
    const from = world.tracking.events.length;
    for (let i = 0; i < 3; i += 1) world.tracking.append();
    await using socket = world.socket();
    const live = socket.subscribe(plain, { after: String(from) });
    const sse = await openSse(world, plain, { after: String(from) });
    world.tracking.append();
    const expected = [1, 2, 3, 4].map((n) => String(from + n));
    await eventually(() => expect(live.cursors()).toEqual(expected));
    await eventually(() => expect(sse.cursors()).toEqual(expected));
    await sse.cancel();
  });

  test('an error in one message is not in the next ones', async () => {
    await using socket = world.socket();
    const { messages } = socket.subscribe(enriched, { after: String(world.tracking.events.length) });
    world.odoo.state.failing = true;
    world.tracking.append();
    await eventually(() => messages.length === 1);
    world.odoo.state.failing = false;
    world.tracking.append();
    world.tracking.append();
    await eventually(() => messages.length === 3);
    expect(messages[0]?.errors?.map((error) => error.extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(messages[0]?.data).toMatchObject({ milestoneAdded: { cursor: expect.any(String) } });
    expect(messages.slice(1).map((message) => message.errors)).toEqual([undefined, undefined]);
  });

  test('a message that fails as a whole repeats nothing of the one before', async () => {
    await using socket = world.socket();
    const from = world.tracking.events.length;
    const { messages, cursors } = socket.subscribe(plain, { after: String(from) });
    world.tracking.append();
    world.tracking.append({ isBroken: true });
    world.tracking.append();
    await eventually(() => messages.length === 3);
    expect(cursors()).toEqual([String(from + 1), undefined, String(from + 3)]);
    expect(messages[1]?.errors?.[0]).toMatchObject({
      message: 'internal error',
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
    });
    expect(JSON.stringify(messages)).not.toContain('tracking.secret');
    expect([messages[0]?.errors, messages[2]?.errors]).toEqual([undefined, undefined]);
  });

  test('an expired cursor ends the operation with its code; the socket lives on', async () => {
    await using socket = world.socket();
    const { messages, outcome } = socket.subscribe(plain, { after: 'OLD' });
    await eventually(() => outcome.ended !== null || messages.length > 0);
    expect(JSON.stringify([outcome.error, messages])).toContain('CURSOR_EXPIRED');
    const other = socket.subscribe(plain, { after: String(world.tracking.events.length) });
    world.tracking.append();
    await eventually(() => other.messages.length === 1);
  });

  test.each([
    ['killed', (tracking: World['tracking']) => tracking.cut()],
    ['closed with 1000', (tracking: World['tracking']) => tracking.closeSockets(1000)],
    ['closed with 1001', (tracking: World['tracking']) => tracking.closeSockets(1001)],
    ['closed with 4400', (tracking: World['tracking']) => tracking.closeSockets(4400)],
  ])('upstream %s: sockets close with 1012, SSE is cut, nothing is completed or invented', async (_how, end) => {
    await using socket = world.socket();
    const from = String(world.tracking.events.length);
    const live = socket.subscribe(plain, { after: from });
    const sse = await openSse(world, plain, { after: from });
    await eventually(() => world.tracking.state.subscribers >= 2);
    end(world.tracking);
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 1012 }]));
    await eventually(() => sse.state.ended !== null);
    expect(sse.state).toEqual({ ended: 'cut', completed: false });
    expect([live.messages, live.outcome.ended === 'complete', sse.cursors()]).toEqual([[], false, []]);
    await eventually(() => world.tracking.state.subscribers === 0);
  });

  test('an upstream that says nothing any more counts as lost', async () => {
    await using socket = world.socket();
    socket.subscribe(plain, { after: String(world.tracking.events.length) });
    await eventually(() => world.tracking.state.subscribers >= 1);
    // Frozen, not closed: the connection stays up and no pong comes back.
    for (const ws of world.tracking.sockets) ws.pause();
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 1012 }]), { timeoutMs: 5_000 });
    world.tracking.cut(); // the stand-in's side is still frozen
  });

  test('a client that leaves ends its subscription upstream', async () => {
    await eventually(() => world.tracking.state.subscribers === 0);
    const socket = world.socket();
    socket.subscribe(plain);
    const sse = await openSse(world, plain, {});
    await eventually(() => world.tracking.state.subscribers === 2);
    await socket[Symbol.asyncDispose]();
    await sse.cancel();
    await eventually(() => world.tracking.state.subscribers === 0);
  });
});

test('a subscription asked for while the upstream is away waits for it, because nothing can have been missed', async () => {
  await using world = await startWorld();
  await world.tracking.stop();
  await using socket = world.socket();
  const { outcome } = socket.subscribe(plain, { after: '0' });
  await new Promise((later) => setTimeout(later, 700));
  expect([socket.closes, outcome.ended]).toEqual([[], null]);
});

test('a slow reader is closed with 1012 instead of filling memory', async () => {
  await using world = await startWorld({ liveTransport: { maxPending: 50 } });
  for (let i = 0; i < 5_000; i += 1) world.tracking.append();
  await using socket = world.socket();
  // Enrichment is slower than the stream: what waits in between is bounded.
  const { messages } = socket.subscribe(enriched, { after: '0' });
  await eventually(() => expect(socket.closes).toMatchObject([{ code: 1012 }]));
  expect(messages.length).toBeLessThan(5_000);
});

describe('the end of a gateway', () => {
  test('answers under way arrive, sockets close with 1001, SSE is cut, new connections are refused', async () => {
    await using world = await startWorld();
    await using socket = world.socket();
    socket.subscribe(plain);
    const sse = await openSse(world, plain, {});
    await eventually(() => world.tracking.state.subscribers === 2);
    const underWay = world.query('{ orderByName(name: "SLOW-600") { id } }');
    await new Promise((later) => setTimeout(later, 200));
    const ended = world.gateway[Symbol.asyncDispose]();
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 1001 }]));
    await eventually(() => expect(sse.state).toEqual({ ended: 'cut', completed: false }));
    await expect(world.query('{ liveCursor }')).rejects.toThrow();
    expect(await underWay).toMatchObject({ status: 200, body: { data: { orderByName: { id: '1' } } } });
    await ended;
    await eventually(() => world.tracking.state.subscribers === 0);
  });

  test('the engine adds no signal handlers of its own, which would cut answers short', async () => {
    const before = process.listenerCount('SIGTERM');
    await using world = await startWorld();
    expect(world.gateway.url).toContain('http');
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
