import { expect, test } from 'vitest';
import { numberInBarcode, numbersInBarcode } from './number-in-barcode.ts';

test.each([
  ['420 11213 92 6129098349792366623 8', 'usps', '9261290983497923666238'],
  ['420112139261290983497923666238', 'fedex', '9261290983497923666238'],
  ['4201028200009261290113185417468510', 'usps', '9261290113185417468510'],
  ['9622001560001234567100794808390594', 'fedex', '794808390594'],
  ['9611020987654312345672', 'fedex', '987654312345672'],
  ['008182709980000020033350276C', 'dpd-de', '09980000020033'],
  ['24123456780101412345678903', 'mondial-relay', '12345678'],
  // The number itself holds nothing beside it.
  ['9261290983497923666238', 'usps', null],
  ['794808390594', 'fedex', null],
  ['1Z5R89390357567127', 'ups', null],
  ['1LS7119012123456-1', 'lasership', null],
  // A wrong check digit, another carrier, none.
  ['420112139261290983497923666239', 'usps', null],
  ['420112139261290983497923666238', 'ups', null],
  ['420112139261290983497923666238', '', null],
  // Plainly the post's, and by chance one of FedEx's as well.
  ['4201028200009261290113185417468510', 'fedex', null],
] as const)('%s of %j: %s', (text, carrier, number) => {
  expect(numberInBarcode(text, carrier)).toBe(number);
});

test('without a carrier every number it could be, with whose it would be', () => {
  expect(numbersInBarcode('420112139261290983497923666238')).toEqual([
    { number: '9261290983497923666238', carriers: ['fedex', 'usps'] },
  ]);
  expect(numbersInBarcode('420112139261290983497923666238', ['ups'])).toEqual([]);
  expect(numbersInBarcode('1Z5R89390357567127')).toEqual([]);
});
