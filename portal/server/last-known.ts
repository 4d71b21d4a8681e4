/**
 * What was shown last, for the time when it cannot be read: bounded, in memory, and only for whoever saw it (the key is the credential). A page
 * from here always says how old it is.
 */
export function createLastKnown<T>({ maxEntries, maxAgeMs }: { maxEntries: number; maxAgeMs: number }) {
  const entries = new Map<string, { value: T; readAt: number }>();
  return {
    keep(key: string, value: T, now: Date): void {
      entries.delete(key);
      entries.set(key, { value, readAt: now.getTime() });
      if (entries.size > maxEntries) entries.delete(entries.keys().next().value as string);
    },
    find(key: string, now: Date): { value: T; readAt: Date } | null {
      const entry = entries.get(key);
      if (!entry || now.getTime() - entry.readAt > maxAgeMs) return null;
      return { value: entry.value, readAt: new Date(entry.readAt) };
    },
    forget(key: string): void {
      entries.delete(key);
    },
  };
}
