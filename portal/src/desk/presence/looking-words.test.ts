import { expect, test } from 'vitest';
import { initialsOf, lookingText } from './looking-words.ts';

test('names are joined as people say it', () => {
  expect(lookingText(['Ana Costa'])).toBe('Ana Costa is on it');
  expect(lookingText(['Ana Costa', 'Ben Okafor', 'Li Wei'])).toBe('Ana Costa, Ben Okafor, and Li Wei are on it');
});

test('initials of a name, of one word and of an address', () => {
  expect(['Ana Costa', 'ana', 'ben.okafor@example.com', 'Émile van Dyck', '李 伟', '', ' @ '].map(initialsOf)).toEqual([
    'AC',
    'AN',
    'BO',
    'ÉV',
    '李伟',
    '?',
    '?',
  ]);
});
