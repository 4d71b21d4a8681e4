import { setTimeout as wait } from 'node:timers/promises';
import type { RunningService } from '@milepost/local-stack';

export interface Supervised {
  /** Resolves when the process, or one of its successors, can serve. */
  ready(): Promise<void>;
  /** Ends it and starts it again; resolves with how it ended once its successor can serve. Does not count as an unexpected end. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stop(): Promise<void>;
  kill(): void;
  /** Of the process that runs now; undefined in the pause after an unexpected end. */
  pid(): number | undefined;
}

/**
 * Keeps one process up: an unexpected end is followed by a new start after 0.5, 1, 2 s. The fourth end within a minute is final: `giveUp` is
 * called once and nothing is started any more.
 */
export function supervise({
  name,
  start,
  say,
  giveUp,
  limit = 3,
  withinMs = 60_000,
  firstPauseMs = 500,
}: {
  name: string;
  start: () => RunningService;
  say: (line: string) => void;
  giveUp: (sentence: string) => void;
  limit?: number;
  withinMs?: number;
  firstPauseMs?: number;
}): Supervised {
  let isStopping = false;
  let ends: number[] = [];
  let current = start();
  /** The process whose end was asked for, and who waits for its successor's start. */
  let asked: { service: RunningService; isFollowed: () => void } | null = null;
  const leaving = new AbortController();

  async function watch(): Promise<void> {
    for (;;) {
      const { code, signal } = await current.exited;
      if (isStopping) return;
      if (asked?.service === current) {
        current = start();
        asked.isFollowed();
        asked = null;
        continue;
      }
      const now = Date.now();
      ends = [...ends.filter((at) => now - at < withinMs), now];
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      if (ends.length > limit) {
        isStopping = true;
        giveUp(`${name} ${how}, ${ends.length} times within ${withinMs / 1000} s; see its messages above.`);
        return;
      }
      const pauseMs = firstPauseMs * 2 ** (ends.length - 1);
      say(`${name} ${how}; starting it again in ${pauseMs / 1000} s`);
      await wait(pauseMs, undefined, { signal: leaving.signal }).catch(() => {});
      if (isStopping) return;
      current = start();
      current.ready().then(
        () => say(`${name} is back`),
        () => {},
      );
    }
  }
  const watching = watch();

  async function ready(): Promise<void> {
    for (;;) {
      const attempt = current;
      try {
        return await attempt.ready();
      } catch (error) {
        if (isStopping) throw error;
        if (current === attempt && attempt.child.exitCode === null && attempt.child.signalCode === null) throw error;
        await wait(50);
      }
    }
  }

  return {
    ready,
    async restart(signal = 'SIGTERM') {
      const service = current;
      const { promise: followed, resolve: isFollowed } = Promise.withResolvers<void>();
      if (asked) throw new Error(`${name} is being restarted already`);
      const hasEnded = service.child.exitCode !== null || service.child.signalCode !== null;
      // In the pause after an unexpected end the next start comes by itself.
      if (!hasEnded) {
        asked = { service, isFollowed };
        await service.stop(signal);
        await followed;
      }
      await ready();
      return service.exited;
    },
    async stop() {
      isStopping = true;
      leaving.abort();
      await current.stop();
      await watching;
    },
    kill() {
      isStopping = true;
      leaving.abort();
      current.child.kill('SIGKILL');
    },
    pid: () => (current.child.exitCode === null && current.child.signalCode === null ? current.child.pid : undefined),
  };
}
