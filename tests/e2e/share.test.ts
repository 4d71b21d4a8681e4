import { toGlobalId } from '@milepost/service-kit';
import { chromiumPath } from '@milepost/testkit';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accounts, type System, startSystem } from './support/system.ts';

const orderId = toGlobalId('Order', 46);
const page = `/orders/${orderId}`;

let system: System;
let account: string;
beforeAll(async () => {
  system = await startSystem();
  account = (await system.signIn(accounts.customer))['cookie'] as string;
});
afterAll(() => system[Symbol.asyncDispose]());

const get = (path: string, cookie = '') =>
  fetch(system.origin + path, { redirect: 'manual', headers: cookie ? { cookie } : {} });
const post = (path: string, form: Record<string, string>, cookie = '', origin = system.origin) =>
  fetch(system.origin + path, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    headers: { origin, ...(cookie && { cookie }) },
  });
const cookieIn = (response: Response) => String(response.headers.getSetCookie()[0]).split(';', 1)[0] as string;
async function share(form: Record<string, string> = {}, cookie = account): Promise<string> {
  const response = await post(`${page}/share`, form, cookie);
  expect(response.status).toBe(200);
  return /value="(http[^"]+\/l\/[\w-]{32})"/.exec(await response.text())?.[1] as string;
}
const lookUp = async () =>
  cookieIn(await post('/track', { orderName: 'S00046', email: 'ann.rivera@alpine.example.com' }));

describe('without JavaScript', () => {
  test('a customer makes a link, somebody opens it, and the customer ends it', async () => {
    const order = await (await get(page, account)).text();
    expect(order).toContain(`href="${page}/share"`);
    const url = await share({ level: 'L1', hours: '1', purpose: 'for the neighbour' });
    const opened = await get(new URL(url).pathname);
    expect([opened.status, opened.headers.get('location')]).toEqual([303, page]);
    expect(opened.headers.getSetCookie()[0]).toMatch(/Max-Age=3[56]\d\d$/);
    const got = await (await get(page, cookieIn(opened))).text();
    expect(got).toContain('S00046');
    expect(got).toContain('class="items"');
    // No address, no signature, and no sharing further.
    expect(got).not.toContain('Delivery address</h2>');
    expect(got).not.toContain('/share');
    expect((await get(`${page}/share`, cookieIn(opened))).status).toBe(403);

    const list = await (await get(`${page}/share`, account)).text();
    expect(list).toContain('for the neighbour');
    expect(list).not.toContain(url);
    const linkId = /name="linkId" value="([\w-]+)"/.exec(list)?.[1] as string;
    const ended = await post(`${page}/share/end`, { linkId }, account);
    expect([ended.status, ended.headers.get('location')]).toEqual([303, `${page}/share`]);
    expect((await get(page, cookieIn(opened))).status).toBe(403);
    expect((await get(new URL(url).pathname)).status).toBe(404);
  });

  test('at the lowest level nothing of people and goods is in the page', async () => {
    const opened = await get(new URL(await share({ level: 'L0' })).pathname);
    const html = await (await get(page, cookieIn(opened))).text();
    const [names] = await system.sql`
      select array_agg(l.name) as goods, min(p.name) as customer, min(p.city) as city from odoo.sale_order o join odoo.order_line l on l.order_id = o.id
      join odoo.partner p on p.id = o.shipping_partner_id where o.id = 46 and l.is_goods`;
    for (const secret of [...((names?.['goods'] ?? []) as string[]), names?.['customer'], names?.['city']])
      expect(html).not.toContain(String(secret).replace(/^\[.*?\]\s*/, ''));
    expect(html).not.toContain('class="items"');
    expect(html).toContain('To see items and exact places');
    // Nor does whoever came so report anything of the parcel.
    const [parcel] = await system.sql<
      { id: string }[]
    >`select shipment_id as id from tracking.link where order_id = 46`;
    const report = `${page}/report/${toGlobalId('Shipment', parcel?.id as string)}`;
    const form = new FormData();
    form.set('kind', 'DAMAGED');
    const headers = { cookie: cookieIn(opened), origin: system.origin };
    expect((await get(report, cookieIn(opened))).status).toBe(403);
    expect((await fetch(system.origin + report, { method: 'POST', body: form, headers })).status).toBe(403);
    expect(await system.sql`select 1 from tracking.shipment_report`).toEqual([]);
  });

  test('where a link came from is told to nobody on the way, and nobody keeps the page', async () => {
    for (const response of [
      await get(`${page}/share`, account),
      await post(`${page}/share`, {}, account),
      await post(`${page}/share/end`, { linkId: 'x' }, account),
      await get(`${page}/share`),
    ]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'referrer-policy': 'strict-origin',
        'x-robots-tag': 'noindex, nofollow',
        'cache-control': expect.stringContaining('no-store'),
      });
    }
  });

  test('whoever sees more of the order keeps it when they open a link; who sees less gets the link', async () => {
    const path = new URL(await share({ level: 'L1' })).pathname;
    const mine = await get(path, account);
    expect([mine.status, mine.headers.getSetCookie()]).toEqual([303, []]);
    const least = cookieIn(await get(new URL(await share({ level: 'L0' })).pathname));
    expect((await get(path, least)).headers.getSetCookie()).toHaveLength(1);
    // A garbled or dead credential is none.
    expect((await get(path, `mp-order-46=mpo_${'x'.repeat(32)}~9999999999`)).headers.getSetCookie()).toHaveLength(1);
  });

  test('nobody else gets to it: not by number and postcode, not from another site, not for another order', async () => {
    const before = await system.sql`select count(*)::int as n from auth.order_link`;
    const l1 = await lookUp();
    for (const cookie of ['', l1]) {
      expect((await get(`${page}/share`, cookie)).status).toBe(403);
      expect((await post(`${page}/share`, {}, cookie)).status).toBe(403);
    }
    expect((await post(`${page}/share`, {}, account, 'http://evil.example')).status).toBe(403);
    expect((await post(`${page}/share/end`, { linkId: 'x' }, account, 'null')).status).toBe(403);
    const other = `/orders/${toGlobalId('Order', 43)}/share`;
    expect((await post(other, {}, account)).status).toBe(403);
    expect((await get(`/orders/${toGlobalId('Order', 43)}`, account)).status).toBe(403);
    expect((await fetch(`${system.origin}${page}/share/end`, { headers: { cookie: account } })).status).toBe(405);
    expect(await system.sql`select count(*)::int as n from auth.order_link`).toEqual(before);
  });

  test('forms with anything in them make a link of the usual kind', async () => {
    await system.sql`update auth.order_link set revoked_at = now(), created_at = created_at - interval '2 days' where made_by <> 'TEAM'`;
    await share({ level: 'STAFF', hours: '999999', purpose: `a\u0000b\n${'x'.repeat(500)}` });
    const [made] = await system.sql`
      select level, made_by, length(purpose) as length, round(extract(epoch from expires_at - created_at) / 3600) as hours from auth.order_link order by id desc limit 1`;
    expect(made).toEqual({ level: 'L1', made_by: 'ACCOUNT', length: 80, hours: '168' });
  });

  test('the eleventh link says what to do', async () => {
    await system.sql`update auth.order_link set revoked_at = now(), created_at = created_at - interval '2 days' where made_by <> 'TEAM'`;
    for (let i = 0; i < 10; i++) await share();
    const response = await post(`${page}/share`, {}, account);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('End one first, or wait a day.');
    await system.sql`update auth.order_link set revoked_at = now(), created_at = created_at - interval '2 days' where made_by <> 'TEAM'`;
  });
});

describe.skipIf(!chromiumPath())('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath() as string });
  });
  afterAll(() => browser.close());

  test.each([true, false])(
    'from the order’s page to a page that somebody else sees (scripts: %s)',
    async (javaScriptEnabled) => {
      const context = await browser.newContext({ javaScriptEnabled, baseURL: system.origin });
      const [name, value] = account.split('=') as [string, string];
      await context.addCookies([{ name, value, url: system.origin, httpOnly: true, sameSite: 'Lax' }]);
      const mine = await context.newPage();
      await mine.goto(page);
      await mine.getByRole('link', { name: 'Make a link' }).click();
      await mine.getByLabel('For whom').fill('Sam');
      await mine.getByLabel('It ends by itself after').selectOption({ label: '24 hours' });
      await mine.getByRole('button', { name: 'Make a link' }).click();
      const url = await mine.getByLabel('The link', { exact: true }).inputValue();

      const other = await (await browser.newContext({ javaScriptEnabled })).newPage();
      await other.goto(url);
      await other.getByText('Order S00046').first().waitFor();
      expect(new URL(other.url()).pathname).toBe(page);
      expect(await other.getByRole('link', { name: 'Make a link' }).count()).toBe(0);

      await mine.getByRole('button', { name: /^End this link.*Sam/ }).click();
      await mine.getByText('ended').first().waitFor();
      await other.reload();
      await other.getByRole('heading', { name: 'Look your order up to see it' }).waitFor();
      await context.close();
      await other.context().close();
    },
  );
});
