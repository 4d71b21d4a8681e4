import type { Parcel } from '../order/parcels.ts';

type Event = Parcel['events']['nodes'][number];

/** A place on the way that is sure: where a source said so, or a town whose name leaves no doubt. */
export interface Stop {
  latitude: number;
  longitude: number;
  /** Its newest entry, for name and time. */
  event: Event;
}

export interface Journey {
  /** Where the parcel was, oldest first, each place once in a row; at least two. */
  past: readonly Stop[];
  /** Where it goes now, as far as that is a place we know: back to where it came from. Null: nobody told us where. */
  next: Stop | null;
}

/** Nearer than this two entries are one place on a map of a country. */
const sameKm = 15;
const maxStops = 40;

/** The way of a parcel as a map can show it; null where fewer than two places are sure. */
export function journeyOf(parcel: Parcel): Journey | null {
  const past: Stop[] = [];
  for (const event of parcel.events.nodes.toReversed()) {
    const { latitude, longitude, coordinatePrecision } = event.location ?? {};
    if (latitude == null || longitude == null || coordinatePrecision == null) continue;
    if (Math.abs(latitude) > 85 || Math.abs(longitude) > 180) continue;
    const stop = { latitude, longitude, event };
    const last = past.at(-1);
    if (last && distanceKm(last, stop) < sameKm) past[past.length - 1] = stop;
    else past.push(stop);
  }
  const shown = past.slice(-maxStops);
  const [first] = past;
  const last = shown.at(-1);
  if (shown.length < 2 || !first || !last) return null;
  const goesBack = parcel.status === 'RETURNING' && distanceKm(first, last) >= sameKm;
  return { past: shown, next: goesBack ? first : null };
}

/** Along the great circle, on a sphere. */
function distanceKm(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(half)));
}
