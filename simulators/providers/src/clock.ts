import { setTimeout as sleep } from 'node:timers/promises';

/** Time as the simulator knows it; tests bring their own, so that windows and waits are measured without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal ends it; never throws. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest that one timer of Node can wait. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(ms, signal) {
    for (let left = ms; left > 0 && !signal.aborted; left -= longestMs)
      await sleep(Math.min(left, longestMs), undefined, { signal }).catch(() => {});
  },
};
