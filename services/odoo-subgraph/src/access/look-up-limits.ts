import { createHmac } from 'node:crypto';
import { type Logger, placeOf } from '@milepost/service-kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** What a try is counted under. */
export interface Try {
  /** Of the client, as the gateway saw it; empty when unknown. */
  address: string;
  orderName: string;
  /** The e-mail address or postcode that was given. */
  proof: string;
}

interface Rule {
  points: number;
  seconds: number;
}

/** Enough for somebody who mistypes, far too few for somebody who guesses. An order counts whether it exists or not. */
export const rules = {
  address: { points: 10, seconds: 600 },
  network: { points: 60, seconds: 600 },
  order: { points: 5, seconds: 900 },
  proof: { points: 20, seconds: 3_600 },
  all: { points: 600, seconds: 60 },
} as const satisfies Record<string, Rule>;
type RuleName = keyof typeof rules;

/** Who goes on is blocked for twice as long each time, up to a day. */
const longestSeconds = 86_400;

/**
 * Limits of order look-ups. Every try counts under all keys before anything is looked up; a right pair gives its tries back, so that a customer who comes
 * often is not a guesser. Keys are hashes: nothing readable is kept. Per process: several instances allow several times as much.
 */
export function createLookUpLimits({
  secret,
  canaries,
  logger,
}: {
  secret: Buffer;
  /** Names of orders that no customer has: whoever asks for one is guessing. */
  canaries: readonly string[];
  logger: Logger;
}) {
  const limiters = Object.entries(rules).map(
    ([name, { points, seconds }]) =>
      [name as RuleName, new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })] as const,
  );
  const breaches = new RateLimiterMemory({ keyPrefix: 'breach', points: 1_000, duration: longestSeconds });
  const planted = new Set(canaries.map((name) => name.trim().toLowerCase()));
  const hashed = (kind: string, value: string) =>
    createHmac('sha256', secret).update(`${kind}\0${value}`).digest('base64url').slice(0, 22);

  function keysOf({ address, orderName, proof }: Try): Record<RuleName, string> {
    const place = placeOf(address);
    // A /24 of IPv4; of IPv6 the /48 around the household's /64.
    const network = place.includes(':')
      ? place.split(':').slice(0, 3).join(':')
      : place.split('.').slice(0, 3).join('.');
    return {
      address: hashed('address', place),
      network: hashed('network', network),
      order: hashed('order', orderName.trim().toLowerCase()),
      proof: hashed('proof', proof.replaceAll(/\s/g, '').toLowerCase()),
      all: 'all',
    };
  }

  return {
    /** Counts a try. Answers for how many seconds its sender has to wait; 0 when it may be looked at. */
    async take(given: Try): Promise<number> {
      const keys = keysOf(given);
      if (planted.has(given.orderName.trim().toLowerCase()))
        logger.error(
          { place: keys.address },
          'somebody asks for an order that no customer has: order numbers are being guessed',
        );
      let wait = 0;
      for (const [name, limiter] of limiters) {
        const key = keys[name];
        const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
        const { points, seconds } = rules[name];
        if (consumedPoints <= points) continue;
        let blockedSeconds = Math.ceil(msBeforeNext / 1000);
        if (consumedPoints === points + 1) {
          const { consumedPoints: times } = await breaches.penalty(`${name}|${key}`);
          blockedSeconds = Math.min(longestSeconds, seconds * 2 ** Math.min(times - 1, 20));
          await limiter.block(key, blockedSeconds);
          const level = name === 'all' ? 'error' : 'warn';
          logger[level]({ limit: name, key, times, seconds: blockedSeconds }, 'too many order look-ups');
        }
        wait = Math.max(wait, blockedSeconds, 1);
      }
      return wait;
    },
    /** The try was right. */
    async giveBack(given: Try): Promise<void> {
      const keys = keysOf(given);
      for (const [name, limiter] of limiters) await limiter.reward(keys[name]);
    },
  };
}
export type LookUpLimits = ReturnType<typeof createLookUpLimits>;
