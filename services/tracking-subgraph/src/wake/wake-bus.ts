import { randomUUID } from 'node:crypto';
import { clientDefaults, connectRedis, type Logger } from '@milepost/service-kit';
import postgres from 'postgres';

const topics = [
  'inbox',
  'channel',
  'outbox',
  'numbered',
  'rescoped',
  'mapping',
  'carrier-rules',
  'registration',
  'webhooks',
  'cases',
  'desk',
  'documents',
] as const;

/**
 * `inbox`: a message was committed; `channel`: one of odoo-subgraph's was; `outbox`: a milestone was committed; `numbered`: milestones got their
 * numbers; `rescoped`: a shipment changed hands; `mapping`, `carrier-rules`: others were published; `registration`: a provider has to be told something; `webhooks`: messages wait for
 * endpoints; `cases`: something has to be looked at by their rules; `desk`: cases are not as they were, or somebody
 * looks at something else; `documents`: a provider named a proof of delivery.
 */
export type WakeTopic = (typeof topics)[number];

/**
 * Wake-ups between processes. They say who sent them and nothing else, and may be lost: every reader also polls, and reads by cursor. Sent after the commit,
 * never inside it (NOTIFY inside a transaction serialises commits), and coalesced. Repeated until they could be sent. A process hears its own at once, and not again when they come back: every step would be followed by an empty one, and what
 * comes in meanwhile would wait for that.
 */
export interface WakeBus extends AsyncDisposable {
  wake(topic: WakeTopic): void;
  /** Calls `listener` for wake-ups of this and other processes; returns the way to stop. */
  onWake(topic: WakeTopic, listener: () => void): () => void;
}

const coalesceMs = 3;
const retryMs = 500;

export async function createWakeBus({
  databaseUrl,
  redisUrl,
  logger,
}: {
  databaseUrl: string;
  redisUrl: string | null;
  logger: Logger;
}): Promise<WakeBus> {
  const listeners = new Map<WakeTopic, Set<() => void>>();
  const hear = (topic: string) => {
    for (const listener of listeners.get(topic as WakeTopic) ?? []) listener();
  };
  const own = randomUUID();
  const hearFrom = (topic: string, sender: string) => {
    if (sender !== own) hear(topic);
  };
  const transport = await (redisUrl
    ? redisTransport(redisUrl, hearFrom, logger)
    : notifyTransport(databaseUrl, hearFrom));

  const pending = new Set<WakeTopic>();
  let timer: NodeJS.Timeout | undefined;
  /** What could not be said is said later: others may listen again before we can speak. */
  const unsaid = new Set<WakeTopic>();
  let retry: NodeJS.Timeout | undefined;
  let isOver = false;
  const publish = (topic: WakeTopic) =>
    transport.publish(topic, own).catch((err) => {
      if (isOver) return;
      logger.debug({ err }, 'wake-up not sent');
      unsaid.add(topic);
      retry ??= setTimeout(() => {
        retry = undefined;
        const topics = [...unsaid];
        unsaid.clear();
        for (const again of topics) void publish(again);
      }, retryMs);
    });
  const send = () => {
    timer = undefined;
    const topics = [...pending];
    pending.clear();
    for (const topic of topics) void publish(topic);
  };
  return {
    wake(topic) {
      hear(topic);
      pending.add(topic);
      timer ??= setTimeout(send, coalesceMs);
    },
    onWake(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => void set.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(retry);
      listeners.clear();
      await transport.close();
    },
  };
}

interface Transport {
  publish(topic: WakeTopic, sender: string): Promise<unknown>;
  close(): Promise<void>;
}

/** `sender`: empty where the transport itself says that something may have been missed. */
type Hear = (topic: string, sender: string) => void;

const channel = (topic: string) => `milepost_${topic}`;

async function notifyTransport(databaseUrl: string, hear: Hear): Promise<Transport> {
  // postgres.js keeps one connection for LISTEN and comes back by itself when it is lost.
  const client = postgres(databaseUrl, {
    max: 1,
    ...clientDefaults,
    connection: { application_name: 'milepost-wake' },
  });
  for (const topic of topics)
    await client.listen(
      channel(topic),
      (sender) => hear(topic, sender),
      () => hear(topic, ''),
    );
  return { publish: (topic, sender) => client.notify(channel(topic), sender), close: () => client.end({ timeout: 1 }) };
}

/** When Redis is back after an absence, everything is woken once, because what was said in between is lost; readers poll meanwhile. */
async function redisTransport(url: string, hear: Hear, logger: Logger): Promise<Transport> {
  const consequence = 'instances wake each other by polling';
  let isSubscribed = false;
  const subscriber = await connectRedis({
    url,
    consequence,
    logger,
    async onReady(client) {
      try {
        // Once: the client renews its subscriptions itself.
        if (!isSubscribed)
          for (const topic of topics) await client.subscribe(channel(topic), (sender) => hear(topic, sender));
        isSubscribed = true;
      } catch {
        // Lost again already; the next time it is ready.
      }
      for (const topic of topics) hear(topic, '');
    },
  });
  const publisher = await connectRedis({ url, consequence, logger });
  return {
    publish: (topic, sender) => publisher.publish(channel(topic), sender),
    async close() {
      publisher.destroy();
      subscriber.destroy();
    },
  };
}
