import { BadUserInputError } from '@milepost/service-kit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSearchText } from './read-text.ts';

test.each([
  ['S00046', { numbers: ['S00046'], words: ['s00046'], email: null }],
  ['10046', { numbers: ['10046'], words: [], email: null }],
  ['cc-10046 / cc-10047', { numbers: ['CC10046CC10047', 'CC10046', 'CC10047'], email: null }],
  [
    '1Z999AA10123456784\n1Z999AA10123456793',
    { numbers: ['1Z999AA101234567841Z999AA10123456793', '1Z999AA10123456784', '1Z999AA10123456793'] },
  ],
  ['\u200bMüller\u200e', { words: ['muller'] }],
  ['Ann＠Example.com', { numbers: [], words: [], email: 'ann@example.com' }],
  ['a@b@c', { email: null }],
])('%j may be %j', (text, expected) => {
  expect(readSearchText(text)).toMatchObject(expected);
});

test.each([
  ['+49 89 5550150', ['+49895550150']],
  ['S00046', []],
  ['12345', []],
  ['1Z999AA10123456784', []],
])('%j is the phone number %j', (text, phones) => {
  expect(readSearchText(text).phones()).toEqual(phones);
});

test('a national number is one of every country where it can be', () => {
  const phones = readSearchText('089/5550150 ext. 12').phones();
  expect(phones).toContain('+49895550150');
  expect(phones.length).toBeLessThan(250);
  expect(new Set(phones).size).toBe(phones.length);
});

test('whatever is typed is read or refused by name, and bounded', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 })),
      (text) => {
        try {
          const { numbers, words, phones } = readSearchText(text);
          expect(numbers.length).toBeLessThanOrEqual(10);
          expect(words.length).toBeLessThanOrEqual(6);
          expect(phones().length).toBeLessThan(250);
          for (const key of [...numbers, ...words]) expect(key).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
        } catch (error) {
          if (!(error instanceof BadUserInputError)) throw error;
          expect(error.message).toMatch(/^text must/);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('half a character is refused', () => {
  expect(() => readSearchText('S00046\ud800')).toThrow('control characters');
});
