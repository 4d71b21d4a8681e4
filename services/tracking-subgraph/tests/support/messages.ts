import { randomUUID } from 'node:crypto';

/** AfterShip's check point tags used by the load tests. */
export interface ScanInput {
  number: string;
  slug?: string;
  /** One check point per entry: minutes after a fixed start, tag and subtag, and the carrier's words where they matter. */
  scans: { minute: number; tag: string; subtag: string; hash?: string; city?: string; text?: string }[];
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
      checkpoints: scans.map(({ minute, tag, subtag, hash, city, text }) => ({
        checkpoint_time: new Date(journeyStart + minute * 60_000).toISOString(),
        city: city ?? 'Hamburg',
        country_region: 'DEU',
        location: `${city ?? 'Hamburg'}, Germany`,
        message: text ?? subtag,
        tag,
        subtag,
        hash: hash ?? `${number}-${minute}-${subtag}`,
      })),
    },
  });
}

/** The same, shorter to say. */
export const scansOf = (number: string, ...scans: [minute: number, tag: string, subtag: string][]) =>
  trackingUpdate({ number, scans: scans.map(([minute, tag, subtag]) => ({ minute, tag, subtag })) });

/** A parcel that arrives at one depot after the other. */
export const arrivals = (number: string, ...minutes: number[]) =>
  trackingUpdate({ number, scans: minutes.map((minute) => ({ minute, tag: 'InTransit', subtag: 'InTransit_003' })) });

let version = 0;
/** For what Odoo says; versions only grow, so the order in which messages are made counts, not that in which they are told. */
export function nextVersion(): number {
  version += 1;
  return version;
}

/** What odoo-subgraph says of a delivery; the order has the delivery's number unless told otherwise. */
export const deliveryChanged = (id: number, more: object = {}) => ({
  type: 'delivery.changed',
  version: nextVersion(),
  correlationId: 'channel-test-0001',
  delivery: {
    id,
    name: `OUT/${id}`,
    kind: 'OUTGOING',
    orderId: id,
    orderName: `S${id}`,
    companyId: 1,
    customerId: 10,
    warehouseId: 1,
    countryCode: 'US',
    deliveryMethod: 'UPS Ground',
    trackingUrlTemplate: 'https://ups.example.com/?n=<shipmenttrackingnumber>',
    references: [],
    shippedAt: null,
    promisedAt: null,
    cancelled: false,
    deleted: false,
    ...more,
  },
});
