import { freePort } from '@milepost/local-stack';
import { createLogger } from '@milepost/service-kit';
import { eventually, requireOrSkip, startRedis } from '@milepost/testkit';
import { describe, expect, inject, test } from 'vitest';
import { createWakeBus } from '../src/wake/wake-bus.ts';
import { scansOf } from './support/messages.ts';
import { startWorld } from './support/world.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const redisPath = requireOrSkip('redis');

describe.each([
  ['LISTEN/NOTIFY', false],
  ['Redis', true],
] as const)('wake-ups by %s', (_name, withRedis) => {
  test.skipIf(withRedis && !redisPath)('reach the other process, and many become few', async () => {
    await using redis = withRedis ? await startRedis(redisPath as string) : null;
    const options = { databaseUrl: inject('postgresUrl'), redisUrl: redis?.url ?? null, logger };
    await using a = await createWakeBus(options);
    await using b = await createWakeBus(options);
    let heard = 0;
    b.onWake('numbered', () => {
      heard += 1;
    });
    const base = heard;
    for (let i = 0; i < 1_000; i += 1) a.wake('numbered');
    await eventually(() => heard > base);
    expect(heard - base).toBeLessThan(50);
  });
});

describe.each([
  ['LISTEN/NOTIFY', false],
  ['Redis', true],
] as const)('wake-ups by %s', (_name, withRedis) => {
  test.skipIf(withRedis && !redisPath)('are heard once where they come from, and by everybody else', async () => {
    await using redis = withRedis ? await startRedis(redisPath as string) : null;
    const options = { databaseUrl: inject('postgresUrl'), redisUrl: redis?.url ?? null, logger };
    await using a = await createWakeBus(options);
    await using b = await createWakeBus(options);
    // Nobody sends `mapping`: it tells how often a transport that has just connected woke everything.
    const heard = { own: 0, other: 0, last: 0, everything: 0 };
    const count = (name: keyof typeof heard) => () => {
      heard[name] += 1;
    };
    a.onWake('carrier-rules', count('own'));
    a.onWake('mapping', count('everything'));
    a.onWake('registration', count('last'));
    b.onWake('carrier-rules', count('other'));
    a.wake('carrier-rules');
    expect(heard.own).toBe(1);
    await eventually(() => heard.other > 0);
    // Sent later by another, on the way of the first: by then its echo would have come, too.
    b.wake('registration');
    await eventually(() => heard.last > heard.everything);
    expect(heard.own - heard.everything).toBe(1);
  });
});

test('a service starts and works without the Redis that it is told of', async () => {
  const port = await freePort();
  await using world = await startWorld({ env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
  await world.register('REDISLATE1', 'ups');
  await world.deliver(scansOf('REDISLATE1', [1, 'InTransit', 'InTransit_002']));
  const [row] = await world.sql`select status from tracking.shipment where tracking_number = 'REDISLATE1'`;
  expect(row?.['status']).toBe('PICKED_UP');
});
