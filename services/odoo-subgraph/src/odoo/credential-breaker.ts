import { OdooCallError } from './errors.ts';

/**
 * Stops at the first refused key: each refused call costs Odoo 400 ms of CPU, and it never remembers a refusal. The key that was refused is not sent again before the pause is over, and then by
 * one call alone, whose answer decides; another key is tried at once.
 */
export function createCredentialBreaker({
  pauseMs,
  now,
  onRefused,
}: {
  pauseMs: number;
  now: () => number;
  onRefused: () => void;
}) {
  let refused: { secret: string; until: number; isTried: boolean } | null = null;

  /** Throws `authentication` without calling `work` while the breaker is open. */
  return async function guarded<T>(secret: string, work: () => Promise<T>): Promise<T> {
    const before = refused?.secret === secret ? refused : null;
    if (before) {
      if (now() < before.until || before.isTried)
        throw new OdooCallError('authentication', 'this key was refused; waiting for another', 'every call');
      before.isTried = true;
    }
    try {
      const result = await work();
      if (before && refused === before) refused = null;
      return result;
    } catch (error) {
      const kind = error instanceof OdooCallError ? error.kind : null;
      if (kind === 'authentication') {
        refused = { secret, until: now() + pauseMs, isTried: false };
        onRefused();
      } else if (before && refused === before) {
        // Out of reach says nothing about the key: the next call tries. Any other refusal comes after the key was taken.
        if (error instanceof OdooCallError && !error.retryable) refused = null;
        else before.isTried = false;
      }
      throw error;
    }
  };
}
