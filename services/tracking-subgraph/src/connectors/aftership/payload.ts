import { z } from 'zod';
import { number, text, trackingNumber } from '../payload-fields.ts';

/** Wire shape of AfterShip webhooks, 2026-07 and the older bodies still sent; unknown fields are kept out, missing ones are null. */
/** Another carrier's part of the way. What does not fit costs only itself. */
const mile = z
  .object({ tracking_number: text, slug: text })
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const checkpoint = z.object({
  slug: text,
  checkpoint_time: text,
  location: text,
  city: text,
  country_region: text,
  country_iso3: text,
  country_name: text,
  coordinate: z.object({ latitude: number, longitude: number }).nullish().catch(null),
  message: text,
  tag: text,
  subtag: text,
  raw_tag: text,
  hash: text,
});
export type Checkpoint = z.infer<typeof checkpoint>;

const estimate = z
  .object({ type: text, source: text, datetime: text, datetime_min: text, datetime_max: text })
  .nullish()
  .transform((value) => value ?? null);

export const tracking = z.object({
  tracking_number: trackingNumber,
  slug: text,
  updated_at: text,
  tag: text,
  subtag: text,
  signed_by: text,
  shipment_package_count: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .nullish()
    .transform((value) => value ?? null),
  destination_city: text,
  latest_estimated_delivery: estimate,
  first_estimated_delivery: estimate,
  /** Bodies before 2025. */
  expected_delivery: text,
  order_promised_delivery_date: z
    .union([z.string(), z.object({ promised_delivery_date: text }).transform((value) => value.promised_delivery_date)])
    .nullish()
    .transform((value) => value ?? null),
  proof_of_delivery: z
    .array(z.object({ type: text, url: text.catch(null) }))
    .nullish()
    .transform((value) => value ?? []),
  shipment_direction: text,
  first_mile: mile,
  last_mile: mile,
  pickup_location: text.catch(null),
  pickup_note: text.catch(null),
  multi_piece_info: z
    .object({ pieces: z.array(z.object({ tracking_number: text })).max(1_000) })
    .nullish()
    .catch(null)
    .transform((value) => value?.pieces ?? []),
  checkpoints: z
    .array(checkpoint)
    .max(1_000)
    .nullish()
    .transform((value) => value ?? []),
});
export type Tracking = z.infer<typeof tracking>;

export const webhook = z.object({
  ts: z.number().int().nullish(),
  event: z.string(),
  event_id: z.string().nullish(),
  msg: z.unknown(),
});
