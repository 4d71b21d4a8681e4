import type { ProviderName } from './couriers.ts';
import type { Faults } from './faults.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Known, knownAt, type Tracking, type TrackingStore } from './tracking.ts';
import type { World } from './world.ts';

export interface ApiRequest {
  method: string;
  /** Below the API's base, decoded, without a slash at its ends. */
  path: readonly string[];
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}
export interface ApiAnswer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** What an API works with. */
export interface ApiContext {
  store: TrackingStore;
  world: World;
  faults: Faults;
  limits: RateLimits;
  apiKeys: readonly string[];
  /** Wall time (ms), for reads that lag. */
  now: () => number;
}

/** What reads show: what is known, or what was known a while ago when reads are stale. */
export function shown(provider: ProviderName, { faults, now }: ApiContext, tracking: Tracking): Known {
  return knownAt(tracking, now() - faults.number(provider, 'stale-reads'));
}

/** Undefined when the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Milliseconds for a date or a date-time as ISO 8601 has it; null for anything else. */
export function parseTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return null;
  const at = Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(at) ? null : at;
}

export const listOf = (text: string | null) =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
