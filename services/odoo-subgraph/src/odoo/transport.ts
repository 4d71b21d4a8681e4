/** A call of a model's method, with its arguments by their Python names. */
export interface OdooCall {
  readonly model: string;
  readonly method: string;
  /** The records it is about, for methods of records. */
  readonly ids?: readonly number[];
  readonly args: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface OdooVersion {
  /** As Odoo tells it, for example `18.0-20250421`. */
  readonly text: string;
  readonly major: number;
}

/** With a signal that ends it; errors are OdooCallError and nothing else. */
export interface OdooTransport {
  readonly api: OdooApi;
  /** What the method returned; null where it returned nothing. */
  execute(call: OdooCall, secret: string, signal: AbortSignal): Promise<unknown>;
  /** Our user's id. */
  whoAmI(secret: string, signal: AbortSignal): Promise<number>;
  version(signal: AbortSignal): Promise<OdooVersion>;
  /** What is remembered of our user is asked for again at the next call. */
  forgetUser(): void;
}

export const odooApis = ['jsonrpc', 'json2'] as const;
export type OdooApi = (typeof odooApis)[number];

/** `18` of `[18, 0, 0, "final", 0, ""]` and of `["saas~18", 2, ...]`; null when it is neither. */
export function majorOf(versionInfo: unknown): number | null {
  const [first] = Array.isArray(versionInfo) ? versionInfo : [];
  const match = /(\d+)$/.exec(String(first ?? ''));
  return match ? Number(match[1]) : null;
}

export const versionText = (text: unknown): string =>
  typeof text === 'string' && /^[\w.~+-]{1,60}$/.test(text) ? text : 'unknown';
