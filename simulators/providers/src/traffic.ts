import { z } from 'zod';
import data from '../data/lanes.json' with { type: 'json' };
import { codeOf, findCourier, type ProviderName, providerNames } from './couriers.ts';
import { UsageError } from './faults.ts';
import { type Journey, journeys } from './journey.ts';
import { numberFor } from './numbers.ts';
import { instantOf, placesSchema } from './places.ts';
import type { Play } from './player.ts';
import { fraction, pick, pickWeighted } from './random.ts';

/** Believable background traffic: many carriers, ways and time zones, most parcels without trouble. Everything follows from a seed and a date. */

const lanes = z
  .array(
    z.strictObject({
      name: z.string(),
      scope: z.enum(['domestic', 'international']),
      weight: z.number().positive(),
      carriers: z.array(z.strictObject({ carrier: z.string(), lastMile: z.string().optional() })).min(1),
      places: placesSchema,
    }),
  )
  .parse(data.lanes);
const laneByName = new Map(lanes.map((lane) => [lane.name, lane]));

const entry = z.strictObject({
  /** When the journey begins: an instant. */
  at: z.iso.datetime({ offset: true }),
  journey: z.string(),
  lane: z.string(),
  carrier: z.string(),
  lastMile: z.string().nullable(),
  provider: z.enum(['aftership', 'trackingmore']),
  numbers: z.array(z.string()),
});
export const daySchema = z.strictObject({
  seed: z.string().min(1).max(100),
  /** `2026-11-20`. */
  date: z.iso.date(),
  parcels: z.array(entry).max(20_000),
});
/** One day of traffic, as it is kept in a file to be played again. */
export type Day = z.infer<typeof daySchema>;
type Entry = Day['parcels'][number];

/** How many labels are made in each hour of the shipper's day. */
const hours = [1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 18, 14, 16, 18, 20, 18, 12, 8, 6, 5, 4, 3, 2].map(
  (weight, hour) => ({
    hour,
    weight,
  }),
);

/** The n-th parcel of a day; the same for the same seed, date and n. */
function entryOf(seed: string, date: string, n: number): Entry {
  const names = [date, n] as const;
  const lane = pickWeighted(lanes, seed, 'lane', ...names);
  const going = pick(lane.carriers, seed, 'carrier', ...names);
  const fits = ({ scope, lastMile }: Journey) =>
    (scope === 'any' || scope === lane.scope) && (!lastMile || going.lastMile !== undefined);
  const plain = [...journeys.values()].filter(fits);
  // Abroad, too, most parcels just arrive; the smooth journey has no customs, and needs none in one market.
  const usual = journeys.get('smooth') as Journey;
  const journey = pickWeighted(plain.includes(usual) ? plain : [...plain, usual], seed, 'journey', ...names);
  const courier = findCourier(going.carrier);
  const known = providerNames.filter((provider) => courier && codeOf(provider, courier) !== null);
  const provider =
    known.length > 1 && fraction(seed, 'provider', ...names) < 0.3 ? 'trackingmore' : (known[0] as ProviderName);
  const { hour } = pickWeighted(hours, seed, 'hour', ...names);
  const second = Math.floor(fraction(seed, 'second', ...names) * 3_600);
  const two = (value: number) => String(value).padStart(2, '0');
  const local = `${date}T${two(hour)}:${two(Math.floor(second / 60))}:${two(second % 60)}`;
  return {
    at: new Date(instantOf(lane.places.shipper.timeZone, local)).toISOString(),
    journey: journey.name,
    lane: lane.name,
    carrier: going.carrier,
    lastMile: journey.lastMile ? (going.lastMile ?? null) : null,
    provider,
    numbers: journey.parcels.map(({ name }) => numberFor(going.carrier, seed, `${date} ${n} ${name}`)),
  };
}

/** Parcels that begin on that day at their shippers, in the order of their beginning. */
export function planDay({ seed, date, parcels }: { seed: string; date: string; parcels: number }): Day {
  const all = Array.from({ length: parcels }, (_, n) => entryOf(seed, date, n));
  return { seed, date, parcels: all.sort((a, b) => (a.at < b.at ? -1 : 1)) };
}

/** What to play of a parcel. Throws UsageError for a way that is not there. */
export function playOf({ lane: name, journey, carrier, lastMile, provider, numbers }: Entry): Omit<Play, 'pace'> {
  const lane = laneByName.get(name);
  if (!lane) throw new UsageError(`there is no lane "${name}"; there is ${[...laneByName.keys()].join(', ')}`);
  return { journey, numbers, carrier, lastMile, places: lane.places, providers: [provider] };
}

/** The n-th parcel of traffic that runs live: of a day without a date, so that it goes on over midnight. */
export const liveEntry = (seed: string, n: number) => entryOf(seed, '2000-01-01', n);
