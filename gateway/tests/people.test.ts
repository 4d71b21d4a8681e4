import { request as httpRequest } from 'node:http';
import { inspect } from 'node:util';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addAgent } from './support/person.ts';
import { accounts, origin, signIn, startWorld, type World } from './support/world.ts';

const order = '{ orderByName(name: "S00001") { viewerAccess } }';
const milestones = 'subscription { milestoneAdded { cursor } }';

let world: World;
beforeAll(async () => {
  world = await startWorld({ timing: { sessionCacheMs: 50, recheckMs: 50 } });
});
afterAll(() => world[Symbol.asyncDispose]());

const roleOf = async (headers: Record<string, string>) => {
  const seen = world.odoo.seen.length;
  const { status } = await world.query(order, {}, headers);
  return world.odoo.seen.length > seen ? world.odoo.seen.at(-1)?.viewer.role : status;
};

describe('who a cookie makes somebody', () => {
  test('an agent: staff of every company', async () => {
    const cookie = await world.signIn('agent');
    expect(await roleOf({ cookie, origin })).toBe('agent');
    expect(world.odoo.seen.at(-1)?.viewer).toMatchObject({
      level: 'STAFF',
      companies: null,
      customers: null,
      orders: [],
      scopes: [],
    });
  });

  test('an operator', async () => {
    expect(await roleOf({ cookie: await world.signIn('operator'), origin })).toBe('operator');
  });

  test('a customer: exactly the customers of the grant, at L3', async () => {
    expect(await roleOf({ cookie: await world.signIn('customer'), origin })).toBe('customer');
    expect(world.odoo.seen.at(-1)?.viewer).toMatchObject({
      level: 'L3',
      companies: [],
      customers: [45, 46],
      orders: [],
    });
  });

  test('companies of staff come from the grant; without any grant somebody is nobody', async () => {
    const cookie = await world.signIn('operator');
    await roleOf({ cookie, origin });
    const sub = String(world.odoo.seen.at(-1)?.viewer.sub);
    await world.sql`update auth.staff_grant set companies = ${[2]} where user_id = ${sub}`;
    await eventually(async () => {
      await roleOf({ cookie, origin });
      expect(world.odoo.seen.at(-1)?.viewer.companies).toEqual([2]);
    });
    await world.sql`delete from auth.staff_grant where user_id = ${sub}`;
    await eventually(async () => expect(await roleOf({ cookie, origin })).toBe('anonymous'));
    await world.sql`insert into auth.staff_grant (user_id, role) values (${sub}, 'operator')`;
  });

  test('the cookie is for this host, not for scripts', async () => {
    const response = await fetch(`${world.gateway.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(accounts.agent),
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^mp=[^;]+;/);
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(cookie).toMatch(/Path=\//);
    expect(cookie).not.toMatch(/Domain=/i);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('with https it is __Host- and Secure', async () => {
    await using secure = await startWorld({ env: { DEMO_MODE: '0', PUBLIC_ORIGIN: 'https://track.example' } });
    await addAgent(secure, 'agent@secure.example', 'agent-password');
    const response = await fetch(`${secure.gateway.url}/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://track.example' },
      body: JSON.stringify({ email: 'agent@secure.example', password: 'agent-password' }),
    });
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-mp=.*Secure/i);
  });
});

describe('the Origin rule', () => {
  const foreign = 'http://evil.example';
  test.each<[string, Record<string, string>, 'agent' | 'anonymous' | 403, 'agent' | 'anonymous' | 403]>([
    ['our origin', { origin }, 'agent', 'agent'],
    ['no origin', {}, 'anonymous', 'anonymous'],
    ['no origin, same-origin fetch', { 'sec-fetch-site': 'same-origin' }, 'agent', 'anonymous'],
    ['no origin, same-site', { 'sec-fetch-site': 'same-site' }, 'anonymous', 'anonymous'],
    ['no origin, cross-site', { 'sec-fetch-site': 'cross-site' }, 'anonymous', 'anonymous'],
    ['no origin, typed into the address bar', { 'sec-fetch-site': 'none' }, 'anonymous', 'anonymous'],
    ['foreign', { origin: foreign }, 403, 403],
    ['foreign, claiming same-origin', { origin: foreign, 'sec-fetch-site': 'same-origin' }, 403, 403],
    ['null', { origin: 'null' }, 403, 403],
    ['another port', { origin: 'http://localhost:4001' }, 403, 403],
    ['another scheme', { origin: 'https://localhost:4000' }, 403, 403],
    ['another case', { origin: 'http://LOCALHOST:4000' }, 403, 403],
    ['a suffix', { origin: `${origin}.evil.example` }, 403, 403],
    ['a prefix', { origin: 'http://localhost:400' }, 403, 403],
  ])('%s', async (_name, headers, http, socket) => {
    const cookie = await world.signIn('agent');
    expect(await send({ ...headers, cookie })).toBe(http);
    await using client = world.socket({ headers: { ...headers, cookie } });
    const before = world.tracking.subscriptions.length;
    const { outcome } = client.subscribe(milestones);
    if (socket === 403) await eventually(() => expect(outcome.ended).toBe('error'));
    else {
      await eventually(() => world.tracking.subscriptions.length === before + 1);
      expect(world.tracking.subscriptions.at(-1)?.viewer.role).toBe(socket);
    }
  });

  /** fetch does not let a caller set Sec-Fetch-Site, nor Origin in every case. */
  async function send(headers: Record<string, string>): Promise<unknown> {
    const before = world.odoo.seen.length;
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        `${world.gateway.url}/graphql`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
        (response) => response.resume().once('end', () => resolve(response.statusCode as number)),
      );
      request.once('error', reject).end(JSON.stringify({ query: order }));
    });
    return world.odoo.seen.length > before ? world.odoo.seen.at(-1)?.viewer.role : status;
  }

  test('a token beside a cookie decides, and a bad token does not fall back to the cookie', async () => {
    const cookie = await world.signIn('agent');
    expect(await roleOf({ cookie, origin, authorization: `Bearer ${await world.token()}` })).toBe('partner');
    expect(await roleOf({ cookie, origin, authorization: 'Bearer x' })).toBe(401);
    await using client = world.socket({ headers: { cookie, origin }, connectionParams: { token: 'x' } });
    client.subscribe(milestones);
    await eventually(() => expect(client.closes).toMatchObject([{ code: 4403 }]));
  });

  test.each([
    ['an altered cookie', (cookie: string) => `${cookie.slice(0, -3)}abc`],
    ['two cookies of the name', (cookie: string) => `${cookie}; ${cookie}`],
    ['an unsigned token', (cookie: string) => cookie.split('.')[0] as string],
    ['an empty cookie', () => 'mp='],
  ])('%s is nobody', async (_name, change) => {
    expect(await roleOf({ cookie: change(await world.signIn('agent')), origin })).toBe('anonymous');
  });
});

describe('/auth', () => {
  const post = (path: string, body: object, headers: Record<string, string> = { origin }) =>
    fetch(`${world.gateway.url}/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  test('an unknown person and a wrong password answer alike', async () => {
    const wrong = await post('/sign-in/email', { email: accounts.agent.email, password: 'not-it-at-all' });
    const unknown = await post('/sign-in/email', { email: 'nobody@test.example', password: 'not-it-at-all' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await unknown.text()).toBe(await wrong.text());
  });

  test('nobody signs up by himself', async () => {
    const response = await post('/sign-up/email', {
      name: 'x',
      email: 'x@test.example',
      password: 'long-enough-password',
    });
    expect(response.status).toBe(404);
    expect(await world.sql`select 1 from auth."user" where email = 'x@test.example'`).toEqual([]);
  });

  test.each(['/get-session', '/list-sessions'])('%s, which shows raw tokens, is closed', async (path) => {
    const cookie = await world.signIn('agent');
    expect((await fetch(`${world.gateway.url}/auth${path}`, { headers: { cookie, origin } })).status).toBe(404);
  });

  test.each(['/update-user', '/delete-user', '/change-email', '/update-session'])('%s is closed', async (path) => {
    expect((await post(path, {}, { origin, cookie: await world.signIn('agent') })).status).toBe(404);
  });

  test('a page of another site cannot sign somebody out', async () => {
    const cookie = await world.signIn('agent');
    expect((await post('/sign-out', {}, { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect(await roleOf({ cookie, origin })).toBe('agent');
  });

  test('signing out ends the cookie and the open socket', async () => {
    const cookie = await world.signIn('agent');
    await using socket = world.socket({ headers: { cookie, origin } });
    const before = world.tracking.subscriptions.length;
    socket.subscribe(milestones);
    await eventually(() => world.tracking.subscriptions.length === before + 1);
    expect((await post('/sign-out', {}, { cookie, origin })).status).toBe(200);
    await eventually(async () => expect(await roleOf({ cookie, origin })).toBe('anonymous'));
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
  });

  test('the address is the socket’s, whatever headers say; only our pages on this machine and trusted proxies speak for others', async () => {
    const signInWith = (headers: Record<string, string>) =>
      post(
        '/sign-in/email',
        { email: accounts.customer.email, password: accounts.customer.password },
        { origin, ...headers },
      );
    await signInWith({ 'x-mp-ip': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' });
    const addresses = async () =>
      (await world.sql`select distinct ip_address from auth.session order by 1`).map((row) => row['ip_address']);
    expect(await addresses()).toEqual(['127.0.0.1']);
    await signInWith({ 'x-forwarded-for': '198.51.100.1, 203.0.113.7' });
    expect(await addresses()).toEqual(['127.0.0.1', '203.0.113.7']);
  });

  test('a session ends eight hours after the sign-in, however much it is used and whatever the sign-in asked for', async () => {
    const { email, password } = accounts.operator;
    const response = await post('/sign-in/email', { email, password, rememberMe: false });
    const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] as string;
    const ends = () =>
      world.sql<{ id: string; expires_at: Date; isShort: boolean }[]>`
        select s.id, s.expires_at, s.expires_at <= s.created_at + interval '8 hours 1 minute' as "isShort"
        from auth.session s join auth."user" u on u.id = s.user_id where u.email = ${email} order by s.created_at desc limit 1`;
    const [fresh] = await ends();
    expect(fresh?.isShort).toBe(true);
    const id = fresh?.id as string;
    await world.sql`
      update auth.session set created_at = created_at - interval '7 hours', updated_at = updated_at - interval '7 hours', expires_at = expires_at - interval '7 hours'
      where id = ${id}`;
    const [old] = await world.sql`select expires_at, updated_at from auth.session where id = ${id}`;
    const me = await (await fetch(`${world.gateway.url}/auth/me`, { headers: { cookie, origin } })).json();
    expect(me).toMatchObject({ me: { role: 'operator' } });
    expect(await roleOf({ cookie, origin })).toBe('operator');
    expect(await world.sql`select expires_at, updated_at from auth.session where id = ${id}`).toEqual([old]);
  });

  test('a body beyond 16 KiB is refused', async () => {
    expect((await post('/sign-in/email', { email: 'x'.repeat(20_000) })).status).toBe(413);
  });

  test.each(['user', 'account', 'session'])(
    'a database error (%s) tells the log and the console no address',
    async (table) => {
      await using broken = await startWorld();
      await broken.sql.unsafe(`alter table auth."${table}" rename to away`);
      const said = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')];
      const { email, password } = accounts.agent;
      const response = await fetch(`${broken.gateway.url}/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email, password }),
      });
      expect(response.status).toBe(500);
      // The library writes some errors there itself, with ids.
      const shown = inspect(
        said.map((spy) => spy.mock.calls),
        { depth: 10 },
      );
      for (const spy of said) spy.mockRestore();
      expect(shown.toLowerCase()).not.toContain(email.toLowerCase());
      const text = broken.lines.join('\n');
      expect(text).toContain('request failed');
      expect(text.toLowerCase()).not.toContain(email.toLowerCase());
      expect(text).not.toContain('params');
    },
  );

  test('neither password nor e-mail address gets into the log', () => {
    const text = world.lines.join('\n').toLowerCase();
    for (const { email, password } of Object.values(accounts)) {
      expect(text).not.toContain(email.toLowerCase());
      expect(text).not.toContain(password);
    }
  });
});

describe('demo accounts', () => {
  test('stay the same over restarts, follow a changed password, and end with the demo', async () => {
    await using demo = await startWorld();
    const idsOf = () => demo.sql`select id from auth."user" order by id`;
    const before = await idsOf();
    expect(before).toHaveLength(3);
    await (await demo.start())[Symbol.asyncDispose]();
    expect(await idsOf()).toEqual(before);
    expect(await demo.sql`select count(*)::int as n from auth.account`).toEqual([{ n: 3 }]);

    demo.env['DEMO_ACCOUNTS'] = JSON.stringify([{ ...accounts.agent, password: 'another-password' }]);
    const changed = await demo.start();
    await expect(signIn(changed.url, accounts.agent)).rejects.toThrow('401');
    await signIn(changed.url, { ...accounts.agent, password: 'another-password' });
    await changed[Symbol.asyncDispose]();

    await addAgent(demo, 'real@company.example', 'real-password');
    demo.env['DEMO_MODE'] = '0';
    const real = await demo.start();
    await expect(signIn(real.url, { ...accounts.agent, password: 'another-password' })).rejects.toThrow('401');
    await signIn(real.url, { email: 'real@company.example', password: 'real-password' });
    expect(await demo.sql`select id from auth.api_client`).toEqual([]);
    expect(await demo.sql`select email from auth."user"`).toEqual([{ email: 'real@company.example' }]);
    await real[Symbol.asyncDispose]();
  });
});
