import { expect, test } from 'vitest';
import { localeFor } from './locale.ts';

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['es,fr;q=0.7,en;q=0.9', 'en'],
  ['fr-CA', 'fr'],
  ['AR_eg', 'ar'],
  ['de;q=0,fr', 'fr'],
  ['*', 'en'],
  ['ja, nl;q=0.4', 'en'],
  ['', 'en'],
  [null, 'en'],
  [`${'x'.repeat(10_000)},de`, 'en'],
])('%s is answered in %s', (accepted, locale) => {
  expect(localeFor(accepted)).toBe(locale);
});
