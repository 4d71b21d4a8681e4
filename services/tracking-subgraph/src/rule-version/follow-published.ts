import type { Logger } from '@milepost/service-kit';
import type { WakeBus, WakeTopic } from '../wake/wake-bus.ts';

/** What a process works with of something that operators publish. */
export interface Published<T> extends AsyncDisposable {
  current(): T;
  /** Reads it again now. */
  refresh(): Promise<T>;
}

const pollMs = 5_000;

/** Follows what is published: by wake-up, by a poll as its net. Neither has to be in time: whoever stores what follows from it checks the number once more in its own transaction. */
export async function followPublished<T extends { version: string }>({
  read,
  topic,
  noun,
  wakeBus,
  logger,
}: {
  read: () => Promise<T>;
  topic: WakeTopic;
  /** For the log. */
  noun: string;
  wakeBus: WakeBus;
  logger: Logger;
}): Promise<Published<T>> {
  let current = await read();
  const refresh = async () => {
    const published = await read();
    if (published.version !== current.version) {
      logger.info({ [noun]: { version: published.version } }, `${noun} replaced`);
      current = published;
    }
    return current;
  };
  const refreshQuietly = () => void refresh().catch((err) => logger.warn({ err }, `${noun} not read`));
  const timer = setInterval(refreshQuietly, pollMs).unref();
  const unlisten = wakeBus.onWake(topic, refreshQuietly);
  return {
    current: () => current,
    refresh,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      unlisten();
    },
  };
}
