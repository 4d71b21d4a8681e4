import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { looksLikePartnerSecret } from '../src/identity/partner-secret.ts';
import { accounts, origin, startWorld, type World } from './support/world.ts';

let world: World;
let operator: Record<string, string>;
beforeAll(async () => {
  // An hour: what ends here ends by the news.
  world = await startWorld({ timing: { sessionCacheMs: 3_600_000, recheckMs: 3_600_000 } });
  operator = { cookie: await world.signIn('operator'), origin };
});
afterAll(() => world[Symbol.asyncDispose]());

const clientFields =
  'id clientId name scopes companies { id } regions customers { id } disabledAt lastUsedAt secrets { id hint createdAt expiresAt revokedAt lastUsedAt lastUsedAddress isLive }';
interface Secret {
  id: string;
  hint: string;
  isLive: boolean;
  revokedAt: string | null;
  lastUsedAt: string | null;
  lastUsedAddress: string | null;
  expiresAt: string | null;
}
interface Client {
  id: string;
  clientId: string;
  name: string;
  scopes: string[];
  secrets: Secret[];
  disabledAt: string | null;
  lastUsedAt: string | null;
}
interface Payload {
  client: Client | null;
  userErrors: { code: string }[];
}
const inputTypes = {
  apiClientCreate: 'ApiClientCreateInput',
  apiClientUpdate: 'ApiClientUpdateInput',
  apiClientDisable: 'ApiClientInput',
  apiClientEnable: 'ApiClientInput',
  apiClientSecretCreate: 'ApiClientSecretCreateInput',
  apiClientSecretRevoke: 'ApiClientSecretRevokeInput',
} as const;
const payloads: Record<keyof typeof inputTypes, string> = {
  apiClientCreate: `client { ${clientFields} }`,
  apiClientUpdate: `client { ${clientFields} }`,
  apiClientDisable: `client { ${clientFields} }`,
  apiClientEnable: `client { ${clientFields} }`,
  apiClientSecretCreate: 'secret { id hint isLive expiresAt } value',
  apiClientSecretRevoke: 'secret { id isLive revokedAt }',
};
const send = async (name: keyof typeof inputTypes, input: object, headers = operator) =>
  (
    await world.query(
      `mutation ($input: ${inputTypes[name]}!) { ${name}(input: $input) { ${payloads[name]} userErrors { code field message } } }`,
      { input },
      headers,
    )
  ).body;
async function done<T>(name: keyof typeof inputTypes, input: object): Promise<T> {
  const body = await send(name, input);
  expect(body.errors).toBeUndefined();
  return body.data?.[name] as T;
}
const unlimited = { isUnlimited: true };
const create = async (input: object = {}) =>
  (
    await done<Payload>('apiClientCreate', {
      name: 'A shop',
      scopes: ['shipments:read'],
      limits: unlimited,
      ...input,
    })
  ).client as Client;
const newSecret = (clientId: string, input: object = {}) =>
  done<{ secret: Secret | null; value: string | null; userErrors: { code: string }[] }>('apiClientSecretCreate', {
    clientId,
    ...input,
  });
const find = async (id: string) =>
  (await world.query(`query ($id: ID!) { apiClient(id: $id) { ${clientFields} } }`, { id }, operator)).body.data?.[
    'apiClient'
  ] as Client | null;

const tokenFor = async (clientId: string, secret: string, form: Record<string, string> = {}) => {
  const response = await fetch(`${world.gateway.url}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      ...form,
    }),
  });
  const body = (await response.json()) as { access_token?: string; error?: string };
  return body.access_token ?? body.error;
};
const status = async (token: string | undefined) =>
  (await world.query('{ orderByName(name: "S00001") { id } }', {}, { authorization: `Bearer ${token}` })).status;

describe('a client', () => {
  test('gets a secret, shown once, and signs in with it', async () => {
    const client = await create({
      name: '  Müller & Söhne ',
      scopes: ['shipments:read', 'shipments:write', 'shipments:read'],
      limits: { companyIds: [toGlobalId('Company', 1)], customerIds: [toGlobalId('Customer', 45)], regions: ['EU'] },
    });
    expect(client).toMatchObject({
      clientId: expect.stringMatching(/^mpc_[0-9a-f]{24}$/),
      name: 'Müller & Söhne',
      scopes: ['shipments:read', 'shipments:write'],
      companies: [{ id: toGlobalId('Company', 1) }],
      customers: [{ id: toGlobalId('Customer', 45) }],
      regions: ['EU'],
      secrets: [],
      lastUsedAt: null,
    });
    const { secret, value } = await newSecret(client.id);
    expect(looksLikePartnerSecret(value ?? '')).toBe(true);
    expect(secret).toMatchObject({ hint: value?.slice(-4), isLive: true });
    const days = (Date.parse(secret?.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(365);
    const token = await tokenFor(client.clientId, value ?? '');
    expect(await status(token)).toBe(200);
    expect(world.odoo.seen.at(-1)?.viewer).toMatchObject({
      role: 'partner',
      sub: client.clientId,
      scopes: ['shipments:read', 'shipments:write'],
      companies: [1],
      customers: [45],
      regions: ['EU'],
    });
    await eventually(async () => {
      const now = await find(client.id);
      expect(now?.secrets).toMatchObject([{ lastUsedAt: expect.any(String), lastUsedAddress: '127.0.0.1' }]);
      expect(now?.lastUsedAt).toBe(now?.secrets[0]?.lastUsedAt);
    });
    // Neither the graph, nor the database, nor the log has it.
    const stored =
      await world.sql`select s::text from auth.api_client_secret s union all select a::text from auth.audit a`;
    expect(JSON.stringify([await find(client.id), stored, world.lines])).not.toContain(value?.slice(4, 40));
  });

  test.each([
    ['name', { name: ' ' }, 'input.name'],
    ['long name', { name: 'x'.repeat(101) }, 'input.name'],
    ['name of two lines', { name: 'a\nb' }, 'input.name'],
    ['null byte in the name', { name: 'a\0b' }, 'input.name'],
    ['no scope', { scopes: [] }, 'input.scopes'],
    ['unknown scope', { scopes: ['shipments:read', 'admin'] }, 'input.scopes'],
    ['inherited scope', { scopes: ['constructor'] }, 'input.scopes'],
    ['no limit by mistake', { limits: {} }, 'input.limits.isUnlimited'],
    ['limited and unlimited', { limits: { isUnlimited: true, regions: ['EU'] } }, 'input.limits.isUnlimited'],
    ['an id of another type', { limits: { companyIds: [toGlobalId('Customer', 1)] } }, 'input.limits.companyIds'],
    [
      'too many',
      { limits: { customerIds: Array.from({ length: 301 }, (_, n) => toGlobalId('Customer', n + 1)) } },
      'input.limits.customerIds',
    ],
    ['an empty region', { limits: { regions: [' '] } }, 'input.limits.regions'],
  ])('%s is refused, naming the field', async (_name, input, field) => {
    const body = await send('apiClientCreate', {
      name: 'x',
      scopes: ['shipments:read'],
      limits: unlimited,
      ...input,
    });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('the longest limits still make a token that works', async () => {
    const ids = (type: 'Company' | 'Customer', count: number) =>
      Array.from({ length: count }, (_, n) => toGlobalId(type, 2_147_483_647 - n));
    const client = await create({
      limits: { companyIds: ids('Company', 100), customerIds: ids('Customer', 300) },
    });
    const { value } = await newSecret(client.id);
    expect(await status(await tokenFor(client.clientId, value ?? ''))).toBe(200);
  });

  test('changed rights end running tokens at once; a changed name does not; what is left out stays', async () => {
    const client = await create({ scopes: ['shipments:read', 'shipments:write'] });
    const { value } = await newSecret(client.id);
    const token = await tokenFor(client.clientId, value ?? '');
    expect(await status(token)).toBe(200);
    const renamed = await done<Payload>('apiClientUpdate', { clientId: client.id, name: 'Another' });
    expect(renamed.client).toMatchObject({
      name: 'Another',
      scopes: ['shipments:read', 'shipments:write'],
      companies: null,
    });
    expect(await status(token)).toBe(200);
    await done('apiClientUpdate', { clientId: client.id, scopes: ['shipments:read'] });
    await eventually(async () => expect(await status(token)).toBe(401));
    expect(await tokenFor(client.clientId, value ?? '', { scope: 'shipments:write' })).toBe('invalid_scope');
    const next = await tokenFor(client.clientId, value ?? '');
    expect(await status(next)).toBe(200);
    const limited = await done<Payload>('apiClientUpdate', { clientId: client.id, limits: { companyIds: [] } });
    expect(limited.client).toMatchObject({ name: 'Another', scopes: ['shipments:read'], companies: [] });
    await eventually(async () => expect(await status(next)).toBe(401));
  });

  test('disabled, it is nobody, on open sockets too; enabled, it comes again, but not with old tokens', async () => {
    const client = await create();
    const { value } = await newSecret(client.id);
    const token = await tokenFor(client.clientId, value ?? '');
    await using socket = world.socket({ connectionParams: { token } });
    const before = world.tracking.state.subscribers;
    socket.subscribe('subscription { milestoneAdded { cursor } }');
    await eventually(() => world.tracking.state.subscribers === before + 1);
    const disabled = await done<Payload>('apiClientDisable', { clientId: client.id });
    expect(disabled.client?.disabledAt).toEqual(expect.any(String));
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
    expect([await status(token), await tokenFor(client.clientId, value ?? '')]).toEqual([401, 'invalid_client']);
    expect((await done<Payload>('apiClientEnable', { clientId: client.id })).client?.disabledAt).toBeNull();
    expect(await status(token)).toBe(401);
    expect(await status(await tokenFor(client.clientId, value ?? ''))).toBe(200);
  });
});

describe('secrets', () => {
  test('at most five live at once, also when two make the fifth; a revoked one makes room', async () => {
    const { id } = await create();
    for (let i = 0; i < 4; i += 1) await newSecret(id);
    const both = await Promise.all([newSecret(id), newSecret(id)]);
    expect(both.filter(({ value }) => value !== null)).toHaveLength(1);
    expect(both.find(({ value }) => value === null)?.userErrors).toMatchObject([{ code: 'TOO_MANY_SECRETS' }]);
    const [oldest] = ((await find(id))?.secrets ?? []).slice(-1);
    await done('apiClientSecretRevoke', { secretId: oldest?.id });
    expect((await newSecret(id)).value).not.toBeNull();
    const { secrets } = (await find(id)) as Client;
    expect(secrets.map(({ isLive }) => isLive)).toEqual([true, true, true, true, true, false]);
  });

  test('a revoked one is dead, and so are the tokens it fetched; the other works on', async () => {
    const { id, clientId } = await create();
    const [leaked, kept] = [await newSecret(id), await newSecret(id)];
    const token = await tokenFor(clientId, leaked.value ?? '');
    expect(await status(token)).toBe(200);
    const revoked = await done<{ secret: Secret }>('apiClientSecretRevoke', { secretId: leaked.secret?.id });
    expect(revoked.secret).toMatchObject({ isLive: false, revokedAt: expect.any(String) });
    await eventually(async () => expect(await status(token)).toBe(401));
    expect(await tokenFor(clientId, leaked.value ?? '')).toBe('invalid_client');
    const next = await tokenFor(clientId, kept.value ?? '');
    expect(await status(next)).toBe(200);
    // Ended twice is ended: it takes nothing else with it.
    const again = await done<{ secret: Secret }>('apiClientSecretRevoke', { secretId: leaked.secret?.id });
    expect(again.secret.revokedAt).toBe(revoked.secret.revokedAt);
    expect(await status(next)).toBe(200);
  });

  test.each([
    ['in the past', new Date(Date.now() - 1_000).toISOString()],
    ['in three years', new Date(Date.now() + 3 * 366 * 86_400_000).toISOString()],
    ['never', 'never'],
  ])('that ends %s is refused', async (_name, expiresAt) => {
    const { id } = await create();
    const body = await send('apiClientSecretCreate', { clientId: id, expiresAt });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.expiresAt' });
  });
});

test('what is not there is said so, whatever the id', async () => {
  for (const clientId of [
    toGlobalId('ApiClient', 'nobody'),
    toGlobalId('ApiClient', 'a\0b'),
    toGlobalId('Order', 1),
    'x',
  ]) {
    for (const name of ['apiClientUpdate', 'apiClientDisable', 'apiClientEnable'] as const)
      expect(await done(name, { clientId }), name).toMatchObject({ userErrors: [{ code: 'CLIENT_NOT_FOUND' }] });
    expect(await newSecret(clientId)).toMatchObject({ value: null, userErrors: [{ code: 'CLIENT_NOT_FOUND' }] });
    expect(await find(clientId)).toBeNull();
  }
  for (const secretId of [toGlobalId('ApiClientSecret', crypto.randomUUID()), toGlobalId('ApiClientSecret', 'x'), ''])
    expect(await done('apiClientSecretRevoke', { secretId })).toMatchObject({
      userErrors: [{ code: 'SECRET_NOT_FOUND' }],
    });
});

test('clients come by name, in pages', async () => {
  for (const name of ['b', 'a', 'a', 'Z', 'ä']) await create({ name: `page ${name}` });
  const names: string[] = [];
  let after: string | null = null;
  do {
    const { body } = await world.query(
      'query ($after: String) { apiClients(first: 3, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }',
      { after },
      operator,
    );
    const page = body.data?.['apiClients'] as {
      nodes: { name: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    names.push(...page.nodes.map(({ name }) => name));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  const [counted] = await world.sql`select count(*)::int as n from auth.api_client`;
  expect(names).toHaveLength(counted?.['n']);
  expect(names.filter((name) => name.startsWith('page'))).toEqual(['page Z', 'page a', 'page a', 'page b', 'page ä']);
});

test('every change is on record, without secrets', async () => {
  const { id, clientId } = await create();
  const { secret } = await newSecret(id);
  await done('apiClientUpdate', { clientId: id, scopes: ['orders:bulk'] });
  await done('apiClientSecretRevoke', { secretId: secret?.id });
  await done('apiClientDisable', { clientId: id });
  await done('apiClientDisable', { clientId: id });
  await done('apiClientEnable', { clientId: id });
  const [who] = await world.sql`select id from auth."user" where email = ${accounts.operator.email}`;
  const rows = await world.sql`
    select action, actor, request_id <> 'none' as has_request, detail->>'table' as "table" from auth.audit where subject = ${`client ${clientId}`} order by id`;
  const row = (table: string) => ({ action: 'grant.changed', actor: who?.['id'], has_request: true, table });
  expect(rows).toEqual([
    row('api_client'),
    row('api_client_secret'),
    row('api_client'),
    // Ended, and with it the tokens of its client.
    row('api_client_secret'),
    row('api_client'),
    row('api_client'),
    row('api_client'),
  ]);
});

test('all of it is for operators of the whole installation', async () => {
  const client = await create();
  const { secret } = await newSecret(client.id);
  const [limitedOperator] = await world.sql`select id from auth."user" where email = ${accounts.operator.email}`;
  const roles: [string, Record<string, string>][] = [
    ['nobody', {}],
    ['agent', { cookie: await world.signIn('agent'), origin }],
    ['customer', { cookie: await world.signIn('customer'), origin }],
    ['partner', { authorization: `Bearer ${await world.token()}` }],
    ['operator of one company', { cookie: await world.signIn('operator'), origin }],
  ];
  await world.sql`update auth.staff_grant set companies = '{1}' where user_id = ${limitedOperator?.['id']}`;
  const inputs: Record<keyof typeof inputTypes, object> = {
    apiClientCreate: { name: 'x', scopes: ['shipments:read'], limits: unlimited },
    apiClientUpdate: { clientId: client.id, name: 'y' },
    apiClientDisable: { clientId: client.id },
    apiClientEnable: { clientId: client.id },
    apiClientSecretCreate: { clientId: client.id },
    apiClientSecretRevoke: { secretId: secret?.id },
  };
  // Last uses are written all the time.
  const stored = () => world.sql`
    select c::text as row from auth.api_client c union all select (to_jsonb(s) - 'last_used_at' - 'last_used_ip')::text from auth.api_client_secret s order by 1`;
  const before = await stored();
  for (const [role, headers] of roles) {
    for (const name of Object.keys(inputs) as (keyof typeof inputs)[])
      await eventually(async () =>
        expect((await send(name, inputs[name], headers)).errors?.[0]?.extensions.code, `${role} ${name}`).toBe(
          'FORBIDDEN',
        ),
      );
    for (const query of ['{ apiClients { nodes { id } } }', `{ apiClient(id: "${client.id}") { id } }`])
      expect((await world.query(query, {}, headers)).body.errors?.[0]?.extensions.code, role).toBe('FORBIDDEN');
  }
  expect(await stored()).toEqual(before);
  await world.sql`update auth.staff_grant set companies = null where user_id = ${limitedOperator?.['id']}`;
});

test('a partner’s token is good for what it was granted', async () => {
  const client = await create({ scopes: ['shipments:read', 'shipments:write'] });
  const { value } = await newSecret(client.id);
  const code = async (scope: string, query: string) => {
    const token = await tokenFor(client.clientId, value ?? '', { scope });
    const { body } = await world.query(query, {}, { authorization: `Bearer ${token}` });
    return body.errors?.[0]?.extensions.code;
  };
  const read = '{ orderByName(name: "S00001") { id } }';
  expect(await code('shipments:read', read)).toBeUndefined();
  expect(await code('shipments:write', read)).toBe('FORBIDDEN');
  expect(await code('shipments:write', '{ viewer { scopes } apiScopes { name } }')).toBeUndefined();
});
