import { z } from 'zod';
import type { Priority } from '../pacing/pacer.ts';
import { createProviderApi, defaultMaxPages, type ProviderApi } from '../provider-api.ts';
import { ProviderError } from '../provider-errors.ts';
import type { ApiOptions } from '../provider-reader.ts';
import { factsOf, fieldOf, fieldsNamedIn } from '../tracking-fields.ts';
import { aftershipErrors } from './errors.ts';

/** AfterShip's API, version 2026-07: requests a second to each endpoint (migration guides of 2024-04 to 2025-07; no newer ones are published). */
const perSecond = {
  create: 20,
  list: 6,
  get: 5,
  update: 5,
  delete: 5,
  retrack: 5,
  complete: 5,
  couriers: 5,
  detect: 3,
} as const;
type AftershipEndpoint = keyof typeof perSecond;

export const aftershipPath = '/tracking/2026-07';
/** Numbers in one listing, and trackings on one page: the most that AfterShip gives. */
export const maxListed = 50;
const pageSize = 200;

const page = z.object({
  pagination: z.object({ next_cursor: z.string().nullish(), has_next_page: z.boolean().nullish() }).nullish(),
  trackings: z.array(z.record(z.string(), z.unknown())),
});

export interface AftershipApi extends ProviderApi<AftershipEndpoint> {
  /** Trackings that fit a filter, page by page. */
  list(
    filter: Record<string, string>,
    signal: AbortSignal,
    priority: Priority,
  ): AsyncGenerator<readonly Record<string, unknown>[]>;
}

export function createAftershipApi({
  baseUrl,
  apiKeys,
  maxPages = defaultMaxPages,
  clock,
  timeoutMs,
  pacer,
}: ApiOptions): AftershipApi {
  const api = createProviderApi({
    provider: 'aftership',
    baseUrl: baseUrl ?? 'https://api.aftership.com',
    keyHeader: 'as-api-key',
    apiKeys,
    perSecond,
    pauseMs,
    errors: aftershipErrors,
    detailsOf,
    ...(clock && { clock }),
    ...(pacer && { pacer }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return {
    ...api,
    async *list(filter, signal, priority) {
      const seen = new Set<string>();
      for (let cursor = ''; ; ) {
        const { trackings, pagination } = await api.call(
          {
            method: 'GET',
            endpoint: 'list',
            path: `${aftershipPath}/trackings`,
            query: { ...filter, limit: String(pageSize), ...(cursor && { cursor }) },
            data: page,
          },
          signal,
          priority,
        );
        yield trackings;
        cursor = pagination?.next_cursor ?? '';
        if (cursor === '' || pagination?.has_next_page === false) return;
        if (seen.has(cursor))
          throw new ProviderError('UNAVAILABLE', 'aftership: the pages go round in a circle', { code: 'CURSOR' });
        seen.add(cursor);
        if (seen.size >= maxPages)
          throw new ProviderError('UNAVAILABLE', 'aftership: the pages have no end', { code: 'PAGES' });
      }
    },
  };
}

function detailsOf(sentence: string) {
  const named = fieldsNamedIn('aftership', sentence);
  return { field: fieldOf('aftership', named[0] ?? ''), facts: factsOf('aftership', named) };
}

/** X-RateLimit-Reset is the unix second in which requests are counted anew, by AfterShip's clock. That it is a second is said nowhere: a minute at most. */
function pauseMs(headers: Headers, now: number): number {
  const theirs = Date.parse(headers.get('date') ?? '');
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000;
  const left = reset - (Number.isNaN(theirs) ? now : theirs);
  // With jitter, so that several instances do not come back at once.
  return (Number.isNaN(left) ? 1_000 : Math.min(Math.max(left, 1_000), 60_000)) + Math.random() * 500;
}
