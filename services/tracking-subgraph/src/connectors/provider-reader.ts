/** Trackings as the provider's API gives them, each as JSON of its own: `Connector.map` understands them by the route `read`. */
export type TrackingTexts = readonly Buffer[];

/** A provider's API, as far as reading goes. Every method throws ProviderError and nothing else. */
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

export interface ReaderOptions {
  /** Null: the provider's own. */
  baseUrl: string | null;
  /** Asked before each call, because keys may change under way; the first counts. */
  apiKeys: () => readonly string[];
  /** Of one listing; more are an error of the provider's, not a long list. For tests. */
  maxPages?: number;
  /** For tests. */
  clock?: Clock;
}

/** The clock that waiting goes by. `sleep` ends early, by throwing, when the signal does. */
export interface Clock {
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Why a call brought nothing, in words that are the same for all providers. */
export type ProviderErrorKind = 'RATE_LIMITED' | 'QUOTA_USED_UP' | 'AUTHENTICATION' | 'INVALID_REQUEST' | 'UNAVAILABLE';

/** Its message holds nothing of the request and nothing that the provider wrote: both may be personal. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly kind: ProviderErrorKind;
  /** The provider's own code, or ours for what was no answer, for logs. */
  readonly code: string | null;
  /** For how long not to ask again. */
  readonly waitMs: number | null;
  constructor(kind: ProviderErrorKind, message: string, more: { code?: string | null; waitMs?: number | null } = {}) {
    super(message);
    this.kind = kind;
    this.code = more.code ?? null;
    this.waitMs = more.waitMs ?? null;
  }
}
