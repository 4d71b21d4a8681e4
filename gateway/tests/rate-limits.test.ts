import { eventually, requireOrSkip, startRedis } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { operationPoints } from '../src/limits/operation-limits.ts';
import { type Answer, origin, startWorld, type World } from './support/world.ts';

const redisPath = requireOrSkip('redis');
const perMinute = 20_000;
const small = Object.fromEntries(
  ['ADDRESS', 'ORDER', 'PERSON', 'PARTNER'].map((kind) => [`RATE_LIMIT_${kind}`, String(perMinute)]),
);
const cheap = '{ orderByName(name: "S00001") { id } }'; // costs 2
const dear = '{ orders(first: 100) { nodes { id name viewerAccess } } }'; // costs 1 + 100 * (1 + 3)
const allowed = {
  cheap: Math.floor(perMinute / (operationPoints + 2)),
  dear: Math.floor(perMinute / (operationPoints + 401)),
};

let next = 0;
/** An address that nobody had before. Only the portal, on this machine, may name one. */
const address = () => {
  next += 1;
  return `203.${Math.floor(next / 65_536)}.${Math.floor(next / 256) % 256}.${next % 256}`;
};
const from = (place: string) => ({ 'x-forwarded-for': place });

/** How many of so many requests run, and how the others are refused. */
async function ask({ send }: Pick<World, 'send'>, count: number, headers: Record<string, string>, query = cheap) {
  let ran = 0;
  const refusals: Answer[] = [];
  for (let i = 0; i < count; i += 20) {
    const answers = await Promise.all(Array.from({ length: Math.min(20, count - i) }, () => send({ query }, headers)));
    for (const answer of answers) {
      if (answer.status === 200 && !answer.body.errors) ran += 1;
      else refusals.push(answer);
    }
  }
  return { ran, refusals };
}

async function metric({ gateway }: Pick<World, 'gateway'>, line: string): Promise<number> {
  const text = await (await fetch(`${gateway.privateUrl}/metrics`)).text();
  return Number(
    text
      .split('\n')
      .find((candidate) => candidate.startsWith(`${line} `))
      ?.slice(line.length) ?? 0,
  );
}

describe('what one client asks for in a minute', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: small });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each<[string, () => Promise<Record<string, string>>, () => Promise<Record<string, string>>]>([
    ['an address', async () => from('198.51.100.1'), async () => from('198.51.100.2')],
    [
      'a household of IPv6',
      async () => from(`2001:db8:1:2::${address().split('.').pop()}`),
      async () => from('2001:db8:1:3::1'),
    ],
    [
      'an order, whatever token and address',
      async () => ({
        ...from(address()),
        authorization: `Bearer ${await world.orderAccess.sign({ sub: '7', jti: address() })}`,
      }),
      async () => ({ ...from(address()), authorization: `Bearer ${await world.orderAccess.sign({ sub: '8' })}` }),
    ],
    [
      'a person, whatever cookie and address',
      async () => ({ ...from(address()), origin, cookie: await world.signIn('agent') }),
      async () => ({ ...from(address()), origin, cookie: await world.signIn('operator') }),
    ],
    [
      'a partner, whatever token and address',
      async () => ({ ...from(address()), authorization: `Bearer ${await world.token()}` }),
      async () => from(address()),
    ],
  ])('%s', async (_name, client, other) => {
    const seen = world.odoo.seen.length;
    const first = await ask(world, 120, await client());
    const second = await ask(world, 120, await client());
    expect(first.ran + second.ran).toBe(allowed.cheap);
    expect(world.odoo.seen.length - seen).toBe(allowed.cheap);
    for (const { status, headers, body } of second.refusals) {
      expect([status, body.data ?? null]).toEqual([429, null]);
      const { retryAfterMs, ...extensions } = (body.errors?.[0]?.extensions ?? {}) as Record<string, unknown>;
      expect(extensions).toEqual({ code: 'RATE_LIMITED', reason: 'rate' });
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
      expect(headers.get('retry-after')).toBe(String(Math.ceil(Number(retryAfterMs) / 1000)));
    }
    expect((await ask(world, 20, await other())).ran).toBe(20);
  });

  test('is counted by what it costs', async () => {
    const headers = from(address());
    expect((await ask(world, 60, headers, dear)).ran).toBe(allowed.dear);
  });

  test('what cannot run counts too: documents that are wrong, tokens that do not hold', async () => {
    const wrong = from(address());
    const answers = await ask(world, 240, wrong, '{ nothing }');
    expect(answers.refusals.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20);
    const stranger = { ...from(address()), authorization: 'Bearer x' };
    const { refusals } = await ask(world, 240, stranger);
    expect(refusals.filter(({ status }) => status === 401).length).toBe(perMinute / operationPoints);
    expect(refusals.filter(({ status }) => status === 429).length).toBe(40);
  });

  test('operations of a socket count with the others, and a refused one leaves the socket open', async () => {
    const headers = from(address());
    await using socket = world.socket({ headers, lazy: false, keepAlive: 0 });
    const overSocket = async (query: string) => {
      const { messages, outcome } = socket.subscribe(query);
      await eventually(() => messages.length > 0 || outcome.ended === 'error');
      return messages[0]?.errors?.[0]?.extensions['code'] ?? 'ran';
    };
    for (let i = 0; i < 3; i += 1) expect(await overSocket(dear)).toBe('ran');
    expect((await ask(world, 60, headers, dear)).ran).toBe(allowed.dear - 3);
    expect([await overSocket(cheap), await overSocket('subscription { milestoneAdded { cursor } }')]).toEqual([
      'RATE_LIMITED',
      'RATE_LIMITED',
    ]);
    expect(socket.closes).toEqual([]);
  });

  test('a stream is refused the same way', async () => {
    const headers = { ...from(address()), accept: 'text/event-stream' };
    await ask(world, 240, { ...headers, accept: 'application/json' });
    const response = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: 'subscription { milestoneAdded { cursor } }' }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    expect(await response.text()).toContain('RATE_LIMITED');
  });

  test('this machine itself may ask for fifty times as much', async () => {
    expect((await ask(world, 300, {})).ran).toBe(300);
  });

  test('refusals are counted', async () => {
    const before = await metric(world, 'gateway_refused_total{limit="rate"}');
    const { refusals } = await ask(world, 240, from(address()));
    expect(await metric(world, 'gateway_refused_total{limit="rate"}')).toBe(before + refusals.length);
  });
});

describe('open connections', () => {
  const most = 3;
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      env: {
        CONNECTION_LIMIT_ADDRESS: String(most),
        CONNECTION_LIMIT_ORDER: String(most - 1),
        CONNECTION_LIMIT_PARTNER: String(most),
      },
    });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** Opens a socket and says hello; tells how that went: `open`, an HTTP status, or a close code. */
  async function open(headers: Record<string, string>, token?: string) {
    const socket = new WebSocket(`${world.gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers,
    });
    const outcome = await new Promise<'open' | number>((resolve) => {
      socket.on('unexpected-response', (_request, response) => {
        expect(response.headers['retry-after']).toMatch(/^\d+$/);
        resolve(response.statusCode as number);
      });
      socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { token } })));
      socket.on('message', () => resolve('open'));
      socket.on('close', (code) => resolve(code));
      socket.on('error', () => {});
    });
    return { socket, outcome };
  }
  const stream = async (headers: Record<string, string>) => {
    const abort = new AbortController();
    const response = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query: 'subscription { milestoneAdded { cursor } }' }),
      signal: abort.signal,
    });
    return { status: response.status, response, abort };
  };

  test('sockets of one address: one too many is refused at the door, and a place that is free is taken', async () => {
    const headers = from(address());
    const opened = await Promise.all(Array.from({ length: most + 2 }, () => open(headers)));
    expect(opened.map(({ outcome }) => outcome).sort()).toEqual([429, 429, ...Array(most).fill('open')]);
    expect((await open(from(address()))).outcome).toBe('open');
    opened.find(({ outcome }) => outcome === 'open')?.socket.terminate();
    await eventually(async () => (await open(headers)).outcome === 'open');
  });

  test('sockets of one order close with 1013, also from different addresses', async () => {
    const token = await world.orderAccess.sign({ sub: '17' });
    const outcomes = [];
    for (let i = 0; i < most; i += 1) outcomes.push((await open(from(address()), token)).outcome);
    expect(outcomes).toEqual([...Array(most - 1).fill('open'), 1013]);
  });

  test('a partner’s sockets count for the partner, not for the address', async () => {
    const headers = from(address());
    const token = await world.token();
    const outcomes = [];
    for (let i = 0; i < most + 1; i += 1) outcomes.push((await open(headers, token)).outcome);
    expect(outcomes).toEqual([...Array(most).fill('open'), 1013]);
    expect((await open(headers)).outcome).toBe('open');
  });

  test('streams, over a socket and SSE together; who leaves makes room, however it leaves', async () => {
    await eventually(async () => (await metric(world, 'gateway_streams')) === 0);
    const headers = from(address());
    await using socket = world.socket({ headers });
    const live = 'subscription { milestoneAdded { cursor } }';
    socket.subscribe(live);
    const second = socket.subscribe(live);
    await eventually(() => world.tracking.state.subscribers === 2);
    const sse = await stream(headers);
    expect(sse.status).toBe(200);
    await eventually(() => world.tracking.state.subscribers === most);

    const refused = socket.subscribe(live);
    await eventually(() => refused.messages.length === 1);
    expect(refused.messages[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', reason: 'connections' });
    const overHttp = await stream(headers);
    expect([overHttp.status, overHttp.response.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await metric(world, 'gateway_streams')).toBe(most);

    sse.abort.abort();
    second.stop();
    await eventually(async () => (await metric(world, 'gateway_streams')) === 1);
    const again = await stream(headers);
    expect(again.status).toBe(200);
    world.tracking.cut(); // the upstream is lost: everybody is sent away
    await eventually(async () => (await metric(world, 'gateway_streams')) === 0);
    again.abort.abort();
  });

  test('a subscription that fails at once holds nothing', async () => {
    const headers = from(address());
    await using socket = world.socket({ headers });
    for (let i = 0; i < most + 3; i += 1) {
      const { messages, outcome } = socket.subscribe('subscription { milestoneAdded(after: "OLD") { cursor } }');
      await eventually(() => messages.length > 0 || outcome.ended !== null);
      expect(JSON.stringify([messages, outcome.error])).toContain('CURSOR_EXPIRED');
    }
    await eventually(async () => (await metric(world, 'gateway_streams')) === 0);
  });

  test('many orders in one hand are bounded by the place', async () => {
    const headers = from(address());
    const opened = [];
    for (let i = 0; i < most + 1; i += 1)
      opened.push(
        await stream({
          ...headers,
          authorization: `Bearer ${await world.orderAccess.sign({ sub: `${100 + i}`, jti: `j${i}` })}`,
        }),
      );
    expect(opened.map(({ status }) => status)).toEqual([...Array(most).fill(200), 429]);
    for (const { abort } of opened) abort.abort();
  });
});

test('RATE_LIMITS=off: nobody is refused', async () => {
  await using world = await startWorld({ env: { ...small, RATE_LIMITS: 'off' } });
  expect((await ask(world, 300, from(address()))).ran).toBe(300);
});

describe.skipIf(!redisPath)('with Redis', () => {
  const isShared = async (world: World) => {
    const line = 'limits_checked_without_redis_total';
    const before = await metric(world, line);
    await ask(world, 1, {});
    return (await metric(world, line)) === before;
  };

  test('instances count together', async () => {
    await using redis = await startRedis(redisPath as string);
    await using world = await startWorld({
      env: { ...small, REDIS_URL: redis.url },
      timing: { redisPatienceMs: 20_000 },
    });
    const other = await world.start();
    await eventually(() => isShared(world));
    await eventually(() => isShared({ ...world, gateway: other }));
    const atOther = {
      async send(body: unknown, headers: Record<string, string> = {}) {
        const response = await fetch(`${other.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        });
        return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
      },
    };
    const headers = from(address());
    const [here, there] = await Promise.all([ask(world, 160, headers), ask(atOther, 160, headers)]);
    expect(here.ran + there.ran).toBe(allowed.cheap);
    expect(Math.min(here.ran, there.ran)).toBeGreaterThan(0);
    await other[Symbol.asyncDispose]();
  });

  test.each([
    ['killed', (redis: Awaited<ReturnType<typeof startRedis>>) => redis.kill()],
    ['frozen', (redis: Awaited<ReturnType<typeof startRedis>>) => redis.freeze()],
  ])('%s in the middle of 400 requests: all run', async (_how, end) => {
    await using redis = await startRedis(redisPath as string);
    await using world = await startWorld({ env: { REDIS_URL: redis.url } });
    await eventually(() => isShared(world));
    let ran = 0;
    for (let i = 0; i < 20; i += 1) {
      const asked = ask(world, 20, from(address()));
      if (i === 10) end(redis);
      ran += (await asked).ran;
    }
    expect(ran).toBe(400);
    expect(await metric(world, 'limits_checked_without_redis_total')).toBeGreaterThanOrEqual(180);
  });
});
