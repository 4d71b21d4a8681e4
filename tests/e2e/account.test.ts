import AxeBuilder from '@axe-core/playwright';
import { chromiumPath, eventually } from '@milepost/testkit';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scansOf } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, type System, startSystem } from './support/system.ts';

let system: System;
let account: string;
const number = (i: number) => `1Z999AA1${String(9_100_000_000 + i)}`;
/** Of the customer's account, newest first: ACC29 down to ACC00. */
const names = Array.from({ length: 30 }, (_, i) => `ACC${String(i).padStart(2, '0')}`);

beforeAll(async () => {
  system = await startSystem({ env: { CASE_POLICY: '{"incidentSize":1000}' } });
  const { world } = system.odooSimulator;
  for (const [i, name] of names.entries()) {
    const { orderId } = world.cloneOrder(38, { name, references: [number(i)] });
    world.writeRecords('sale.order', [orderId], {
      date_order: `2030-01-${String(i + 1).padStart(2, '0')} 08:00:00`,
      client_order_ref: `PO-${7_000 + i}`,
      ...(i === 4 && { commitment_date: '2026-01-05 12:00:00' }),
    });
  }
  await eventually(
    async () => {
      const [row] = await system.sql`
        select count(*)::int as n from tracking.link l join odoo.sale_order o on o.id = l.order_id where o.name like 'ACC%' and o.placed_at > '2029-01-01' and o.customer_reference like 'PO-%'`;
      expect(row?.['n']).toBe(30);
    },
    { timeoutMs: 30_000 },
  );
  await system.postScan(scansOf(number(1), [60, 'InTransit', 'InTransit_003'], [900, 'Delivered', 'Delivered_001']));
  await system.postScan(
    scansOf(number(2), [60, 'InTransit', 'InTransit_003'], [900, 'AvailableForPickup', 'AvailableForPickup_001']),
  );
  await system.settled();
  account = (await system.signIn(accounts.customer))['cookie'] as string;
}, 120_000);
afterAll(() => system[Symbol.asyncDispose]());

const get = (path: string, cookie = account) =>
  fetch(system.origin + path, { redirect: 'manual', headers: cookie ? { cookie } : {} });
async function orders(path: string, cookie = account) {
  const response = await get(path, cookie);
  const html = await response.text();
  return {
    status: response.status,
    html,
    names: [...html.matchAll(/<h2><a href="\/orders\/[\w-]+">Order (\S+) · /g)].map((match) => match[1]),
    next: /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null,
    sentenceOf: (name: string) =>
      new RegExp(`>Order ${name} · .*?class="answer".*?<span>(.*?)</span>`, 's').exec(html)?.[1],
  };
}

test('all orders of the account, newest first, 20 a page, each once, and none of anybody else', async () => {
  const first = await orders('/account');
  expect(first.status).toBe(200);
  expect(first.names).toEqual(names.toReversed().slice(0, 20));
  const seen = [...first.names];
  for (let { next } = first; next; ) {
    const page = await orders(next);
    expect(page.names.length).toBeLessThanOrEqual(20);
    seen.push(...page.names);
    next = page.next;
  }
  const own = await system.sql<{ name: string }[]>`select name from odoo.sale_order where commercial_partner_id = 45`;
  expect(seen.toSorted()).toEqual(own.map(({ name }) => name).toSorted());
});

test('an order’s sentence is the one of its page', async () => {
  const { html, sentenceOf } = await orders('/account?q=ACC01');
  const sentence = sentenceOf('ACC01') as string;
  expect(sentence).toMatch(/delivered/i);
  const page = await (await get(/href="(\/orders\/[\w-]+)"/.exec(html)?.[1] as string)).text();
  expect(page).toContain(`<span>${sentence}</span></h1>`);
});

test.each([
  ['its number', 'ACC07', 'ACC07'],
  ['its number, as people write', ' acc 07 ', 'ACC07'],
  ['their own reference', 'PO-7012', 'ACC12'],
  ['a tracking number', number(19), 'ACC19'],
])('an order is found by %s', async (_name, text, found) => {
  expect((await orders(`/account?q=${encodeURIComponent(text)}`)).names).toEqual([found]);
});

test('what is somebody else’s is not found, nor is nonsense; a short text says so', async () => {
  const [other] = await system.sql<{ name: string; ref: string }[]>`
    select o.name, k.tracking_ref as ref from odoo.sale_order o join odoo.picking k on k.order_id = o.id where o.commercial_partner_id <> 45 and k.tracking_ref is not null limit 1`;
  // Something of their own may be spelled alike.
  expect((await orders(`/account?q=${other?.name}`)).names).not.toContain(other?.name);
  for (const text of [String(other?.ref).split(/[,\s]/)[0] as string, '"><script>alert(1)</script>']) {
    const page = await orders(`/account?q=${encodeURIComponent(text)}`);
    expect([page.status, page.names]).toEqual([200, []]);
    expect(page.html).toContain('Nothing was found for');
    expect(page.html).not.toContain('<script>alert');
  }
  expect((await orders('/account?q=S0')).html).toContain('Give at least three characters.');
});

test('filters show the orders that stand so', async () => {
  expect((await orders('/account?show=delivered')).names).toContain('ACC01');
  expect((await orders('/account?show=delivered')).names).not.toContain('ACC02');
  expect((await orders('/account?show=needs-attention')).names).toContain('ACC02');
  const late = await orders('/account?show=late');
  expect(late.names).toContain('ACC04');
  expect(late.names).not.toContain('ACC05');
  const open = await orders('/account?show=open');
  expect(open.names).not.toContain('ACC01');
  expect(open.names).toHaveLength(20);
  expect((await orders(open.next as string)).names.length).toBeGreaterThan(0);
  // Something that is none shows all; a cursor of another list begins anew.
  expect((await orders('/account?show=everything')).names).toHaveLength(20);
  expect((await get('/account?after=AAAA')).headers.get('location')).toBe('/account');
});

test('one request of the gateway a page, and as many statements for 20 orders as for one', async () => {
  async function measure(path: string) {
    system.statements.length = 0;
    const calls = system.taps.gateway.calls.length;
    const { names } = await orders(path);
    return {
      rows: names.length,
      calls: system.taps.gateway.calls.slice(calls).length,
      statements: system.statements.filter(
        (text) => !/^(begin|commit|select set_config)|received_message/.test(text.trim()),
      ).length,
    };
  }
  await orders('/account');
  const many = await measure('/account');
  const [open, late] = [await measure('/account?show=open'), await measure('/account?show=delivered')];
  const found = await measure('/account?q=ACC07');
  expect([many.rows, many.calls, open.rows, open.calls, found.rows, found.calls]).toEqual([20, 1, 20, 1, 1, 1]);
  expect(late.rows).toBeLessThan(20);
  expect(open.statements).toBe(late.statements);
  expect(many.statements).toBeLessThanOrEqual(9);
  expect(open.statements).toBeLessThanOrEqual(10);
});

test('for customers signed in, and nobody else', async () => {
  expect((await get('/account', '')).headers.get('location')).toBe('/sign-in');
  expect((await get('/account', 'mp=nonsense')).headers.get('location')).toBe('/sign-in');
  const agent = (await system.signIn(accounts.agent))['cookie'] as string;
  const staff = await orders('/account', agent);
  expect([staff.status, staff.names]).toEqual([200, []]);
  expect(staff.html).toContain('Customer service');
  expect((await orders('/account/profile')).html).toContain('To your orders');
});

test.skipIf(!chromiumPath())(
  'with the keyboard and without scripts: search, filter, page on, open an order',
  async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath() as string });
    try {
      const context = await browser.newContext({
        javaScriptEnabled: false,
        baseURL: system.origin,
        viewport: { width: 320, height: 640 },
      });
      const [name, value] = account.split('=') as [string, string];
      await context.addCookies([{ name, value, url: system.origin, httpOnly: true, sameSite: 'Lax' }]);
      const page = await context.newPage();
      await page.goto('/account');
      await page.getByLabel('Order number, your own reference or tracking number').fill('PO-7003');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: /Order ACC03/ }).waitFor();
      expect(await page.getByRole('list').getByRole('heading').count()).toBe(1);
      await page.getByRole('link', { name: 'All', exact: true }).press('Enter');
      await page.getByRole('link', { name: 'Older orders' }).press('Enter');
      await page.getByRole('link', { name: /Order ACC04/ }).press('Enter');
      await page.getByText('Order ACC04').first().waitFor();
      await context.close();
      const seen = await browser.newContext({ baseURL: system.origin });
      await seen.addCookies([{ name, value, url: system.origin, httpOnly: true, sameSite: 'Lax' }]);
      const whole = await seen.newPage();
      await whole.goto('/account');
      expect((await new AxeBuilder({ page: whole }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
