import { connectDatabase, createLogger, type Sql } from '@milepost/service-kit';
import { createTestDatabase } from '@milepost/testkit';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createPartnerTokens } from '../src/identity/partner-token.ts';
import { loadSigningKeys } from '../src/identity/signing-keys.ts';
import { migrate } from '../src/server.ts';

const masterKey = Buffer.alloc(32, 1).toString('base64');
const form = 'application/x-www-form-urlencoded';
const basic = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
const good = 'grant_type=client_credentials&client_id=acme&client_secret=mps_one';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let sql: Sql;
let tokens: ReturnType<typeof createPartnerTokens>;
const make = async () =>
  createPartnerTokens({
    sql,
    masterKey,
    keys: await loadSigningKeys({ sql, masterKey, purpose: 'partner' }),
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
beforeAll(async () => {
  database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'gateway', migrate });
  sql = connectDatabase(database.url, { application: 'test', searchPath: 'auth', max: 2 });
  tokens = await make();
  for (const secret of ['mps_one', 'mps_two'])
    await tokens.ensureClient({
      id: 'acme',
      name: 'Acme',
      scopes: ['shipments:read', 'shipments:write'],
      companies: [1],
      customers: null,
      secret,
    });
  await tokens.ensureClient({
    id: 'odd:id',
    name: 'Odd',
    scopes: [],
    companies: null,
    customers: null,
    secret: 'mps:%&+',
  });
});
afterAll(async () => {
  await sql.end({ timeout: 2 });
  await database.drop();
});

test.each([
  ['secret in the body', { body: good }, 200, null],
  ['the second secret', { body: good.replace('mps_one', 'mps_two') }, 200, null],
  ['basic', { body: 'grant_type=client_credentials', authorization: basic('acme', 'mps_one') }, 200, null],
  [
    'basic with encoded parts',
    { body: 'grant_type=client_credentials', authorization: basic('odd:id', 'mps:%&+') },
    200,
    null,
  ],
  ['both', { body: good, authorization: basic('acme', 'mps_one') }, 400, 'invalid_request'],
  ['a parameter twice', { body: `${good}&grant_type=client_credentials` }, 400, 'invalid_request'],
  ['JSON', { body: '{}', contentType: 'application/json' }, 400, 'invalid_request'],
  ['no grant', { body: 'client_id=acme&client_secret=mps_one' }, 400, 'invalid_request'],
  ['another grant', { body: good.replace('client_credentials', 'password') }, 400, 'unsupported_grant_type'],
  ['a scope within the grant', { body: `${good}&scope=shipments:read` }, 200, null],
  ['a scope beyond it', { body: `${good}&scope=shipments:read%20admin` }, 400, 'invalid_scope'],
  ['wrong secret', { body: good.replace('mps_one', 'mps_x') }, 401, 'invalid_client'],
  ['no secret', { body: 'grant_type=client_credentials&client_id=acme' }, 401, 'invalid_client'],
  ['unknown client', { body: good.replace('acme', 'nobody') }, 401, 'invalid_client'],
  ['broken basic', { body: 'grant_type=client_credentials', authorization: 'Basic !!' }, 401, 'invalid_client'],
])('%s', async (_name, request, status, error) => {
  const answer = await tokens.issue({ contentType: form, authorization: undefined, ...request });
  expect(answer.status).toBe(status);
  expect(answer.body['error'] ?? null).toBe(error);
  expect(answer.headers['cache-control']).toBe('no-store');
  if (status === 401 && 'authorization' in request) expect(answer.headers['www-authenticate']).toContain('Basic');
});

test('a wrong secret and an unknown client get the same answer', async () => {
  const ask = (body: string) => tokens.issue({ contentType: form, authorization: undefined, body });
  expect(await ask(good.replace('mps_one', 'x'))).toEqual(await ask(good.replace('acme', 'nobody')));
});

test('a token carries what was granted, on every instance, until the client is cut off', async () => {
  const { body } = await tokens.issue({
    contentType: form,
    authorization: undefined,
    body: `${good}&scope=shipments:read`,
  });
  const token = body['access_token'] as string;
  const session = await (await make()).sessionOf(token);
  expect(session?.claims).toMatchObject({
    role: 'partner',
    level: 'PARTNER',
    sub: 'acme',
    scopes: ['shipments:read'],
    companies: [1],
    customers: null,
    orders: [],
  });
  expect(await tokens.sessionOf(token)).not.toBeNull();
  expect(await tokens.sessionOf(`${token.slice(0, -4)}AAAA`)).toBeNull();
  await sql`update auth.api_client set token_epoch = token_epoch + 1 where id = 'acme'`;
  expect(await (await make()).sessionOf(token)).toBeNull();
});

test('secrets are not kept in plain, and a revoked one is refused', async () => {
  const rows = await sql`select row_to_json(s)::text as text from auth.api_client_secret s`;
  expect(rows.map((row) => row['text']).join()).not.toContain('mps_');
  await sql`update auth.api_client_secret set revoked_at = now() where client_id = 'acme' and hint = ${'mps_two'.slice(-4)}`;
  expect(
    (await tokens.issue({ contentType: form, authorization: undefined, body: good.replace('mps_one', 'mps_two') }))
      .status,
  ).toBe(401);
});
