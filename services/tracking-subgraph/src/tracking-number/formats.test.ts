import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCarrier } from '../carrier/carriers.ts';
import { type Checksum, checkCharacter } from './check-digits.ts';
import { candidatesOf, checkNumber } from './check-number.ts';
import { compilePattern } from './courier-file.ts';
import type { NumberFormat } from './number-format.ts';
import { packageFormats } from './package-formats.ts';
import { formats, readingsOf } from './read-number.ts';

const readingOf = (format: NumberFormat, number: string) =>
  readingsOf(number).find((reading) => reading.format.id === format.id);
const isRight = (format: NumberFormat, number: string) => {
  const reading = readingOf(format, number);
  return reading !== undefined && reading.checkDigit !== 'WRONG';
};
const carriersOf = ({ carriers }: NumberFormat, country: string) =>
  typeof carriers === 'function' ? carriers(country) : carriers;
const digits = '0123456789';

describe.each(formats.map((format) => [format.name, format] as const))('%s', (_, format) => {
  test.each(format.test_numbers.valid)('reads %j', (number) => {
    expect(isRight(format, number)).toBe(true);
    // Posts that we have no carrier for are known, and nobody's.
    const expected = carriersOf(format, number.trim().slice(-2));
    expect(candidatesOf(number).map(({ carrierCode }) => carrierCode)).toEqual(expect.arrayContaining([...expected]));
    for (const carrier of expected) expect(checkNumber(number, carrier).verdict).toBe('FITS');
  });

  if (format.test_numbers.invalid.length > 0) {
    test.each(format.test_numbers.invalid)('refuses %j', (number) => {
      expect(isRight(format, number)).toBe(false);
    });
  }

  test('belongs to carriers we have, and says where its rule is published', () => {
    for (const carrier of carriersOf(format, 'GB')) expect(findCarrier(carrier), carrier).toBeDefined();
    expect(format.source).not.toBe('');
  });

  if (format.validation.checksum && catchesEverySingleError(format.validation.checksum as Checksum)) {
    test('catches every single wrong digit of its serial', () => {
      const serials = format.test_numbers.valid.map((number) => readingOf(format, number));
      fc.assert(
        fc.property(fc.constantFrom(...serials), fc.nat(), fc.integer({ min: 1, max: 9 }), (reading, at, by) => {
          const serial = reading?.groups['SerialNumber'] as string;
          const i = at % serial.length;
          if (!digits.includes(serial[i] as string)) return;
          const wrong = serial.slice(0, i) + ((Number(serial[i]) + by) % 10) + serial.slice(i + 1);
          const checksum = format.validation.checksum as Checksum;
          expect(checkCharacter(checksum, wrong)).not.toBe(checkCharacter(checksum, serial));
        }),
      );
    });
  }
});

/** Proven where no two digits weigh the same at any place: multipliers that share no factor with 10, and ISO 7064. Not so for multiplier 2 (1 and 6 weigh the same), mod 7, and mod 11 folded to one digit. */
function catchesEverySingleError(checksum: Checksum): boolean {
  if (checksum.name === 'luhn' || checksum.name === 'mod_37_36') return true;
  if (checksum.name !== 'mod10') return false;
  return [checksum.evens_multiplier, checksum.odds_multiplier].every((by) => by % 2 !== 0 && by % 5 !== 0);
}

test('the package says of 89 numbers that they are right and of 44 that they are wrong: all are read so', () => {
  const numbers = packageFormats.flatMap((format) => [
    ...format.test_numbers.valid.map((number) => isRight(format, number)),
    ...format.test_numbers.invalid.map((number) => !isRight(format, number)),
  ]);
  expect(packageFormats.flatMap((format) => format.test_numbers.valid)).toHaveLength(89);
  expect(packageFormats.flatMap((format) => format.test_numbers.invalid)).toHaveLength(44);
  expect(numbers.filter(Boolean)).toHaveLength(133);
});

test('of our own table, too: 132 and 118', () => {
  const own = formats.slice(packageFormats.length);
  expect(own.flatMap((format) => format.test_numbers.valid)).toHaveLength(132);
  expect(own.flatMap((format) => format.test_numbers.invalid)).toHaveLength(118);
});

test('posts that issue postal numbers and are no carriers of ours are left out', () => {
  const s10 = packageFormats.find(({ id }) => id === 's10') as NumberFormat;
  const countries = s10.additional.flatMap(({ name, lookup }) => (name === 'Courier' ? lookup : []));
  const known = countries.flatMap(({ matches }) => (carriersOf(s10, matches ?? '').length > 0 ? matches : []));
  expect(countries).toHaveLength(191);
  expect(known.toSorted().join(' ')).toBe(
    'AT AU BE BR CA CH CN DE DK EE ES FI FR GB HK IE IN IT JP KR NL NO NZ PL PT SE SG US',
  );
  expect(candidatesOf('RB123456785CF')).toEqual([]);
  expect(checkNumber('RB123456785CF', null).verdict).toBe('FITS');
});

test('a length names few forms: no number runs through all patterns', () => {
  for (let length = 0; length <= 100; length++) {
    const tried = formats.filter(({ lengths }) => lengths.includes(length));
    expect(tried.length, `${length} characters`).toBeLessThan(formats.length / 3);
  }
});

test('a pattern that could be made slow is refused', () => {
  expect(() => compilePattern('([0-9]\\s*){4}(?<SerialNumber>[0-9]+)+')).toThrow('without an end');
  expect(() => compilePattern(['(?<SerialNumber>', '[0-9]{4,})'])).toThrow('without an end');
  expect(compilePattern(['\\s*1\\s*Z\\s*', '(?P<SerialNumber>([0-9]\\s*){2})']).source).toBe(
    '^(?:1Z(?<SerialNumber>([0-9]){2}))$',
  );
});

test('reads any text without a complaint, and finds for a number what it finds for the number it names', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.stringMatching(/^[A-Z0-9 -]{4,40}$/),
    fc.constantFrom(...formats.flatMap((format) => format.test_numbers.valid)),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom(null, 'ups', 'royal-mail', 'no-such-carrier'), (text, carrier) => {
      const { verdict, candidates, likelyMeant } = checkNumber(text, carrier);
      expect(candidates).toEqual(candidatesOf(text));
      for (const candidate of candidates)
        expect(candidatesOf(candidate.number).map(({ carrierCode }) => carrierCode)).toContain(candidate.carrierCode);
      expect(likelyMeant.length).toBeLessThanOrEqual(5);
      for (const meant of likelyMeant)
        expect(readingsOf(meant).some(({ checkDigit }) => checkDigit === 'RIGHT')).toBe(true);
      if (verdict === 'FITS') expect(likelyMeant).toEqual([]);
    }),
  );
});
