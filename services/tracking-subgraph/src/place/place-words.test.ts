import { expect, test } from 'vitest';
import { nameKey } from './place-words.ts';

test.each([
  ['Sankt Gallen', 'stgallen'],
  ['St.Gallen', 'stgallen'],
  ["L'Aquila", 'laquila'],
  ['København K', 'kobenhavnk'],
  ['İzmir 35', 'izmir'],
  ['U.S.A.', 'usa'],
])('%s is spelled %s in the data', (name, key) => {
  expect(nameKey(name)).toBe(key);
});
