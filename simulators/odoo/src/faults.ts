/** What can go wrong on demand. Counts are used up, one by one, by the requests or calls that they meet. */
export interface Faults {
  /** The next requests get no answer; the connection stays open until Odoo's own limit ends it. */
  hang: number;
  /** Odoo's limit: the worker is killed and the connection drops. */
  hangMs: number;
  /** The next requests lose their connection. */
  drop: number;
  /** The next calls are carried out, and the connection drops before the answer: was it done? */
  dropAfter: number;
  /** The next requests are answered by a proxy with this status and HTML; `Infinity` until it is set back. */
  proxyError: { status: 502 | 503; count: number };
  /** The next calls meet a serialization conflict in all five of Odoo's tries: the client sees the error. */
  serializationFailures: number;
  /** Conflicts that calls meet and Odoo's own tries overcome: four in one call at most. Rules send again on every try. */
  conflicts: number;
  /** Every secret is refused, as after an archived user. */
  isRevoked: boolean;
  latencyMs: number;
  /** The major version that it tells instead of its own; 0: its own. */
  tellsVersion: number;
}

export const noFaults = (): Faults => ({
  hang: 0,
  hangMs: 120_000,
  drop: 0,
  dropAfter: 0,
  proxyError: { status: 502, count: 0 },
  serializationFailures: 0,
  conflicts: 0,
  isRevoked: false,
  latencyMs: 0,
  tellsVersion: 0,
});

/** Uses up one of a count; false when there is none. */
export function takes<K extends 'hang' | 'drop' | 'dropAfter' | 'serializationFailures' | 'conflicts'>(
  faults: Faults,
  name: K,
): boolean {
  if (faults[name] <= 0) return false;
  faults[name] -= 1;
  return true;
}
