import { readFileSync } from 'node:fs';
import { chromiumPath, eventually } from '@milepost/testkit';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersWith } from '../../portal/tests/support/desk-states.ts';
import { serveDesk } from '../support/desk-states.ts';

const path = chromiumPath();
const orders = 50_000;
/** Larger pages than the graph's, so that the test is about rows and not about requests. */
const pageSize = 2_500;

describe.skipIf(!path)('a list of 50,000 orders', () => {
  let browser: Browser;
  let desk: Awaited<ReturnType<typeof serveDesk>>;
  let page: Page;
  beforeAll(async () => {
    desk = await serveDesk(answersWith(orders, pageSize));
    browser = await chromium.launch({ executablePath: path as string });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${desk.url}/desk/orders?view=all`);
    await page.locator('[data-index="0"]').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await desk[Symbol.asyncDispose]();
  });
  const rowsInDocument = () => page.locator('[role=row]').count();
  const pagesAsked = () =>
    desk.asked.filter(({ name }) => name === 'DeskOrders').map(({ variables }) => variables['after']);
  const grid = () => page.getByRole('grid');

  test('is read as somebody gets there, no page twice, and holds only the rows in sight', async () => {
    expect(pagesAsked()).toEqual([null]);
    // Styles of what the list is made of are there before any dialog brings them along.
    const status = page.locator('[data-tone]').first();
    expect(await status.evaluate((element) => getComputedStyle(element).display)).toBe('inline-flex');
    await page.keyboard.press('j');
    for (let read = pageSize; read < orders; read += pageSize) {
      await page.keyboard.press('End');
      await page.locator(`[data-index="${read - 1}"]`).waitFor();
      await eventually(() => pagesAsked().length > read / pageSize);
      expect(await rowsInDocument()).toBeLessThan(80);
      await page
        .getByText(`${(read + pageSize).toLocaleString('en')}`)
        .first()
        .waitFor();
    }
    await eventually(async () => expect(await grid().getAttribute('aria-rowcount')).toBe(String(orders + 1)));
    expect(pagesAsked()).toEqual([
      null,
      ...Array.from({ length: orders / pageSize - 1 }, (_, i) => String((i + 1) * pageSize)),
    ]);
    await page.keyboard.press('End');
    await page.locator(`[data-index="${orders - 1}"]`).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe(String(orders + 1));
  });

  test('scrolls from end to end with a bounded document, and asks for nothing again', async () => {
    const before = desk.asked.length;
    const { most, blank, longTasks } = await page.evaluate(async () => {
      const scroller = document.querySelector('[role=grid]') as HTMLElement;
      const longTasks: number[] = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      });
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      let most = 0;
      let blank = 0;
      for (let step = 0; step <= 40; step += 1) {
        scroller.scrollTop = (scroller.scrollHeight * (40 - step)) / 40;
        await frame();
        most = Math.max(most, document.querySelectorAll('[role=row]').length);
        const { top, left } = scroller.getBoundingClientRect();
        if (!document.elementFromPoint(left + 40, top + 200)?.closest('[data-index]')) blank += 1;
      }
      return { most, blank, longTasks };
    });
    process.stdout.write(
      `50,000 rows in 40 jumps: at most ${most} rows in the document; ${longTasks.length} tasks over 50 ms, the longest ${Math.round(Math.max(0, ...longTasks))} ms\n`,
    );
    expect(most).toBeLessThan(80);
    expect(blank).toBe(0);
    expect(desk.asked.length).toBe(before);
  });

  test('is a file, cut where it is too long, and on record before any row was asked for', async () => {
    desk.answers = answersWith(orders + 1, pageSize);
    desk.asked.length = 0;
    await page.keyboard.press('d');
    await page.getByRole('dialog', { name: 'Download: All orders' }).waitFor();
    expect(desk.asked).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^orders all \d{4}-\d\d-\d\d \d\d\.\d\d UTC\.csv$/);
    const text = readFileSync(await file.path(), 'utf8');
    expect(text.slice(0, 15)).toBe('\uFEFFOrder,Company,');
    const lines = text.split('\r\n').slice(1, -1);
    expect([lines.length, new Set(lines).size]).toEqual([orders, orders]);
    expect(lines[0]).toContain('S60046,Northpeak Outfitters GmbH,');
    await page.getByText('50,000 rows.').waitFor();
    await page.getByText('This is not all', { exact: false }).waitFor();
    expect(desk.asked.slice(0, 2).map(({ name }) => name)).toEqual(['DeskOrderExport', 'DeskOrders']);
    expect(desk.asked).toHaveLength(1 + orders / pageSize);
    await page.keyboard.press('Escape');
  });

  test('taking it along ends with the dialog', async () => {
    const answers = answersWith(orders, pageSize);
    let held = () => {};
    const isHeld = new Promise<void>((resolve) => {
      held = resolve;
    });
    let isOver = () => {};
    const over = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    desk.answers = {
      ...answers,
      async DeskOrders(variables) {
        if (variables['after'] === String(2 * pageSize)) {
          held();
          await over;
        }
        return answers['DeskOrders']?.(variables);
      },
    };
    desk.asked.length = 0;
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Download', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await isHeld;
    await page.getByText('5,000 of 50,000 rows').waitFor();
    // The focus is on the way out.
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    isOver();
    await page.keyboard.press('j');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(desk.asked).toHaveLength(4);
    desk.answers = answers;
  });

  test('shows the columns that somebody wants, and a panel as wide, here and after the next visit', async () => {
    // Those that give way are there, too.
    const heads = () => page.locator('[role=grid] [role=columnheader]').allTextContents();
    const all = await heads();
    const state = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
    await page.keyboard.press('w');
    await page.getByRole('checkbox', { name: 'Customer' }).waitFor();
    expect(await page.getByRole('checkbox', { name: 'Order' }).count()).toBe(0);
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await heads()).toEqual(all.filter((name) => name !== 'Customer'));
    expect(await grid().getAttribute('aria-colcount')).toBe(String(all.length - 1));

    await page.goto(`${desk.url}/desk/orders?view=all&order=T3JkZXI6NDY`);
    const divider = page.getByRole('separator', { name: 'Width of the panel' });
    await divider.focus();
    const width = () =>
      page.getByRole('region', { name: 'Order', exact: true }).evaluate((panel) => (panel as HTMLElement).offsetWidth);
    const before = await width();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowRight', 'ArrowLeft']) await page.keyboard.press(key);
    expect(await width()).toBe(before + 64);
    expect(await divider.getAttribute('aria-valuenow')).toBe('42');
    // Right to left the panel is at the other side, and the same key pulls the line to the same side.
    await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    await page.keyboard.press('ArrowLeft');
    expect(await width()).toBe(before + 32);
    await page.keyboard.press('ArrowRight');
    await page.evaluate(() => document.documentElement.removeAttribute('dir'));
    expect(JSON.parse(await state())).toEqual({
      'milepost.desk.hidden-columns.orders': 'customer',
      'milepost.desk.panel-width': '42',
    });
    await page.reload();
    await page.locator('[data-index="0"]').waitFor();
    expect([await width(), await heads()]).toEqual([before + 64, expect.not.arrayContaining(['Customer'])]);

    await page.keyboard.press('w');
    await page.getByRole('button', { name: 'As it was at first' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect([await width(), await heads(), await state()]).toEqual([before, all, '{}']);
  });

  test('cases of one incident are one row, which opens them', async () => {
    desk.asked.length = 0;
    await page.goto(`${desk.url}/desk/cases`);
    await page.getByText('214 cases, one cause').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show all cases' }).waitFor();
    expect(page.url()).toBe(`${desk.url}/desk/cases?incident=incident-1`);
    const filters = () =>
      desk.asked.filter(({ name }) => name === 'DeskCases').map(({ variables }) => variables['filter']);
    await eventually(() => filters().length > 1);
    expect(filters()).toEqual([
      { state: 'OPEN', mergeIncidents: true },
      { state: 'OPEN', incidentId: 'incident-1' },
    ]);
  });

  test('a list that cannot be read says so, and is read when somebody tries again', async () => {
    const { DeskOrders, ...rest } = answersWith(3);
    desk.answers = rest;
    await page.goto(`${desk.url}/desk/orders?view=due`);
    await page.getByText('A part of the system does not answer').waitFor();
    desk.answers = { ...rest, DeskOrders: DeskOrders as NonNullable<typeof DeskOrders> };
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-index="2"]').waitFor();
    expect(await grid().getAttribute('aria-rowcount')).toBe('4');
  });

  test('asks for a page once, however much somebody scrolls while it is on its way', async () => {
    const answers = answersWith(300, 100);
    let answer = () => {};
    const isFree = new Promise<void>((resolve) => {
      answer = resolve;
    });
    desk.answers = {
      ...answers,
      async DeskOrders(variables) {
        if (variables['after'] !== null) await isFree;
        return answers['DeskOrders']?.(variables);
      },
    };
    desk.asked.length = 0;
    await page.goto(`${desk.url}/desk/orders?view=due`);
    await page.locator('[data-index="0"]').waitFor();
    await page.keyboard.press('j');
    for (const key of ['End', 'PageUp', 'End', 'PageUp', 'PageUp', 'End']) {
      await page.keyboard.press(key);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }
    expect(pagesAsked()).toEqual([null, '100']);
    answer();
    await page.getByText('200 read so far').waitFor();
  });
});
