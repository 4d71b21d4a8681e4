import { createHmac } from 'node:crypto';
import { Counter, type Registry } from 'prom-client';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Logger } from './logger.ts';
import { connectRedis, type RedisClient } from './redis.ts';

/** So many points in so many seconds, from the first on. */
export interface LimitRule {
  points: number;
  seconds: number;
}

/** Makes counters. They are shared by all instances on one Redis; without one each process counts for itself. */
export interface Limiters extends AsyncDisposable {
  create(name: string, rule: LimitRule): RateLimiterAbstract;
}

/** An answer of Redis takes a fraction of a millisecond; whoever waits longer is answered from memory. */
const defaultPatienceMs = 250;
/** After that Redis is left alone for a while, so that not every request waits. */
const restMs = 1_000;
/** What one counter remembers in memory. Beyond it newcomers share one account, until others' time is over. */
const defaultMaxKeys = 200_000;
const longestSeconds = 20 * 86_400; // timers end at 2^31 milliseconds

/**
 * Counters of rate-limiter-flexible. While Redis is away, silent or slow, each process goes on in its own memory: nobody is refused, and nobody waits,
 * because of Redis.
 */
export async function createLimiters({
  redisUrl,
  logger,
  metrics,
  maxKeys = defaultMaxKeys,
  patienceMs = defaultPatienceMs,
}: {
  redisUrl: string | null;
  logger: Logger;
  metrics: Registry;
  maxKeys?: number;
  patienceMs?: number;
}): Promise<Limiters> {
  const alone = new Counter({
    name: 'limits_checked_without_redis_total',
    help: 'Limits that were checked in memory because Redis did not answer',
    registers: [metrics],
  });
  const redis = redisUrl
    ? await connectRedis({ url: redisUrl, consequence: 'each instance counts limits for itself', logger })
    : null;
  const storeClient = redis && withPatience(redis, patienceMs);
  return {
    create(name, { points, seconds }) {
      if (seconds > longestSeconds) throw new Error(`${name}: ${seconds} s are more than a limiter can remember`);
      const options = { keyPrefix: `milepost:limit:${name}`, points, duration: seconds, maxKeys };
      if (!storeClient) return new BoundedMemory(options);
      return new RateLimiterRedis({
        ...options,
        storeClient,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new BoundedMemory({ ...options, onUse: () => alone.inc() }),
      });
    },
    async [Symbol.asyncDispose]() {
      redis?.destroy();
    },
  };
}

/** Key of a counter: nothing readable is kept, in memory or in Redis. */
export function limitKey(secret: Buffer, kind: string, value: string): string {
  return createHmac('sha256', secret).update(`${kind}\0${value}`).digest('base64url').slice(0, 22);
}

/**
 * The part of the client that limiters use, with an end to waiting: the client's own time limit ends when a command has been written, so a Redis that
 * is frozen or cut off without a word would hold up whoever asks.
 */
function withPatience(client: RedisClient, patienceMs: number) {
  let restUntil = 0;
  const inTime = async <T>(answer: Promise<T>): Promise<T> => {
    let isAnswered = false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        // An answer that waits behind our own work is not late: one more turn to read it.
        setImmediate(() => {
          if (!isAnswered) restUntil = Date.now() + restMs;
          reject(new Error(`redis did not answer within ${patienceMs} ms`));
        });
      }, patienceMs);
    });
    late.catch(() => {});
    try {
      return await Promise.race([answer, late]);
    } finally {
      isAnswered = true;
      clearTimeout(timer);
      answer.catch(() => {}); // what comes too late is nobody's
    }
  };
  return {
    get isReady() {
      return client.isReady && Date.now() >= restUntil;
    },
    eval: (...args: Parameters<RedisClient['eval']>) => inTime(client.eval(...args)),
    del: (key: string) => inTime(client.del(key)),
    multi() {
      const multi = client.multi();
      const exec = multi.exec.bind(multi);
      multi.exec = ((...args: Parameters<typeof exec>) => inTime(exec(...args))) as typeof exec;
      return multi;
    },
  };
}

/** A counter in memory that a flood of keys cannot fill: newcomers beyond `maxKeys` share one account. */
class BoundedMemory extends RateLimiterMemory {
  readonly #onUse: (() => void) | undefined;
  readonly #maxKeys: number;
  readonly #slotMs: number;
  /** Keys begun, by sixteenths of the duration. */
  readonly #begun = new Map<number, number>();

  constructor({
    onUse,
    maxKeys,
    ...options
  }: { keyPrefix: string; points: number; duration: number; maxKeys: number; onUse?: () => void }) {
    super(options);
    this.#onUse = onUse;
    this.#maxKeys = maxKeys;
    this.#slotMs = (options.duration * 1000) / 16;
  }

  override async penalty(key: string, points = 1): Promise<RateLimiterRes> {
    this.#onUse?.();
    const slot = Math.floor(Date.now() / this.#slotMs);
    const isFull = this.#size(slot) >= this.#maxKeys && (await this.get(key)) === null;
    const result = await super.penalty(isFull ? 'others' : key, points);
    if (result.isFirstInDuration) this.#begun.set(slot, (this.#begun.get(slot) ?? 0) + 1);
    return result;
  }

  #size(slot: number): number {
    let size = 0;
    for (const [begun, count] of this.#begun)
      if (begun < slot - 16) this.#begun.delete(begun);
      else size += count;
    return size;
  }
}
