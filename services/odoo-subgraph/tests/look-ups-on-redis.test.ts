import { connectRedis, createLimiters, createLogger } from '@milepost/service-kit';
import { eventually, requireOrSkip, startRedis } from '@milepost/testkit';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createLookUpLimits, rules } from '../src/access/look-up-limits.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const redisPath = requireOrSkip('redis');
const someone = (i: number) => `198.${Math.floor(i / 65_536) % 256}.${Math.floor(i / 256) % 256}.${i % 256}`;

/** One instance of the service, as far as its look-ups are limited. Patient: a busy machine must not look like a Redis that is away. */
async function instance(redisUrl: string) {
  const metrics = new Registry();
  const limiters = await createLimiters({ redisUrl, logger, metrics, patienceMs: 20_000 });
  const limits = createLookUpLimits({
    secret: Buffer.alloc(32, 1),
    canaries: [],
    limiters,
    refused: () => {},
    logger,
  });
  const alone = async () => (await metrics.getMetricsAsJSON())[0]?.values[0]?.value ?? 0;
  const probe = limiters.create('probe', { points: 1, seconds: 1 });
  await eventually(async () => {
    const before = await alone();
    await probe.penalty('x');
    return (await alone()) === before;
  });
  return { limits, [Symbol.asyncDispose]: () => limiters[Symbol.asyncDispose]() };
}

test.skipIf(!redisPath)(
  '10,000 guesses at one order, from as many addresses, at three instances: five are looked at',
  async () => {
    await using redis = await startRedis(redisPath as string);
    await using a = await instance(redis.url);
    await using b = await instance(redis.url);
    await using c = await instance(redis.url);
    let seen = 0;
    for (let i = 0; i < 10_000; i += 100) {
      const waits = await Promise.all(
        Array.from({ length: 100 }, (_, j) =>
          [a, b, c][j % 3]?.limits.take({
            address: someone((i + j) * 257),
            orderName: 'S00046',
            proof: `${i + j}@example.com`,
          }),
        ),
      );
      seen += waits.filter((wait) => wait === 0).length;
    }
    expect(seen).toBe(rules.order.points);
    const client = await connectRedis({ url: redis.url, consequence: '', logger });
    await eventually(() => client.isReady);
    const keys = await client.keys('*');
    expect(keys.length).toBeGreaterThan(100);
    expect(keys.filter((key) => /s00046|198\.|example/i.test(key))).toEqual([]);
    client.destroy();
  },
);

test.skipIf(!redisPath)('Redis gone in the middle: each instance goes on with the same rules by itself', async () => {
  const redis = await startRedis(redisPath as string);
  await using a = await instance(redis.url);
  await using b = await instance(redis.url);
  let seen = 0;
  for (let i = 0; i < 2_000; i += 1) {
    if (i === 1_000) redis.kill();
    const wait = await [a, b][i % 2]?.limits.take({
      address: someone(i * 257),
      orderName: 'S00046',
      proof: `${i}@example.com`,
    });
    if (wait === 0) seen += 1;
  }
  expect(seen).toBe(rules.order.points * 3);
  await redis[Symbol.asyncDispose]();
});
