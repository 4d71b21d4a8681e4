import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPages } from '@milepost/portal/build';
import { chromiumPath } from '@milepost/testkit';
import { chromium } from 'playwright-core';
import { serveStatePages } from '../tests/support/state-pages.ts';
import { deskStates, pictureDesk } from './screenshots-desk.ts';

/** Pictures of every state of the customer pages and of the desk, wide, on a phone and in the dark, into docs/screenshots/. Usage: npm run screenshots [-- name …] */
const folder = join(import.meta.dirname, '../docs/screenshots');
const executablePath = chromiumPath();
if (!executablePath) {
  process.stderr.write('There is no Chromium on this machine; install it first.\n');
  process.exit(1);
}
const wanted = process.argv.slice(2);
await buildPages();
await using states = await serveStatePages();
const names = states.names.filter((name) => wanted.length === 0 || wanted.includes(name));
if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath });
const looks = {
  wide: { viewport: { width: 1100, height: 700 }, colorScheme: 'light' },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
  dark: { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
} as const;
for (const [look, options] of Object.entries(looks)) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  for (const name of names) {
    await page.goto(`${states.url}/${name}`);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
  }
  await context.close();
}
const ofDesk = await pictureDesk(
  browser,
  folder,
  deskStates.filter((name) => wanted.length === 0 || wanted.includes(name)),
);
await browser.close();
process.stdout.write(`${names.length * 3 + ofDesk} pictures in ${folder}\n`);
