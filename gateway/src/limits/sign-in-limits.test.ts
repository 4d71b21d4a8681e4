import { createLimiters, createLogger, networkOf } from '@milepost/service-kit';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClients } from './clients.ts';
import { createSignInLimits, signInRules } from './sign-in-limits.ts';

// Tens of thousands of tries, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const logger = createLogger({ service: 't', level: 'silent' });
const secret = Buffer.alloc(32, 1);
const clients = createClients(secret);

async function start() {
  const limiters = await createLimiters({ redisUrl: null, logger, metrics: new Registry() });
  const refused = vi.fn();
  const limits = createSignInLimits({ name: 'sign-ins', limiters, secret, refused, logger });
  const take = (account: string | null, address: string) =>
    limits.take({ account, place: clients.ofAddress(address), network: networkOf(address) });
  return {
    refused,
    take,
    /** A wrong password: seconds to wait, 0 when it was looked at. */
    guess: async (account: string, address: string) => (await take(account, address)).waitSeconds,
    /** The right one: true when it was looked at. */
    async signIn(account: string, address: string) {
      const tried = await take(account, address);
      if (tried.waitSeconds === 0) await tried.succeeded();
      return tried.waitSeconds === 0;
    },
  };
}
const someone = (i: number) => `${20 + (i % 150)}.${Math.floor(i / 150) % 256}.${Math.floor(i / 38_400) % 256}.7`;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('10,000 addresses at one account: five guesses are looked at', async () => {
  const { guess, refused } = await start();
  let seen = 0;
  for (let i = 0; i < 10_000; i += 1) if ((await guess('ann@example.com', someone(i))) === 0) seen += 1;
  expect(seen).toBe(signInRules.account.points);
  expect(refused).toHaveBeenCalledTimes(10_000 - seen);
});

test('a whole day of it: the wait grows to an hour and not further; the owner goes on signing in', async () => {
  const { guess, signIn } = await start();
  const owner = '192.0.2.7';
  expect(await signIn('ann@example.com', owner)).toBe(true);
  let seen = 0;
  let longest = 0;
  let turnedAway = 0;
  for (let minute = 0; minute < 24 * 60; minute += 2) {
    for (let i = 0; i < 6; i += 1) {
      const wait = await guess('ann@example.com', someone(minute * 10 + i));
      if (wait === 0) seen += 1;
      longest = Math.max(longest, wait);
    }
    if (minute % 60 === 30 && !(await signIn('ann@example.com', owner))) turnedAway += 1;
    await vi.advanceTimersByTimeAsync(120_000);
  }
  expect(longest).toBe(3_600);
  expect(turnedAway).toBe(0);
  // Five at the end of each wait: 1, 2, 4 … 32, then 60 minutes.
  expect(seen).toBeLessThanOrEqual(160);
  // Who comes from elsewhere waits an hour at most once it is over.
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(await signIn('ann@example.com', '198.51.100.77')).toBe(true);
});

test('the first waits are short, for somebody who mistypes', async () => {
  const { guess } = await start();
  const waits: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    let wait = 0;
    while (wait === 0) wait = await guess('ann@example.com', someone(round * 100));
    waits.push(wait);
    await vi.advanceTimersByTimeAsync(wait * 1_000 + 1_000);
  }
  expect(waits).toEqual([60, 120, 240, 480, 960, 1_920, 3_600, 3_600]);
});

describe('one place', () => {
  test('has twenty wrong tries over all accounts, its network a hundred', async () => {
    const { guess } = await start();
    const from = async (count: number, address: (i: number) => string) => {
      let seen = 0;
      for (let i = 0; i < count; i += 1)
        if ((await guess(`${address(i)}-${i}@example.com`, address(i))) === 0) seen += 1;
      return seen;
    };
    expect(await from(50, () => '192.0.2.7')).toBe(signInRules.place.points);
    expect(await from(50, (i) => `2001:db8:1:2::${i}`)).toBe(signInRules.place.points);
    expect(await from(200, (i) => `198.51.100.${i}`)).toBe(signInRules.network.points);
  });

  test('that is this machine has fifty times as much: it may be everybody behind a proxy', async () => {
    const { guess } = await start();
    let seen = 0;
    for (let minute = 0; minute < 3; minute += 1) {
      for (let i = 0; i < 500; i += 1) if ((await guess(`${minute}-${i}@example.com`, '127.0.0.1')) === 0) seen += 1;
      await vi.advanceTimersByTimeAsync(61_000);
    }
    expect(seen).toBe(signInRules.here.points);
  });

  test('known for one account is not known for another', async () => {
    const { guess, signIn } = await start();
    await signIn('ann@example.com', '192.0.2.7');
    for (let i = 0; i < 6; i += 1) await guess('bob@example.com', someone(i));
    expect(await signIn('bob@example.com', '192.0.2.7')).toBe(false);
    for (let i = 0; i < 6; i += 1) await guess('ann@example.com', someone(i));
    expect(await signIn('ann@example.com', '192.0.2.7')).toBe(true);
    expect(await signIn('ann@example.com', '192.0.2.8')).toBe(false);
  });

  test('that is known may guess ten times itself', async () => {
    const { guess, signIn } = await start();
    await signIn('ann@example.com', '192.0.2.7');
    let seen = 0;
    for (let i = 0; i < 50; i += 1) if ((await guess('ann@example.com', '192.0.2.7')) === 0) seen += 1;
    expect(seen).toBe(signInRules.accountAtKnownPlace.points);
  });
});

test('right tries and requests that were no guesses cost nothing', async () => {
  const { signIn, take } = await start();
  for (let i = 0; i < 100; i += 1) {
    expect(await signIn('ann@example.com', '192.0.2.7')).toBe(true);
    await (await take('bob@example.com', '192.0.2.8')).undone();
  }
  expect((await take('bob@example.com', '192.0.2.8')).waitSeconds).toBe(0);
});

test('beyond 600 wrong tries in a minute in all, strangers wait for a minute; known places go on', async () => {
  const { guess, signIn } = await start();
  await signIn('ann@example.com', '192.0.2.7');
  let seen = 0;
  for (let i = 0; i < 2_000; i += 1) if ((await guess(`${i}@example.com`, someone(i * 7))) === 0) seen += 1;
  expect(seen).toBe(signInRules.all.points);
  expect(await signIn('ann@example.com', '192.0.2.7')).toBe(true);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await signIn('bob@example.com', '192.0.2.8')).toBe(true);
});
