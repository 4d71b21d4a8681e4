import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseEmail, normalisePhone, normalisePostcode } from './personal-data.ts';

test.each([
  ['+49 89 5550150', null],
  ['+49 89 5550150', 'DE'],
  ['089 555 0150', 'DE'],
  ['(089) 555-0150', 'DE'],
  ['0049 89 5550150', 'DE'],
  ['+49 (0)89 5550150', 'FR'],
  ['089/5550150 ext. 12', 'DE'],
  ['０８９ ５５５ ０１５０', 'DE'],
])('%s, address in %s, is one number', (phone, country) => {
  expect(normalisePhone(phone, country)).toBe('+49895550150');
});

test.each([
  ['089 5550150', null],
  ['089 5550150', 'XX'],
  ['call the front desk', 'DE'],
  ['12', 'DE'],
  ['-', null],
  ['', 'DE'],
])('%s, address in %s, is no number that could be compared', (phone, country) => {
  expect(normalisePhone(phone, country)).toBeNull();
});

// U+1FBD becomes a blank and an accent; U+0390 in capitals becomes three signs that compose again.
test.each(['\u1fbd', 'a@\u1fbdb', '\u0390', 'A-\u0308'])('%j is the same when normalised again', (text) => {
  expect(normaliseEmail(normaliseEmail(text))).toBe(normaliseEmail(text));
  expect(normalisePostcode(normalisePostcode(text))).toBe(normalisePostcode(text));
});

test('whatever stands there, normalising it throws nothing and changes nothing the second time', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom('DE', 'US', 'xx', null),
      (text, country) => {
        const number = normalisePhone(text, country);
        expect(number === null || /^\+\d{3,18}$/.test(number)).toBe(true);
        if (number !== null) expect(normalisePhone(number, null)).toBe(number);
        expect(normaliseEmail(normaliseEmail(text))).toBe(normaliseEmail(text));
        expect(normalisePostcode(normalisePostcode(text))).toBe(normalisePostcode(text));
      },
    ),
    { numRuns: 500 },
  );
});
