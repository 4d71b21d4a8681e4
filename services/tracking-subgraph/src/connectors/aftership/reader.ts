import { trackingText } from '../provider-api.ts';
import type { ApiOptions, ProviderReader, TrackingTexts } from '../provider-reader.ts';
import { createAftershipApi, maxListed } from './api.ts';

/** Only the last 120 days can be listed. */
const listableMs = 119 * 86_400_000;
const overlapMs = 10 * 60_000;

/** What is read of AfterShip: GET /tracking/2026-07/trackings. */
export function createAftershipReader(options: ApiOptions): ProviderReader {
  const api = createAftershipApi(options);
  const now = options.clock?.now ?? Date.now;

  async function* texts(filter: Record<string, string>, signal: AbortSignal): AsyncGenerator<TrackingTexts> {
    for await (const page of api.list(filter, signal, 'reading')) yield page.map(trackingText);
  }

  return {
    maxNumbers: maxListed,
    overlapMs,
    async readNumbers(numbers, signal) {
      const asked = numbers.filter((number) => !number.includes(','));
      if (asked.length === 0) return [];
      const all: Buffer[] = [];
      for await (const page of texts({ tracking_numbers: asked.join(',') }, signal)) all.push(...page);
      return all;
    },
    changedSince(since, signal) {
      const earliest = Math.max(since.getTime(), now() - listableMs);
      return texts({ updated_at_min: new Date(earliest).toISOString() }, signal);
    },
  };
}
