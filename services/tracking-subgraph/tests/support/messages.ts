import { randomUUID } from 'node:crypto';

/** AfterShip's check point tags used by the load tests. */
export interface ScanInput {
  number: string;
  slug?: string;
  /** One check point per entry: minutes after a fixed start, tag and subtag. */
  scans: { minute: number; tag: string; subtag: string; hash?: string; city?: string }[];
}

/** When the journeys begin: near enough to when the data set's goods left to be about them. */
export const journeyStart = Date.UTC(2026, 10, 5, 6);

/** A body as AfterShip would send it, whole history included. */
export function trackingUpdate({ number, slug = 'ups', scans }: ScanInput): string {
  const last = scans.at(-1);
  return JSON.stringify({
    ts: Math.floor(journeyStart / 1000) + (last?.minute ?? 0) * 60,
    event: 'tracking_update',
    event_id: randomUUID(),
    msg: {
      tracking_number: number,
      slug,
      updated_at: new Date(journeyStart + (last?.minute ?? 0) * 60_000).toISOString(),
      tag: last?.tag ?? 'Pending',
      subtag: last?.subtag ?? 'Pending_001',
      checkpoints: scans.map(({ minute, tag, subtag, hash, city }) => ({
        checkpoint_time: new Date(journeyStart + minute * 60_000).toISOString(),
        city: city ?? 'Hamburg',
        country_region: 'DEU',
        location: `${city ?? 'Hamburg'}, Germany`,
        message: subtag,
        tag,
        subtag,
        hash: hash ?? `${number}-${minute}-${subtag}`,
      })),
    },
  });
}
