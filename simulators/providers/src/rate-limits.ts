import type { Clock } from './clock.ts';

export interface Taken {
  isAllowed: boolean;
  limit: number;
  /** Calls left in the window. */
  remaining: number;
  /** Wall time (ms) at which the next call would be allowed, or the window is empty again. */
  resetAt: number;
}

interface Window {
  allowed: number[];
  all: number[];
}

const windowMs = 1_000;

/**
 * Published limits, per endpoint and key, in a window of one second that slides: at any moment the calls of the last second count, so that no client gets two bursts
 * around a full second. What is asked for is measured beside it, refused calls included.
 */
export class RateLimits {
  readonly #clock: Clock;
  readonly #limits: Readonly<Record<string, number>>;
  readonly #pauseMs: number;
  readonly #windows = new Map<string, Window>();
  readonly #pausedUntil = new Map<string, number>();
  readonly #seen = new Map<string, { calls: number; refused: number; largest: number }>();

  /** `pauseMs`: who was refused and calls again within it goes on being refused, on every endpoint. */
  constructor({
    clock,
    limits,
    pauseMs = 0,
  }: { clock: Clock; limits: Readonly<Record<string, number>>; pauseMs?: number }) {
    this.#clock = clock;
    this.#limits = limits;
    this.#pauseMs = pauseMs;
  }

  take(endpoint: string, key: string): Taken {
    const limit = this.#limits[endpoint];
    if (limit === undefined) throw new Error(`there is no limit for ${endpoint}`);
    const now = this.#clock.now();
    const name = `${endpoint} ${key}`;
    const window = this.#windows.get(name) ?? { allowed: [], all: [] };
    this.#windows.set(name, window);
    for (const times of [window.allowed, window.all]) {
      const kept = times.findIndex((at) => at > now - windowMs);
      times.splice(0, kept === -1 ? times.length : kept);
    }
    window.all.push(now);
    const pausedUntil = this.#pausedUntil.get(key) ?? 0;
    const isAllowed = pausedUntil <= now && window.allowed.length < limit;
    if (isAllowed) window.allowed.push(now);
    else if (this.#pauseMs > 0) this.#pausedUntil.set(key, now + this.#pauseMs);

    const seen = this.#seen.get(endpoint) ?? { calls: 0, refused: 0, largest: 0 };
    seen.calls += 1;
    if (!isAllowed) seen.refused += 1;
    seen.largest = Math.max(seen.largest, window.all.length);
    this.#seen.set(endpoint, seen);
    const frees = (window.allowed[0] ?? now) + windowMs;
    return {
      isAllowed,
      limit,
      remaining: Math.max(0, limit - window.allowed.length),
      resetAt: isAllowed ? frees : Math.max(frees, this.#pausedUntil.get(key) ?? 0),
    };
  }

  /** Per endpoint: the limit, calls, refused ones, and the most calls that any second of one key saw. */
  report(): Record<string, { perSecond: number; calls: number; refused: number; largest: number }> {
    return Object.fromEntries(
      Object.entries(this.#limits).map(([endpoint, perSecond]) => [
        endpoint,
        { perSecond, ...(this.#seen.get(endpoint) ?? { calls: 0, refused: 0, largest: 0 }) },
      ]),
    );
  }

  reset(): void {
    this.#windows.clear();
    this.#pausedUntil.clear();
    this.#seen.clear();
  }
}
