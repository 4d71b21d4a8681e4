import { AppError, isDatabaseUnavailable } from './errors.ts';
import type { Logger } from './logger.ts';

/**
 * Repeats `step` until told to stop: at once while it says that more is waiting, else after a wake-up or `idleMs`. Errors are logged and
 * retried with a growing wait; nothing is lost, because a step is one transaction.
 */
export function runLoop({
  name,
  step,
  idleMs,
  logger,
}: {
  name: string;
  step: () => Promise<boolean>;
  idleMs: number;
  logger: Logger;
}) {
  let stopped = false;
  let woken = false;
  let wakeNow: (() => void) | undefined;
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeNow = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const done = (async () => {
    let failures = 0;
    while (!stopped) {
      woken = false;
      try {
        const more = await step();
        failures = 0;
        if (more || woken || stopped) continue;
        await sleep(idleMs);
      } catch (err) {
        if (stopped) break;
        failures += 1;
        logger[levelOf(err, failures)]({ err, job: { name, attempt: failures } }, 'job step failed');
        await sleep(Math.min(100 * 2 ** Math.min(failures, 6), 5_000) * (0.5 + Math.random() / 2));
      }
    }
  })();
  return {
    wake() {
      woken = true;
      wakeNow?.();
    },
    async stop() {
      stopped = true;
      wakeNow?.();
      await done;
    },
  };
}

/** What passes by itself is worth a look only when it does not pass: neighbours start and restart all the time. */
function levelOf(error: unknown, attempt: number): 'info' | 'warn' | 'error' {
  const passes = isDatabaseUnavailable(error) || (error instanceof AppError && error.retryable);
  if (!passes) return 'error';
  return attempt < 3 ? 'info' : 'warn';
}
export type Loop = ReturnType<typeof runLoop>;
