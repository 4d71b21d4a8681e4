import { expect, test } from 'vitest';
import { parseHidden } from './hidden-columns.ts';

test.each([
  [null, []],
  ['', []],
  ['promised placed', ['promised', 'placed']],
  ['<script> promised {"a":1} ', ['promised']],
  ['A'.repeat(10_000), []],
])('what is stored as %j hides %j', (text, hidden) => {
  expect(parseHidden(text)).toEqual(hidden);
});
