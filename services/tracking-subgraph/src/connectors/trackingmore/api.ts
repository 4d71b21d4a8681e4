import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Priority } from '../pacing/pacer.ts';
import { createProviderApi, defaultMaxPages, type ProviderApi, trackingText } from '../provider-api.ts';
import { ProviderError } from '../provider-errors.ts';
import type { ApiOptions } from '../provider-reader.ts';
import { factsOf, fieldOf, fieldsNamedIn } from '../tracking-fields.ts';
import { trackingmoreErrors } from './errors.ts';

/** TrackingMore's API v4: requests a second to each endpoint, as published. `create` (3) is not used: a batch of one may be sent ten times a second. */
const perSecond = { batch: 10, get: 10, update: 10, delete: 10, retrack: 10, couriers: 10, detect: 10 } as const;
type TrackingmoreEndpoint = keyof typeof perSecond;

/** Numbers in one listing and in one batch. */
export const maxNumbers = 40;
/** Trackings on one page: larger pages may be possible, nobody says so for sure. */
const pageSize = 100;
/** No request at all for so long after a 429. */
const pauseMs = 120_000;

const nothing = z.union([z.null(), z.undefined(), z.strictObject({})]).transform(() => []);
const page = z.union([z.array(z.record(z.string(), z.unknown())), nothing]);

export interface TrackingmoreApi extends ProviderApi<TrackingmoreEndpoint> {
  /** Trackings that fit a filter, page by page. There is no cursor and no total: until a page is shorter than asked. */
  list(
    filter: Record<string, string>,
    signal: AbortSignal,
    priority: Priority,
  ): AsyncGenerator<readonly Record<string, unknown>[]>;
}

export function createTrackingmoreApi({
  baseUrl,
  apiKeys,
  maxPages = defaultMaxPages,
  clock,
  timeoutMs,
  pacer,
}: ApiOptions): TrackingmoreApi {
  const api = createProviderApi({
    provider: 'trackingmore',
    baseUrl: baseUrl ?? 'https://api.trackingmore.com',
    keyHeader: 'Tracking-Api-Key',
    apiKeys,
    perSecond,
    pauseMs: () => pauseMs,
    errors: trackingmoreErrors,
    detailsOf,
    ...(clock && { clock }),
    ...(pacer && { pacer }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return {
    ...api,
    async *list(filter, signal, priority) {
      const before = new Set<string>();
      for (let number = 1; ; number += 1) {
        const given = await api.call(
          {
            method: 'GET',
            endpoint: 'get',
            path: '/v4/trackings/get',
            query: { ...filter, pages_amount: String(number), items_amount: String(pageSize) },
            data: page,
          },
          signal,
          priority,
        );
        yield given;
        if (given.length < pageSize) return;
        const digest = hash('sha256', Buffer.concat(given.map(trackingText)), 'base64');
        if (before.has(digest) || number >= maxPages)
          throw new ProviderError('UNAVAILABLE', 'trackingmore: the pages come again and again, or have no end', {
            code: 'PAGES',
          });
        before.add(digest);
      }
    },
  };
}

/** What a carrier needs is not said here, only that it is missing. */
function detailsOf(sentence: string) {
  const named = fieldsNamedIn('trackingmore', sentence);
  return { field: fieldOf('trackingmore', named[0] ?? ''), facts: factsOf('trackingmore', named) };
}
