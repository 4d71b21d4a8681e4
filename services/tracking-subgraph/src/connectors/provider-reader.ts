/** Trackings as the provider's API gives them, each as JSON of its own: `Connector.map` understands them by the route `read`. */
export type TrackingTexts = readonly Buffer[];

/** A provider's API, as far as reading goes. Every method throws ProviderError and nothing else. */
export interface ProviderReader {
  /** Most numbers of one `readNumbers`. */
  maxNumbers: number;
  /** What the provider knows of these numbers now; those it does not know are left out. `carrierCode` is ours; null where it is not known. */
  readNumbers(
    asked: readonly { number: string; carrierCode: string | null }[],
    signal: AbortSignal,
  ): Promise<TrackingTexts>;
  /** Pages of what changed at the provider since that instant, until all were read. */
  changedSince(since: Date, signal: AbortSignal): AsyncIterable<TrackingTexts>;
}

export interface ReaderOptions {
  /** Null: the provider's own. */
  baseUrl: string | null;
  /** Asked before each call, because keys may change under way; the first counts. */
  apiKeys: () => readonly string[];
}

/** Why a call brought nothing, in words that are the same for all providers. */
export type ProviderErrorKind = 'RATE_LIMITED' | 'QUOTA_USED_UP' | 'AUTHENTICATION' | 'INVALID_REQUEST' | 'UNAVAILABLE';

export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly kind: ProviderErrorKind;
  /** The provider's own code, for logs. */
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
