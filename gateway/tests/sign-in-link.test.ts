import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askForLink, caughtMails, mailedToken } from './support/mailed-links.ts';
import { accounts, origin, startWorld, type World } from './support/world.ts';

const order = '{ orderByName(name: "S00001") { viewerAccess } }';
const ann = 'ann.rivera@alpine.example.com';
const customers = { recheckAfterMs: 900_000, holdsForMs: 86_400_000, retryAfterMs: 50 };

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { RATE_LIMITS: 'off' }, timing: { sessionCacheMs: 20, recheckMs: 50, customers } });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  world.odoo.accounts.isDown = false;
  world.odoo.accounts.known.clear();
  world.odoo.accounts.known.set(ann, { customers: [45, 53], name: 'Ann Rivera' });
  await world.sql`delete from auth.link_request`;
  await world.sql`delete from auth.mail`;
});

const ask = (email: unknown, headers: Record<string, string> = {}) => askForLink(world, email, headers);
const mailbox = () => caughtMails(world);
const linkFor = (email: string) => mailedToken(world, email);
const allLookedAt = () =>
  eventually(async () =>
    expect(await world.sql`select 1 from auth.link_request where state = 'waiting'`).toHaveLength(0),
  );
const follow = (token: string, headers: Record<string, string> = { origin }) =>
  fetch(`${world.gateway.url}/auth/magic-link/verify?token=${token}`, { headers, redirect: 'manual' });
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
async function signInByLink(email = ann): Promise<string> {
  const response = await follow(await linkFor(email));
  expect(response.status).toBe(200);
  return cookieOf(response);
}
const viewerOf = async (cookie: string) => {
  const seen = world.odoo.seen.length;
  await world.query(order, {}, { cookie, origin });
  expect(world.odoo.seen.length).toBeGreaterThan(seen);
  return world.odoo.seen.at(-1)?.viewer;
};

describe('asking for a link', () => {
  test('known and unknown addresses are answered alike, and before anybody looks', async () => {
    let release = () => {};
    world.odoo.accounts.hold = new Promise((done) => {
      release = done;
    });
    const before = world.odoo.accounts.asked.length;
    const answers = await Promise.all(
      [ann, 'nobody@alpine.example.com', accounts.agent.email].map(async (email) => {
        const response = await ask(email);
        const headers = Object.fromEntries(
          [...response.headers].filter(([name]) => !/^(date|x-request-id)$/.test(name)),
        );
        return { status: response.status, headers, body: await response.text() };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, body: '{"status":true}\n' });
    // The look-up is still waiting, and was not waited for.
    expect(await world.sql`select 1 from auth.mail`).toEqual([]);
    release();
    world.odoo.accounts.hold = null;
    await allLookedAt();
    expect(world.odoo.accounts.asked.length - before).toBe(3);
    expect(
      (
        await eventually(async () => {
          const mails = await mailbox();
          expect(mails).not.toEqual([]);
          return mails;
        })
      ).map(({ to }) => to),
    ).toEqual([ann]);
  });

  test('an unknown address leaves neither person, mail nor token behind', async () => {
    const people = await world.sql`select id from auth."user"`;
    await ask('nobody@alpine.example.com');
    await allLookedAt();
    expect(await world.sql`select id from auth."user"`).toEqual(people);
    expect(await world.sql`select 1 from auth.mail`).toEqual([]);
    expect(await world.sql`select 1 from auth.verification where value like '%nobody@%'`).toEqual([]);
  });

  test('staff and people with a password get no link, whatever stands in Odoo', async () => {
    for (const { email } of Object.values(accounts))
      world.odoo.accounts.known.set(email.toLowerCase(), { customers: [45], name: 'x' });
    for (const { email } of Object.values(accounts)) await ask(email);
    await allLookedAt();
    expect(await world.sql`select 1 from auth.mail`).toEqual([]);
    const [grant] = await world.sql`
      select g.customers, g.checked_at from auth.customer_grant g join auth."user" u on u.id = g.user_id where u.email = ${accounts.customer.email}`;
    expect(grant).toEqual({ customers: [45, 46], checked_at: null });
  });

  test('three links in a quarter of an hour per address, however it is written', async () => {
    for (const email of [ann, ` ${ann.toUpperCase()} `, ann, ann, ann]) await ask(email);
    await allLookedAt();
    expect(await world.sql`select 1 from auth.mail`).toHaveLength(3);
    await world.sql`update auth.link_request set created_at = created_at - interval '16 minutes'`;
    await ask(ann);
    await allLookedAt();
    expect(await world.sql`select 1 from auth.mail`).toHaveLength(4);
  });

  test('a flood of addresses is dropped beyond a thousand waiting, and said', async () => {
    await world.sql`
      insert into auth.link_request (id, sealed, address_hash, next_try_at) select uuidv7(), '', '', now() + interval '1 hour' from generate_series(1, 1000)`;
    expect((await ask(ann)).status).toBe(200);
    expect(await world.sql`select count(*)::int as n from auth.link_request`).toEqual([{ n: 1000 }]);
    expect(world.lines.join('\n')).toContain('too many requests for sign-in links');
  });

  test('while odoo-subgraph is away a new address waits; the mail leaves when it is back', async () => {
    world.odoo.accounts.known.set('new@alpine.example.com', { customers: [45], name: 'New' });
    world.odoo.accounts.isDown = true;
    await ask('new@alpine.example.com');
    await eventually(async () =>
      expect(
        await world.sql`select 1 from auth.link_request where state = 'waiting' and attempts = 1 and next_try_at < now() + interval '11 seconds'`,
      ).toHaveLength(1),
    );
    expect(await mailbox()).toEqual([]);
    world.odoo.accounts.isDown = false;
    await world.sql`update auth.link_request set next_try_at = now()`;
    await eventually(async () => expect((await mailbox()).map(({ to }) => to)).toEqual(['new@alpine.example.com']));
  });

  test('a request nobody could look at for ten minutes is given up', async () => {
    world.odoo.accounts.isDown = true;
    await ask('late@alpine.example.com');
    await eventually(async () =>
      expect(
        await world.sql`select 1 from auth.link_request where attempts = 1 and next_try_at < now() + interval '11 seconds'`,
      ).toHaveLength(1),
    );
    world.odoo.accounts.isDown = false;
    world.odoo.accounts.known.set('late@alpine.example.com', { customers: [45], name: 'Late' });
    await world.sql`update auth.link_request set next_try_at = now(), created_at = now() - interval '11 minutes'`;
    await allLookedAt();
    expect(await world.sql`select 1 from auth.mail`).toEqual([]);
  });

  test.each([{}, { email: 5 }, { email: 'x'.repeat(321) }])('%j is refused by name', async (body) => {
    const response = await fetch(`${world.gateway.url}/auth/sign-in/magic-link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('email');
  });

  test('a form of another site cannot ask', async () => {
    expect((await ask(ann, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(ann, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await ask(ann, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    await allLookedAt();
    expect(await world.sql`select 1 from auth.mail`).toEqual([]);
  });

  test('addresses and tokens lie sealed or hashed, and stay out of the log', async () => {
    const token = await linkFor(ann);
    const rows = await world.sql`
      select encode(sealed, 'escape') as s from auth.mail union all select encode(sealed, 'escape') from auth.link_request union all select encode(address_hash, 'escape') from auth.link_request
      union all select identifier from auth.verification`;
    const stored = rows.map((row) => row['s']).join('\n');
    for (const secret of [token, 'rivera', 'alpine']) {
      expect(stored).not.toContain(secret);
      expect(world.lines.join('\n').toLowerCase()).not.toContain(secret.toLowerCase());
    }
  });
});

describe('following a link', () => {
  test('makes somebody a customer of exactly the accounts that Odoo says', async () => {
    const cookie = await signInByLink();
    expect(await viewerOf(cookie)).toMatchObject({ role: 'customer', level: 'L3', customers: [45, 53], companies: [] });
    expect(await world.sql`select name from auth."user" where email = ${ann}`).toEqual([{ name: 'Ann Rivera' }]);
  });

  test('the answer does not show the session’s token', async () => {
    const response = await follow(await linkFor(ann));
    expect(Object.keys((await response.json()) as object).sort()).toEqual(['session', 'user']);
  });

  test('works once', async () => {
    const token = await linkFor(ann);
    expect((await follow(token)).status).toBe(200);
    const again = await follow(token);
    expect(again.status).toBe(302);
    expect(again.headers.get('location')).toContain('error=INVALID_TOKEN');
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  test('ends after ten minutes', async () => {
    const token = await linkFor(ann);
    const [row] = await world.sql<{ left: number }[]>`
      select extract(epoch from expires_at - now())::float as left from auth.verification order by created_at desc limit 1`;
    expect(row?.left).toBeGreaterThan(590);
    expect(row?.left).toBeLessThanOrEqual(600);
    await world.sql`update auth.verification set expires_at = now() - interval '1 second'`;
    expect((await follow(token)).headers.getSetCookie()).toEqual([]);
  });

  test('a mail scanner that opens the address uses nothing up', async () => {
    const token = await linkFor(ann);
    expect((await follow(token, {})).status).toBe(403);
    expect((await follow(token, { 'sec-fetch-site': 'none' })).status).toBe(403);
    expect((await follow(token, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await follow(token)).status).toBe(200);
  });

  test('the mail leads to a page of ours, not to the library', async () => {
    await linkFor(ann);
    const [mail] = await mailbox();
    expect(mail?.text).toMatch(new RegExp(`${origin}/sign-in/link\\?token=\\w{32}\n`));
    expect(mail?.text).not.toContain('/auth/');
  });

  test.each([false, true])(
    'somebody who became staff meanwhile does not get in; odoo-subgraph down: %s',
    async (isDown) => {
      const token = await linkFor(ann);
      await world.sql`insert into auth.staff_grant (user_id, role) select id, 'agent' from auth."user" where email = ${ann}`;
      world.odoo.accounts.isDown = isDown;
      const response = await follow(token);
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
      await world.sql`delete from auth.staff_grant where user_id = (select id from auth."user" where email = ${ann})`;
    },
  );

  test('nor somebody who is no customer any more; nothing of him stays', async () => {
    const token = await linkFor(ann);
    world.odoo.accounts.known.delete(ann);
    const response = await follow(token);
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await world.sql`select 1 from auth."user" where email = ${ann}`).toEqual([]);
  });

  test('the grant follows Odoo at each sign-in', async () => {
    await signInByLink();
    world.odoo.accounts.known.set(ann, { customers: [53], name: 'Ann Rivera' });
    expect((await viewerOf(await signInByLink()))?.customers).toEqual([53]);
  });

  test('without odoo-subgraph the last word holds for a day, then not', async () => {
    const [fresh, old] = [await linkFor(ann), await linkFor(ann)];
    world.odoo.accounts.isDown = true;
    expect((await follow(fresh)).status).toBe(200);
    await world.sql`update auth.customer_grant set checked_at = now() - interval '25 hours' where checked_at is not null`;
    const response = await follow(old);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('the library’s own doors to other ways stay shut', async () => {
    for (const path of ['/sign-in/social', '/two-factor/disable', '/reset-password', '/verify-email', '/ok', '/error'])
      expect(
        (
          await fetch(`${world.gateway.url}/auth${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin },
            body: '{}',
          })
        ).status,
      ).toBe(404);
  });
});

describe('a session that lives on', () => {
  const age = (interval: string) =>
    world.sql`update auth.customer_grant set checked_at = now() - ${interval}::interval where checked_at is not null`;

  test('is not asked about again within a quarter of an hour', async () => {
    const cookie = await signInByLink();
    await age('14 minutes');
    const asked = world.odoo.accounts.asked.length;
    await viewerOf(cookie);
    expect(world.odoo.accounts.asked.length).toBe(asked);
  });

  test('is checked in the background after it, and follows', async () => {
    const cookie = await signInByLink();
    world.odoo.accounts.known.set(ann, { customers: [45], name: 'Ann Rivera' });
    await age('16 minutes');
    await eventually(async () => expect((await viewerOf(cookie))?.customers).toEqual([45]));
    world.odoo.accounts.known.delete(ann);
    await age('16 minutes');
    await eventually(async () => expect((await viewerOf(cookie))?.role).toBe('anonymous'));
    expect(
      await world.sql`select 1 from auth.session s join auth."user" u on u.id = s.user_id where u.email = ${ann}`,
    ).toEqual([]);
  });

  test('an open connection ends with the account', async () => {
    const cookie = await signInByLink();
    await using socket = world.socket({ headers: { cookie, origin } });
    const before = world.tracking.subscriptions.length;
    socket.subscribe('subscription { milestoneAdded { cursor } }');
    await eventually(() => world.tracking.subscriptions.length === before + 1);
    world.odoo.accounts.known.delete(ann);
    await age('16 minutes');
    await eventually(() => expect(socket.closes).toMatchObject([{ code: 4403 }]));
  });

  test('while odoo-subgraph is away the last grant holds for 24 hours, and comes back with it', async () => {
    const cookie = await signInByLink();
    world.odoo.accounts.isDown = true;
    await age('23 hours');
    expect((await viewerOf(cookie))?.role).toBe('customer');
    await age('25 hours');
    await eventually(async () => expect((await viewerOf(cookie))?.role).toBe('anonymous'));
    world.odoo.accounts.isDown = false;
    await eventually(async () => expect((await viewerOf(cookie))?.role).toBe('customer'));
  });
});

describe('machines and people', () => {
  test('tokens are refused at /auth and on pages', async () => {
    const authorization = `Bearer ${await world.token()}`;
    for (const path of ['/auth/ways', '/auth/mailbox', '/auth/magic-link/verify?token=x', '/', '/orders/x', '/sign-in'])
      expect((await fetch(`${world.gateway.url}${path}`, { headers: { authorization } })).status).toBe(401);
    expect((await ask(ann, { authorization })).status).toBe(401);
    const orderAccess = `Bearer ${await world.orderAccess.sign({ sub: '1', lvl: 1 })}`;
    expect((await fetch(`${world.gateway.url}/auth/ways`, { headers: { authorization: orderAccess } })).status).toBe(
      401,
    );
    expect((await fetch(`${world.gateway.url}/`, { headers: { authorization: orderAccess } })).status).toBe(401);
  });

  test('a session cookie is refused at /auth/token', async () => {
    const response = await fetch(`${world.gateway.url}/auth/token`, {
      method: 'POST',
      headers: { cookie: `a=b; ${await world.signIn('agent')}`, origin },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'test-partner', client_secret: 'x' }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: 'invalid_request',
      error_description: 'for machines only: send no session cookie',
    });
  });
});
