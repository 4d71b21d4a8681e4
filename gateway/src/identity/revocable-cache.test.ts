import { expect, test } from 'vitest';
import type { AuthChanges, Concern } from './auth-changes.ts';
import { createRevocableCache } from './revocable-cache.ts';

function setUp({ limit = 100, maxAgeMs = 3_600_000 } = {}) {
  let tell: (concern: Concern | null) => void = () => {};
  const changes: AuthChanges = {
    onChange: (listener) => {
      tell = listener;
    },
  };
  const cache = createRevocableCache<string>({ changes, maxAgeMs, limit });
  let reads = 0;
  return {
    tell: (concern: Concern | null) => tell(concern),
    reads: () => reads,
    get: (key: string, value: string | Promise<string>, concerns: readonly Concern[] = [`person ${key}`]) =>
      cache.get(key, async () => {
        reads += 1;
        return { value: await value, concerns };
      }),
  };
}

test('an answer is remembered until something it hangs on changes, and no other goes with it', async () => {
  const { get, tell, reads } = setUp();
  await get('a', 'one');
  await get('b', 'one');
  tell('person c');
  expect(await get('a', 'two')).toBe('one');
  tell('person a');
  expect(await get('a', 'two')).toBe('two');
  expect(await get('b', 'two')).toBe('one');
  expect(reads()).toBe(3);
  tell(null);
  expect(await get('b', 'three')).toBe('three');
});

test('those who ask at the same time share one reading', async () => {
  const { get, reads } = setUp();
  expect(await Promise.all([get('a', 'one'), get('a', 'two')])).toEqual(['one', 'one']);
  expect(reads()).toBe(1);
});

test.each(['person a', null] as const)(
  'a reading that %s overtook is neither remembered nor joined',
  async (concern) => {
    const { get, tell } = setUp();
    const slow = Promise.withResolvers<string>();
    const before = get('a', slow.promise);
    tell(concern);
    const after = get('a', 'new');
    expect(await after).toBe('new');
    slow.resolve('old');
    expect(await before).toBe('old');
    expect(await get('a', 'unread')).toBe('new');
  },
);

test('a reading during which something else changed is remembered', async () => {
  const { get, tell } = setUp();
  const slow = Promise.withResolvers<string>();
  const reading = get('a', slow.promise);
  tell('person b');
  slow.resolve('one');
  await reading;
  expect(await get('a', 'two')).toBe('one');
});

test('an answer goes with its age, a failure is not remembered, the oldest goes beyond the limit', async () => {
  const aged = setUp({ maxAgeMs: 0 });
  await aged.get('a', 'one');
  expect(await aged.get('a', 'two')).toBe('two');

  const { get, reads } = setUp({ limit: 2 });
  await expect(get('a', Promise.reject(new Error('away')))).rejects.toThrow('away');
  for (const key of ['a', 'b', 'c']) await get(key, 'one');
  expect(await get('c', 'two')).toBe('one');
  expect(await get('a', 'two')).toBe('two');
  expect(reads()).toBe(5);
});
