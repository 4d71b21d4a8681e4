import { chromiumPath, eventually } from '@milepost/testkit';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from './support/system.ts';

const path = chromiumPath();
const order = `/orders/${Buffer.from('Order:46').toString('base64url')}`;

describe.skipIf(!path)('without a network', () => {
  let system: System;
  let browser: Browser;
  beforeAll(async () => {
    system = await startSystem();
    browser = await chromium.launch({ executablePath: path as string });
  });
  afterAll(async () => {
    await browser.close();
    await system[Symbol.asyncDispose]();
  });

  const kept = (page: Page) =>
    page.evaluate(async () =>
      (await (await caches.open('milepost-orders')).keys()).map(({ url }) => new URL(url).pathname),
    );
  async function visit(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(system.origin);
    await page.getByLabel('Order number').fill('S00046');
    await page.getByLabel('E-mail address of the order').fill('ann.rivera@alpine.example.com');
    await page.getByRole('button', { name: 'Show my order' }).click();
    await eventually(async () => expect(await kept(page)).toEqual([order]));
    return { context, page };
  }

  test('the order that was looked at stands there as it was last known, with its age, and is live again afterwards', async () => {
    const { context, page } = await visit();
    const heading = await page.getByRole('heading', { level: 1 }).innerText();
    await context.setOffline(true);
    const again = await context.newPage();
    await again.goto(`${system.origin}${order}`);
    expect(await again.getByRole('heading', { level: 1 }).innerText()).toBe(heading);
    expect(await again.locator('#kept').innerText()).toContain('You are offline. This is the last known state, from');
    expect(
      await again.locator('link[rel=stylesheet]').evaluate((link) => (link as HTMLLinkElement).sheet !== null),
    ).toBe(true);
    // Only this page: no other address, and no look-up, is answered from what was kept.
    const other = await context.newPage();
    await expect(other.goto(`${system.origin}/track/1Z999AA10301187853`)).rejects.toThrow();
    await context.setOffline(false);
    await eventually(async () => expect(await again.locator('#kept').count()).toBe(0), { timeoutMs: 60_000 });
    await context.close();
  });

  test('nothing is shown after the access has ended, and what was kept is gone', async () => {
    const { context, page } = await visit();
    // As if half an hour had passed: what was kept says that its time is over.
    await page.evaluate(async (pathname) => {
      const cache = await caches.open('milepost-orders');
      const known = (await cache.match(pathname)) as Response;
      const headers = new Headers(known.headers);
      headers.set('x-keep-until', new Date(Date.now() - 1_000).toISOString());
      await cache.put(pathname, new Response(await known.text(), { headers }));
    }, order);
    await context.setOffline(true);
    await expect(page.goto(`${system.origin}${order}`)).rejects.toThrow();
    await context.setOffline(false);
    await page.goto(system.origin);
    expect(await kept(page)).toEqual([]);
    await context.close();
  });

  test('an access that is refused takes what was kept away', async () => {
    const { context, page } = await visit();
    await context.clearCookies();
    expect((await page.goto(`${system.origin}${order}`))?.status()).toBe(403);
    expect(await kept(page)).toEqual([]);
    await context.setOffline(true);
    await expect(page.goto(`${system.origin}${order}`)).rejects.toThrow();
    await context.close();
  });

  test('the page of a person who signed in is not kept, and signing out removes everything', async () => {
    const { accounts } = await import('./support/system.ts');
    const { context, page } = await visit();
    const { cookie } = (await system.signIn(accounts.customer)) as { cookie: string };
    const answer = await fetch(`${system.origin}${order}`, { headers: { cookie } });
    expect([answer.status, answer.headers.get('x-keep-until')]).toEqual([200, null]);
    await page.evaluate(() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/account/sign-out';
      document.body.append(form);
      form.submit();
    });
    await page.waitForURL(/sign-in/);
    expect(await kept(page)).toEqual([]);
    await context.close();
  });
});
