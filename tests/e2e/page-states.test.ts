import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromiumPath } from '@milepost/testkit';
import { type Locale, locales } from '@milepost/wording';
import type axe from 'axe-core';
import { type Browser, type ConsoleMessage, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderStates } from '../../portal/tests/support/order-states.ts';
import { committedTexts, textOfHtml } from '../support/page-text.ts';
import { serveStatePages } from '../support/state-pages.ts';

const path = chromiumPath();

/** What one state looked like: every measurement of one visit, because opening a page costs more than looking at it. */
interface Visit {
  locale: Locale;
  name: string;
  /** What it says, in one line. */
  text: string;
  /** Of the page in light colours, by every rule of axe. */
  light: string[];
  /** Of the page in dark colours: only the contrast may differ. */
  dark: string[];
  /** Width of the page in a window of 320 pixels, with text at once and twice its size. */
  widths: number[];
  /** Requests to anywhere else. */
  foreign: string[];
  /** What the browser refused by the page's own policy. */
  complaints: string[];
}

interface Found {
  /** Rules that found something to look at. */
  passed: number;
  /** A line for each rule that is broken. */
  violations: string[];
}

/** Adds to axe, in the page, a report of only that: what it says of all that passes would take longer to write and to send than to find. */
function reportWhatIsFound(page: typeof axe): void {
  page.addReporter<Found>('found', (rules, options, done, failed) => {
    // As axe hands them on; its types say less.
    const all = rules as unknown as { passes: unknown[]; violations: unknown[] }[];
    const passed = all.filter((rule) => rule.passes.length > 0).length;
    const broken = all.filter((rule) => rule.violations.length > 0) as unknown as typeof rules;
    page.getReporter<axe.AxeResults>('v1')(
      broken,
      options,
      ({ violations }) =>
        done({
          passed,
          violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
        }),
      failed,
    );
  });
}

/** Loaded by its address, not sent into each of the pages: the browser keeps it, and what it compiled of it. */
const axeScript = {
  path: '/axe.js',
  source: `${readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')};(${reportWhatIsFound})(axe);`,
};

/** Of a page that is open; asked for in light and in dark. Frames are what this leaves out; the pages have none. */
async function violationsOf(page: Page, only: string[] = []): Promise<string[]> {
  const found = await page.evaluate(
    async ({ path, only }) => {
      if (!('axe' in window))
        await new Promise((loaded, failed) => {
          const script = Object.assign(document.createElement('script'), { src: path });
          script.addEventListener('load', loaded);
          script.addEventListener('error', () => failed(new Error(`${path} did not load`)));
          document.head.append(script);
        });
      return (await (window as unknown as { axe: typeof axe }).axe.run(document, {
        reporter: 'found',
        resultTypes: ['violations'],
        ...(only.length > 0 && { runOnly: only }),
      })) as unknown as Found;
    },
    { path: axeScript.path, only },
  );
  expect(found.passed, 'rules that found something to look at').toBeGreaterThan(0);
  return found.violations;
}

const textOf = async (page: Page) => textOfHtml(await page.content());

/** In which pages open and axe looks. */
const windowSize = { width: 1100, height: 900 };

/** In a window of that size, and leaves it so. */
async function visit(page: Page, url: string, locale: Locale, name: string): Promise<Visit> {
  const foreign: string[] = [];
  const complaints: string[] = [];
  const onRequest = (request: Request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
  };
  const onConsole = (message: ConsoleMessage) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  };
  page.on('request', onRequest).on('console', onConsole);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${url}/${locale}/${name}`);
  const text = textOfHtml(await page.evaluate(() => document.documentElement.outerHTML));
  // Before axe: its own code in the page is none of the page's doing.
  await page.setViewportSize({ width: 320, height: 700 });
  const widths = await page.evaluate(() => {
    const root = document.documentElement;
    const asItIs = root.scrollWidth;
    root.style.setProperty('font-size', '200%');
    const twice = root.scrollWidth;
    root.removeAttribute('style');
    return [asItIs, twice];
  });
  page.off('request', onRequest).off('console', onConsole);
  await page.setViewportSize(windowSize);
  const light = await violationsOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await violationsOf(page, ['color-contrast']);
  return { locale, name, text, light, dark, widths, foreign, complaints };
}

describe.skipIf(!path)('every state of the customer pages', () => {
  let browser: Browser;
  let states: Awaited<ReturnType<typeof serveStatePages>>;
  const visits: Visit[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path as string });
    states = await serveStatePages({ [axeScript.path]: axeScript.source });
    const waiting = locales.flatMap((locale) => states.names.map((name) => [locale, name] as const));
    const visitor = async () => {
      const context = await browser.newContext({ viewport: windowSize });
      const page = await context.newPage();
      for (let next = waiting.shift(); next; next = waiting.shift())
        visits.push(await visit(page, states.url, ...next));
      await context.close();
    };
    await Promise.all([visitor(), visitor()]);
  }, 480_000);
  afterAll(async () => {
    await browser.close();
    await states[Symbol.asyncDispose]();
  });

  test.each(locales)('says what the server sent, with its scripts, in %s', (locale) => {
    const seen = visits.filter((one) => one.locale === locale);
    expect(new Map(seen.map(({ name, text }) => [name, text]))).toEqual(committedTexts(locale));
  });

  test('says the same without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const { locale, name, text } of visits.filter(({ locale, name }) => locale === 'en' && name in orderStates)) {
      await page.goto(`${states.url}/${locale}/${name}`);
      expect(await textOf(page), name).toBe(text);
    }
    await context.close();
  });

  test.each(['light', 'dark'] as const)('has no accessibility violation, %s', (colorScheme) => {
    expect(
      visits.flatMap((seen) => seen[colorScheme].map((problem) => `${seen.locale} ${seen.name}: ${problem}`)),
    ).toEqual([]);
  });

  test.each([1, 2])('fits 320 pixels with text at %d times its size', (zoom) => {
    expect(
      visits.filter(({ widths }) => widths[zoom - 1] !== 320).map(({ locale, name }) => `${locale} ${name}`),
    ).toEqual([]);
  });

  test('needs nothing from elsewhere and breaks no rule of its own policy', () => {
    expect(visits.flatMap(({ foreign, complaints }) => [...foreign, ...complaints])).toEqual([]);
  });

  test('targets are large enough, and everything is reached by keyboard', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    const problems: string[] = [];
    // Of each state once; from right to left nothing else stands there.
    for (const name of [...states.names, 'ar/number-changed', 'ar/report-tell']) {
      await page.goto(`${states.url}/${name}`);
      const { small, stops } = await page.evaluate(() => {
        const seen = new Set<Element>();
        Object.assign(window, { seen });
        document.addEventListener('focusin', ({ target }) => seen.add(target as Element));
        const shown = (selector: string) =>
          [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility());
        return {
          small: shown('button, input, select, summary, .button')
            // A button that stands in its label is pressed by it.
            .map((element) => element.closest('label') ?? element)
            .filter((element) => element.getBoundingClientRect().height < 24)
            .map((element) => element.outerHTML),
          stops: shown('a[href], button, input, select, textarea, summary').length,
        };
      });
      problems.push(...small.map((html) => `${name} is small: ${html}`));
      for (let i = 0; i < stops; i += 1) await page.keyboard.press('Tab');
      const missed = await page.evaluate(() => {
        const { seen } = window as unknown as { seen: Set<Element> };
        const all = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')];
        return (
          all
            .filter((element) => element.checkVisibility() && !element.matches(':disabled') && !seen.has(element))
            // Of buttons of one choice Tab reaches one; the arrow keys move among them.
            .filter(
              (element) =>
                !(element instanceof HTMLInputElement) ||
                element.type !== 'radio' ||
                !all.some(
                  (other) => other instanceof HTMLInputElement && other.name === element.name && seen.has(other),
                ),
            )
            .map((element) => element.outerHTML)
        );
      });
      problems.push(...missed.map((html) => `${name} is not reached: ${html}`));
    }
    expect(problems).toEqual([]);
    await page.close();
  });

  test('prints on one page', async () => {
    const page = await browser.newPage();
    await page.goto(`${states.url}/in-transit`);
    const address = page.locator('.printed');
    expect(await address.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await address.isVisible()).toBe(true);
    expect(await address.innerText()).toContain('https://track.example.com/orders/T3JkZXI6NDY');
    expect(await address.getByRole('img').count()).toBe(1);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.close();
  });
});
