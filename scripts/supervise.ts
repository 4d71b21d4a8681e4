import { setTimeout as wait } from 'node:timers/promises';
import type { RunningService } from '@milepost/local-stack';

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
}): { ready: () => Promise<void>; stop: () => Promise<void>; kill: () => void } {
  let isStopping = false;
  let ends: number[] = [];
  let current = start();
  const leaving = new AbortController();

  async function watch(): Promise<void> {
    for (;;) {
      const { code, signal } = await current.exited;
      if (isStopping) return;
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

  return {
    /** Resolves when the process, or one of its successors, can serve. */
    async ready() {
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
  };
}
