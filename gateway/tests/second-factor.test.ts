import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addLocalStaff, listLocalStaff, removeStaff, renewPasswordLink } from '../src/identity/local-staff.ts';
import { enrol, totpCode } from './support/totp.ts';
import { viewerOf } from './support/viewer-of.ts';
import { origin, startWorld, type World } from './support/world.ts';

const email = 'lena@company.example';
const password = 'a-password-of-lena';
const grant = { email, name: 'Lena', role: 'agent', companies: [2], regions: null } as const;

let world: World;
beforeAll(async () => {
  // Dozens of wrong codes from one address; the limits have tests of their own.
  world = await startWorld({
    env: { DEMO_MODE: '0', RATE_LIMITS: 'off' },
    timing: { sessionCacheMs: 20, recheckMs: 50 },
  });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.sql`delete from auth."user"`;
});

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${world.gateway.url}/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  });
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
const me = async (cookie: string) =>
  ((await (await fetch(`${world.gateway.url}/auth/me`, { headers: { cookie, origin } })).json()) as { me: unknown }).me;
const withPassword = () => post('/sign-in/email', { email, password });

async function addLena(): Promise<void> {
  const token = await addLocalStaff(world.sql, { ...grant, companies: [...grant.companies] });
  expect((await post('/set-password', { token, password })).status).toBe(200);
}
/** Signed in with the password alone. */
async function halfway(): Promise<string> {
  const response = await withPassword();
  expect(response.status).toBe(200);
  return cookiesOf(response);
}
async function enrolled() {
  await addLena();
  return enrol(world.gateway.url, { cookie: await halfway(), password });
}
/** Past the password, before the code: the cookie of the challenge. */
async function challenge(): Promise<string> {
  const response = await withPassword();
  expect(await response.json()).toMatchObject({ twoFactorRedirect: true });
  return cookiesOf(response);
}
const code = (cookie: string, given: string, more: object = {}) =>
  post('/two-factor/verify-totp', { code: given, ...more }, { cookie });

describe('a password alone', () => {
  test('outside demo mode gives no rights, only the way to a second factor', async () => {
    await addLena();
    const cookie = await halfway();
    expect((await viewerOf(world, cookie))?.role).toBe('anonymous');
    expect(await me(cookie)).toEqual({ name: 'Lena', email, role: null, secondFactor: 'needed' });
    const { cookie: whole } = await enrol(world.gateway.url, { cookie, password });
    expect(await viewerOf(world, whole)).toMatchObject({ role: 'agent', companies: [2] });
    expect(await me(whole)).toEqual({ name: 'Lena', email, role: 'agent', secondFactor: 'set up' });
  });

  test('in demo mode is enough', async () => {
    await using demo = await startWorld();
    expect((await viewerOf(demo, await demo.signIn('agent')))?.role).toBe('agent');
  });
});

describe('setting it up', () => {
  test('needs the password, and a code of the new secret', async () => {
    await addLena();
    const cookie = await halfway();
    expect((await post('/two-factor/enable', { password: 'not-it-at-all' }, { cookie })).status).toBe(400);
    expect((await post('/two-factor/enable', {}, { cookie })).status).toBe(400);
    expect((await post('/two-factor/enable', { password })).status).toBe(401);
    expect((await post('/two-factor/enable', { password }, { cookie })).status).toBe(200);
    expect((await code(cookie, '000000')).status).toBe(401);
    expect((await viewerOf(world, cookie))?.role).toBe('anonymous');
  });

  test('replaces the session; the one before is dead', async () => {
    await addLena();
    const before = await halfway();
    const { cookie: after } = await enrol(world.gateway.url, { cookie: before, password });
    expect(after).not.toBe(before);
    expect(await me(before)).toBeNull();
    await eventually(async () => expect((await viewerOf(world, before))?.role).toBe('anonymous'));
    expect((await viewerOf(world, after))?.role).toBe('agent');
  });

  test('ends every session from before: one that a stolen password began gets no rights by it', async () => {
    await addLena();
    const stolen = await halfway();
    const { cookie, totpURI } = await enrol(world.gateway.url, { cookie: await halfway(), password });
    expect(await me(stolen)).toBeNull();
    await eventually(async () => expect((await viewerOf(world, stolen))?.role).toBe('anonymous'));
    expect(await world.sql`select 1 from auth.session`).toHaveLength(1);
    expect((await viewerOf(world, cookie))?.role).toBe('agent');
    // Later ones stay beside each other.
    expect((await code(await challenge(), totpCode(totpURI))).status).toBe(200);
    expect(await world.sql`select 1 from auth.session`).toHaveLength(2);
  });

  test('is not done anew by whoever holds a session and the password', async () => {
    const { cookie } = await enrolled();
    const again = await post('/two-factor/enable', { password }, { cookie });
    expect(again.status).toBe(400);
    for (const path of ['disable', 'get-totp-uri', 'send-otp', 'verify-otp'])
      expect((await post(`/two-factor/${path}`, { password }, { cookie })).status).toBe(404);
  });

  test('secret and backup codes lie encrypted', async () => {
    const { totpURI, backupCodes } = await enrolled();
    const [row] = await world.sql<
      { secret: string; backup_codes: string }[]
    >`select secret, backup_codes from auth.two_factor`;
    expect(row?.secret).not.toContain(new URL(totpURI).searchParams.get('secret'));
    expect(row?.backup_codes).not.toContain(backupCodes[0]);
    expect(world.lines.join('\n')).not.toContain(backupCodes[0]);
  });
});

describe('signing in with it', () => {
  test('the password alone starts no session', async () => {
    await enrolled();
    const sessions = await world.sql`select id from auth.session`;
    const response = await withPassword();
    expect(await response.json()).toMatchObject({ twoFactorRedirect: true });
    expect(cookiesOf(response)).not.toMatch(/(^|; )mp=/);
    expect(await world.sql`select id from auth.session`).toEqual(sessions);
    expect(await me(cookiesOf(response))).toBeNull();
  });

  test('the code of the app completes it', async () => {
    const { totpURI } = await enrolled();
    const response = await code(await challenge(), totpCode(totpURI).replace(/(...)(...)/, '$1 $2'));
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('token');
    expect((await viewerOf(world, cookiesOf(response)))?.role).toBe('agent');
  });

  test('the same code is refused a second time, in another sign-in and at the same moment', async () => {
    const { totpURI } = await enrolled();
    const [first, second, third] = [await challenge(), await challenge(), await challenge()];
    const now = totpCode(totpURI);
    const both = await Promise.all([code(first, now), code(second, now)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const late = await code(third, now);
    expect([late.status, await late.json()]).toMatchObject([401, { code: 'CODE_USED' }]);
    expect(cookiesOf(late)).not.toMatch(/(^|; )mp=/);
    // The next one is good.
    expect((await code(await challenge(), totpCode(totpURI, 1))).status).toBe(200);
  });

  test('also the code that set it up', async () => {
    const { totpURI } = await enrolled();
    expect((await code(await challenge(), totpCode(totpURI, -1))).status).toBe(401);
  });

  test('five wrong codes end a challenge, ten lock the account for a while, also for the right code', async () => {
    const { totpURI, backupCodes } = await enrolled();
    for (let round = 0; round < 2; round += 1) {
      const cookie = await challenge();
      for (let attempt = 0; attempt < 5; attempt += 1) expect((await code(cookie, '000000')).status).toBe(401);
      if (round === 0) expect((await code(cookie, totpCode(totpURI))).status).toBe(400);
    }
    const locked = await challenge();
    expect((await code(locked, totpCode(totpURI))).status).toBe(429);
    expect((await post('/two-factor/verify-backup-code', { code: backupCodes[0] }, { cookie: locked })).status).toBe(
      429,
    );
    await world.sql`update auth.two_factor set locked_until = now() - interval '1 second'`;
    expect((await code(await challenge(), totpCode(totpURI))).status).toBe(200);
  });

  test('a backup code works once', async () => {
    const { backupCodes } = await enrolled();
    expect(backupCodes).toHaveLength(10);
    const use = async (given: string | undefined) =>
      post('/two-factor/verify-backup-code', { code: given }, { cookie: await challenge() });
    const response = await use(` ${backupCodes[0]} `);
    expect(response.status).toBe(200);
    expect((await viewerOf(world, cookiesOf(response)))?.role).toBe('agent');
    expect((await use(backupCodes[0])).status).toBe(401);
    expect((await use(backupCodes[1])).status).toBe(200);
  });

  test('no device is trusted in place of the code', async () => {
    const { totpURI } = await enrolled();
    const response = await code(await challenge(), totpCode(totpURI), { trustDevice: true });
    const cookies = response.headers.getSetCookie().join('\n');
    expect(cookies).not.toMatch(/trust/i);
    const again = await post('/sign-in/email', { email, password }, { cookie: cookiesOf(response) });
    expect(await again.json()).toMatchObject({ twoFactorRedirect: true });
  });

  test('a challenge is nobody’s but its browser’s', async () => {
    const { totpURI } = await enrolled();
    const cookie = await challenge();
    expect((await code('', totpCode(totpURI))).status).toBe(401);
    expect((await code(`${cookie.slice(0, -6)}AAAAAA`, totpCode(totpURI))).status).toBe(401);
  });
});

describe('local staff', () => {
  test('set their own password, once, by a link that ends', async () => {
    const token = await addLocalStaff(world.sql, { ...grant, companies: [2] });
    expect(await world.sql`select 1 from auth.account`).toEqual([]);
    const short = await post('/set-password', { token, password: 'too-short' });
    expect([short.status, await short.text()]).toEqual([400, expect.stringContaining('12 to 128 characters')]);
    expect((await post('/set-password', { token: `${token}x`, password })).status).toBe(410);
    expect((await post('/set-password', { token, password })).status).toBe(200);
    expect((await post('/set-password', { token, password: 'another-password' })).status).toBe(410);
    expect((await withPassword()).status).toBe(200);
    const [stored] = await world.sql<{ hash: string }[]>`select encode(hash, 'base64') as hash from auth.password_link`;
    expect(stored).toBeUndefined();
    const late = await renewPasswordLink(world.sql, email);
    await world.sql`update auth.password_link set expires_at = now() - interval '1 second'`;
    expect((await post('/set-password', { token: late, password: 'another-password' })).status).toBe(410);
    expect((await withPassword()).status).toBe(200);
  });

  test('a new link sets another password and ends all sessions; the second factor stays', async () => {
    const { cookie } = await enrolled();
    const token = await renewPasswordLink(world.sql, ` ${email.toUpperCase()} `);
    expect((await viewerOf(world, cookie))?.role).toBe('agent');
    expect((await post('/set-password', { token, password: 'another-password' })).status).toBe(200);
    await eventually(async () => expect((await viewerOf(world, cookie))?.role).toBe('anonymous'));
    expect((await withPassword()).status).toBe(401);
    const response = await post('/sign-in/email', { email, password: 'another-password' });
    expect(await response.json()).toMatchObject({ twoFactorRedirect: true });
  });

  test('a lost second factor is forgotten on request, and a new one is needed', async () => {
    const { cookie } = await enrolled();
    const token = await renewPasswordLink(world.sql, email, { forgetSecondFactor: true });
    await eventually(async () => expect((await viewerOf(world, cookie))?.role).toBe('anonymous'));
    await post('/set-password', { token, password });
    expect(await me(await halfway())).toMatchObject({ role: null, secondFactor: 'needed' });
  });

  test('links, passwords, second factors and backup codes are on record with who made them', async () => {
    const { cookie } = await enrolled();
    expect((await post('/two-factor/generate-backup-codes', { password }, { cookie })).status).toBe(200);
    const token = await renewPasswordLink(world.sql, email);
    expect((await post('/set-password', { token, password: 'another-password' })).status).toBe(200);
    const [{ id } = { id: '' }] = await world.sql<{ id: string }[]>`select id from auth."user"`;
    const rows = await world.sql<{ actor: string; action: string; detail: object }[]>`
      select actor, action, detail from auth.audit where subject = ${`person ${id}`} and action = any(${[
        'password_link.made',
        'password.set',
        'second_factor.enabled',
        'backup_codes.changed',
      ]}) order by id`;
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['people command', 'password_link.made'],
      [id, 'password.set'],
      [id, 'second_factor.enabled'],
      [id, 'backup_codes.changed'],
      ['people command', 'password_link.made'],
      [id, 'password.set'],
    ]);
    expect(rows.every(({ detail }) => Object.keys(detail).length === 0)).toBe(true);
  });

  test('are listed and removed, at once', async () => {
    const { cookie } = await enrolled();
    await addLocalStaff(world.sql, {
      email: 'omar@company.example',
      name: '',
      role: 'operator',
      companies: null,
      regions: ['eu'],
    });
    expect(await listLocalStaff(world.sql)).toEqual([
      { ...grant, hasPassword: true, hasSecondFactor: true },
      {
        email: 'omar@company.example',
        name: 'omar@company.example',
        role: 'operator',
        companies: null,
        regions: ['eu'],
        hasPassword: false,
        hasSecondFactor: false,
      },
    ]);
    await removeStaff(world.sql, email);
    await eventually(async () => expect((await viewerOf(world, cookie))?.role).toBe('anonymous'));
    expect((await withPassword()).status).toBe(401);
    await expect(removeStaff(world.sql, email)).rejects.toThrow('no member of staff');
    const rows = await world.sql`
      select actor, detail ->> 'after' as after from auth.audit where action = 'grant.changed' and detail ->> 'table' = 'staff_grant' order by id`;
    expect(rows.at(-1)).toEqual({ actor: 'people command', after: null });
  });

  test('an address that is somebody’s already is refused', async () => {
    await addLena();
    await expect(addLocalStaff(world.sql, { ...grant, companies: null })).rejects.toThrow(
      'is somebody’s already'.replace('’', "'"),
    );
    await expect(addLocalStaff(world.sql, { ...grant, email: 'nobody', companies: null })).rejects.toThrow(
      'no e-mail address',
    );
    await expect(renewPasswordLink(world.sql, 'x@company.example')).rejects.toThrow('no local member of staff');
  });
});

describe('/auth/me', () => {
  test('is for our own pages', async () => {
    await addLena();
    const cookie = await halfway();
    expect(await me('')).toBeNull();
    expect((await (await fetch(`${world.gateway.url}/auth/me`, { headers: { cookie } })).json()) as object).toEqual({
      me: null,
    });
    expect(
      (await fetch(`${world.gateway.url}/auth/me`, { headers: { cookie, origin: 'http://evil.example' } })).status,
    ).toBe(403);
  });
});

test('neither password, code, token nor address gets into the log', async () => {
  const text = world.lines.join('\n');
  for (const secret of [password, email, 'another-password']) expect(text).not.toContain(secret);
});
