import { z } from 'zod';
import { number, text, trackingNumber } from '../payload-fields.ts';

/**
 * Wire shape of 17TRACK's webhooks and of what its API gives for one number, v2.2 and v2.4 (asset.17track.net/api/document/v2.4_en and public receivers,
 * 2026-11). The oldest form (`track.z0`, `z1` with letters) has no field that is read here. What only adds something costs only itself where it does not fit.
 */
const orNull = <T extends z.ZodType>(shape: T) =>
  shape
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);

/** Degrees, as a number or in a text. */
const degrees = z
  .union([z.number(), z.string().transform((value) => (value.trim() === '' ? Number.NaN : Number(value)))])
  .nullish()
  .catch(null)
  .transform((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));

const address = orNull(
  z.object({
    country: text,
    city: text,
    coordinates: orNull(z.object({ latitude: degrees, longitude: degrees })),
  }),
);

const event = z.object({
  time_iso: text,
  time_utc: text,
  /** As the carrier gave it; `timezone` is null where it said none. */
  time_raw: orNull(z.object({ date: text, time: text, timezone: text })),
  description: text,
  location: text,
  stage: text,
  sub_status: text,
  address,
});
export type TrackEvent = z.infer<typeof event>;

const provider = z.object({
  provider: orNull(z.object({ key: number })),
  latest_sync_time: text,
  events: z
    .array(event)
    .max(1_000)
    .nullish()
    .transform((value) => value ?? []),
});

const trackInfo = z.object({
  shipping_info: orNull(z.object({ recipient_address: address })),
  latest_status: orNull(z.object({ status: text, sub_status: text })),
  time_metrics: orNull(z.object({ estimated_delivery_date: orNull(z.object({ source: text, from: text, to: text })) })),
  misc_info: orNull(z.object({ pieces: text, local_number: text, local_key: orNull(number) })),
  tracking: z
    .object({ providers: z.array(provider).max(20).nullish() })
    .nullish()
    .transform((value) => value?.providers ?? []),
});

export const tracking = z.object({
  number: trackingNumber,
  carrier: number,
  track_info: trackInfo,
});
export type Tracking = z.infer<typeof tracking>;

export const webhook = z.object({
  event: z.string(),
  /** One tracking; some receivers saw a list. */
  data: z.unknown(),
});
