import { expect, test } from 'vitest';
import { leastWidth, mostWidth, parseWidth } from './panel-width.ts';

test.each([
  [null, null],
  ['', null],
  ['40', 40],
  ['40.3', 40.25],
  ['1', leastWidth],
  ['999', mostWidth],
  ['-40', null],
  ['1e3', null],
  ['40px; background: url(x)', null],
])('what is stored as %j is the width %j', (text, width) => {
  expect(parseWidth(text)).toBe(width);
});
