import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { placesSchema, stations } from './places.ts';

/** Journeys that a parcel may make, as data: one file each in `journeys/`. What the fields mean stands here and in the README. */

const aftershipCode = z.string().regex(/^[A-Z][A-Za-z]+_\d{3}$/, 'is not of the form InTransit_002');
const trackingmoreCode = z.string().regex(/^[a-z]+\d{3}$/, 'is not of the form transit001');

const step = z
  .strictObject({
    /** After the start of the journey: when it happened. */
    hour: z.number().min(0),
    /** When the provider could learn of it, where a carrier tells late. */
    toldHour: z.number().min(0).optional(),
    at: z.enum(stations),
    /** The carrier's own words; absent where no scan carries it: then it is only the provider's own status. */
    text: z.string().min(1).optional(),
    /** Sub-tag or sub-status, the main one being its beginning; null: this provider never hears of it. */
    aftership: aftershipCode.nullable(),
    trackingmore: trackingmoreCode.nullable(),
    /** What a provider cannot say. */
    note: z.string().optional(),
    leg: z.literal('last-mile').optional(),
    /** From here on the second number is known. */
    handsOver: z.literal(true).optional(),
    rawCode: z.string().optional(),
    event: z.literal('tracking_pending_time').optional(),
    signedBy: z.string().optional(),
    proof: z.literal('photo').optional(),
    /** The carrier now believes in an arrival at this hour. */
    estimateHour: z.number().min(0).optional(),
    pickup: z.strictObject({ location: z.string(), note: z.string(), days: z.number().int().min(1) }).optional(),
  })
  .refine(
    ({ hour, toldHour }) => toldHour === undefined || toldHour >= hour,
    'nobody tells of a scan before it happens',
  );

const expectation = {
  status: z.string(),
  milestone: z.string(),
  reason: z.string().nullable().optional(),
  direction: z.enum(['FORWARD', 'RETURN']).optional(),
  isDelayed: z.boolean().optional(),
  /** In the order in which they arise. */
  doubts: z.array(z.string()).optional(),
  pickupPoint: z
    .strictObject({
      name: z.string().nullable(),
      address: z.string().nullable(),
      hours: z.string().nullable(),
      lastDay: z.string().nullable(),
      code: z.string().nullable(),
    })
    .optional(),
  /** `own`: the carrier that the parcel's number belongs to. */
  legs: z
    .array(
      z.strictObject({
        carrier: z.string(),
        direction: z.enum(['FORWARD', 'RETURN']),
        journey: z.number().int().optional(),
        number: z.string().optional(),
      }),
    )
    .optional(),
  /** Numbers of other carriers that the parcel is found by. */
  numbers: z.array(z.string()).optional(),
};
const { status, milestone, ...others } = expectation;
/** What holds for one provider instead, and why. */
const otherwise = z.strictObject({
  because: z.string(),
  status: status.optional(),
  milestone: milestone.optional(),
  ...others,
});

const parcel = z.strictObject({
  name: z.string(),
  service: z.string().optional(),
  /** The shop promised arrival by this hour. */
  promiseHour: z.number().optional(),
  steps: z.array(step).min(1),
  /** The state in canonical words once everything was told, and read back where a provider's word alone is not proof. */
  expected: z.strictObject(expectation),
  expectedAt: z.strictObject({ aftership: otherwise.optional(), trackingmore: otherwise.optional() }).optional(),
});

const journey = z.strictObject({
  name: z.string().regex(/^[a-z][a-z-]+$/),
  title: z.string(),
  /** Why it is awkward. */
  why: z.string(),
  scope: z.enum(['domestic', 'international', 'any']),
  /** How often it happens in background traffic, against the others. */
  weight: z.number().positive(),
  /** Ids of data/couriers.json. */
  carrier: z.string(),
  lastMile: z.string().optional(),
  places: placesSchema,
  parcels: z.array(parcel).min(1),
});

export type Journey = z.infer<typeof journey>;
export type JourneyParcel = Journey['parcels'][number];
export type JourneyStep = JourneyParcel['steps'][number];
export type Expected = JourneyParcel['expected'];

/** Throws an Error naming the file and everything that is wrong in it. */
export function parseJourney(file: string, text: string): Journey {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`);
  }
  const parsed = journey.safeParse(content);
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  if (`${parsed.data.name}.json` !== file) throw new Error(`${file} holds the journey "${parsed.data.name}"`);
  return parsed.data;
}

function load(): ReadonlyMap<string, Journey> {
  const folder = new URL('../journeys/', import.meta.url);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return new Map(
    files.map((file) => {
      const read = parseJourney(file, readFileSync(new URL(file, folder), 'utf8'));
      return [read.name, read];
    }),
  );
}

/** By name. */
export const journeys = load();
