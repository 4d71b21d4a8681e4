import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findNumber, fitsPattern, type NumberPattern, parsePattern } from './number-pattern.ts';

function parsed(text: string): NumberPattern {
  const pattern = parsePattern(text);
  if ('problem' in pattern) throw new Error(`${text}: ${pattern.problem}`);
  return pattern;
}
const fits = (text: string, number: string) => fitsPattern(parsed(text), number);

describe('a pattern', () => {
  test.each<[string, string, boolean]>([
    ['1Z[A-Z0-9]{16}', '1Z999AA10123456784', true],
    ['1z[a-z\\d]{16}', '1Z999AA10123456784', true],
    ['1Z[A-Z0-9]{16}', '1Z999AA1012345678', false],
    ['\\d{12}|\\d{15}', '986578788855', true],
    ['\\d{12}|\\d{15}', '9865787888551', false],
    ['\\d{2,4}X', '12X', true],
    ['\\d{2,4}X', '12345X', false],
    ['\\d{2,}X', '1234567X', true],
    ['\\d{2,}X', '1X', false],
    ['AB?C', 'AC', true],
    ['AB+C', 'AC', false],
    ['A.*C', 'A-ÄÖ?C', true],
    ['RR\\d{9}DE', 'RR123456785DE', true],
    ['A\\.B', 'A.B', true],
    ['A\\.B', 'AXB', false],
    ['.*', '', true],
    ['A{0}B', 'B', true],
  ])('%s and %s: %s', (pattern, number, expected) => {
    expect(fits(pattern, number)).toBe(expected);
  });

  test.each([
    '',
    '(1Z)+',
    '^1Z',
    '1Z$',
    'A**',
    'A{4,2}',
    '[Z-A]',
    '[1-Z]',
    '[^A]',
    '\\w+',
    'A{101}',
    '[',
    'Ä',
    '[A-Z]{90}[A-Z]{90}[A-Z]{90}',
    'A'.repeat(101),
  ])('%s is none, and says why', (text) => {
    expect(parsePattern(text)).toEqual({ problem: expect.stringMatching(/.{10}/) });
  });

  test('is read as a regular expression of the same text reads it', () => {
    const part = fc.tuple(
      fc.constantFrom('A', '7', '\\d', '[A-C]', '[A-C0-2]', '.', '-', '\\.'),
      fc.constantFrom('', '?', '+', '*', '{2}', '{1,3}', '{2,}'),
    );
    const text = fc
      .array(
        fc
          .array(
            part.map((pair) => pair.join('')),
            { minLength: 1, maxLength: 4 },
          )
          .map((parts) => parts.join('')),
        { minLength: 1, maxLength: 2 },
      )
      .map((all) => all.join('|'));
    const number = fc.string({ unit: fc.constantFrom('A', 'B', 'D', '7', '1', '-', '.', 'Ä'), maxLength: 10 });
    fc.assert(
      fc.property(text, number, (pattern, one) => {
        expect(fits(pattern, one)).toBe(new RegExp(`^(?:${pattern})$`).test(one));
      }),
      { numRuns: 500 },
    );
  });

  test('that would keep a backtracking engine busy for ever is answered', () => {
    expect(fits(`${'.*'.repeat(45)}!`.replace('!', 'Z'), 'A'.repeat(100))).toBe(false);
  });
});

describe('a number that fits some patterns and not others', () => {
  const find = (fitting: string[], missing: string[] = []) => findNumber(fitting.map(parsed), missing.map(parsed));

  test.each<[string[], string[], boolean]>([
    [['1Z[A-Z0-9]{16}'], [], true],
    [['1Z[A-Z0-9]{16}', '\\d{18}'], [], false],
    [['1Z.*', '.*84'], [], true],
    // Within: nothing of the first lies outside the second.
    [['1Z[A-Z0-9]{16}'], ['1Z.*'], false],
    [['1Z.*'], ['1Z[A-Z0-9]{16}'], true],
    [['\\d{12}'], ['\\d{4}.{8}'], false],
    [['\\d{12}'], ['[0-4]\\d{11}|[5-9]\\d{11}'], false],
    [['\\d{12}'], ['[0-4]\\d{11}|[6-9]\\d{11}'], true],
    // Numbers have at least four characters and at most a hundred.
    [['A{1,3}'], [], false],
    [['A{60}B{40}'], [], true],
    [['A{60}B{40}C'], [], false],
  ])('of %j and not %j: %s', (fitting, missing, exists) => {
    const found = find(fitting, missing);
    expect(found !== null).toBe(exists);
    if (typeof found === 'string') {
      for (const text of fitting) expect(fits(text, found), text).toBe(true);
      for (const text of missing) expect(fits(text, found), text).toBe(false);
    }
  });

  test('says that it does not know when it would take too long', () => {
    expect(findNumber([parsed('.*[A-M].{12}')], [parsed('.*[N-Z].{12}')], 50)).toBeUndefined();
  });
});
