import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meantNumbers, meantWords } from './typing-errors.ts';

test.each([
  ['S00046', 'S00047', true],
  ['S00064', 'S00046', true],
  ['S0046', 'S00046', true],
  ['S000466', 'S00046', true],
  ['SOOO46', 'S00046', true],
  ['IZ999AA1O3', '1Z999AA103', true],
  ['発注7701', '発注7702', true],
  ['S00046', 'S00046', false],
  ['S00046', 'S00055', false],
  ['S046', 'S046X', false],
  ['X'.repeat(41), 'X'.repeat(40), false],
])('who typed %s may have meant %s: %s', (typed, meant, expected) => {
  expect(meantNumbers(typed).includes(meant)).toBe(expected);
});

test('every word that is one error away is found, nothing farther, and not the word itself', () => {
  const letters = fc.stringMatching(/^[a-z]{5,12}$/);
  fc.assert(
    fc.property(
      letters,
      fc.nat(),
      fc.constantFrom('drop', 'add', 'change', 'swap'),
      fc.stringMatching(/^[a-z]$/),
      (word, at, error, letter) => {
        const i = at % word.length;
        const typed = {
          drop: word.slice(0, i) + word.slice(i + 1),
          add: word.slice(0, i) + letter + word.slice(i),
          change: word.slice(0, i) + letter + word.slice(i + 1),
          swap: word.slice(0, i) + (word[i + 1] ?? '') + word[i] + word.slice(i + 2),
        }[error];
        const meant = meantWords(typed);
        expect(meant.includes(word)).toBe(typed !== word && typed.length >= 5);
        expect(meant).not.toContain(typed);
        for (const other of meant) expect(Math.abs(other.length - typed.length)).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 300 },
  );
});
