import { z } from 'zod';
import { text, trackingNumber } from '../payload-fields.ts';

/** Wire shape of EasyPost's Event and Tracker (types of npm @easypost/api 8.9.0); unknown fields are kept out, missing ones are null. */
const orNull = <T extends z.ZodType>(shape: T) =>
  shape
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);

const location = orNull(z.object({ city: text, state: text, country: text }));

const trackingDetail = z.object({
  message: text,
  status: text,
  status_detail: text,
  datetime: text,
  source: text,
  carrier_code: text,
  tracking_location: location,
});
export type TrackingDetail = z.infer<typeof trackingDetail>;

export const tracker = z.object({
  tracking_code: trackingNumber,
  status: text,
  status_detail: text,
  updated_at: text,
  signed_by: text,
  est_delivery_date: text,
  carrier: text,
  is_return: z.boolean().nullish(),
  tracking_details: z
    .array(trackingDetail)
    .max(1_000)
    .nullish()
    .transform((value) => value ?? []),
  carrier_detail: orNull(
    z.object({
      est_delivery_date_local: text,
      est_delivery_time_local: text,
      destination_tracking_location: location,
    }),
  ),
});
export type Tracker = z.infer<typeof tracker>;

export const webhook = z.object({
  /** What happened, `tracker.updated`. */
  description: z.string(),
  result: z.unknown(),
});
