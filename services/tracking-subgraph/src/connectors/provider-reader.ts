import type { Pacer } from './pacing/pacer.ts';

/** Trackings as the provider's API gives them, each as JSON of its own: `Connector.map` understands them by the route `read`. */
export type TrackingTexts = readonly Buffer[];

/** A provider's API, as far as reading goes. Every method throws ProviderError (provider-errors.ts) and nothing else. */
export interface ProviderReader {
  /** Most numbers of one `readNumbers`. */
  maxNumbers: number;
  /** How far before the last good listing the next one begins: clocks differ, and what is listed lags behind what is known. */
  overlapMs: number;
  /**
   * What the provider knows of these numbers now, whatever carrier it takes them to be of: it may have corrected a carrier, and a message finds its
   * shipment by number and carrier anyway. Numbers it does not know are left out.
   */
  readNumbers(numbers: readonly string[], signal: AbortSignal): Promise<TrackingTexts>;
  /** Pages of what changed at the provider since that instant, until all were read. */
  changedSince(since: Date, signal: AbortSignal): AsyncIterable<TrackingTexts>;
}

/** How a provider's API is reached. */
export interface ApiOptions {
  /** Null: the provider's own. */
  baseUrl: string | null;
  /** Asked before each call, because keys may change under way; the first counts. */
  apiKeys: () => readonly string[];
  /** Of one listing; more are an error of the provider's, not a long list. For tests. */
  maxPages?: number;
  /** Of one request, body included. */
  timeoutMs?: number;
  /** Shared by all doors to the provider; absent: this one counts for itself. */
  pacer?: Pacer;
  /** For tests. */
  clock?: Clock;
}

/** The clock that waiting goes by. `sleep` ends early, by throwing, when the signal does. */
export interface Clock {
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
