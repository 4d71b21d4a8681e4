import { hash } from 'node:crypto';
import { z } from 'zod';
import { allOf, createProviderApi, defaultMaxPages, trackingText } from '../provider-api.ts';
import { ProviderError, type ProviderReader, type ReaderOptions, type TrackingTexts } from '../provider-reader.ts';

/** Numbers in one request, and trackings on one page: larger pages may be possible, nobody says so for sure. */
const [maxNumbers, pageSize] = [40, 100];
const overlapMs = 15 * 60_000;
/** No request at all for so long after a 429. */
const pauseMs = 120_000;
const maxPasses = 3;

const nothing = z.union([z.null(), z.undefined(), z.strictObject({})]).transform(() => []);
const page = z.union([z.array(z.record(z.string(), z.unknown())), nothing]);

/** TrackingMore's API, v4: GET /v4/trackings/get, ten requests a second. */
export function createTrackingmoreReader({
  baseUrl,
  apiKeys,
  maxPages = defaultMaxPages,
  clock,
}: ReaderOptions): ProviderReader {
  const api = createProviderApi({
    provider: 'trackingmore',
    baseUrl: baseUrl ?? 'https://api.trackingmore.com',
    keyHeader: 'Tracking-Api-Key',
    apiKeys,
    perSecond: { get: 10 },
    pauseMs: () => pauseMs,
    kinds: { 4190: 'QUOTA_USED_UP' },
    ...(clock && { clock }),
  });

  /** There is no cursor and no total: pages are read until one is shorter than asked. */
  async function* pages(filter: Record<string, string>, signal: AbortSignal): AsyncGenerator<TrackingTexts> {
    const before = new Set<string>();
    for (let number = 1; ; number += 1) {
      const given = await api.get(
        {
          endpoint: 'get',
          path: '/v4/trackings/get',
          query: { ...filter, pages_amount: String(number), items_amount: String(pageSize) },
          data: page,
        },
        signal,
      );
      const texts = given.map(trackingText);
      yield texts;
      if (texts.length < pageSize) return;
      const digest = hash('sha256', Buffer.concat(texts), 'base64');
      if (before.has(digest) || number >= maxPages)
        throw new ProviderError('UNAVAILABLE', 'trackingmore: the pages come again and again, or have no end', {
          code: 'PAGES',
        });
      before.add(digest);
    }
  }

  return {
    maxNumbers,
    overlapMs,
    async readNumbers(numbers, signal) {
      const asked = numbers.filter((number) => !number.includes(','));
      if (asked.length === 0) return [];
      return allOf(pages({ tracking_numbers: asked.join(',') }, signal));
    },
    async *changedSince(since, signal) {
      const filter = { updated_date_min: since.toISOString().replace(/\.\d{3}Z$/, '+00:00') };
      const seen = new Set<string>();
      // What changes while pages are read moves others to pages that were read already: more passes, until one brings nothing new.
      for (let pass = 1; pass <= maxPasses; pass += 1) {
        let [count, news] = [0, 0];
        for await (const texts of pages(filter, signal)) {
          const unseen = texts.filter((text) => {
            const digest = hash('sha256', text, 'base64');
            return !seen.has(digest) && seen.add(digest);
          });
          count += 1;
          news += unseen.length;
          if (unseen.length > 0) yield unseen;
        }
        if (count === 1 || news === 0) return;
      }
    },
  };
}
