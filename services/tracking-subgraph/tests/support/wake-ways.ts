import type { Logger } from '@milepost/service-kit';
import { requireOrSkip, startBreakableProxy, startRedis } from '@milepost/testkit';
import { createWakeBus } from '../../src/wake/wake-bus.ts';

export const redisPath = requireOrSkip('redis');
/** Both ways in which processes wake each other. The second needs redis-server. */
export const wakeWays = ['LISTEN/NOTIFY', 'Redis'] as const;

type Wire = Awaited<ReturnType<typeof startBreakableProxy>>;

/** One of the ways; each process has a wire of its own, which can be cut and mended. */
export async function openWakeWay(way: (typeof wakeWays)[number]) {
  const redis = way === 'Redis' ? await startRedis(redisPath as string) : null;
  const serverWire = redis && (await startBreakableProxy(redis.url));
  const wires: Wire[] = [];
  const cut = (some: Wire[]) => Promise.all(some.map((wire) => wire.refuse()));
  return {
    redis,
    /** What a service is configured with to go this way. */
    env: serverWire ? { REDIS_URL: serverWire.url } : ({} as Record<string, string>),
    /** The bus of one more process; `isAway`: what it needs comes later. */
    async bus({ databaseUrl, logger, isAway = false }: { databaseUrl: string; logger: Logger; isAway?: boolean }) {
      const wire = await startBreakableProxy(redis?.url ?? databaseUrl);
      wires.push(wire);
      if (isAway) await wire.refuse();
      return createWakeBus({ databaseUrl: redis ? databaseUrl : wire.url, redisUrl: redis ? wire.url : null, logger });
    },
    /** Nobody answers any more, for those who came by `bus`. */
    cutBuses: () => cut(wires),
    /** The same for the service; only where there is a Redis. */
    cutService: () => cut(serverWire ? [serverWire] : []),
    mend: () => Promise.all([...wires, ...(serverWire ? [serverWire] : [])].map((wire) => wire.mend())),
    async [Symbol.asyncDispose]() {
      for (const wire of wires) await wire[Symbol.asyncDispose]();
      await serverWire?.[Symbol.asyncDispose]();
      await redis?.[Symbol.asyncDispose]();
    },
  };
}
export type WakeWay = Awaited<ReturnType<typeof openWakeWay>>;
