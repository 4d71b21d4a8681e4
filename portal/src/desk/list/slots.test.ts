import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignSlots } from './slots.ts';

const shown = fc.uniqueArray(fc.nat(200), { maxLength: 40 }).map((indexes) => indexes.sort((a, b) => a - b));

test('a row keeps its element while it is shown, no two have one, and there are never more than were shown at once', () => {
  fc.assert(
    fc.property(fc.array(shown, { minLength: 1, maxLength: 8 }), (scroll) => {
      let before = new Map<number, number>();
      let most = 0;
      for (const indexes of scroll) {
        const after = assignSlots(before, indexes);
        expect([...after.keys()].sort((a, b) => a - b)).toEqual(indexes);
        expect(new Set(after.values()).size).toBe(indexes.length);
        for (const index of indexes) if (before.has(index)) expect(after.get(index)).toBe(before.get(index));
        most = Math.max(most, indexes.length);
        for (const slot of after.values()) expect(slot).toBeLessThan(2 * most);
        before = after;
      }
    }),
  );
});

test('after a jump the same elements stand in the same order', () => {
  const before = assignSlots(new Map(), [0, 1, 2, 3]);
  expect([...assignSlots(before, [100, 101, 102, 103])]).toEqual([
    [100, 0],
    [101, 1],
    [102, 2],
    [103, 3],
  ]);
  // The row with the focus stays where it was.
  expect(assignSlots(before, [2, 100, 101]).get(2)).toBe(2);
});
