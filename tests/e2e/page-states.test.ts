import AxeBuilder from '@axe-core/playwright';
import { chromiumPath } from '@milepost/testkit';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveStatePages } from '../support/state-pages.ts';

const path = chromiumPath();

describe.skipIf(!path)('every state of the customer pages', () => {
  let browser: Browser;
  let states: Awaited<ReturnType<typeof serveStatePages>>;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path as string });
    states = await serveStatePages();
  });
  afterAll(async () => {
    await browser.close();
    await states[Symbol.asyncDispose]();
  });

  /** Visits every state, two at once. */
  async function visitAll(
    options: BrowserContextOptions,
    visit: (page: Page, name: string) => Promise<void>,
    prepare: (page: Page) => void = () => {},
  ) {
    const waiting = [...states.names];
    const visitor = async () => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      prepare(page);
      for (let name = waiting.shift(); name; name = waiting.shift()) {
        await page.goto(`${states.url}/${name}`);
        await visit(page, name);
      }
      await context.close();
    };
    await Promise.all([visitor(), visitor()]);
  }

  test.each(['light', 'dark'] as const)('has no accessibility violation, %s', async (colorScheme) => {
    const found: string[] = [];
    const visited: string[] = [];
    await visitAll({ colorScheme, viewport: { width: 1100, height: 900 } }, async (page, name) => {
      visited.push(name);
      // Only colours differ between the two.
      const axe = new AxeBuilder({ page });
      if (colorScheme === 'dark') axe.withRules(['color-contrast']);
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations)
        found.push(`${name}: ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
    });
    expect(found).toEqual([]);
    expect(visited.sort()).toEqual([...states.names].sort());
  });

  test.each([1, 2])('fits 320 pixels with text at %d times its size', async (zoom) => {
    await visitAll({ viewport: { width: 320, height: 700 } }, async (page, name) => {
      if (zoom === 2) await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([name, zoom, width]).toEqual([name, zoom, 320]);
    });
  });

  test('needs nothing from elsewhere and breaks no rule of its own policy', async () => {
    const foreign: string[] = [];
    const complaints: string[] = [];
    const visited: string[] = [];
    await visitAll(
      {},
      async (_page, name) => void visited.push(name),
      (page) => {
        page.on('request', (request) => {
          if (!request.url().startsWith(states.url) && !request.url().startsWith('data:')) foreign.push(request.url());
        });
        page.on('console', (message) => {
          if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
        });
      },
    );
    expect(visited).toHaveLength(states.names.length);
    expect([foreign, complaints]).toEqual([[], []]);
  });

  test('targets are large enough, and everything is reached by keyboard', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    for (const name of ['look-up', 'in-transit', 'several-parcels']) {
      await page.goto(`${states.url}/${name}`);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, input, summary, .button')]
          .filter((element) => element.offsetParent !== null)
          .filter((element) => element.getBoundingClientRect().height < 24)
          .map((element) => element.outerHTML),
      );
      expect(small).toEqual([]);
      const reachable = await page.locator('a[href]:visible, button:visible, input:visible, summary:visible').count();
      const seen = new Set<string>();
      for (let i = 0; i < reachable + 3; i += 1) {
        await page.keyboard.press('Tab');
        seen.add(
          await page.evaluate(() => {
            const all = [...document.querySelectorAll('*')];
            return String(all.indexOf(document.activeElement as Element));
          }),
        );
      }
      expect(seen.size).toBeGreaterThanOrEqual(reachable);
    }
    await page.close();
  });

  test('prints on one page', async () => {
    const page = await browser.newPage();
    await page.goto(`${states.url}/in-transit`);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.close();
  });
});
