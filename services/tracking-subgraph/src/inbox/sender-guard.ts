import { type Logger, placeOf } from '@milepost/service-kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Refused signatures of one sender within a minute before it is not listened to for the next one. */
const maxFailures = 20;
const windowSeconds = 60;
/** A sender whose messages were good lately is never blocked: somebody else behind the same address may be the one that fails. */
const goodForSeconds = 600;
/** Refused signatures of one provider within a minute, from wherever, that somebody should know of. */
const alarmAt = 50;

/** One household of IPv6 has 2^64 addresses: they count as one. */
function keyOf(provider: string, sender: string): string {
  return `${provider}|${placeOf(sender)}`;
}

/**
 * Slows down whoever sends messages that nobody signed, without touching those whose messages are good. Per process: a limit that several instances
 * share would let a stranger cost us a round trip before his signature is even looked at.
 */
export function createSenderGuard({ logger }: { logger: Logger }) {
  const failures = new RateLimiterMemory({
    points: maxFailures,
    duration: windowSeconds,
    blockDuration: windowSeconds,
  });
  const good = new RateLimiterMemory({ points: 1, duration: goodForSeconds });
  /** The good ones are few and come often: noted once a minute each. */
  const notedAt = new Map<string, number>();
  const byProvider = new RateLimiterMemory({ points: alarmAt, duration: windowSeconds });

  return {
    /** Seconds for which this sender is not listened to; 0 when it is. */
    async blockedFor(provider: string, sender: string): Promise<number> {
      const known = await failures.get(keyOf(provider, sender));
      return known && known.consumedPoints > maxFailures ? Math.max(1, Math.ceil(known.msBeforeNext / 1000)) : 0;
    },
    async refused(provider: string, sender: string): Promise<void> {
      const all = await byProvider.penalty(provider);
      if (all.consumedPoints === alarmAt)
        logger.error(
          { provider, failures: alarmAt, seconds: windowSeconds },
          'many webhooks with a signature that does not fit',
        );
      const key = keyOf(provider, sender);
      if ((await good.get(key)) !== null) return;
      const own = await failures.penalty(key);
      if (own.consumedPoints === maxFailures + 1) {
        await failures.block(key, windowSeconds);
        logger.warn({ provider, sender }, 'sender of bad signatures blocked for a minute');
      }
    },
    async accepted(provider: string, sender: string): Promise<void> {
      const key = keyOf(provider, sender);
      const now = Date.now();
      if (now - (notedAt.get(key) ?? 0) < 60_000) return;
      if (notedAt.size > 10_000) notedAt.clear();
      notedAt.set(key, now);
      await good.set(key, 1, goodForSeconds);
      await failures.delete(key);
    },
  };
}
