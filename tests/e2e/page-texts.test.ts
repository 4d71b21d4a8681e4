import { gzipSync } from 'node:zlib';
import { locales } from '@milepost/wording';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOfHtml } from '../support/page-text.ts';
import { serveStatePages } from '../support/state-pages.ts';

const sizes = new Map<string, number>();
const deadEnds: string[] = [];
let states: Awaited<ReturnType<typeof serveStatePages>>;
beforeAll(async () => {
  states = await serveStatePages();
});
afterAll(() => states[Symbol.asyncDispose]());

/** What readers find on each page, as the server sends it: nothing here runs a script. A change is a change of page-texts/, which a person reads. */
test.each(locales)('every page says what it should in %s', async (locale) => {
  const lines = [];
  for (const name of [...states.names].sort()) {
    const html = await (await fetch(`${states.url}/${locale}/${name}`)).text();
    lines.push(`${name}: ${textOfHtml(html)}\n`);
    for (const [, id] of html.matchAll(/ href="#([^"]+)"/g))
      if (!html.includes(` id="${id}"`)) deadEnds.push(`${locale}/${name}: #${id}`);
    sizes.set(`${locale}/${name}`, gzipSync(html).length);
  }
  await expect(lines.join('')).toMatchFileSnapshot(`page-texts/${locale}.txt`);
});

test('what leads to another place of a page finds it there', () => {
  expect(deadEnds).toEqual([]);
});

test('no page is larger than 30 KiB compressed, in any language', () => {
  const [largest, bytes] = [...sizes].reduce((a, b) => (b[1] > a[1] ? b : a));
  process.stdout.write(`largest page, gzipped: ${largest} with ${bytes} B of HTML\n`);
  expect(sizes.size).toBe(states.names.length * locales.length);
  expect(bytes).toBeLessThanOrEqual(30 * 1024);
});
