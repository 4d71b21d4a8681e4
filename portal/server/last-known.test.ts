import { expect, test } from 'vitest';
import { createLastKnown } from './last-known.ts';

const at = (ms: number) => new Date(Date.UTC(2020, 0, 1) + ms);

test('what was seen last is found with its time, by the same key alone', () => {
  const known = createLastKnown<string>({ maxEntries: 10, maxAgeMs: 1_000 });
  known.keep('a', 'first', at(0));
  known.keep('a', 'second', at(10));
  expect(known.find('a', at(20))).toEqual({ value: 'second', readAt: at(10) });
  expect(known.find('b', at(20))).toBeNull();
});

test('for as long as it may be old, and not after', () => {
  const known = createLastKnown<string>({ maxEntries: 10, maxAgeMs: 1_000 });
  known.keep('a', 'x', at(0));
  expect(known.find('a', at(1_000))).not.toBeNull();
  expect(known.find('a', at(1_001))).toBeNull();
});

test('no more than there is room for: what was kept longest ago makes room', () => {
  const known = createLastKnown<string>({ maxEntries: 2, maxAgeMs: 1_000 });
  for (const key of ['a', 'b', 'a', 'c']) known.keep(key, key, at(0));
  expect(['a', 'b', 'c'].filter((key) => known.find(key, at(1)))).toEqual(['a', 'c']);
});

test('what is forgotten is not found', () => {
  const known = createLastKnown<string>({ maxEntries: 2, maxAgeMs: 1_000 });
  known.keep('a', 'x', at(0));
  known.forget('a');
  expect(known.find('a', at(1))).toBeNull();
});
