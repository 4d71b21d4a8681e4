import { expect, test } from 'vitest';
import { type Checksum, checkCharacter } from './check-digits.ts';

const mod10 = (evens: number, odds: number, more = {}): Checksum => ({
  name: 'mod10',
  evens_multiplier: evens,
  odds_multiplier: odds,
  reverse: false,
  plus: 0,
  ...more,
});
const fedex: Checksum = {
  name: 'sum_product_with_weightings_and_modulo',
  weightings: [3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1],
  modulo1: 11,
  modulo2: 10,
};

test.each([
  // The example of the UPU's standard S10, and the two remainders that it treats by themselves: 10 becomes 0, 11 becomes 5.
  [{ name: 's10' }, '47312482', '9'],
  [{ name: 's10' }, '00000050', '0'],
  [{ name: 's10' }, '00000000', '5'],
  [{ name: 's10' }, '1234567', null],
  [{ name: 's10' }, '1234567A', null],
  // GS1's example of an SSCC, and the same read from the right.
  [mod10(3, 1), '37610425002123456', '9'],
  [mod10(3, 1, { reverse: true }), '37610425002123456', '9'],
  [mod10(1, 3, { reverse: true }), '3761042500212345', '7'],
  [mod10(1, 2), '5R8939035756712', '7'],
  [mod10(3, 1, { plus: 1 }), '37610425002123456', '8'],
  [{ name: 'mod7' }, '331881002', '5'],
  [{ name: 'luhn' }, '7992739871', '3'],
  [fedex, '98657878885', '5'],
  // A rest of 10 is written 0.
  [fedex, '00000000031', '0'],
  [fedex, '9865787888', null],
  // 4*2 + 3*3 + 2*4 + 1*5 = 30, 33 is next; a rest of 10 and of 11 is written 0.
  [{ name: 'mod11' }, '1234', '3'],
  [{ name: 'mod11' }, '0000', '0'],
  [{ name: 'mod11' }, '0006', '0'],
  [{ name: 'mod11' }, '10000000', '8'],
  // ISO 7064's example, and the empty rest.
  [{ name: 'mod_37_36' }, 'A12425GABC1234002', 'M'],
  [{ name: 'mod_37_36' }, '09980000020033', 'F'],
  [{ name: 'mod_37_36' }, 'a', null],
] as [Checksum, string, string | null][])('%j of %s is %s', (checksum, serial, expected) => {
  expect(checkCharacter(checksum, serial)).toBe(expected);
});
