import type { Logger } from './logger.ts';

const create = ({ createClient }: typeof import('redis'), url: string) =>
  createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: 5_000, reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 2_000) },
  });
export type RedisClient = ReturnType<typeof create>;

/**
 * A connection that nothing waits for: Redis may be away at the start as well as later, and commands then fail at once instead of queueing. It comes
 * back by itself and never gives up; `destroy()` ends it. `consequence` is logged once per absence: what works differently meanwhile. The library is
 * loaded only where there is a Redis: it takes a quarter of a second.
 */
export async function connectRedis({
  url,
  consequence,
  onReady,
  logger,
}: {
  url: string;
  consequence: string;
  /** Called at each (re)connection. */
  onReady?: (client: RedisClient) => void;
  logger: Logger;
}): Promise<RedisClient> {
  const client = create(await import('redis'), url);
  let isAway = false;
  client.on('error', (err) => {
    if (!isAway) logger.warn({ err, consequence }, 'redis cannot be reached');
    isAway = true;
  });
  client.on('ready', () => {
    if (isAway) logger.info('redis is back');
    isAway = false;
    onReady?.(client);
  });
  // Ends only by `destroy`: the strategy above never gives up.
  client.connect().catch(() => {});
  return client;
}
