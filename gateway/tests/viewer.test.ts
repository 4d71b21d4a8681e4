import { eventually } from '@milepost/testkit';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from './support/world.ts';

const order = '{ orderByName(name: "S00001") { id name viewerAccess shipments { id } } }';
const milestones =
  'subscription ($after: String) { milestoneAdded(after: $after) { cursor shipment { order { name } } } }';

describe.each(['rust', 'js'] as const)('%s executor', (executor) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: { EXECUTOR: executor } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const lastOdoo = () => world.odoo.seen.at(-1);
  const lastTracking = () => world.tracking.seen.at(-1);

  test('an anonymous visitor is one, in both subgraphs', async () => {
    const { status, body } = await world.query(order);
    expect({ status, body }).toEqual({
      status: 200,
      body: { data: { orderByName: { id: '1', name: 'S00001', viewerAccess: 'L0', shipments: [{ id: 'of-1' }] } } },
    });
    const anonymous = {
      role: 'anonymous',
      level: 'L0',
      sub: null,
      companies: [],
      customers: [],
      orders: [],
      scopes: [],
    };
    expect(lastOdoo()?.viewer).toMatchObject(anonymous);
    expect(lastTracking()?.viewer).toMatchObject(anonymous);
  });

  test('the viewer token is typed, short-lived, and its key comes from the private address only', async () => {
    await world.query(order);
    const token = lastOdoo()?.extensions['viewer'] as string;
    const { keys } = (await (await fetch(`${world.gateway.privateUrl}/jwks`)).json()) as { keys: { kid: string }[] };
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', typ: 'viewer+jwt', kid: keys[0]?.kid });
    const claims = decodeJwt(token) as { iss: string; aud: string; exp: number; iat: number };
    expect(claims).toMatchObject({ iss: 'milepost-gateway', aud: 'milepost-subgraph' });
    expect(claims.exp - claims.iat).toBe(60);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect((await fetch(`${world.gateway.url}/jwks`)).status).toBe(404);
  });

  test('a client cannot put its own viewer, asOf or anything else into extensions', async () => {
    const extensions = {
      viewer: 'forged',
      requestId: 'forged-request',
      asOf: '9999',
      address: '203.0.113.9',
      jwt: { payload: { role: 'operator' } },
    };
    const { body } = await world.send({ query: order, extensions });
    expect(body.errors).toBeUndefined();
    for (const seen of [lastOdoo(), lastTracking()]) {
      expect(Object.keys(seen?.extensions ?? {}).sort()).toEqual(['address', 'requestId', 'viewer']);
      expect(seen?.extensions['address']).toBe('127.0.0.1');
      expect(seen?.viewer.role).toBe('anonymous');
      expect(seen?.extensions['requestId']).not.toBe('forged-request');
    }
  });

  test('the portal says for whom it asks; nobody further away is believed', async () => {
    await world.query(order, {}, { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' });
    expect(lastOdoo()?.extensions['address']).toBe('198.51.100.7');
  });

  test('nor over a socket, neither in the operation nor in connectionParams', async () => {
    await using socket = world.socket({ connectionParams: { viewer: 'forged', extensions: { viewer: 'forged' } } });
    const { messages } = socket.subscribe(
      milestones,
      {},
      { viewer: 'forged', asOf: '9999', requestId: 'forged-request' },
    );
    await eventually(() => world.tracking.state.subscribers === 1);
    world.tracking.append();
    await eventually(() => messages.length === 1);
    const opened = world.tracking.subscriptions.at(-1);
    expect(Object.keys(opened?.extensions ?? {}).sort()).toEqual(['address', 'requestId', 'viewer']);
    expect(opened?.viewer.role).toBe('anonymous');
    expect(opened?.extensions['requestId']).not.toBe('forged-request');
    // The enrichment of each message carries the viewer as well.
    expect(messages[0]?.errors).toBeUndefined();
    expect(Object.keys(lastOdoo()?.extensions ?? {}).sort()).toEqual(['address', 'requestId', 'viewer']);
  });

  test('a request id goes through to the subgraphs and back; a malformed one is replaced', async () => {
    const given = await world.query(order, {}, { 'x-request-id': 'client-request-1' });
    expect(given.headers.get('x-request-id')).toBe('client-request-1');
    expect(lastOdoo()?.extensions['requestId']).toBe('client-request-1');
    expect(lastTracking()?.extensions['requestId']).toBe('client-request-1');
    const replaced = await world.query(order, {}, { 'x-request-id': 'a b' });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(lastOdoo()?.extensions['requestId']).toBe(replaced.headers.get('x-request-id'));
  });

  test('one line per operation, without its variables', async () => {
    world.lines.length = 0;
    await world.send(
      {
        query: 'query Find($name: String!) { orderByName(name: $name) { id } }',
        operationName: 'Find',
        variables: { name: 'S-private' },
      },
      { 'x-request-id': 'logged-request' },
    );
    const logged = world.lines.map((line) => JSON.parse(line)).filter((line) => line.msg === 'operation');
    expect(logged).toEqual([
      expect.objectContaining({
        operation: 'Find',
        duration_ms: expect.any(Number),
        request: { id: 'logged-request' },
      }),
    ]);
    expect(world.lines.join()).not.toContain('S-private');
  });

  test('order access is one order at L1, whatever else the token claims', async () => {
    const token = await world.orderAccess.sign({ lvl: 3, role: 'operator', companies: null, orders: [1, 2, 3] });
    const { body } = await world.query(order, {}, { authorization: `Bearer ${token}` });
    expect(body.data).toMatchObject({ orderByName: { viewerAccess: 'L1' } });
    expect(lastOdoo()?.viewer).toMatchObject({
      role: 'customer',
      level: 'L1',
      orders: [46],
      companies: [],
      customers: [],
      scopes: [],
    });
    await using socket = world.socket({ connectionParams: { token } });
    socket.subscribe(milestones);
    await eventually(() => world.tracking.subscriptions.at(-1)?.viewer.orders[0] === 46);
  });

  test('the viewer never outlives the session', async () => {
    const exp = Math.floor(Date.now() / 1000) + 20;
    const token = await world.orderAccess.sign({ jti: 'short' }, { exp });
    await world.query(order, {}, { authorization: `Bearer ${token}` });
    const claims = decodeJwt(String(lastOdoo()?.extensions['viewer']));
    expect(claims).toMatchObject({ exp, sessionExp: exp });
  });
});

describe('tokens that are refused', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test.each([
    ['another type', {}, { typ: 'JWT' }],
    ['another audience', { aud: 'milepost-subgraph' }, {}],
    ['another key', {}, { forged: true }],
    ['expired', {}, { exp: Math.floor(Date.now() / 1000) - 10 }],
    ['no end', {}, { exp: null }],
    ['no id', { jti: undefined }, {}],
    ['no level', { lvl: undefined }, {}],
    ['level 0', { lvl: 0 }, {}],
    ['no order', { sub: undefined }, {}],
    ['order that is no number', { sub: '46 or 1=1' }, {}],
    ['negative order', { sub: '-1' }, {}],
    ['order beyond int4', { sub: '4294967296' }, {}],
  ])('order access: %s', async (_name, claims, options) => {
    const token = await world.orderAccess.sign(claims, options);
    const { status, body } = await world.query(order, {}, { authorization: `Bearer ${token}` });
    expect(status).toBe(401);
    expect(body).toEqual({
      errors: [{ message: 'the token is invalid or has ended', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    await using socket = world.socket({ connectionParams: { token } });
    socket.subscribe(milestones);
    await eventually(() => expect(socket.closes.map(({ code }) => code)).toEqual([4403]));
  });

  test.each(['Bearer', 'Bearer  ', 'Bearer abc', 'Bearer a.b.c', 'Basic eDp5', 'viewer', `Bearer ${'a'.repeat(9000)}`])(
    'Authorization: %s',
    async (authorization) => {
      expect((await world.query(order, {}, { authorization })).status).toBe(401);
    },
  );

  test('a viewer token is no access token', async () => {
    await world.query(order);
    const viewer = world.odoo.seen.at(-1)?.extensions['viewer'] as string;
    expect((await world.query(order, {}, { authorization: `Bearer ${viewer}` })).status).toBe(401);
  });

  test('when the keys cannot be read it says so, and nobody is told to sign in again', async () => {
    await using lost = await startWorld({ env: { ORDER_ACCESS_JWKS_URL: 'http://127.0.0.1:9/jwks' } });
    const token = await lost.orderAccess.sign();
    const { status, body } = await lost.query(order, {}, { authorization: `Bearer ${token}` });
    expect([status, body.errors?.[0]?.extensions.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    await using socket = lost.socket({ connectionParams: { token } });
    socket.subscribe(milestones);
    await eventually(() => expect(socket.closes.map(({ code }) => code)).toEqual([1012]));
  });
});

test('several instances share the signing keys, also when they start at the same moment', async () => {
  await using world = await startWorld();
  await world.sql`delete from auth.signing_key`;
  const others = await Promise.all([world.start(), world.start(), world.start()]);
  const jwks = await Promise.all(others.map(async ({ privateUrl }) => (await fetch(`${privateUrl}/jwks`)).text()));
  expect(new Set(jwks).size).toBe(1);
  expect(await world.sql`select purpose from auth.signing_key order by 1`).toEqual([
    { purpose: 'partner' },
    { purpose: 'viewer' },
  ]);
  for (const other of others) await other[Symbol.asyncDispose]();
});

test('a subgraph refuses an operation that does not come from the gateway', async () => {
  await using world = await startWorld();
  const response = await fetch(world.odoo.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ orders { nodes { id } } }' }),
  });
  expect(response.status).toBe(401);
});
