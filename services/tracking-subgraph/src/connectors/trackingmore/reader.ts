import { hash } from 'node:crypto';
import { trackingText } from '../provider-api.ts';
import type { ApiOptions, ProviderReader } from '../provider-reader.ts';
import { createTrackingmoreApi, maxNumbers } from './api.ts';

const overlapMs = 15 * 60_000;
const maxPasses = 3;

/** What is read of TrackingMore: GET /v4/trackings/get. */
export function createTrackingmoreReader(options: ApiOptions): ProviderReader {
  const api = createTrackingmoreApi(options);
  return {
    maxNumbers,
    overlapMs,
    async readNumbers(numbers, signal) {
      const asked = numbers.filter((number) => !number.includes(','));
      if (asked.length === 0) return [];
      const all: Buffer[] = [];
      for await (const page of api.list({ tracking_numbers: asked.join(',') }, signal, 'reading'))
        all.push(...page.map(trackingText));
      return all;
    },
    async *changedSince(since, signal) {
      const filter = { updated_date_min: since.toISOString().replace(/\.\d{3}Z$/, '+00:00') };
      const seen = new Set<string>();
      // What changes while pages are read moves others to pages that were read already: more passes, until one brings nothing new.
      for (let pass = 1; pass <= maxPasses; pass += 1) {
        let [count, news] = [0, 0];
        for await (const page of api.list(filter, signal, 'reading')) {
          const unseen = page.map(trackingText).filter((text) => {
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
