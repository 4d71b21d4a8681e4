import { createHash, createHmac, randomUUID } from 'node:crypto';

/** One step of a journey as AfterShip tells it. */
interface Step {
  /** Hours after the journey's start. */
  hour: number;
  tag: string;
  subtag: string;
  message: string;
  city: string;
}

/** Journeys that a carrier might really make; told step by step, each message with the whole history, as AfterShip does. */
export const journeys = {
  delivered: [
    { hour: 0, tag: 'InfoReceived', subtag: 'InfoReceived_001', message: 'Shipper created a label', city: 'Oakland' },
    { hour: 6, tag: 'InTransit', subtag: 'InTransit_002', message: 'Origin scan', city: 'Oakland' },
    { hour: 14, tag: 'InTransit', subtag: 'InTransit_007', message: 'Departed from facility', city: 'Oakland' },
    { hour: 30, tag: 'InTransit', subtag: 'InTransit_003', message: 'Arrived at facility', city: 'Denver' },
    { hour: 46, tag: 'OutForDelivery', subtag: 'OutForDelivery_001', message: 'Out for delivery', city: 'Boulder' },
    { hour: 51, tag: 'Delivered', subtag: 'Delivered_003', message: 'Delivered, signed for', city: 'Boulder' },
  ],
  'attempt-failed': [
    { hour: 0, tag: 'InfoReceived', subtag: 'InfoReceived_001', message: 'Shipper created a label', city: 'Oakland' },
    { hour: 5, tag: 'InTransit', subtag: 'InTransit_002', message: 'Origin scan', city: 'Oakland' },
    { hour: 28, tag: 'OutForDelivery', subtag: 'OutForDelivery_001', message: 'Out for delivery', city: 'Boulder' },
    {
      hour: 33,
      tag: 'AttemptFail',
      subtag: 'AttemptFail_002',
      message: 'The receiver was not available',
      city: 'Boulder',
    },
    { hour: 52, tag: 'OutForDelivery', subtag: 'OutForDelivery_001', message: 'Out for delivery', city: 'Boulder' },
    { hour: 57, tag: 'Delivered', subtag: 'Delivered_001', message: 'Delivered', city: 'Boulder' },
  ],
  delayed: [
    { hour: 0, tag: 'InfoReceived', subtag: 'InfoReceived_001', message: 'Shipper created a label', city: 'Oakland' },
    { hour: 4, tag: 'InTransit', subtag: 'InTransit_002', message: 'Origin scan', city: 'Oakland' },
    {
      hour: 20,
      tag: 'Exception',
      subtag: 'Exception_017',
      message: 'Severe weather has delayed delivery',
      city: 'Reno',
    },
    { hour: 44, tag: 'InTransit', subtag: 'InTransit_003', message: 'Arrived at facility', city: 'Salt Lake City' },
  ],
} as const satisfies Record<string, readonly Step[]>;
export type JourneyName = keyof typeof journeys;

/** The signed message after `steps` steps of a journey that began at `startedAt`. */
export function tellJourney({
  name,
  steps,
  trackingNumber,
  slug,
  startedAt,
  secret,
}: {
  name: JourneyName;
  steps: number;
  trackingNumber: string;
  slug: string;
  startedAt: Date;
  secret: string;
}): { body: string; headers: Record<string, string> } {
  const told: readonly Step[] = journeys[name].slice(0, steps);
  const last = told.at(-1);
  const at = (hour: number) =>
    new Date(startedAt.getTime() + hour * 3_600_000).toISOString().replace(/\.\d+Z$/, '+00:00');
  const hash = (step: Step) =>
    createHash('md5')
      .update(`${trackingNumber}|${at(step.hour)}|${step.subtag}`)
      .digest('hex');
  const body = JSON.stringify({
    ts: Math.floor(Date.parse(at(last?.hour ?? 0)) / 1000),
    event: 'tracking_update',
    event_id: randomUUID(),
    is_tracking_first_tag: steps === 1,
    msg: {
      id: createHash('md5').update(trackingNumber).digest('hex'),
      tracking_number: trackingNumber,
      slug,
      updated_at: at(last?.hour ?? 0),
      active: last?.tag !== 'Delivered',
      tag: last?.tag ?? 'Pending',
      subtag: last?.subtag ?? 'Pending_001',
      signed_by: last?.subtag === 'Delivered_003' ? 'A. RIVERA' : null,
      shipment_package_count: 1,
      checkpoints: told.map((step) => ({
        created_at: at(step.hour),
        slug,
        checkpoint_time: at(step.hour),
        location: `${step.city}, United States`,
        city: step.city,
        country_region: 'USA',
        country_region_name: 'United States',
        coordinate: null,
        message: step.message,
        tag: step.tag,
        subtag: step.subtag,
        raw_tag: null,
        hash: hash(step),
      })),
    },
  });
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'aftership-webhook',
      'as-webhook-version': '2026-07',
      'aftership-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    },
  };
}
