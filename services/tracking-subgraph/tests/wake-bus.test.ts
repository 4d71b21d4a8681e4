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

test('a service starts and works without the Redis that it is told of', async () => {
  const port = await freePort();
  await using world = await startWorld({ env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
  await world.register('REDISLATE1', 'ups');
  await world.deliver(scansOf('REDISLATE1', [1, 'InTransit', 'InTransit_002']));
  const [row] = await world.sql`select status from tracking.shipment where tracking_number = 'REDISLATE1'`;
  expect(row?.['status']).toBe('PICKED_UP');
});
