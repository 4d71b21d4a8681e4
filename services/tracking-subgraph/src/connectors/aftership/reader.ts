import { z } from 'zod';
import { allOf, createProviderApi, defaultMaxPages, trackingText } from '../provider-api.ts';
import { ProviderError, type ProviderReader, type ReaderOptions, type TrackingTexts } from '../provider-reader.ts';

/** Numbers in one request, and trackings on one page: the most that AfterShip gives. */
const [maxNumbers, pageSize] = [50, 200];
/** Only the last 120 days can be listed. */
const listableMs = 119 * 86_400_000;
const overlapMs = 10 * 60_000;

const page = z.object({
  pagination: z.object({ next_cursor: z.string().nullish(), has_next_page: z.boolean().nullish() }).nullish(),
  trackings: z.array(z.record(z.string(), z.unknown())),
});

/** AfterShip's API, version 2026-07: GET /tracking/2026-07/trackings, six requests a second. */
export function createAftershipReader({
  baseUrl,
  apiKeys,
  maxPages = defaultMaxPages,
  clock,
}: ReaderOptions): ProviderReader {
  const api = createProviderApi({
    provider: 'aftership',
    baseUrl: baseUrl ?? 'https://api.aftership.com',
    keyHeader: 'as-api-key',
    apiKeys,
    perSecond: { list: 6 },
    pauseMs,
    ...(clock && { clock }),
  });

  async function* pages(filter: Record<string, string>, signal: AbortSignal): AsyncGenerator<TrackingTexts> {
    const seen = new Set<string>();
    for (let cursor = ''; ; ) {
      const { trackings, pagination } = await api.get(
        {
          endpoint: 'list',
          path: '/tracking/2026-07/trackings',
          query: { ...filter, limit: String(pageSize), ...(cursor && { cursor }) },
          data: page,
        },
        signal,
      );
      yield trackings.map(trackingText);
      cursor = pagination?.next_cursor ?? '';
      if (cursor === '' || pagination?.has_next_page === false) return;
      if (seen.has(cursor))
        throw new ProviderError('UNAVAILABLE', 'aftership: the pages go round in a circle', { code: 'CURSOR' });
      seen.add(cursor);
      if (seen.size >= maxPages)
        throw new ProviderError('UNAVAILABLE', 'aftership: the pages have no end', { code: 'PAGES' });
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
    changedSince(since, signal) {
      const earliest = Math.max(since.getTime(), (clock?.now() ?? Date.now()) - listableMs);
      return pages({ updated_at_min: new Date(earliest).toISOString() }, signal);
    },
  };
}

/** X-RateLimit-Reset is the unix second in which requests are counted anew, by AfterShip's clock. That it is a second is said nowhere: a minute at most. */
function pauseMs(headers: Headers, now: number): number {
  const theirs = Date.parse(headers.get('date') ?? '');
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000;
  const left = reset - (Number.isNaN(theirs) ? now : theirs);
  // With jitter, so that several instances do not come back at once.
  return (Number.isNaN(left) ? 1_000 : Math.min(Math.max(left, 1_000), 60_000)) + Math.random() * 500;
}
