import { join } from 'node:path';
import { toGlobalId } from '@milepost/service-kit';
import { chromiumPath, eventually } from '@milepost/testkit';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts, type System, startSystem } from './support/system.ts';

let system: System;
let agent: Record<string, string>;
beforeAll(async () => {
  const brands = { BRANDS_DIR: join(import.meta.dirname, '../../portal/demo-brands') };
  system = await startSystem({ portalEnv: brands, gatewayEnv: () => brands });
  agent = await system.signIn(accounts.agent);
});
afterAll(() => system[Symbol.asyncDispose]());

/** The page of an order, as somebody with a link sees it, with the cookie. */
async function opened(order: number): Promise<{ html: string; cookie: string; path: string }> {
  const { data } = await system.query<{ orderLinkCreate: { url: string } }>(
    `mutation { orderLinkCreate(input: { orderId: "${toGlobalId('Order', order)}", purpose: "brand" }) { url } }`,
    {},
    agent,
  );
  const link = new URL(data.orderLinkCreate.url).pathname;
  const response = await fetch(system.origin + link, { redirect: 'manual' });
  const cookie = String(response.headers.getSetCookie()[0]).split(';', 1)[0] as string;
  const path = response.headers.get('location') as string;
  return { html: await (await fetch(system.origin + path, { headers: { cookie } })).text(), cookie, path };
}
const styleOf = (html: string) => /href="(\/assets\/brand-[\w-]+\.css)"/.exec(html)?.[1];
/** As a browser that was led to our address by another name. */
const atHost = async (host: string, path = '/', init: { method?: string; origin?: string; body?: string } = {}) => {
  const { request } = await import('node:http');
  const { port } = new URL(system.origin);
  return new Promise<{ status: number; html: string; location: string | undefined }>((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: init.method ?? 'GET',
        headers: {
          host: `${host}:${port}`,
          ...(init.origin && { origin: init.origin }),
          ...(init.body && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (response) => {
        let html = '';
        response.on('data', (chunk) => {
          html += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, html, location: response.headers.location }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(init.body);
  });
};

test('an order wears the brand of the company that sold it', async () => {
  const [europe] = await system.sql<
    { id: number }[]
  >`select id from odoo.sale_order where company_id = 3 and state = 'sale' limit 1`;
  const [first, second] = [await opened(46), await opened(europe?.id as number)];
  expect(first.html).toContain('· Northpeak Outfitters</title>');
  expect(first.html).toContain('href="tel:+14155550134"');
  expect(second.html).toContain('· Northpeak Europe</title>');
  expect(second.html).toContain('mailto:service@northpeak-eu.example.com');
  expect(styleOf(first.html)).not.toBe(styleOf(second.html));
  // The page where it is shared, too.
  const share = await (
    await fetch(`${system.origin}${second.path}/share`, { headers: { cookie: second.cookie } })
  ).text();
  expect(styleOf(share)).toBe(styleOf(second.html));
  // Our own files, for ever, under the policy of all pages.
  const sheet = await fetch(system.origin + styleOf(first.html));
  expect(Object.fromEntries(sheet.headers)).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  expect(await sheet.text()).toContain(':root{--brand:#14532d');
  const logo = await fetch(system.origin + /src="(\/assets\/brand-[\w-]+\.svg)"/.exec(first.html)?.[1]);
  expect([logo.headers.get('content-type'), logo.headers.get('content-security-policy')]).toEqual([
    'image/svg+xml',
    expect.stringContaining("default-src 'none'"),
  ]);
  expect(first.html).not.toMatch(/<style|style="/);
});

test('another page wears the brand of the host it was asked at', async () => {
  expect((await atHost('northpeak.localhost')).html).toContain('· Northpeak Outfitters</title>');
  expect((await atHost('northpeak-europe.localhost', '/track/NOTHING123')).html).toContain(
    '· Northpeak Europe</title>',
  );
  expect((await atHost('localhost')).html).toContain('· Milepost</title>');
  expect((await atHost('elsewhere.example')).html).toContain('· Milepost</title>');
});

test('forms of a brand’s host are ours; signing in happens at one origin', async () => {
  const { port } = new URL(system.origin);
  const origin = `http://northpeak.localhost:${port}`;
  const body = 'orderName=S00046&postalCode=80011';
  const own = await atHost('northpeak.localhost', '/track', { method: 'POST', origin, body });
  expect([own.status, own.location]).toEqual([303, `/orders/${toGlobalId('Order', 46)}`]);
  for (const other of [
    'http://elsewhere.example',
    `http://x.northpeak.localhost:${port}`,
    'http://northpeak.localhost:1',
  ])
    expect((await atHost('northpeak.localhost', '/track', { method: 'POST', origin: other, body })).status).toBe(403);
  expect((await atHost('northpeak.localhost', '/sign-in')).location).toBe(`${system.origin}/sign-in`);
  expect((await atHost('northpeak.localhost', '/account?show=open')).location).toBe(
    `${system.origin}/account?show=open`,
  );
});

test.skipIf(!chromiumPath())(
  'the browser takes look and logo, in light and dark, and complains of nothing',
  async () => {
    const { path, cookie } = await opened(46);
    const browser = await chromium.launch({ executablePath: chromiumPath() as string });
    try {
      const context = await browser.newContext({ colorScheme: 'light' });
      const [name, ...value] = cookie.split('=') as [string, ...string[]];
      await context.addCookies([{ name, value: value.join('='), url: system.origin, httpOnly: true, sameSite: 'Lax' }]);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(system.origin + path);
      const brand = () =>
        page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--brand').trim());
      // Once the one for these colours is there: it is asked for when they change.
      const logo = () =>
        eventually(async () => {
          const [source, isThere] = await page
            .locator('header img')
            .evaluate((img: HTMLImageElement) => [img.currentSrc, img.complete && img.naturalWidth > 0] as const);
          return isThere && source;
        });
      const light = await logo();
      expect(await brand()).toBe('#14532d');
      await page.emulateMedia({ colorScheme: 'dark' });
      await eventually(async () => expect(await logo()).not.toBe(light));
      expect(await brand()).toBe('#86d8a5');
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
