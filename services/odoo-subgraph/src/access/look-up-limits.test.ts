import { createLimiters, createLogger, type Logger } from '@milepost/service-kit';
import { Registry } from 'prom-client';
import { describe, expect, test, vi } from 'vitest';
import { createLookUpLimits, rules } from './look-up-limits.ts';

// Tens of thousands of tries, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

async function start(canaries: readonly string[] = []) {
  const logger = createLogger({ service: 't', level: 'silent' });
  const errors = vi.spyOn(logger as Logger, 'error');
  const limiters = await createLimiters({ redisUrl: null, logger, metrics: new Registry() });
  const refused = vi.fn();
  const limits = createLookUpLimits({ secret: Buffer.alloc(32, 1), canaries, limiters, refused, logger });
  return { limits, errors, refused };
}
const someone = (i: number) => `198.${Math.floor(i / 65_536) % 256}.${Math.floor(i / 256) % 256}.${i % 256}`;

test('10,000 guesses at one order from as many addresses: five are looked at', async () => {
  const { limits, refused } = await start();
  let seen = 0;
  for (let i = 0; i < 10_000; i += 1)
    if ((await limits.take({ address: someone(i * 257), orderName: 'S00046', proof: `${i}@example.com` })) === 0)
      seen += 1;
  expect(seen).toBe(rules.order.points);
  expect(refused.mock.calls.filter(([rule]) => rule === 'order').length).toBeGreaterThan(0);
  expect(refused).toHaveBeenCalledTimes(10_000 - rules.order.points);
});

test('one postcode tried at 10,000 orders: twenty are looked at', async () => {
  const { limits } = await start();
  let seen = 0;
  for (let i = 0; i < 10_000; i += 1)
    if ((await limits.take({ address: someone(i * 257), orderName: `S${i}`, proof: '10 115' })) === 0) seen += 1;
  expect(seen).toBe(rules.proof.points);
});

test('everything different: what is allowed in all, and somebody is told once', async () => {
  const { limits, errors } = await start();
  let seen = 0;
  for (let i = 0; i < 2_000; i += 1)
    if ((await limits.take({ address: someone(i * 65_537), orderName: `S${i}`, proof: `${i}` })) === 0) seen += 1;
  expect(seen).toBe(rules.all.points);
  expect(errors).toHaveBeenCalledTimes(1);
});

describe('one address', () => {
  const tries = (limits: Awaited<ReturnType<typeof start>>['limits'], count: number, address: (i: number) => string) =>
    Promise.all(
      Array.from({ length: count }, (_, i) => limits.take({ address: address(i), orderName: `S${i}`, proof: `${i}` })),
    );
  test('has ten tries, and a household of IPv6 counts as one', async () => {
    for (const address of [() => '192.0.2.7', (i: number) => `2001:db8:1:2::${i.toString(16)}`]) {
      const waits = await tries((await start()).limits, 15, address);
      expect(waits.filter((wait) => wait === 0)).toHaveLength(rules.address.points);
      expect(waits.at(-1)).toBeGreaterThan(0);
    }
  });
  test('neighbours in a network have sixty together', async () => {
    const waits = await tries((await start()).limits, 100, (i) => `192.0.2.${i}`);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(rules.network.points);
  });
});

test('one client alone does not close the door for everybody', async () => {
  const { limits } = await start();
  for (let i = 0; i < 5_000; i += 1)
    await limits.take({ address: `2001:db8:1:${(i % 65_536).toString(16)}::1`, orderName: `S${i}`, proof: `${i}` });
  expect(await limits.take({ address: '192.0.2.7', orderName: 'S00046', proof: 'ann@example.com' })).toBe(0);
});

test('whoever goes on waits twice as long each time, for an order an hour at most', async () => {
  vi.useFakeTimers();
  try {
    const { limits } = await start();
    const blocked: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      let wait = 0;
      while (wait === 0) wait = await limits.take({ address: '192.0.2.7', orderName: 'S1', proof: 'a@example.com' });
      blocked.push(wait);
      await vi.advanceTimersByTimeAsync(wait * 1_000 + 1_000);
    }
    expect(blocked).toEqual([900, 1_800, 3_600, 3_600]);
  } finally {
    vi.useRealTimers();
  }
});

test('a right pair costs nothing: a customer who comes often is no guesser', async () => {
  const { limits } = await start();
  const given = { address: '192.0.2.7', orderName: 'S00046', proof: 'anna@example.com' };
  for (let i = 0; i < 100; i += 1) {
    expect(await limits.take(given)).toBe(0);
    await limits.giveBack(given);
  }
});

test('an order that no customer has raises an alarm, however it is written', async () => {
  const { limits, errors } = await start(['S99001']);
  await limits.take({ address: '192.0.2.7', orderName: ' s99001 ', proof: 'x' });
  expect(errors).toHaveBeenCalledTimes(1);
  expect(JSON.stringify(errors.mock.calls)).not.toContain('192.0.2.7');
});

test('spellings of one proof count as one', async () => {
  for (const spelling of [
    (i: number) => `ann.a+${i}@example.com`,
    (i: number) => `a${'.'.repeat(i % 5)}nna@EXAMPLE.com`,
    (i: number) => `10${' '.repeat(i % 5)}1-15`,
  ]) {
    const { limits } = await start();
    let seen = 0;
    for (let i = 0; i < 100; i += 1)
      if ((await limits.take({ address: someone(i * 257), orderName: `S${i}`, proof: spelling(i) })) === 0) seen += 1;
    expect(seen).toBe(rules.proof.points);
  }
});

test('beyond what is allowed in all, nothing else is remembered; and that wait does not grow', async () => {
  vi.useFakeTimers();
  try {
    const { limits } = await start();
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < rules.all.points; i += 1)
        await limits.take({
          address: someone((round * 1_000 + i) * 65_537),
          orderName: `S${round}-${i}`,
          proof: `${round}-${i}`,
        });
      const given = { address: '203.0.113.1', orderName: 'S7', proof: 'ann@example.com' };
      for (let i = 0; i < 50; i += 1) waits.push(await limits.take({ ...given, address: `10.${round}.${i}.1` }));
      await vi.advanceTimersByTimeAsync(61_000);
      expect(await limits.take(given)).toBe(0);
      await limits.giveBack(given);
    }
    expect(Math.max(...waits)).toBe(60);
    expect(Math.min(...waits)).toBeGreaterThan(0);
  } finally {
    vi.useRealTimers();
  }
});
