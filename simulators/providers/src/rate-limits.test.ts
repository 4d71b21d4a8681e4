import { expect, test } from 'vitest';
import { RateLimits } from './rate-limits.ts';

function measured(pauseMs = 0) {
  const clock = { now: 10_000 };
  const limits = new RateLimits({
    clock: { now: () => clock.now, wait: async () => {} },
    limits: { create: 3, list: 2 },
    pauseMs,
  });
  return {
    limits,
    at(now: number, endpoint = 'create', key = 'key') {
      clock.now = now;
      return limits.take(endpoint, key).isAllowed;
    },
  };
}

test('a second slides: two bursts around a full second are one', () => {
  const { at, limits } = measured();
  expect([10_900, 10_950, 10_990].map((now) => at(now))).toEqual([true, true, true]);
  expect([11_000, 11_100, 11_899].map((now) => at(now))).toEqual([false, false, false]);
  expect([11_900, 11_900, 11_950, 11_989].map((now) => at(now))).toEqual([true, false, true, false]);
  expect(limits.report()['create']).toEqual({ perSecond: 3, calls: 10, refused: 5, largest: 8 });
});

test('each endpoint and each key counts for itself', () => {
  const { at, limits } = measured();
  for (let i = 0; i < 3; i += 1) expect(at(10_000)).toBe(true);
  expect(at(10_000)).toBe(false);
  expect(at(10_000, 'list')).toBe(true);
  expect(at(10_000, 'create', 'another key')).toBe(true);
  expect(limits.report()).toMatchObject({ create: { largest: 4 }, list: { largest: 1 } });
});

test('it says how many calls are left and when the next one is allowed', () => {
  const { at, limits } = measured();
  at(10_000);
  at(10_400);
  expect(limits.take('create', 'key')).toEqual({ isAllowed: true, limit: 3, remaining: 0, resetAt: 11_000 });
});

test('who calls again within the pause goes on being refused, on every endpoint, and begins the pause anew', () => {
  const { at } = measured(120_000);
  for (let i = 0; i < 4; i += 1) at(10_000);
  expect(at(10_000, 'list')).toBe(false);
  expect(at(100_000)).toBe(false);
  expect(at(100_000 + 119_999)).toBe(false);
  expect(at(100_000 + 119_999 + 120_000)).toBe(true);
  expect(at(330_000, 'create', 'another key')).toBe(true);
});

test('an endpoint without a limit is a mistake', () => {
  expect(() => measured().at(10_000, 'unknown')).toThrow('there is no limit for unknown');
});
