import { expect, test } from 'vitest';
import { packPopulation } from './gazetteer-format.ts';

test('populations keep three digits in sixteen bits', () => {
  expect([0, 999, 1000, 54_321, 24_000_000].map(packPopulation)).toEqual([0, 999, 1100, 2543, 5240]);
});
