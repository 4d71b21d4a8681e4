import { expect, test } from 'vitest';
import { linkAddress } from './people-links.ts';

test.each([
  [' Ann@Shop.Example ', 'ann@shop.example'],
  ['ann@müller.example', 'ann@xn--mller-kva.example'],
  // Looks like ann@…, or becomes it when compared loosely: its mail must not go where the look-alike says.
  ['ａnn@shop.example', null],
  ['ann@ｓhop.example', 'ann@shop.example'],
  ['an\u0131@shop.example', null],
  ['ann@shop.example, eve@evil.example', null],
  ['ann@evil.example\r\nbcc: x@y.example', null],
  ['@shop.example', null],
  ['ann', null],
  ['ann@', null],
])('the address %j is looked up and written to as %j', (given, expected) => {
  expect(linkAddress(given)).toBe(expected);
});
