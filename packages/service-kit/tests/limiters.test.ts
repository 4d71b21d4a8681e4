import { createLimiters, createLogger, limitKey } from '@milepost/service-kit';
import { eventually, requireOrSkip, startRedis } from '@milepost/testkit';
import { Registry } from 'prom-client';
import type { RateLimiterMemory } from 'rate-limiter-flexible';
import { createClient } from 'redis';
import { describe, expect, test } from 'vitest';

const logger = createLogger({ service: 'test', level: 'silent' });
const redisPath = requireOrSkip('redis');
const rule = { points: 1_000_000, seconds: 60 };

type Options = Partial<Parameters<typeof createLimiters>[0]>;

async function start(redisUrl: string | null, options: Options = {}) {
  const metrics = new Registry();
  const limiters = await createLimiters({ redisUrl, logger, metrics, ...options });
  return {
    limiters,
    async aloneCount() {
      const [metric] = await metrics.getMetricsAsJSON();
      return metric?.values[0]?.value ?? 0;
    },
    [Symbol.asyncDispose]: () => limiters[Symbol.asyncDispose](),
  };
}

/** Counts until Redis is the one that counts: the connection is made in the background. */
async function connected(instance: Awaited<ReturnType<typeof start>>) {
  const probe = instance.limiters.create('probe', rule);
  await eventually(async () => {
    const before = await instance.aloneCount();
    await probe.penalty('x');
    return (await instance.aloneCount()) === before;
  });
}

test('without Redis each process counts for itself', async () => {
  await using a = await start(null);
  await using b = await start(null);
  await a.limiters.create('t', rule).penalty('k', 5);
  expect((await b.limiters.create('t', rule).penalty('k', 1)).consumedPoints).toBe(1);
  expect(await a.aloneCount()).toBe(0);
});

test('a flood of keys fills no memory: newcomers share an account, known ones keep theirs', async () => {
  await using instance = await start(null, { maxKeys: 1_000 });
  const limiter = instance.limiters.create('t', { points: 10, seconds: 60 });
  await limiter.penalty('known');
  for (let i = 0; i < 5_000; i += 1) await limiter.penalty(`stranger-${i}`);
  expect((limiter as RateLimiterMemory).dump().storage.length).toBe(1_001);
  expect((await limiter.penalty('known')).consumedPoints).toBe(2);
  expect((await limiter.penalty('one more')).consumedPoints).toBeGreaterThan(4_000);
});

test('keys tell nothing and do not mix kinds', () => {
  const secret = Buffer.alloc(32, 1);
  expect(limitKey(secret, 'address', '192.0.2.7')).toMatch(/^[\w-]{22}$/);
  expect(limitKey(secret, 'address', 'a')).not.toBe(limitKey(secret, 'order', 'a'));
  expect(limitKey(secret, 'address', 'a')).not.toBe(limitKey(Buffer.alloc(32, 2), 'address', 'a'));
});

test('a rule longer than a timer can be is refused at once', async () => {
  await using instance = await start(null);
  expect(() => instance.limiters.create('t', { points: 1, seconds: 30 * 86_400 })).toThrow(/more than a limiter/);
});

describe.skipIf(!redisPath)('with Redis', () => {
  test('instances share their counts, and what lies there ends by itself', async () => {
    await using redis = await startRedis(redisPath as string);
    // What is shared is measured here: a busy machine must not look like a Redis that is away.
    await using a = await start(redis.url, { patienceMs: 20_000 });
    await using b = await start(redis.url, { patienceMs: 20_000 });
    await connected(a);
    await connected(b);
    const [ofA, ofB] = [a, b].map(({ limiters }) => limiters.create('t', { points: 5, seconds: 60 }));
    await Promise.all(Array.from({ length: 100 }, (_, i) => (i % 2 ? ofA : ofB)?.penalty('k')));
    expect((await ofB?.penalty('k'))?.consumedPoints).toBe(101);
    await ofA?.block('k', 120);
    expect((await ofB?.get('k'))?.msBeforeNext).toBeGreaterThan(100_000);
    const client = await createClient({ url: redis.url }).connect();
    const keys = await client.keys('*');
    expect(keys.sort()).toEqual(['milepost:limit:probe:x', 'milepost:limit:t:k']);
    for (const key of keys) expect(await client.ttl(key)).toBeGreaterThan(0);
    client.destroy();
  });

  test('killed in the middle of 4,000 requests: every one is answered, none is refused', async () => {
    const redis = await startRedis(redisPath as string);
    await using instance = await start(redis.url);
    await connected(instance);
    const limiter = instance.limiters.create('t', { points: 10_000, seconds: 60 });
    const counts = { allowed: 0, refused: 0, failed: 0 };
    const ask = async () => {
      const outcome = await limiter.penalty('k').then(
        ({ consumedPoints }) => (consumedPoints <= 10_000 ? 'allowed' : 'refused'),
        () => 'failed' as const,
      );
      counts[outcome] += 1;
    };
    for (let i = 0; i < 40; i += 1) {
      const asked = Array.from({ length: 100 }, ask);
      if (i === 20) redis.kill();
      await Promise.all(asked);
    }
    expect(counts).toEqual({ allowed: 4_000, refused: 0, failed: 0 });
    expect(await instance.aloneCount()).toBeGreaterThan(1_000);
    // What one process counts in its memory is still a limit.
    const strict = instance.limiters.create('strict', { points: 5, seconds: 60 });
    const consumed = await Promise.all(Array.from({ length: 20 }, () => strict.penalty('k')));
    expect(consumed.filter(({ consumedPoints }) => consumedPoints <= 5)).toHaveLength(5);
    await redis[Symbol.asyncDispose]();
  });

  test('frozen without a word: every request is answered; when it goes on, it counts again', async () => {
    await using redis = await startRedis(redisPath as string);
    await using instance = await start(redis.url);
    await connected(instance);
    const limiter = instance.limiters.create('t', rule);
    await limiter.penalty('k');
    redis.freeze();
    for (let i = 0; i < 5; i += 1)
      for (const { consumedPoints } of await Promise.all(Array.from({ length: 200 }, () => limiter.penalty('k'))))
        expect(consumedPoints).toBeLessThanOrEqual(1_000);
    expect(await instance.aloneCount()).toBeGreaterThanOrEqual(1_000);
    // The first ones waited for it; those that came while it was left alone did not ask it.
    for (const work of [limiter.get('k'), limiter.block('k', 60), limiter.reward('k'), limiter.delete('k')]) await work;
    redis.thaw();
    await connected(instance);
  });

  test('away at the start: nothing waits for it, and it is used when it comes', async () => {
    const late = await startRedis(redisPath as string);
    const { url } = late;
    await late[Symbol.asyncDispose]();
    await using instance = await start(url);
    const limiter = instance.limiters.create('t', rule);
    expect((await limiter.penalty('k')).consumedPoints).toBe(1);
    expect(await instance.aloneCount()).toBeGreaterThan(0);
  });
});
