import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { chromiumPath, eventually } from '@milepost/testkit';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, type System, startSystem } from './support/system.ts';

const path = chromiumPath();
const idOf = (order: number) => Buffer.from(`Order:${order}`).toString('base64url');

/** A day with the keyboard alone: nothing here points at anything. */
describe.skipIf(!path)('an agent at the desk', () => {
  let system: System;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let number: string;
  /** Bodies of all requests since somebody last looked; '' of those without. */
  let asked: string[] = [];
  const complaints: string[] = [];
  const scans: { minute: number; tag: string; subtag: string; city: string }[] = [];
  async function scan(tag: string, subtag: string): Promise<void> {
    scans.push({ minute: (scans.length + 1) * 60, tag, subtag, city: 'Denver' });
    expect((await system.postScan(trackingUpdate({ number, scans }))).status).toBe(200);
  }
  const panel = () => page.getByRole('region', { name: 'Order' });
  const heading = () => panel().getByRole('heading', { level: 2 });
  const isLive = () => page.getByText('Live', { exact: true }).waitFor();
  const row = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
  const type = async (text: string) => {
    await page.keyboard.press('/');
    await page.keyboard.insertText(text);
  };

  beforeAll(async () => {
    system = await startSystem();
    browser = await chromium.launch({ executablePath: path as string });
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(request.postData() ?? ''));
    const [found] = await system.sql<
      { number: string }[]
    >`select s.tracking_number as number from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
    number = found?.number as string;
    await scan('InTransit', 'InTransit_003');
  });
  afterAll(async () => {
    await browser.close();
    await system[Symbol.asyncDispose]();
  });

  test('signs in on the way to a deep link, and arrives there', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=${idOf(46)}`);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.getByLabel('E-mail address').last().focus();
    await page.keyboard.insertText(accounts.agent.email);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(accounts.agent.password);
    await page.keyboard.press('Enter');
    await heading().getByText('S00046').waitFor();
    expect(page.url()).toBe(`${system.origin}/desk/orders?view=all&order=${idOf(46)}`);
    await isLive();
    // Asked for once: the next visit to the account stays there.
    await page.goto(`${system.origin}/account`);
    expect(new URL(page.url()).pathname).toBe('/account');
  });

  test('from a typed order name to the complete panel by one request', async () => {
    await page.goto(`${system.origin}/desk`);
    await page.locator('[data-index="0"]').waitFor();
    await isLive();
    asked = [];
    await type(' s 000-46 ');
    expect(await page.getByRole('listbox').innerText()).toContain('S00046');
    await page.keyboard.press('Enter');
    // Customer, parcel, event, how it is tracked, delivery.
    for (const text of ['Alpine Supply Co.', number, 'Arrived at a sorting centre', 'to be registered', 'WH/OUT/00032'])
      await panel().getByText(text).first().waitFor();
    expect(asked.map((body) => Object.keys(JSON.parse(body)).sort())).toEqual([['documentId', 'variables']]);
    expect(JSON.parse(asked[0] as string).variables).toEqual({ name: 'S00046', companyId: null });
    // What was typed is in no address; the order is, and can be sent to a colleague.
    expect(page.url()).toBe(`${system.origin}/desk/orders?order=S00046`);
  });

  test('a scan is in the open panel and marks the list, which does not move', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=${idOf(46)}`);
    await heading().getByText('S00046').waitFor();
    await isLive();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await row()).toBe('3');
    const before = await page.evaluate(() => document.activeElement?.textContent);
    await scan('OutForDelivery', 'OutForDelivery_001');
    await panel().getByText('Out for delivery').first().waitFor();
    await page.getByRole('button', { name: '1 with news · show' }).waitFor();
    expect(await page.getByRole('status').innerText()).toContain('update of the open order');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(before);
  });

  test('searches by tracking number, e-mail address and name, and is told what fitted', async () => {
    await type(`${number.slice(0, 9)} ${number.slice(9).toLowerCase()}`);
    await page.getByText('A number: tracking number, order, invoice or reference').waitFor();
    await page.getByRole('option', { name: /S00046.*tracking number/ }).waitFor();
    expect(await page.getByRole('group', { name: 'Parcels' }).innerText()).toContain(number);
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('purchasing@alpine.example.com');
    await page
      .getByRole('option', { name: /e-mail address/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.insertText('alpine supply');
    const customer = page.getByRole('group', { name: 'Customers' }).getByRole('option');
    await customer.waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await customer.getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show those of all customers' }).waitFor();
    await eventually(async () => {
      const names = await page.locator('[role=gridcell]:nth-child(2)').allInnerTexts();
      expect(new Set(names)).toEqual(new Set(['Alpine Supply Co.']));
    });
    // Typed text stays nowhere.
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
    expect(`${kept} ${page.url()} ${system.lines.join('\n')}`).not.toMatch(/alpine.supply|purchasing@/i);
  });

  test('opens a row, reads why, says that an event did not happen, and closes', async () => {
    await page.goto(
      `${system.origin}/desk/orders?view=all&customer=${Buffer.from('Customer:45').toString('base64url')}`,
    );
    await page.locator('[data-index="0"]').waitFor();
    await isLive();
    const rows = await page.locator('[role=gridcell]:first-child').allInnerTexts();
    for (let i = 0; i <= rows.indexOf('S00046'); i += 1) await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading().getByText('S00046').waitFor();
    expect(await page.locator('[role=row][aria-selected=true]').innerText()).toContain('S00046');
    asked = [];
    await panel().getByRole('button', { name: 'Why does it stand like this?' }).focus();
    await page.keyboard.press('Enter');
    await panel().getByText('status is OUT_FOR_DELIVERY').waitFor();
    expect(asked).toHaveLength(1);
    await panel().getByRole('button', { name: 'did not happen …' }).first().focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: `Correct ${number}` });
    await dialog.getByText('did not happen').waitFor();
    await dialog.getByLabel('How do you know?').focus();
    await page.keyboard.insertText('The driver called: it was another parcel');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await panel().getByText('taken back, decides nothing').waitFor();
    await panel().getByText('In transit').first().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await eventually(async () => expect(await row()).toBe(String(rows.indexOf('S00046') + 2)));
  });

  test('keys are on a sheet, and those of one letter can be switched off', async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard' });
    await sheet.getByText('Next row').waitFor();
    const toggle = sheet.getByRole('switch', { name: 'Shortcuts of a single key' });
    await toggle.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    expect(await page.getByRole('combobox').evaluate((box) => box === document.activeElement)).toBe(false);
    await page.locator('[role=row][tabindex="0"]').focus();
    const before = await row();
    await page.keyboard.press('ArrowUp');
    await eventually(async () => expect(await row()).not.toBe(before));
    await page.evaluate(() => localStorage.clear());
    await page.reload();
  });

  test('an order that nobody has, and one whose name is unknown', async () => {
    await type('S99999');
    await page.keyboard.press('Enter');
    await panel().getByText('There is no order S99999 in your scope.').waitFor();
    await type('nothing like it at all');
    await page.getByText('Nothing was found.', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  test('nothing for axe to complain about, light and dark, and it fits 320 pixels', async () => {
    const violations = async (rules?: string[]) => {
      const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
      if (rules) axe.withRules(rules);
      return (await axe.analyze()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
      );
    };
    await page.goto(`${system.origin}/desk/orders?view=all&order=S00046`);
    await heading().getByText('S00046').waitFor();
    await page.locator('[data-index="0"]').waitFor();
    expect(await violations()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(['color-contrast'])).toEqual([]);
    await type('alpine');
    await page.getByRole('option').first().waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 320, height: 700 });
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(320);
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    expect(await width()).toBe(320);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('scripts and styles stay within their bounds, and the page’s own policy is kept', async () => {
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    const assets = loaded.filter((name) => /\.(js|css)$/.test(name));
    const sizes = await Promise.all(
      assets.map(async (name) => gzipSync(await (await page.request.get(name)).body()).length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    process.stdout.write(`desk, gzipped: ${total} B of scripts and styles in ${assets.length} files\n`);
    expect(total).toBeGreaterThan(50 * 1024);
    expect(total).toBeLessThanOrEqual(200 * 1024);
    expect(complaints).toEqual([]);
  });

  test('somebody else than staff gets no desk', async () => {
    const get = async (cookie: string) =>
      fetch(`${system.origin}/desk/orders`, { headers: { cookie }, redirect: 'manual' });
    const { cookie = '' } = await system.signIn(accounts.customer);
    const refused = await get(cookie);
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('The desk is for our team')]);
    const stranger = await get('');
    expect([stranger.status, stranger.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  test('a session that ends says so at once, and leads back to the same address', async () => {
    await page.goto(`${system.origin}/desk/orders?view=all&order=S00046`);
    await isLive();
    await system.sql`delete from auth.session`;
    await page.getByText('You are signed out.').waitFor();
    await page.getByRole('link', { name: 'Sign in again' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/sign-in$/);
    const wanted = (await context.cookies()).find(({ name }) => name === 'mp-return')?.value ?? '';
    expect(decodeURIComponent(wanted)).toBe('/desk/orders?view=all&order=S00046');
  });
});
