import { expect, test } from 'vitest';
import { candidatesOf } from '../tracking-number/check-number.ts';
import { suggestCarriers } from './suggest-carriers.ts';

const ask = (number: string, ofMethod: Record<string, number> = {}, ofCountry: Record<string, number> = {}) => {
  const outcomes = (of: Record<string, number>) =>
    Object.entries(of).map(([carrierCode, count]) => ({ carrierCode, count }));
  return suggestCarriers({
    candidates: candidatesOf(number),
    ofMethod: outcomes(ofMethod),
    ofCountry: outcomes(ofCountry),
    deliveryMethod: 'Express',
    countryCode: 'DE',
  });
};
const codes = (...given: Parameters<typeof ask>) => ask(...given).map(({ carrierCode }) => carrierCode);

test.each<[string, Parameters<typeof ask>, string]>([
  [
    'a rare form with its check digit, against all that went before',
    ['1Z5R89390357567127', { gls: 100 }, { gls: 100 }],
    'ups',
  ],
  ['what the same method came to, against a form that any digits have', ['986578788855', { gls: 100 }], 'gls'],
  ['a check digit before a shape', ['986578788855'], 'fedex'],
  ['the method before the country', ['NOTHINGKNOWN', { gls: 3 }, { dpd: 300 }], 'gls'],
  ['the more frequent one', ['NOTHINGKNOWN', { gls: 3, dpd: 7 }], 'dpd'],
  ['the country where nothing else is known', ['NOTHINGKNOWN', {}, { dpd: 1 }], 'dpd'],
])('%s', (_name, given, first) => {
  expect(codes(...given)[0]).toBe(first);
});

test('gives each its reasons, the strongest first', () => {
  expect(ask('1Z5R89390357567127', { ups: 3, gls: 1 }, { ups: 1 })).toEqual([
    {
      carrierCode: 'ups',
      reasons: [
        'the number has the form UPS and its check digit is right; one in 2,600 does by chance',
        '3 of the latest 4 shipments of delivery method "Express" went with it',
        '1 of the latest 1 shipments to DE went with it',
      ],
    },
    { carrierCode: 'gls', reasons: ['1 of the latest 4 shipments of delivery method "Express" went with it'] },
  ]);
});

test('knows nothing of what it has never seen, and names at most five', () => {
  expect(codes('NOTHINGKNOWN', { pigeon: 5 })).toEqual([]);
  expect(codes('NOTHINGKNOWN', { ups: 1, gls: 1, dpd: 1, fedex: 1, usps: 1, posti: 1 })).toEqual([
    'dpd',
    'fedex',
    'gls',
    'posti',
    'ups',
  ]);
});
