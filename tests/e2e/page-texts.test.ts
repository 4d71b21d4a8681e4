import { locales } from '@milepost/wording';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOfHtml } from '../support/page-text.ts';
import { serveStatePages } from '../support/state-pages.ts';

let states: Awaited<ReturnType<typeof serveStatePages>>;
beforeAll(async () => {
  states = await serveStatePages();
});
afterAll(() => states[Symbol.asyncDispose]());

/** What readers find on each page, as the server sends it: nothing here runs a script. A change is a change of page-texts/, which a person reads. */
test.each(locales)('every page says what it should in %s', async (locale) => {
  const lines = [];
  for (const name of [...states.names].sort())
    lines.push(`${name}: ${textOfHtml(await (await fetch(`${states.url}/${locale}/${name}`)).text())}\n`);
  await expect(lines.join('')).toMatchFileSnapshot(`page-texts/${locale}.txt`);
});
