import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { answersWith, deskOrder } from '../portal/tests/support/desk-states.ts';
import { now } from '../portal/tests/support/states.ts';
import { serveDesk } from '../tests/support/desk-states.ts';

interface State {
  address: string;
  /** What is away, or answers otherwise. */
  change?: Parameters<typeof serveDesk>[0];
  without?: string[];
  act?: (page: Page) => Promise<void>;
}
const ready = (page: Page) => page.locator('[data-index="0"]').waitFor({ state: 'attached' });
const panel = (page: Page) => page.getByText('What the customer reads').waitFor();

const states: Record<string, State> = {
  'desk-cases': { address: '/desk/cases', act: ready },
  'desk-case': { address: '/desk/cases?case=case-0&order=T3JkZXI6NDY', act: panel },
  'desk-orders': { address: '/desk/orders?view=all', act: ready },
  'desk-order': { address: '/desk/orders?view=all&order=T3JkZXI6NDY', act: panel },
  'desk-order-delivered': {
    address: '/desk/orders?view=all&order=T3JkZXI6NDY',
    change: { DeskOrder: () => ({ liveCursor: 'x', order: deskOrder({ cases: [] }, 'several-parcels') }) },
    act: panel,
  },
  'desk-parcel': { address: '/desk/cases?case=case-1&parcel=c2hpcG1lbnQtMQ', act: panel },
  'desk-search': {
    address: '/desk/orders?view=all',
    async act(page) {
      await ready(page);
      await page.keyboard.press('/');
      await page.keyboard.insertText('muller');
      await page.clock.runFor(500);
      await page.getByRole('option').first().waitFor();
    },
  },
  'desk-resolve': {
    address: '/desk/cases',
    async act(page) {
      await ready(page);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('e');
      await page.getByRole('dialog').waitFor();
    },
  },
  'desk-download': {
    address: '/desk/orders?view=all',
    async act(page) {
      await ready(page);
      await page.keyboard.press('d');
      await page.getByRole('button', { name: 'Download', exact: true }).waitFor();
    },
  },
  'desk-reply': {
    address: '/desk/orders?view=all&order=T3JkZXI6NDY',
    async act(page) {
      await panel(page);
      await page.keyboard.press('c');
      await page.getByRole('textbox', { name: 'The reply' }).waitFor();
    },
  },
  'desk-columns': {
    address: '/desk/orders?view=all',
    async act(page) {
      await ready(page);
      await page.keyboard.press('w');
      await page.getByRole('checkbox', { name: 'Customer' }).waitFor();
    },
  },
  'desk-chosen': {
    address: '/desk/cases',
    async act(page) {
      await ready(page);
      for (const key of ['j', 'j', 'x', 'j', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
      await page.getByText('4 chosen').waitFor();
    },
  },
  'desk-keys': {
    address: '/desk/cases',
    async act(page) {
      await ready(page);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  'desk-empty': {
    address: '/desk/cases?view=mine',
    change: { DeskCases: () => ({ cases: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } }) },
    act: (page) => page.getByText('You have no open cases.').waitFor(),
  },
  'desk-away': {
    address: '/desk/orders?order=T3JkZXI6NDY',
    without: ['DeskOrders', 'DeskOrder'],
    act: (page) => page.getByRole('button', { name: 'Try again' }).first().waitFor(),
  },
  'desk-no-such-order': {
    address: '/desk/orders?view=all&order=S99999',
    change: { DeskOrderByName: () => ({ liveCursor: 'x', orderByName: null }) },
    act: (page) => page.getByText('There is no order').waitFor(),
  },
};
export const deskStates = Object.keys(states);

const looks = {
  wide: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
} as const;

/** Pictures of the desk in these states into a folder, wide, on a phone and in the dark. Answers how many. */
export async function pictureDesk(browser: Browser, folder: string, wanted: readonly string[]): Promise<number> {
  await using desk = await serveDesk({});
  let count = 0;
  for (const [look, options] of Object.entries(looks)) {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
    for (const name of wanted) {
      const { address, change = {}, without = [], act } = states[name] as State;
      const answers = { ...answersWith(64), ...change };
      for (const operation of without) delete answers[operation];
      desk.answers = answers;
      const page = await context.newPage();
      await page.clock.install({ time: now });
      await page.goto(desk.url + address);
      await act?.(page);
      await page.clock.runFor(1_000);
      await page.getByText('Live', { exact: true }).waitFor();
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
      await page.close();
      count += 1;
    }
    await context.close();
  }
  return count;
}
