import { eventually, startBreakableProxy } from '@milepost/testkit';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partner, partnerToken, startWorld, type World } from './support/world.ts';

const order = '{ orderByName(name: "S00001") { viewerAccess } }';
const milestones = 'subscription { milestoneAdded { cursor } }';
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const credentials = { client_id: partner.id, client_secret: partner.secret };
const grant = { grant_type: 'client_credentials' };

let world: World;
beforeAll(async () => {
  world = await startWorld({ timing: { sessionCacheMs: 50, recheckMs: 50 } });
});
afterAll(() => world[Symbol.asyncDispose]());

async function ask(body: Record<string, string> | string, headers: Record<string, string> = {}, method = 'POST') {
  const response = await fetch(`${world.gateway.url}/auth/token`, {
    method,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    ...(method === 'POST' && { body: typeof body === 'string' ? body : new URLSearchParams(body).toString() }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, string | number>,
  };
}

test('a token says what the client may do, for ten minutes', async () => {
  const { status, headers, body } = await ask({ ...grant, ...credentials });
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toEqual({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 600,
    scope: 'shipments:read shipments:write webhooks:write',
  });
  const token = String(body['access_token']);
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
  const claims = decodeJwt(token);
  expect(claims).toMatchObject({ iss: 'milepost-partner', aud: 'milepost', sub: partner.id, ep: expect.any(Number) });
  expect((claims.exp as number) - (claims.iat as number)).toBe(600);

  const answer = await world.query(order, {}, { authorization: `Bearer ${token}` });
  expect(answer.body.data).toEqual({ orderByName: { viewerAccess: 'PARTNER' } });
  expect(world.odoo.seen.at(-1)?.viewer).toMatchObject({
    role: 'partner',
    level: 'PARTNER',
    sub: partner.id,
    scopes: ['shipments:read', 'shipments:write', 'webhooks:write'],
    companies: null,
    customers: null,
    orders: [],
  });
});

const manyNames = Array.from({ length: 2_000 }, (_, n) => `a${n}`).join('&');

test('a client that is deleted and made again under its id does not bring tokens of the one before back', async () => {
  const client = { id: 'made-twice', scopes: ['shipments:read'] };
  const make = () => world.sql`
    with c as (insert into auth.api_client (id, name, scopes) values (${client.id}, 'Twice', ${client.scopes}) returning id)
    insert into auth.api_client_secret (client_id, hash, hint) select c.id, s.hash, s.hint from c, auth.api_client_secret s where s.client_id = ${partner.id}`;
  const fetchToken = async () =>
    String((await ask({ ...grant, ...credentials, client_id: client.id })).body['access_token']);
  const statusOf = async (token: string) => (await world.query(order, {}, { authorization: `Bearer ${token}` })).status;
  await make();
  const before = await fetchToken();
  expect(await statusOf(before)).toBe(200);
  await world.sql`delete from auth.api_client where id = ${client.id}`;
  await make();
  const after = await fetchToken();
  await eventually(async () => expect(await statusOf(after)).toBe(200));
  expect(await statusOf(before)).toBe(401);
  await world.sql`delete from auth.api_client where id = ${client.id}`;
});

describe('RFC 6749, section by section', () => {
  const form = { ...grant, ...credentials };
  test.each<[string, Record<string, string> | string, Record<string, string>, number, string | undefined]>([
    ['secret in the body', form, {}, 200, undefined],
    ['secret in the header', grant, { authorization: basic(partner.id, partner.secret) }, 200, undefined],
    [
      'header percent-encoded',
      grant,
      { authorization: basic(encodeURIComponent(partner.id), partner.secret.replace('-', '%2D')) },
      200,
      undefined,
    ],
    [
      'header, and its client_id again in the body',
      { ...grant, client_id: partner.id },
      { authorization: basic(partner.id, partner.secret) },
      200,
      undefined,
    ],
    [
      'charset beside the media type',
      form,
      { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      200,
      undefined,
    ],
    ['narrower scope', { ...form, scope: 'shipments:read' }, {}, 200, undefined],
    ['empty scope means all', { ...form, scope: '' }, {}, 200, undefined],
    ['wider scope', { ...form, scope: 'shipments:read admin' }, {}, 400, 'invalid_scope'],
    ['JSON', JSON.stringify(form), { 'content-type': 'application/json' }, 400, 'invalid_request'],
    ['repeated parameter', `${new URLSearchParams(form)}&client_id=x`, {}, 400, 'invalid_request'],
    ['two ways of authentication', form, { authorization: basic(partner.id, partner.secret) }, 400, 'invalid_request'],
    [
      'another client in header and body',
      { ...grant, client_id: 'x' },
      { authorization: basic(partner.id, partner.secret) },
      400,
      'invalid_request',
    ],
    ['no grant type', credentials, {}, 400, 'invalid_request'],
    ['another grant type', { ...credentials, grant_type: 'password' }, {}, 400, 'unsupported_grant_type'],
    ['wrong secret', { ...form, client_secret: 'mps_wrong' }, {}, 401, 'invalid_client'],
    ['no secret', { ...grant, client_id: partner.id }, {}, 401, 'invalid_client'],
    ['empty secret', { ...form, client_secret: '' }, {}, 401, 'invalid_client'],
    ['unknown client', { ...form, client_id: 'nobody' }, {}, 401, 'invalid_client'],
    ['nothing at all', grant, {}, 401, 'invalid_client'],
    [
      'header without colon',
      grant,
      { authorization: `Basic ${Buffer.from('x').toString('base64')}` },
      401,
      'invalid_client',
    ],
    ['header with a broken escape', grant, { authorization: basic('%zz', 'x') }, 401, 'invalid_client'],
    ['null byte in the id', { ...form, client_id: 'a\0b' }, {}, 401, 'invalid_client'],
    ['secret in the query only', grant, {}, 401, 'invalid_client'],
    ['null byte in the secret', { ...form, client_secret: `${partner.secret}\0` }, {}, 401, 'invalid_client'],
    ['a blank behind the secret', { ...form, client_secret: `${partner.secret} ` }, {}, 401, 'invalid_client'],
    ['a blank before the id', { ...form, client_id: ` ${partner.id}` }, {}, 401, 'invalid_client'],
    ['another case of the id', { ...form, client_id: partner.id.toUpperCase() }, {}, 401, 'invalid_client'],
    ['a wildcard for the id', { ...form, client_id: '%' }, {}, 401, 'invalid_client'],
    ['a very long id', { ...form, client_id: 'x'.repeat(15_000) }, {}, 401, 'invalid_client'],
    ['a very long secret', { ...form, client_secret: 'x'.repeat(15_000) }, {}, 401, 'invalid_client'],
    ['a very long header', grant, { authorization: basic(partner.id, 'x'.repeat(4_000)) }, 401, 'invalid_client'],
    ['null byte in the header', grant, { authorization: basic('a\0b', partner.secret) }, 401, 'invalid_client'],
    ['id and secret as lists', `${new URLSearchParams(grant)}&client_id[]=${partner.id}`, {}, 401, 'invalid_client'],
    ['Bearer', grant, { authorization: 'Bearer x' }, 401, 'invalid_client'],
    ['tab between scopes', { ...form, scope: 'shipments:read\tshipments:write' }, {}, 400, 'invalid_scope'],
    ['line end between scopes', { ...form, scope: 'shipments:read\nshipments:write' }, {}, 400, 'invalid_scope'],
    ['no-break space', { ...form, scope: 'shipments:read\u00a0shipments:write' }, {}, 400, 'invalid_scope'],
    ['null byte in the scope', { ...form, scope: 'shipments:read\0' }, {}, 400, 'invalid_scope'],
    ['another case of the scope', { ...form, scope: 'Shipments:Read' }, {}, 400, 'invalid_scope'],
    ['half a scope', { ...form, scope: 'shipments' }, {}, 400, 'invalid_scope'],
    [
      'more blanks than needed, and twice',
      { ...form, scope: '  shipments:read   shipments:read ' },
      {},
      200,
      undefined,
    ],
    ['thousands of scopes', { ...form, scope: 'shipments:read '.repeat(900) }, {}, 200, undefined],
    ['thousands of names', `${new URLSearchParams(form)}&${manyNames}`, {}, 200, undefined],
    ['one of thousands twice', `${new URLSearchParams(form)}&${manyNames}&a77`, {}, 400, 'invalid_request'],
    ['a name that objects inherit', `${new URLSearchParams(form)}&constructor=x&__proto__=x`, {}, 200, undefined],
  ])('%s', async (_name, body, headers, status, error) => {
    const answer = await ask(body, headers);
    expect([answer.status, answer.body['error']]).toEqual([status, error]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('unknown client and wrong secret answer alike, byte for byte', async () => {
    const wrong = await ask({ ...grant, ...credentials, client_secret: 'x' });
    const unknown = await ask({ ...grant, client_id: 'nobody', client_secret: 'x' });
    expect(unknown.body).toEqual(wrong.body);
    expect([...unknown.headers.keys()].sort()).toEqual([...wrong.headers.keys()].sort());
  });

  test('a refused header is challenged, a refused body is not', async () => {
    expect((await ask(grant, { authorization: basic('nobody', 'x') })).headers.get('www-authenticate')).toMatch(
      /^Basic /,
    );
    expect((await ask({ ...grant, client_id: 'nobody' })).headers.get('www-authenticate')).toBeNull();
  });

  test('POST only, and not more than 16 KiB', async () => {
    const get = await ask({}, {}, 'GET');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const large = await fetch(`${world.gateway.url}/auth/token`, { method: 'POST', body: `a=${'x'.repeat(20_000)}` });
    expect(large.status).toBe(413);
  });
});

/** A client of this test alone. */
async function newClient(companies: number[] | null = null, customers: number[] | null = null) {
  const id = `client-${crypto.randomUUID()}`;
  await world.sql`insert into auth.api_client (id, name, scopes, companies, customers) values (${id}, 'x', ${['shipments:read']}, ${companies}, ${customers})`;
  // The demo partner's hash stands for a secret that we know.
  const hash = world.sql`(select hash from auth.api_client_secret where client_id = ${partner.id})`;
  await world.sql`insert into auth.api_client_secret (client_id, hash, hint) values (${id}, ${hash}, 'last')`;
  return { id, form: { ...grant, client_id: id, client_secret: partner.secret } };
}

test('companies and customers come from the client; an empty list stays empty', async () => {
  for (const [companies, customers] of [
    [[1, 2], null],
    [[], [45]],
    [null, []],
  ] as const) {
    const { form } = await newClient(companies && [...companies], customers && [...customers]);
    const token = String((await ask(form)).body['access_token']);
    await world.query(order, {}, { authorization: `Bearer ${token}` });
    expect(world.odoo.seen.at(-1)?.viewer).toMatchObject({ companies, customers });
  }
});

test('several secrets live side by side; revoked and expired ones are dead; at most five count', async () => {
  const { id, form } = await newClient();
  expect((await ask(form)).status).toBe(200);
  await world.sql`insert into auth.api_client_secret (client_id, hash, hint) select ${id}, decode(repeat(to_hex(n + 16), 32), 'hex'), 'x' from generate_series(1, 4) n`;
  expect((await ask(form)).status).toBe(200);
  await world.sql`insert into auth.api_client_secret (client_id, hash, hint) values (${id}, '\\xff', 'x')`;
  expect((await ask(form)).status).toBe(401);
  await world.sql`update auth.api_client_secret set revoked_at = now() where client_id = ${id} and hint = 'x'`;
  expect((await ask(form)).status).toBe(200);
  await world.sql`update auth.api_client_secret set expires_at = now() - interval '1 second' where client_id = ${id} and hint = 'last'`;
  expect((await ask(form)).status).toBe(401);
  await world.sql`update auth.api_client_secret set expires_at = now() + interval '1 hour', revoked_at = now() where client_id = ${id} and hint = 'last'`;
  expect((await ask(form)).status).toBe(401);
});

test('a token does not outlive the secret that fetched it', async () => {
  const { id, form } = await newClient();
  await world.sql`update auth.api_client_secret set expires_at = now() + interval '100 seconds' where client_id = ${id}`;
  const { body } = await ask(form);
  expect(body['expires_in']).toBeGreaterThan(90);
  expect(body['expires_in']).toBeLessThanOrEqual(100);
  const { exp = 0, iat = 0 } = decodeJwt(String(body['access_token']));
  expect(exp - iat).toBe(body['expires_in']);
});

test('while the database is away a client is told to try again, not that it is wrong', async () => {
  await using way = await startBreakableProxy(world.databaseUrl);
  const direct = world.env['DATABASE_URL'] as string;
  world.env['DATABASE_URL'] = way.url;
  await using other = await world.start();
  world.env['DATABASE_URL'] = direct;
  const token = await partnerToken(other.url);
  await way.refuse();
  const response = await fetch(`${other.url}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...grant, ...credentials }),
  });
  expect([response.status, await response.json()]).toEqual([
    503,
    { error: 'temporarily_unavailable', error_description: 'try again in a moment' },
  ]);
  // Nor is who has a token told to ask for another one, once it is no longer remembered.
  await eventually(async () => {
    const answer = await fetch(`${other.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: order }),
    });
    expect(answer.status).toBe(503);
  });
});

test('last use is recorded, with the address of the socket', async () => {
  const { id, form } = await newClient();
  await ask(form, { 'x-forwarded-for': '203.0.113.9' });
  await eventually(async () => {
    const [row] =
      await world.sql`select last_used_at, last_used_ip from auth.api_client_secret where client_id = ${id}`;
    expect(row).toEqual({ last_used_at: expect.any(Date), last_used_ip: expect.stringContaining('127.0.0.1') });
  });
});

test.each([
  ['the epoch was raised', 'update auth.api_client set token_epoch = token_epoch + 1 where id = $1'],
  ['the client was disabled', 'update auth.api_client set disabled_at = now() where id = $1'],
  ['the client was deleted', 'delete from auth.api_client where id = $1'],
])('tokens and open sockets end when %s', async (_name, statement) => {
  const { id, form } = await newClient();
  const token = String((await ask(form)).body['access_token']);
  const headers = { authorization: `Bearer ${token}` };
  expect((await world.query(order, {}, headers)).status).toBe(200);
  await using socket = world.socket({ connectionParams: { token } });
  const before = world.tracking.state.subscribers;
  socket.subscribe(milestones);
  await eventually(() => world.tracking.state.subscribers === before + 1);
  await world.sql.unsafe(statement, [id]);
  await eventually(async () => expect((await world.query(order, {}, headers)).status).toBe(401));
  await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
});

test('the secret is nowhere in the database', async () => {
  const [row] = await world.sql`select string_agg(s::text, '') as text from auth.api_client_secret s`;
  expect(row?.['text']).not.toContain(partner.secret);
  expect(row?.['text']).not.toContain(Buffer.from(partner.secret).toString('hex'));
});
