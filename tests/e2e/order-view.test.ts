import { afterAll, beforeAll, expect, test } from 'vitest';
import { scansOf } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, type System, startSystem } from './support/system.ts';

const orderId = Buffer.from('Order:46').toString('base64url');

let system: System;
let agent: Record<string, string>;
beforeAll(async () => {
  system = await startSystem();
  agent = await system.signIn(accounts.agent);
  const [found] = await system.sql<{ number: string }[]>`
    select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
  await system.postScan(scansOf(found?.number as string, [60, 'InTransit', 'InTransit_003']));
  await system.settled();
});
afterAll(() => system[Symbol.asyncDispose]());

type Headers = Record<string, string>;
const call = (path: string, headers: Headers, method = 'GET') =>
  fetch(system.origin + path, { method, redirect: 'manual', headers });
const begin = async (headers: Headers = agent, id = orderId) => {
  const response = await call(`/orders/${id}/view`, headers, 'POST');
  return { status: response.status, path: response.headers.get('location') ?? '', text: await response.text() };
};
const records = () =>
  system.sql`select role, subject, (select email from auth."user" where id::text = actor) as who from auth.audit where action = 'order_view.started' order by id`;
/** What people read on a page, without the parts that lead elsewhere. */
const words = (html: string) =>
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

test('shows what the customer sees, word for word, marked, on record, and leaves nothing behind', async () => {
  const { status, path } = await begin();
  expect(status).toBe(303);
  expect(path).toMatch(new RegExp(`^/orders/${orderId}/view/[\\w-]+$`));
  expect(await records()).toEqual([{ role: 'agent', subject: 'order 46', who: accounts.agent.email }]);
  const page = await call(path, agent);
  expect([page.status, page.headers.getSetCookie()]).toEqual([200, []]);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
  const html = await page.text();
  expect(html).toContain(`${accounts.agent.name} sees what the customer sees.`);
  // Nothing to send, nothing to follow live; it is asked for anew when it has ended.
  expect(html).not.toMatch(/<form|data-live=|data-poll/);
  const goesIn = Number(page.headers.get('refresh'));
  expect(goesIn).toBeGreaterThan(500);
  expect(goesIn).toBeLessThanOrEqual(602);

  const { data } = await system.query<{ orderLinkCreate: { url: string } }>(
    `mutation { orderLinkCreate(input: { orderId: "${orderId}", purpose: "e2e" }) { url } }`,
    {},
    agent,
  );
  const opened = await call(new URL(data.orderLinkCreate.url).pathname, {});
  const [cookie = ''] = opened.headers.getSetCookie();
  const customers = await (await call(`/orders/${orderId}`, { cookie: cookie.split(';', 1)[0] as string })).text();
  expect(words(html)).toContain('S00046');
  expect(words(html)).toContain('Send me a code');
  expect(words(html)).toBe(words(customers));
  // Level by level as for customers: the address from L3 on.
  const address = 'Delivery address';
  expect(words(await (await call(`${path}?level=L1`, agent)).text())).not.toContain(address);
  const proved = words(await (await call(`${path}?level=L3`, agent)).text());
  const ofAccount = words(await (await call(`/orders/${orderId}`, await system.signIn(accounts.customer))).text());
  expect(words(html)).not.toContain(address);
  expect(proved).toContain(address);
  expect(proved).not.toContain('Send me a code');
  expect(proved).toBe(ofAccount);
});

test('shows nothing to anybody else who has the address, nor when it has ended', async () => {
  const { path } = await begin();
  const others: Headers[] = [
    {},
    await system.signIn(accounts.operator),
    await system.signIn(accounts.agent),
    await system.signIn(accounts.customer),
  ];
  const answers = await Promise.all(
    others.map(async (headers) => {
      const response = await call(path, headers);
      return { status: response.status, cookies: response.headers.getSetCookie(), text: await response.text() };
    }),
  );
  for (const { status, cookies, text } of answers) {
    expect([status, cookies]).toEqual([403, []]);
    expect(text).toContain('This look at the order has ended');
    expect(text).not.toContain('S00046');
  }
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  // Of another order, by the right person.
  const elsewhere = path.replace(orderId, Buffer.from('Order:43').toString('base64url'));
  expect((await call(elsewhere, agent)).status).toBe(403);
  expect((await call(path, agent)).status).toBe(200);
  await system.sql`update auth.order_view set expires_at = now()`;
  expect((await call(path, agent)).status).toBe(403);
});

test('is begun by a form of ours alone, and nothing can be sent through it', async () => {
  const before = await records();
  const { cookie = '' } = agent;
  const foreign: Headers[] = [
    { cookie },
    { cookie, origin: 'null' },
    { cookie, origin: 'https://evil.example' },
    { cookie, origin: system.origin, 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of foreign) expect((await begin(headers)).status).toBe(403);
  expect((await call(`/orders/${orderId}/view`, agent)).status).toBe(405);
  for (const method of ['POST', 'PUT', 'DELETE'])
    expect((await call(`/orders/${orderId}/view/x`, agent, method)).status).toBe(405);
  for (const headers of [{}, await system.signIn(accounts.customer)]) {
    const refused = await begin({ origin: system.origin, ...headers });
    expect([refused.status, refused.path]).toEqual([403, '']);
  }
  expect(await records()).toEqual(before);
  const { path } = await begin();
  expect((await call(`${path}/code`, agent, 'POST')).status).not.toBe(200);
  const sent = await call(`/orders/${orderId}/code`, agent, 'POST');
  expect(await sent.text()).not.toContain('A code is on its way');
  expect(await system.sql`select 1 from auth.order_code`).toEqual([]);
  expect(await system.sql`select 1 from auth.order_session where link_id is null`).toEqual([]);
});
