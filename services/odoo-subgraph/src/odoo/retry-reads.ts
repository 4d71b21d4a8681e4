import { setTimeout as sleep } from 'node:timers/promises';
import { OdooCallError, reactions } from './errors.ts';

const tries = 3;
/** Not after this long: what takes so much time is not helped by more load. */
const patienceMs = 10_000;

/** Tries again what passes (errors.ts says which kinds): three times in all, waiting for a random time below `waitMs` and then below four times of it. */
export async function withRetries<T>(
  run: () => Promise<T>,
  { waitMs, now, signal }: { waitMs: number; now: () => number; signal: AbortSignal },
): Promise<T> {
  const begun = now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const isWorthIt = error instanceof OdooCallError && reactions[error.kind].triesReadAgain;
      if (!isWorthIt || attempt === tries || now() - begun > patienceMs) throw error;
      // Many who failed together must not come back together.
      await sleep(Math.random() * waitMs * 4 ** (attempt - 1), undefined, { signal }).catch(() => {});
      if (signal.aborted) throw error;
    }
  }
}
