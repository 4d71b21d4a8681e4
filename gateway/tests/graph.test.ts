import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../src/graph/limits.ts';
import { origin, startWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const nested = (levels: number) => {
  // shipment -> order -> shipments -> order … two levels each
  let inner = 'id';
  for (let i = 0; i < levels; i += 1) inner = i % 2 ? `shipments { ${inner} }` : `order { ${inner} }`;
  return levels % 2 ? `{ shipment(id: "1") { ${inner} } }` : `{ orderByName(name: "S1") { ${inner} } }`;
};
const aliased = (count: number) =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: orderByName(name: "S1") { id }`).join(' ')} }`;
const page = (first: unknown, variables = false) =>
  variables
    ? {
        query: 'query ($n: Int) { shipment(id: "1") { events(first: $n) { nodes { id } } } }',
        variables: { n: first },
      }
    : { query: `{ shipment(id: "1") { events(first: ${first}) { nodes { id } } } }` };
const searches = (count: number) =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: search(text: "S00046") { text }`).join(' ')} }`;
const fragmentBomb = `query { shipment(id: "1") { ...F0 } } ${Array.from(
  { length: 9 },
  (_, i) => `fragment F${i} on Shipment { order { shipments { ...F${i + 1} ...F${i + 1} } } }`,
).join(' ')} fragment F9 on Shipment { id }`;

describe('limits of one operation', () => {
  test.each<[string, object, string | null]>([
    ['12 levels', { query: nested(10) }, null],
    ['13 levels', { query: nested(11) }, 'depth'],
    ['15 aliases', { query: aliased(15) }, null],
    ['16 aliases', { query: aliased(16) }, 'aliases'],
    ['1,001 tokens', { query: `{ ${'liveCursor '.repeat(limits.tokens)} }` }, 'tokens'],
    ['a page of 100', page(100), null],
    ['a page of 101', page(101), 'pageSize'],
    ['a page of 0', page(0), 'pageSize'],
    ['a page of -1', page(-1), 'pageSize'],
    ['a page of 100 by variable', page(100, true), null],
    ['a page of 101 by variable', page(101, true), 'pageSize'],
    ['a page of 2 billion by variable', page(2_000_000_000, true), 'pageSize'],
    ['null as a page size means the default', page(null, true), null],
    [
      'pages in pages',
      {
        query:
          'query ($n: Int) { orders(first: $n) { nodes { shipments { events(first: $n) { nodes { id milestone } } } } } }',
        variables: { n: 100 },
      },
      'cost',
    ],
    [
      'the same document with small pages',
      {
        query:
          'query ($n: Int) { orders(first: $n) { nodes { shipments { events(first: $n) { nodes { id milestone } } } } } }',
        variables: { n: 10 },
      },
      null,
    ],
    ['three searches', { query: searches(3) }, null],
    ['four searches', { query: searches(4) }, 'cost'],
    ['fragments that double at each level', { query: fragmentBomb }, 'depth'],
  ])('%s', async (_name, body, reason) => {
    const { body: answer } = await world.send(body);
    expect(answer.errors?.[0]?.extensions['reason'] ?? null).toBe(reason);
    if (reason)
      expect(answer).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringMatching(/\d/) }],
      });
    else expect(answer.errors).toBeUndefined();
  });

  test('a refused operation costs no request to a subgraph', async () => {
    const before = world.odoo.seen.length + world.tracking.seen.length;
    await world.send(page(101, true));
    await world.send({ query: aliased(16) });
    expect(world.odoo.seen.length + world.tracking.seen.length).toBe(before);
  });

  test('they hold over a socket too', async () => {
    await using socket = world.socket();
    const { messages, outcome } = socket.subscribe(page(101).query);
    await expect.poll(() => messages.length > 0 || outcome.ended !== null).toBe(true);
    expect(JSON.stringify([messages, outcome.error])).toContain('pageSize');
  });

  test('a message of more than 64 KiB closes the socket', async () => {
    await using socket = world.socket();
    socket.subscribe(`{ liveCursor } # ${'x'.repeat(limits.socketMessageBytes)}`);
    await expect.poll(() => socket.closes[0]?.code).toBe(1009);
  });
});

describe('requests that are none', () => {
  test('a body of more than 256 KiB is 413, announced or not', async () => {
    const body = JSON.stringify({ query: `{ liveCursor } # ${'x'.repeat(limits.bodyBytes)}` });
    const announced = await world.send(body);
    expect([announced.status, announced.body.errors?.[0]?.extensions]).toEqual([
      413,
      { code: 'BAD_USER_INPUT', reason: 'bodyBytes', limit: limits.bodyBytes },
    ]);
    const chunked = await fetch(`${world.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  test.each<[string, string, Record<string, string>, number, string]>([
    ['no JSON', '{', {}, 400, 'BAD_USER_INPUT'],
    ['empty', '', {}, 400, 'BAD_USER_INPUT'],
    ['a number', '1', {}, 400, 'BAD_USER_INPUT'],
    ['a list of operations', '[{"query":"{ liveCursor }"}]', {}, 400, 'BAD_USER_INPUT'],
    [
      'a form, which a foreign page can send',
      'query={liveCursor}',
      { 'content-type': 'text/plain' },
      415,
      'BAD_USER_INPUT',
    ],
    ['a syntax error', '{"query":"{"}', {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ nothing }"}', {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a missing variable',
      '{"query":"query ($n: String!) { orderByName(name: $n) { id } }"}',
      {},
      400,
      'BAD_USER_INPUT',
    ],
    ['no query', '{}', {}, 400, 'BAD_USER_INPUT'],
  ])('%s', async (_name, body, headers, status, code) => {
    const answer = await world.send(body, { accept: 'application/graphql-response+json', ...headers });
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at \/|\.ts:/);
  });

  test('GET is for event streams; nothing else runs by it', async () => {
    const response = await fetch(`${world.gateway.url}/graphql?query={liveCursor}`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe.each(['rust', 'js'] as const)('errors, %s executor', (executor) => {
  let own: World;
  beforeAll(async () => {
    own = await startWorld({ env: { EXECUTOR: executor }, timing: { upstreamTimeoutMs: 500 } });
  });
  afterAll(() => own[Symbol.asyncDispose]());

  test.each([
    ['FORBIDDEN', 'FORBIDDEN', 'this order belongs to somebody else'],
    ['BAD', 'BAD_USER_INPUT', 'several companies: give companyId'],
    ['BOOM', 'INTERNAL_SERVER_ERROR', 'internal error'],
    ['SLOW-2000', 'UPSTREAM_UNAVAILABLE', 'a part of the system cannot be reached; try again'],
  ])('%s leaves as %s', async (name, code, message) => {
    const { status, body } = await own.query('query ($name: String!) { orderByName(name: $name) { id } }', { name });
    expect(status).toBe(200);
    expect(body.errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code } }]);
    expect(JSON.stringify(body)).not.toMatch(/secret_table|client\.ts|stacktrace|serviceName|\bodoo\b/);
    if (code === 'INTERNAL_SERVER_ERROR') expect(body.errors?.[0]?.extensions['requestId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('the cursor is read before the rows, and an operation without it reads none', async () => {
    own.tracking.state.cursorDelayMs = 100;
    const reads = own.tracking.state.cursorReads;
    const asking = own.query('{ liveCursor orderByName(name: "S1") { id } shipment(id: "NOW") { trackingNumber } }');
    await expect.poll(() => own.tracking.state.cursorReads).toBe(reads + 1);
    own.tracking.append(); // the cursor has been read, the rows have not
    const { body } = await asking;
    own.tracking.state.cursorDelayMs = 0;
    const { liveCursor, shipment } = body.data as { liveCursor: string; shipment: { trackingNumber: string } };
    expect(Number(shipment.trackingNumber)).toBe(Number(liveCursor) + 1);
    expect(own.tracking.state.cursorReads - reads).toBeLessThanOrEqual(2);
    const before = own.tracking.state.cursorReads;
    await own.query('{ shipment(id: "1") { trackingNumber } }');
    expect(own.tracking.state.cursorReads).toBe(before);
  });

  test('an unreadable cursor fails the operation instead of guessing', async () => {
    own.tracking.state.cursorFails = true;
    const { body } = await own.query('{ liveCursor orderByName(name: "S1") { id } }');
    own.tracking.state.cursorFails = false;
    expect(body.errors?.map((error) => error.extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
  });

  test('a subgraph that is restarted in that moment costs no query: its next instance is asked', async () => {
    const cutNext = ({ server }: { server: import('node:http').Server }, mark: string) => {
      const cut = new Promise<void>((done) => {
        const onRequest = (request: import('node:http').IncomingMessage) => {
          let body = '';
          request.on('data', (chunk) => {
            body += chunk;
            if (!body.includes(mark)) return;
            server.off('request', onRequest);
            request.socket.destroy();
            done();
          });
        };
        server.prependListener('request', onRequest);
      });
      return cut;
    };
    const cuts = [cutNext(own.odoo, 'orderByName'), cutNext(own.tracking, '{ liveCursor }')];
    const { body } = await own.query('{ liveCursor orderByName(name: "S1") { name } }');
    await Promise.all(cuts);
    expect(body).toMatchObject({ data: { liveCursor: expect.any(String), orderByName: { name: 'S00001' } } });
    expect(body.errors).toBeUndefined();
  });

  test('one subgraph down leaves the other’s part', async () => {
    await own.tracking.stop();
    const { body } = await own.query('{ orderByName(name: "S1") { id name viewerAccess } }');
    expect(body.data).toEqual({ orderByName: { id: '1', name: 'S00001', viewerAccess: 'L0' } });
    const both = await own.query('{ orderByName(name: "S1") { name } shipment(id: "1") { id trackingNumber } }');
    expect(both.body.data).toEqual({ orderByName: { name: 'S00001' }, shipment: null });
    expect(both.body.errors).toMatchObject([{ path: ['shipment'], extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    expect(JSON.stringify(both.body)).not.toMatch(/127\.0\.0\.1|ECONN/);
  });
});

describe('GraphiQL', () => {
  const graphiql = (url: string) => fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });

  test('in demo mode only', async () => {
    const page = await graphiql(world.gateway.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    await using real = await startWorld({ env: { DEMO_MODE: '0', PUBLIC_ORIGIN: 'https://track.example' } });
    expect((await graphiql(real.gateway.url)).status).toBe(405);
  });
});

describe('the Origin', () => {
  test('a page of another site is refused before anything is read', async () => {
    const seen = world.odoo.seen.length;
    const { status, body } = await world.query(
      '{ orderByName(name: "S1") { id } }',
      {},
      { origin: 'http://evil.example' },
    );
    expect([status, body.errors?.[0]?.extensions.code, world.odoo.seen.length]).toEqual([403, 'FORBIDDEN', seen]);
    expect((await world.query('{ liveCursor }', {}, { origin })).status).toBe(200);
  });
});
