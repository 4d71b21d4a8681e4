import type { AuthChanges, Concern } from './auth-changes.ts';
import { boundedMap } from './session.ts';

/** An answer and what it hangs on. */
export interface Found<V> {
  value: V;
  concerns: readonly Concern[];
}

/**
 * Remembers answers of the database for `maxAgeMs` at most; an answer goes as soon as something it hangs on changes, and all go after a gap in the news.
 * Those who ask at the same time share one reading, unless news came in between: whoever asks after a change never gets an answer from before it.
 */
export function createRevocableCache<V>({
  changes,
  maxAgeMs,
  limit,
}: {
  changes: AuthChanges;
  maxAgeMs: number;
  limit: number;
}) {
  const entries = boundedMap<string, Found<V> & { readAt: number }>(limit);
  const keysOf = new Map<Concern, Set<string>>();
  const underWay = new Map<string, { value: Promise<V>; missed: Set<Concern | null> }>();
  /** Readings that nobody may join any more, but that have not ended. */
  const overtaken = new Set<{ missed: Set<Concern | null> }>();

  function drop(key: string): void {
    const entry = entries.get(key);
    entries.delete(key);
    for (const concern of entry?.concerns ?? []) {
      const keys = keysOf.get(concern);
      keys?.delete(key);
      if (keys?.size === 0) keysOf.delete(concern);
    }
  }

  changes.onChange((concern) => {
    for (const reading of underWay.values()) overtaken.add(reading);
    underWay.clear();
    for (const { missed } of overtaken) missed.add(concern);
    if (concern === null) {
      entries.clear();
      keysOf.clear();
    } else for (const key of [...(keysOf.get(concern) ?? [])]) drop(key);
  });

  function remember(key: string, found: Found<V>): void {
    drop(key);
    // The map lets the oldest go by itself; what it hung on goes here.
    if (entries.size >= limit) drop(entries.keys().next().value as string);
    entries.set(key, { ...found, readAt: Date.now() });
    for (const concern of found.concerns) {
      const keys = keysOf.get(concern) ?? new Set();
      keysOf.set(concern, keys.add(key));
    }
  }

  return {
    /** The remembered answer, or what `read` finds; `read` gets the answer that has just become too old. Fails as `read` does, and remembers no failure. */
    async get(key: string, read: (before: V | undefined) => Promise<Found<V>>): Promise<V> {
      const entry = entries.get(key);
      if (entry && Date.now() - entry.readAt < maxAgeMs) return entry.value;
      const joined = underWay.get(key);
      if (joined) return joined.value;
      const missed = new Set<Concern | null>();
      const value = read(entry?.value)
        .then((found) => {
          if (!missed.has(null) && !found.concerns.some((concern) => missed.has(concern))) remember(key, found);
          return found.value;
        })
        .finally(() => {
          if (underWay.get(key) === reading) underWay.delete(key);
          overtaken.delete(reading);
        });
      const reading = { missed, value };
      underWay.set(key, reading);
      return value;
    },
  };
}
