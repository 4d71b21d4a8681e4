import { z } from 'zod';
import { text, trackingNumber } from '../payload-fields.ts';

/**
 * A tracking of TrackingMore v4, in a webhook's `data` and in answers of the API. Written down nowhere with certainty, so what does not fit costs only itself;
 * "nothing" is null, missing, '' or, where an object is meant, an empty list.
 */
const optional = text.catch(null);

const checkpoint = z.object({
  /** Clock at the place, `2026-10-05 18:20`, seldom with seconds; never a zone. */
  checkpoint_date: optional,
  checkpoint_delivery_status: optional,
  checkpoint_delivery_substatus: optional,
  tracking_detail: optional,
  location: optional,
  country_iso2: optional,
  city: optional,
});
export type Checkpoint = z.infer<typeof checkpoint>;

const noInfo: { courier_code: string | null; trackinfo: Checkpoint[]; milestone_date: { pickup_date: string | null } } =
  {
    courier_code: null,
    trackinfo: [],
    milestone_date: { pickup_date: null },
  };

/** What one carrier of the way said, newest first. */
const info = z
  .object({
    courier_code: optional,
    trackinfo: z
      .array(checkpoint.nullable().catch(null))
      .catch([])
      .transform((list) => list.filter((given) => given !== null)),
    milestone_date: z.object({ pickup_date: optional }).catch(noInfo.milestone_date),
  })
  .catch(noInfo);

export const tracking = z
  .object({
    tracking_number: trackingNumber,
    courier_code: optional,
    /** Instant. Not `updated_at`. */
    update_at: optional,
    delivery_status: optional,
    substatus: optional,
    latest_event: optional,
    latest_checkpoint_time: optional,
    /** The same, as it is misspelt in some answers. */
    lastest_checkpoint_time: optional,
    signed_by: optional,
    pieces: z
      .union([
        z
          .string()
          .regex(/^\d{1,5}$/)
          .transform(Number),
        z.number(),
      ])
      .pipe(z.number().int().min(0).max(10_000))
      .nullish()
      .catch(null)
      .transform((value) => value ?? null),
    destination_city: optional,
    origin_country: optional,
    origin_city: optional,
    destination_track_number: optional,
    exchange_number: optional,
    /** When it is expected. */
    scheduled_delivery_date: optional,
    origin_info: info,
    destination_info: info,
  })
  .refine(
    ({ origin_info: origin, destination_info: destination }) =>
      origin.trackinfo.length + destination.trackinfo.length <= 1_000,
    {
      path: ['origin_info', 'trackinfo'],
      message: 'more than 1000 check points',
    },
  );
export type Tracking = z.infer<typeof tracking>;
