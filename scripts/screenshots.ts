import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '@milepost/portal/build';
import { chromiumPath } from '@milepost/testkit';
import { type Locale, locales } from '@milepost/wording';
import { chromium } from 'playwright-core';
import { serveStatePages } from '../tests/support/state-pages.ts';
import { deskStates, pictureDesk } from './screenshots-desk.ts';

/**
 * Pictures of every state of the customer pages, on a phone in English and, dark and from right to left, in Arabic; of some of them wide; and of the desk, into docs/screenshots/.
 * Usage: npm run screenshots [-- [--every] name …]. With --every: each page in each language, wide and on a phone, light and dark, into screenshots/ (not committed).
 */
const isEvery = process.argv.includes('--every');
const folder = join(import.meta.dirname, isEvery ? '../screenshots' : '../docs/screenshots');
const executablePath = chromiumPath();
if (!executablePath) {
  process.stderr.write('There is no Chromium on this machine; install it first.\n');
  process.exit(1);
}
const wanted = process.argv.slice(2).filter((name) => name !== '--every');
await buildPages();
await using states = await serveStatePages();
const names = states.names.filter((name) => wanted.length === 0 || wanted.includes(name));
if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath });
interface Look {
  name: string;
  locale: Locale;
  viewport: { width: number; height: number };
  colorScheme: 'light' | 'dark';
  /** Of these pages only. */
  of?: readonly string[];
}
/** One of each kind: the others stand on a wide screen as these do. Pictures are kept with the project, and hundreds of them weigh. */
const differsWide = [
  'look-up',
  'in-transit',
  'several-parcels',
  'promise-moved',
  'delivered-with-proof',
  'with-return',
  'account-orders',
  'brand-order',
  'report-tell',
  'share',
  'sign-in',
  'staff-view',
];
const wide = { width: 1100, height: 700 };
const phone = { width: 360, height: 740 };
const looks: Look[] = isEvery
  ? locales.flatMap((locale) =>
      Object.entries({ wide, phone }).flatMap(([size, viewport]) =>
        (['light', 'dark'] as const).map((colorScheme) => ({
          name: `${locale}-${size}-${colorScheme}`,
          locale,
          viewport,
          colorScheme,
        })),
      ),
    )
  : [
      { name: 'phone', locale: 'en', viewport: phone, colorScheme: 'light' },
      { name: 'rtl-dark', locale: 'ar', viewport: phone, colorScheme: 'dark' },
      { name: 'wide', locale: 'en', viewport: wide, colorScheme: 'light', of: differsWide },
    ];
let count = 0;
for (const { name: look, locale, of, ...options } of looks) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  for (const name of names.filter((name) => !of || wanted.length > 0 || of.includes(name))) {
    await page.goto(`${states.url}/${locale}/${name}`);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    count += 1;
  }
  await context.close();
}
const ofDesk = isEvery
  ? 0
  : await pictureDesk(
      browser,
      folder,
      deskStates.filter((name) => wanted.length === 0 || wanted.includes(name)),
    );
await browser.close();
process.stdout.write(`${count + ofDesk} pictures in ${folder}\n`);
