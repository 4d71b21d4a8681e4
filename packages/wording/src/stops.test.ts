import { expect, test } from 'vitest';
import { readStops } from './stops.ts';

test.each<[string | null, number | null]>([
  ['There are 3 stops ahead of yours', 3],
  ['Out for delivery. Your driver is 12 stops away.', 12],
  ['1 stop before you', 1],
  ['5 more stops before yours', 5],
  ['You are the next stop', 0],
  ['You’re the next stop!', 0],
  ['Noch 4 Stopps bis zu Ihnen', 4],
  ['Noch 1 Halt vor Ihnen', 1],
  ['Sie sind der nächste Stopp', 0],
  ['Encore 7 arrêts avant vous', 7],
  ['Vous êtes le prochain arrêt', 0],
  ['Nog 2 stops voor u', 2],
  // Said, and in doubt.
  ['Less than 10 stops away', null],
  ['Your driver is 2-4 stops away', null],
  ['2 or 3 stops away', null],
  ['Weniger als 10 Stopps entfernt', null],
  ['Moins de 10 arrêts avant vous', null],
  ['Bis zu 10 Stopps vor Ihnen', null],
  ['3 stops away, 4 stops before you', null],
  ['You are not the next stop', null],
  ['You are the next stop, 3 stops away', null],
  ['1.5 stops away', null],
  ['Route of 120 stops', null],
  ['Stop 14 of 90', null],
  ['1234 stops away', null],
  ['Out for delivery', null],
  ['', null],
  [null, null],
])('%s: %s', (text, expected) => {
  expect(readStops(text)).toBe(expected);
});
