import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts, type System, startSystem } from './support/system.ts';

const orderId = Buffer.from('Order:46').toString('base64url');

let system: System;
let agent: Record<string, string>;
beforeAll(async () => {
  system = await startSystem();
  agent = await system.signIn(accounts.agent);
});
afterAll(() => system[Symbol.asyncDispose]());

async function makeLink(): Promise<{ id: string; path: string }> {
  const { data, errors } = await system.query<{ orderLinkCreate: { link: { id: string }; url: string } }>(
    'mutation ($input: OrderLinkCreateInput!) { orderLinkCreate(input: $input) { link { id } url } }',
    { input: { orderId, purpose: 'e2e' } },
    agent,
  );
  expect(errors).toBeUndefined();
  const made = data?.orderLinkCreate;
  return { id: made?.link.id as string, path: new URL(made?.url ?? '').pathname };
}
const get = (path: string, init: RequestInit = {}) => fetch(system.origin + path, { redirect: 'manual', ...init });
const cookieIn = (response: Response) => response.headers.getSetCookie()[0]?.split(';', 1)[0] as string;

test('a link in a mail opens the order: swapped for a cookie at once, kept by nobody on the way', async () => {
  const { path } = await makeLink();
  const response = await get(path);
  expect([response.status, response.headers.get('location')]).toEqual([303, `/orders/${orderId}`]);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
  expect(response.headers.getSetCookie()[0]).toMatch(
    /^mp-order-46=mpo_[\w-]{32}~\d{10}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=4(2|3)\d\d\d$/,
  );
  const page = await get(`/orders/${orderId}`, { headers: { cookie: cookieIn(response) } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('S00046');
  const abort = new AbortController();
  const live = await get(`/live/${orderId}`, { headers: { cookie: cookieIn(response) }, signal: abort.signal });
  expect([live.status, live.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  abort.abort();
});

test('its cookie opens this order and no other', async () => {
  const { path } = await makeLink();
  const [, held] = cookieIn(await get(path)).split('=');
  const other = Buffer.from('Order:43').toString('base64url');
  expect((await get(`/orders/${other}`, { headers: { cookie: `mp-order-43=${held}` } })).status).toBe(403);
});

test('asking for the headers only opens nothing', async () => {
  const { path } = await makeLink();
  const response = await get(path, { method: 'HEAD' });
  expect([response.status, response.headers.getSetCookie()]).toEqual([204, []]);
  expect(await system.sql`select uses from auth.order_link order by id desc limit 1`).toEqual([{ uses: 0 }]);
});

test('a link that was ended and one that never was show one page, which leads on to the look-up', async () => {
  const { id, path } = await makeLink();
  await system.query(
    'mutation ($input: OrderLinkRevokeInput!) { orderLinkRevoke(input: $input) { userErrors { code } } }',
    { input: { linkId: id } },
    agent,
  );
  const pages = await Promise.all(
    [path, `/l/${'A'.repeat(32)}`, '/l/x', `/l/${'x'.repeat(3_000)}`].map(async (address) => {
      const response = await get(address);
      expect(response.status).toBe(404);
      expect(response.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      return response.text();
    }),
  );
  expect(new Set(pages).size).toBe(1);
  expect(pages[0]).toContain('This link has ended');
  expect(pages[0]).toContain('action="/track"');
});
