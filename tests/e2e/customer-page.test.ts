import { gzipSync } from 'node:zlib';
import { chromiumPath, eventually } from '@milepost/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { type System, startSystem } from './support/system.ts';

const path = chromiumPath();
const orderName = 'S00046';
const email = 'ann.rivera@alpine.example.com';
const order = `/orders/${Buffer.from('Order:46').toString('base64url')}`;

describe.skipIf(!path)('the page a customer opens', () => {
  let system: System;
  let browser: Browser;
  let number: string;
  let minute = 0;
  beforeAll(async () => {
    system = await startSystem();
    browser = await chromium.launch({ executablePath: path as string });
    const [row] = await system.sql<
      { number: string }[]
    >`select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
    number = row?.number as string;
  });
  afterAll(async () => {
    await browser.close();
    await system[Symbol.asyncDispose]();
  });

  /** One more scan than before, told with the whole history as AfterShip does. */
  const history: { minute: number; tag: string; subtag: string; city: string }[] = [];
  async function scan(tag: string, subtag: string, city = 'Denver'): Promise<void> {
    minute += 60;
    history.push({ minute, tag, subtag, city });
    const response = await system.postScan(trackingUpdate({ number, scans: history }));
    expect(response.status).toBe(200);
  }

  async function lookUp(page: Page, values: { orderName?: string; email?: string } = {}): Promise<void> {
    await page.goto(system.origin);
    await page.getByLabel('Order number').fill(values.orderName ?? orderName);
    await page.getByLabel('E-mail address of the order').fill(values.email ?? email);
    await page.getByRole('button', { name: 'Show my order' }).click();
  }
  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText();
  const isLive = (page: Page) => eventually(async () => (await page.locator('#connection').innerText()) === 'Live');

  test('a signed scan is on the open page within a second, without a reload, and is announced', async () => {
    const page = await browser.newPage();
    await lookUp(page);
    expect(page.url()).toBe(`${system.origin}${order}`);
    await isLive(page);
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    await page.locator('.tools').first().waitFor();
    const begun = Date.now();
    await scan('InTransit', 'InTransit_003');
    await page.getByText('Arrived at a sorting centre').first().waitFor({ timeout: 5_000 });
    const ms = Date.now() - begun;
    // The scan is weeks old, so it is quiet since.
    expect(await heading(page)).toMatch(/^No news since Thursday 5 November/);
    expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
    expect(await page.locator('#news').innerText()).toBe(`There is news. ${await heading(page)}`);
    process.stdout.write(`signed webhook to changed page: ${ms} ms\n`);
    await page.close();
  });

  test('updates that come together are one announcement; what was opened stays open; nothing jumps', async () => {
    const page = await browser.newPage({ viewport: { width: 400, height: 420 } });
    for (const subtag of ['InTransit_007', 'InTransit_003', 'InTransit_007']) await scan('InTransit', subtag);
    await lookUp(page);
    await isLive(page);
    await page.getByText(/Show all \d+ updates/).click();
    const facts = page.locator('.facts').first();
    await facts.scrollIntoViewIfNeeded();
    // Those of before are taken in one after the other; what is still to come would be one more announcement.
    await eventually(async () => (await page.locator('.timeline li[id]').count()) === history.length);
    const top = (await facts.boundingBox())?.y as number;
    let fetched = 0;
    page.on('request', (request) => {
      if (request.resourceType() === 'fetch') fetched += 1;
    });
    const before = await page.locator('.timeline li[id]').count();
    await Promise.all([scan('InTransit', 'InTransit_003'), scan('InTransit', 'InTransit_007')]);
    await eventually(async () => (await page.locator('.timeline li[id]').count()) === before + 2);
    expect(await page.locator('details.older').getAttribute('open')).not.toBeNull();
    expect(Math.abs(((await facts.boundingBox())?.y as number) - top)).toBeLessThan(3);
    expect(fetched).toBeLessThanOrEqual(2);
    await page.close();
  });

  test('a cut connection is visible, heals by itself, and nothing is missing afterwards', async () => {
    const page = await browser.newPage();
    await lookUp(page);
    await isLive(page);
    const before = await page.locator('.timeline li[id]').count();
    system.taps.browser.down();
    await eventually(async () => expect(await page.locator('#connection').innerText()).not.toBe('Live'));
    await scan('InTransit', 'InTransit_003', 'Boulder');
    await scan('OutForDelivery', 'OutForDelivery_001', 'Boulder');
    expect(await page.locator('.timeline li[id]').count()).toBe(before);
    system.taps.browser.back();
    // The browser gives a stream up after a refused connection; "online" makes it try at once instead of at the next poll.
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await eventually(async () => expect(await heading(page)).toBe('Out for delivery'), { timeoutMs: 20_000 });
    expect(await page.locator('.timeline li[id]').count()).toBe(before + 2);
    await isLive(page);
    await page.close();
  });

  test('a stream that breaks on its way comes back from its last id without the page’s help', async () => {
    const page = await browser.newPage();
    await lookUp(page);
    await isLive(page);
    const lives: { after: string | undefined; lastId: string | undefined }[] = [];
    page.on('request', (request) => {
      if (!request.url().includes('/live/')) return;
      lives.push({
        after: new URL(request.url()).searchParams.get('after') ?? undefined,
        lastId: request.headers()['last-event-id'],
      });
    });
    await scan('InTransit', 'InTransit_007');
    await eventually(async () => (await page.locator('#news').innerText()) !== '');
    system.taps.gateway.cut();
    await scan('OutForDelivery', 'OutForDelivery_001');
    await eventually(async () => expect(await heading(page)).toBe('Out for delivery'), { timeoutMs: 15_000 });
    await isLive(page);
    expect(lives.length).toBeGreaterThanOrEqual(1);
    await page.close();
  });

  test('without live updates it looks again now and then, and says so', async () => {
    const page = await browser.newPage();
    await page.clock.install();
    await page.route('**/live/**', (route) => route.fulfill({ status: 503 }));
    await lookUp(page);
    await eventually(async () =>
      expect(await page.locator('#connection').innerText()).toContain('Looking again every half minute'),
    );
    const before = await page.locator('.timeline li[id]').count();
    await scan('OutForDelivery', 'OutForDelivery_001');
    expect(await page.locator('.timeline li[id]').count()).toBe(before);
    // 30 s, a quarter more or less.
    await page.clock.runFor(38_000);
    await eventually(async () => (await page.locator('.timeline li[id]').count()) === before + 1);
    await page.close();
  });

  test('the same with JavaScript switched off: look-up, heading, status, dates, items', async () => {
    const withScript = await browser.newPage();
    await lookUp(withScript);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await lookUp(plain);
    expect(plain.url()).toBe(withScript.url());
    for (const selector of ['h1', '.stepper li[aria-current]', '.timeline', '.items', '#not-sent', '.facts .number'])
      expect(await plain.locator(selector).first().textContent(), selector).toBe(
        await withScript.locator(selector).first().textContent(),
      );
    // Nothing that needs a script is offered.
    expect(await plain.locator('.tools:visible, .copy:visible, #connection[data-state]').count()).toBe(0);
    await plain.getByText(/Show all \d+ updates/).click();
    expect(await plain.locator('details.older li').first().isVisible()).toBe(true);
    await plain.getByText('Refresh').click();
    expect(await heading(plain)).toBe(await heading(withScript));
    await context.close();
    await withScript.close();
  });

  test('a wrong pair and an unknown order get the same page; what was typed stays', async () => {
    const page = await browser.newPage();
    const texts: string[] = [];
    for (const values of [{ email: 'somebody@else.example' }, { orderName: 'S99999' }]) {
      await lookUp(page, values);
      texts.push(await page.getByRole('alert').innerText());
      expect(await page.getByLabel('Order number').inputValue()).toBe(values.orderName ?? orderName);
      expect(await page.getByLabel('E-mail address of the order').inputValue()).toBe(values.email ?? email);
    }
    expect(new Set(texts).size).toBe(1);
    await page.close();
  });

  test('a number that two carriers use asks which one, by the names that people know', async () => {
    const shared = '3232323232321';
    // Sent by UPS, and by FedEx.
    for (const order of [38, 45])
      system.odooSimulator.world.cloneOrder(order, { name: `TWO${order}`, references: [shared] });
    const page = await browser.newPage();
    await eventually(async () => expect((await page.goto(`${system.origin}/track/${shared}`))?.status()).toBe(300), {
      timeoutMs: 30_000,
    });
    expect(await page.locator('.choices a').allInnerTexts()).toEqual(expect.arrayContaining(['FedEx', 'UPS']));
    await page.getByRole('link', { name: 'FedEx' }).click();
    expect(await page.locator('article.parcel').innerText()).toContain('FedEx');
    await page.close();
  });

  test('a tracking number shows the parcel without names, items and exact places', async () => {
    const page = await browser.newPage();
    await page.goto(system.origin);
    await page
      .getByRole('textbox', { name: 'Tracking number' })
      .fill(` ${number.slice(0, 6)} ${number.slice(6).toLowerCase()} `);
    await page.getByRole('button', { name: 'Show the parcel' }).click();
    expect(page.url()).toBe(`${system.origin}/track/${number}`);
    expect(await heading(page)).toBe('Out for delivery');
    const text = await page.locator('body').innerText();
    for (const hidden of ['Denver', 'Boulder', 'Tent', 'Alpine', orderName]) expect(text).not.toContain(hidden);
    await page.close();
  });

  test('a person who signed in sees the orders of the account and no others', async () => {
    const { accounts } = await import('./support/system.ts');
    const { cookie } = (await system.signIn(accounts.customer)) as { cookie: string };
    const open = (id: number) =>
      fetch(`${system.origin}/orders/${Buffer.from(`Order:${id}`).toString('base64url')}`, { headers: { cookie } });
    expect((await open(46)).status).toBe(200);
    const statuses = await Promise.all([1, 20, 43, 999_999].map(async (id) => (await open(id)).status));
    expect(new Set(statuses)).toEqual(new Set([403]));
  });

  test('bytes of HTML, CSS and JavaScript stay within their bounds', async () => {
    const page = await browser.newPage();
    await lookUp(page);
    await isLive(page);
    const size = async (address: string) => gzipSync(await (await page.request.get(address)).body()).length;
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const assets = loaded.filter((name) => !name.includes('/live/'));
    const total = async (ending: string) =>
      (await Promise.all(assets.filter((name) => name.endsWith(ending)).map(size))).reduce((sum, n) => sum + n, 0);
    const sizes = { document: await size(page.url()), script: await total('.js'), style: await total('.css') };
    process.stdout.write(
      `order page, gzipped: HTML ${sizes.document} B, JavaScript ${sizes.script} B, CSS ${sizes.style} B\n`,
    );
    // Nothing else is loaded.
    expect(assets.every((name) => /^\/assets\/[\w-]+\.(js|css)$/.test(new URL(name).pathname))).toBe(true);
    expect(sizes.document).toBeGreaterThan(500);
    expect(sizes.document).toBeLessThanOrEqual(30 * 1024);
    expect(sizes.script).toBeGreaterThan(500);
    expect(sizes.script).toBeLessThanOrEqual(80 * 1024);
    await page.close();
  });

  test('the largest paint and the answer to a tap on a slow phone are measured and printed', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await lookUp(page);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const kilobit = 1024 / 8;
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600 * kilobit,
      uploadThroughput: 750 * kilobit,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.reload({ waitUntil: 'load' });
    const { lcp, cls } = await page.evaluate(
      () =>
        new Promise<{ lcp: number; cls: number }>((resolve) => {
          let lcp = 0;
          let cls = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) lcp = entry.startTime;
          }).observe({ type: 'largest-contentful-paint', buffered: true });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) cls += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve({ lcp, cls }), 500);
        }),
    );
    process.stdout.write(
      `slow phone (4x CPU, 1.6 Mbit/s, 150 ms): largest paint ${lcp.toFixed(0)} ms (aim 1,800), layout shift ${cls.toFixed(3)} (aim 0.02)\n`,
    );
    // The longest of the taps that a reader makes: what is open, the clocks, a copied number.
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { taps: seen });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.push(duration);
      }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    });
    for (const target of [page.locator('summary').first(), page.locator('[data-zones]'), page.locator('.copy').first()])
      await target.click();
    await eventually(
      async () => (await page.evaluate(() => (window as unknown as { taps: number[] }).taps.length)) > 0,
    );
    const taps = await page.evaluate(() => (window as unknown as { taps: number[] }).taps);
    process.stdout.write(`slow phone: longest from tap to paint ${Math.max(...taps).toFixed(0)} ms (aim 150)\n`);
    expect(lcp).toBeGreaterThan(0);
    expect(cls).toBeLessThanOrEqual(0.02);
    await context.close();
  });

  test('with Odoo away, of when the order is, as long as it is away', async () => {
    const page = await browser.newPage();
    await lookUp(page);
    const before = await heading(page);
    expect(await page.locator('.stale').count()).toBe(0);
    await system.odooSimulator.stop();
    // An hour later.
    const asOf = new Date(Date.now() - 3_600_000);
    await eventually(async () => {
      await system.sql`update odoo.sync_round set as_of = ${asOf}`;
      await page.reload();
      // Without waiting for it: a round that was under way may have put its own time over ours, then again.
      const stale = await page.locator('.stale').allInnerTexts();
      expect(stale.join()).toContain('We cannot reach our order system at the moment');
    });
    expect(await heading(page)).toBe(before);
    expect(await page.locator('.stale time').getAttribute('datetime')).toBe(asOf.toISOString());
    await system.odooSimulator.start();
    await eventually(async () => {
      await page.reload();
      expect(await page.locator('.stale').count()).toBe(0);
    });
    await page.close();
  });

  test('with a part of the system down, the last known state and its age; then as before', async () => {
    const page = await browser.newPage();
    await lookUp(page);
    const before = await heading(page);
    system.taps.tracking.down();
    await page.reload();
    expect(await heading(page)).toBe(before);
    expect(await page.locator('.stale').innerText()).toContain('last known state, from');
    const stranger = await browser.newPage();
    await stranger.clock.install();
    await stranger.goto(`${system.origin}/track/${number}?carrier=ups`);
    expect(await heading(stranger)).toBe('We cannot look this up right now');
    system.taps.tracking.back();
    await eventually(async () => {
      await page.reload();
      expect(await page.locator('.stale').count()).toBe(0);
    });
    // Left open, the page finds out by itself.
    await eventually(async () => {
      await stranger.clock.runFor(38_000);
      expect(await heading(stranger)).toBe(before);
    });
    await page.close();
    await stranger.close();
  });
});
