import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { client, createBrowser, type Issuer, startIssuer } from './support/issuer.ts';
import { addAgent } from './support/person.ts';
import { viewerOf } from './support/viewer-of.ts';
import { environment, origin, startWorld, type World } from './support/world.ts';

const callback = `${origin}/auth/callback/company`;
const roles = {
  'Ops EU': { role: 'operator', companies: [2], regions: ['eu'] },
  Operations: { role: 'operator' },
  Support: { role: 'agent', companies: [1, 2] },
};
const envFor = (url: string) => ({
  DEMO_MODE: '0',
  OIDC_ISSUER: url,
  OIDC_CLIENT_ID: client.id,
  OIDC_CLIENT_SECRET: client.secret,
  OIDC_ROLES: JSON.stringify(roles),
});
const ways = async ({ gateway }: World) =>
  (await (await fetch(`${gateway.url}/auth/ways`)).json()) as { company: string | null };
const isReady = (world: World) => eventually(async () => expect((await ways(world)).company).toBe('ready'));
const browserFor = (world: World) => createBrowser((url) => url.replace(origin, world.gateway.url));
const begin = (world: World, body: object = { provider: 'company' }, browser = browserFor(world)) =>
  browser.go(`${origin}/auth/sign-in/social`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });

/** The whole way through the issuer; where it ends, and the session cookie if there is one. */
async function signIn(world: World, issuer: Issuer, user: string, browser = browserFor(world)) {
  issuer.state.user = user;
  const { url } = (await (await begin(world, undefined, browser)).json()) as { url: string };
  const end = new URL(await browser.follow(url, (at) => at.startsWith(origin) && !at.startsWith(callback)));
  const session = browser.jarOf(origin).get('mp');
  return { path: end.pathname, error: end.searchParams.get('error'), cookie: session ? `mp=${session}` : null };
}
let issuer: Issuer;
let world: World;
beforeAll(async () => {
  issuer = await startIssuer({ redirectUri: callback });
  world = await startWorld({ env: envFor(issuer.url), timing: { sessionCacheMs: 20, recheckMs: 50 } });
  await isReady(world);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});
beforeEach(async () => {
  issuer.people.clear();
  issuer.state.requests = [];
  issuer.people.set('sam', { email: 'sam@company.example', groups: ['Support', 'everybody'] });
  await world.sql`delete from auth."user"`;
});

describe('signing in', () => {
  test('makes somebody what his group says, with PKCE, nonce and state', async () => {
    const { path, cookie } = await signIn(world, issuer, 'sam');
    expect(path).toBe('/account');
    expect(await viewerOf(world, cookie)).toMatchObject({
      role: 'agent',
      level: 'STAFF',
      companies: [1, 2],
      regions: null,
    });
    const [begun] = issuer.state.requests.filter((line) => line.startsWith('GET /auth?'));
    const sent = new URL(begun?.slice(4) ?? '', issuer.url).searchParams;
    expect(sent.get('code_challenge_method')).toBe('S256');
    expect(sent.get('scope')?.split(' ').sort()).toEqual(['email', 'groups', 'openid', 'profile']);
    for (const name of ['nonce', 'state', 'code_challenge']) expect(sent.get(name)?.length).toBeGreaterThan(20);
  });

  test('claims may stand in the ID token instead of userinfo', async () => {
    await using other = await startIssuer({ redirectUri: callback, inIdToken: true });
    await using second = await startWorld({ env: envFor(other.url) });
    other.people.set('sam', { email: 'sam@company.example', groups: ['Operations'] });
    await isReady(second);
    const { cookie } = await signIn(second, other, 'sam');
    expect(await viewerOf(second, cookie)).toMatchObject({ role: 'operator', companies: null });
    expect(other.state.requests.some((line) => line.includes('/me'))).toBe(false);
  });

  test('of several groups the first in OIDC_ROLES counts, alone', async () => {
    issuer.people.set('olga', { email: 'olga@company.example', groups: ['Support', 'Operations', 'Ops EU'] });
    const { cookie } = await signIn(world, issuer, 'olga');
    expect(await viewerOf(world, cookie)).toMatchObject({ role: 'operator', companies: [2], regions: ['eu'] });
  });

  test.each([{ groups: ['everybody'] }, { groups: [] }, {}, { groups: { Support: true } }])(
    '%j: no group with a role, no session, nothing kept',
    async (given) => {
      issuer.people.set('guest', { email: 'guest@company.example', ...given });
      expect(await signIn(world, issuer, 'guest')).toEqual({ path: '/sign-in', error: 'no_role', cookie: null });
      expect(await world.sql`select 1 from auth."user"`).toEqual([]);
      expect(await world.sql`select 1 from auth.session`).toEqual([]);
    },
  );

  test('rights follow the groups at the next sign-in', async () => {
    await signIn(world, issuer, 'sam');
    issuer.people.set('sam', { email: 'sam@company.example', groups: ['Ops EU'] });
    const { cookie } = await signIn(world, issuer, 'sam');
    expect(await viewerOf(world, cookie)).toMatchObject({ role: 'operator', companies: [2], regions: ['eu'] });
    expect(await world.sql`select count(*)::int as n from auth."user"`).toEqual([{ n: 1 }]);
  });

  test('whose group was taken away loses grant and every session at the next sign-in', async () => {
    const { cookie } = await signIn(world, issuer, 'sam');
    expect((await viewerOf(world, cookie))?.role).toBe('agent');
    issuer.people.set('sam', { email: 'sam@company.example', groups: ['everybody'] });
    expect(await signIn(world, issuer, 'sam')).toMatchObject({ error: 'no_role', cookie: null });
    expect(await world.sql`select 1 from auth.staff_grant`).toEqual([]);
    await eventually(async () => expect((await viewerOf(world, cookie))?.role).toBe('anonymous'));
  });

  test('a local account with the same verified address is not linked, and not taken over', async () => {
    await addAgent(world, 'sam@company.example', 'local-password');
    await world.sql`update auth.staff_grant set companies = ${[7]}`;
    issuer.people.set('sam', { email: 'sam@company.example', groups: ['Operations'] });
    expect(await signIn(world, issuer, 'sam')).toEqual({ path: '/sign-in', error: 'account_not_linked', cookie: null });
    expect(await world.sql`select provider_id from auth.account`).toEqual([{ provider_id: 'credential' }]);
    expect(await world.sql`select role, companies from auth.staff_grant`).toEqual([{ role: 'agent', companies: [7] }]);
  });

  test('the same subject at another issuer is somebody else', async () => {
    await signIn(world, issuer, 'sam');
    await using other = await startIssuer({ redirectUri: callback });
    other.people.set('sam', { email: 'eve@elsewhere.example', groups: ['Support'] });
    Object.assign(world.env, { OIDC_ISSUER: other.url });
    await using second = await world.start();
    world.env['OIDC_ISSUER'] = issuer.url;
    const moved = { ...world, gateway: second };
    await isReady(moved);
    expect((await signIn(moved, other, 'sam')).path).toBe('/account');
    expect(await world.sql`select email from auth."user" order by email`).toEqual([
      { email: 'eve@elsewhere.example' },
      { email: 'sam@company.example' },
    ]);
  });

  test('no token of the issuer is kept', async () => {
    await signIn(world, issuer, 'sam');
    expect(
      await world.sql`select access_token, refresh_token, id_token from auth.account where provider_id = 'company'`,
    ).toEqual([{ access_token: null, refresh_token: null, id_token: null }]);
  });

  test('nobody without an address', async () => {
    issuer.people.set('mute', { email: '', groups: ['Support'] });
    expect(await signIn(world, issuer, 'mute')).toMatchObject({ path: '/sign-in', cookie: null });
  });

  test('who came by single sign-on gets no link by mail', async () => {
    await signIn(world, issuer, 'sam');
    expect(await world.sql`select auth.has_other_way(id) from auth."user"`).toEqual([{ has_other_way: true }]);
    await world.sql`delete from auth.staff_grant`;
    expect(await world.sql`select auth.has_other_way(id) from auth."user"`).toEqual([{ has_other_way: true }]);
  });
});

describe('attacks on the way', () => {
  test('an answer for another browser is refused', async () => {
    issuer.state.user = 'sam';
    const victim = browserFor(world);
    const attacker = browserFor(world);
    const { url } = (await (await begin(world, undefined, attacker)).json()) as { url: string };
    const answer = await attacker.follow(url, (at) => at.startsWith(callback));
    const response = await victim.go(answer);
    expect(response.headers.get('location')).toMatch(/\/sign-in\?error=/);
    expect(victim.jarOf(origin).get('mp')).toBeUndefined();
  });

  test('an answer works once', async () => {
    issuer.state.user = 'sam';
    const browser = browserFor(world);
    const { url } = (await (await begin(world, undefined, browser)).json()) as { url: string };
    const answer = await browser.follow(url, (at) => at.startsWith(callback));
    expect((await browser.go(answer)).headers.get('location')).toContain('/account');
    browser.jarOf(origin).delete('mp');
    expect((await browser.go(answer)).headers.get('location')).toContain('error=');
    expect(browser.jarOf(origin).get('mp')).toBeUndefined();
  });

  test.each(['state', 'code', 'iss'])('an altered %s is refused', async (name) => {
    issuer.state.user = 'sam';
    const browser = browserFor(world);
    const { url } = (await (await begin(world, undefined, browser)).json()) as { url: string };
    const answer = new URL(await browser.follow(url, (at) => at.startsWith(callback)));
    expect(answer.searchParams.get(name)).toBeTruthy();
    answer.searchParams.set(name, 'http://evil.example');
    await browser.go(answer.href);
    expect(browser.jarOf(origin).get('mp')).toBeUndefined();
    expect(await world.sql`select 1 from auth.session`).toEqual([]);
  });

  test('only the provider is taken from who begins: no ID token in place of the round trip, no other page to come back to, no other scopes', async () => {
    const idToken = { token: 'x.y.z' };
    const given = {
      provider: 'company',
      idToken,
      callbackURL: 'http://evil.example',
      scopes: ['offline_access'],
      additionalParams: { prompt: 'none' },
    };
    const response = await begin(world, given);
    const { url } = (await response.json()) as { url: string };
    expect(url).toMatch(new RegExp(`^${issuer.url}/auth\\?`));
    expect(url).not.toMatch(/offline_access|prompt|evil/);
    issuer.state.user = 'sam';
    const browser = browserFor(world);
    const again = (await (await begin(world, given, browser)).json()) as { url: string };
    expect(await browser.follow(again.url, (at) => at.startsWith(origin) && !at.startsWith(callback))).toBe(
      `${origin}/account`,
    );
  });

  test.each([{ provider: 'google' }, { provider: 5 }, {}])('%j is refused', async (body) => {
    const response = await begin(world, body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('provider');
  });

  test('a page of another site cannot begin', async () => {
    const response = await fetch(`${world.gateway.url}/auth/sign-in/social`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://evil.example' },
      body: '{"provider":"company"}',
    });
    expect(response.status).toBe(403);
  });
});

describe('the issuer comes and goes', () => {
  test('down at our start: sign-in says so, and works by itself when it is up', async () => {
    const reserved = await startIssuer({ redirectUri: callback });
    await reserved[Symbol.asyncDispose]();
    await using late = await startWorld({ env: envFor(reserved.url) });
    expect((await ways(late)).company).toBe('starting');
    const refused = await begin(late);
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain('cannot be reached yet');
    await using back = await startIssuer({ redirectUri: callback, port: reserved.port });
    back.people.set('sam', { email: 'sam@company.example', groups: ['Support'] });
    await isReady(late);
    expect((await signIn(late, back, 'sam')).path).toBe('/account');
  });

  test('a description of another issuer is not believed', async () => {
    await using foreign = await startWorld({ env: { ...envFor(issuer.url), OIDC_ISSUER: `${issuer.url}/` } });
    await eventually(() => expect(foreign.lines.join('\n')).toContain('discovery names the issuer'));
    expect((await ways(foreign)).company).toBe('starting');
  });

  test('a client secret in a file is followed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milepost-oidc-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'not the right one\n');
    const { OIDC_CLIENT_SECRET: _, ...env } = envFor(issuer.url);
    await using filed = await startWorld({
      env: { ...env, OIDC_CLIENT_SECRET_FILE: file },
      timing: { companyLookMs: 50 },
    });
    await isReady(filed);
    expect(await signIn(filed, issuer, 'sam')).toMatchObject({ error: 'invalid_code', cookie: null });
    writeFileSync(file, `${client.secret}\n`);
    utimesSync(file, 1_000_000, 2_000_000);
    await eventually(async () => expect((await signIn(filed, issuer, 'sam')).path).toBe('/account'));
    rmSync(folder, { recursive: true });
  });
});

describe('the configuration', () => {
  const load = (env: Record<string, string>) =>
    loadConfig(environment({ DATABASE_URL: 'postgres://localhost/x', ...env }));
  const real = envFor('https://sso.example');

  test('is taken whole', () => {
    expect(load(real).company).toMatchObject({
      issuer: 'https://sso.example',
      clientId: client.id,
      groupsClaim: 'groups',
    });
    expect(load(real).company?.clientSecret()).toBe(client.secret);
    expect(load({ DEMO_MODE: '0' }).company).toBeNull();
  });
  test.each(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_ROLES'])('without %s it says so', (name) => {
    expect(() => load({ ...real, [name]: undefined as never })).toThrow(`${name}: must be set with OIDC_ISSUER`);
  });
  test('a real issuer is https, and never meets the demo', () => {
    expect(() => load({ ...real, OIDC_ISSUER: 'http://sso.example' })).toThrow(
      'OIDC_ISSUER: must be an https:// address',
    );
    expect(() => load({ ...real, DEMO_MODE: '1' })).toThrow('OIDC_ISSUER: cannot be combined with DEMO_MODE');
  });
});

test('neither address nor secret gets into the log', () => {
  const text = world.lines.join('\n');
  expect(text).not.toMatch(/@company\.example|@elsewhere/);
  expect(text).not.toContain(client.secret);
});
