import type { Clock } from '../../src/clock.ts';

interface TestClock extends Clock {
  /** Moves on, waking who waits, in the order of their times. */
  advance(ms: number): Promise<void>;
}

/** Time that passes only when a test says so. */
export function testClock(start = Date.parse('2026-10-05T07:00:00Z')): TestClock {
  let now = start;
  let waiting: { at: number; wake: () => void }[] = [];
  /** Lets everything run that can run, answers over the network included. */
  const settle = async () => {
    for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => now,
    wait(ms, signal) {
      if (ms <= 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const one = { at: now + ms, wake: resolve };
        waiting.push(one);
        signal.addEventListener(
          'abort',
          () => {
            waiting = waiting.filter((other) => other !== one);
            resolve();
          },
          { once: true },
        );
      });
    },
    async advance(ms) {
      const until = now + ms;
      for (;;) {
        await settle();
        const [next] = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        now = Math.max(now, next.at);
        waiting = waiting.filter((one) => one !== next);
        next.wake();
      }
      now = until;
      await settle();
    },
  };
}

/** Time that never makes anybody wait: who waits longest is woken last, and the clock then says so. */
export function hastyClock(start = Date.parse('2026-10-05T07:00:00Z')): Clock {
  let now = start;
  let waiting: { at: number; wake: () => void }[] = [];
  let isRunning = false;
  const run = () => {
    waiting.sort((a, b) => a.at - b.at);
    const next = waiting.shift();
    if (next) {
      now = Math.max(now, next.at);
      next.wake();
    }
    isRunning = waiting.length > 0;
    if (isRunning) setImmediate(run);
  };
  return {
    now: () => now,
    wait(ms, signal) {
      if (ms <= 0 || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const one = { at: now + ms, wake: resolve };
        waiting.push(one);
        signal.addEventListener(
          'abort',
          () => {
            waiting = waiting.filter((other) => other !== one);
            resolve();
          },
          { once: true },
        );
        if (!isRunning) {
          isRunning = true;
          setImmediate(run);
        }
      });
    },
  };
}
