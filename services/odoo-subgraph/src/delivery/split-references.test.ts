import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitReferences } from './split-references.ts';

test.each([
  [null, []],
  ['', []],
  ['see e-mail', []],
  ['1Z999AA10123456784', ['1Z999AA10123456784']],
  ['1Z999AA10123456784,1Z999AA10123456785', ['1Z999AA10123456784', '1Z999AA10123456785']],
  [' cc-10046 / cc-10047 ', ['CC-10046', 'CC-10047']],
  ['1Z 999 AA1 01 2345 6784', ['1Z999AA10123456784']],
  ['9400 1118 9970 0015 8380 12', ['9400111899700015838012']],
  ['1Z999AA10123456784 1Z999AA10123456785', ['1Z999AA10123456784', '1Z999AA10123456785']],
  ['1Z999AA10123456784;\n1z999aa10123456784', ['1Z999AA10123456784']],
  ['JD0146\u200b0000628\u00a01230704', ['JD014600006281230704']],
  ['see e-mail, 1Z999AA10123456784', ['1Z999AA10123456784']],
])('%j becomes %j', (text, expected) => {
  expect(splitReferences(text)).toEqual(expected);
});

test('is stable: what came out goes in unchanged; never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const once = splitReferences(text);
      expect(splitReferences(once.join(','))).toEqual(once);
    }),
  );
});
