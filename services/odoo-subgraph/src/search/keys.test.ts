import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identifierKey, nameWords, referenceKeys, typedWords } from './keys.ts';

test.each([
  ['S00046', 'S00046'],
  [' s 000 46 ', 'S00046'],
  ['Ｓ０００４６', 'S00046'],
  ['inv/2026/00005', 'INV202600005'],
  ['PO–88 150', 'PO88150'],
  ['1Z\u200b999\u00a0AA1', '1Z999AA1'],
  ['straße 1', 'STRASSE1'],
  ['発注-７', '発注7'],
  ['%_*', ''],
  // A separator between two marks: without it they change places.
  ['\u0591\u05be\u05b6', '\u05b6\u0591'],
])('%j is compared as %j', (text, key) => {
  expect(identifierKey(text)).toBe(key);
});

test.each([
  [null, []],
  ['-', []],
  ['PO-88150', ['PO88150']],
  ['PO-1/2026', ['PO12026']],
  ['PO-1001, PO-1002', ['PO1001PO1002', 'PO1001', 'PO1002']],
  ['PO-1001 / PO-1002', ['PO1001PO1002', 'PO1001', 'PO1002']],
  ['for Ann, urgent', ['FORANNURGENT']],
])('the reference %j is found by %j', (text, keys) => {
  expect(referenceKeys(text)).toEqual(keys);
});

test.each([
  ['Alpine Supply Co., Ann Rivera', ['alpine', 'supply', 'co', 'ann', 'rivera']],
  ['Müller & Söhne KG', ['muller', 'sohne', 'kg', 'mueller', 'soehne']],
  ["Sam O'Neil", ['sam', 'o', 'neil', 'oneil']],
  ['Ateliers Éclair, Zoé', ['ateliers', 'eclair', 'zoe']],
  ['Øst Ærø', ['ost', 'aero', 'oest', 'aeroe']],
  ['北海道スポーツ株式会社', ['北海道', 'スポーツ', '株式会社', '北海道スポーツ株式会社']],
  ['ﾎﾞｰﾙ', ['ボール']],
  ['Ελλάς Ёлка', ['ελλας', 'елка']],
  ['(…)', []],
])('%j is found by %j', (name, words) => {
  expect(nameWords(name)).toEqual(words);
});

test('what is longer is cut between characters', () => {
  expect(identifierKey('𠮷'.repeat(150))).toBe('𠮷'.repeat(100));
  expect(nameWords('𐐨'.repeat(150))).toEqual(['𐐨'.repeat(50)]);
});

test('whatever stands there: keys stay as they are when made again, typed words are among the stored ones, nothing throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 150 }), (text) => {
      expect(identifierKey(identifierKey(text))).toBe(identifierKey(text));
      for (const key of referenceKeys(text)) expect(identifierKey(key)).toBe(key);
      const stored = nameWords(text);
      for (const word of typedWords(text).slice(0, 5)) expect(stored).toContain(word);
      for (const word of stored) expect(word).toMatch(/^[\p{L}\p{M}\p{N}]{1,50}$/u);
    }),
    { numRuns: 1000 },
  );
});
