import type { Clock } from './clock.ts';
import { codeOf, findCourier, type ProviderName } from './couriers.ts';
import { UsageError } from './faults.ts';
import { journeys } from './journey.ts';
import { numberFor } from './numbers.ts';
import { lastHour, makeParcel, type Parcel, usualStart } from './parcel.ts';
import type { Places } from './places.ts';
import type { TrackingStore } from './tracking.ts';
import type { Pace, Travel, World } from './world.ts';

export interface Play {
  journey: string;
  /** One for each parcel of the journey; missing ones are made up. */
  numbers?: readonly string[];
  /** With whom the numbers are registered; AfterShip when left out. */
  providers?: readonly ProviderName[];
  /** False: the numbers are left unregistered, so that nobody hears of them. */
  register?: boolean;
  /** Another carrier than the journey's own. */
  carrier?: string;
  lastMile?: string | null;
  places?: Places;
  pace: Pace;
  /** When it began (ms); left out: so that it ends about when the last message goes out. */
  startedAt?: number;
  stamps?: Travel['stamps'];
  /** For a day that is played: which simulated time it is at which wall time. Left out: the journey begins now. */
  origin?: Travel['origin'];
  /** What numbers and chances are drawn from. */
  name?: string;
}

export interface Playing {
  parcels: readonly Parcel[];
  /** Resolves when everything was told. Webhooks may still be under way. */
  told: Promise<void>;
}

/** Starts journeys. Throws UsageError for what cannot be played. */
export function createPlayer({
  clock,
  world,
  stores,
  seed,
}: {
  clock: Clock;
  world: World;
  stores: Readonly<Record<ProviderName, TrackingStore>>;
  seed: () => string;
}): (play: Play) => Playing {
  let played = 0;

  return function play({ journey: wanted, numbers = [], providers = ['aftership'], register = true, ...given }) {
    const journey = journeys.get(wanted);
    if (!journey) throw new UsageError(`there is no journey "${wanted}"; there is ${[...journeys.keys()].join(', ')}`);
    if (numbers.length > journey.parcels.length)
      throw new UsageError(
        `${wanted} has ${journey.parcels.length} parcel(s), but ${numbers.length} numbers were given`,
      );
    for (const number of numbers)
      if (!/^[A-Z0-9._/-]{4,100}$/.test(number))
        throw new UsageError(`"${number}" is no tracking number: 4 to 100 of A-Z 0-9 - . _ /`);
    const courier = findCourier(given.carrier ?? journey.carrier);
    if (!courier)
      throw new UsageError(
        `there is no carrier "${given.carrier}"; its ids are those of data/couriers.json, for example ups`,
      );
    for (const provider of providers)
      if (codeOf(provider, courier) === null)
        throw new UsageError(`${provider} does not know the carrier ${courier.id}`);
    played += 1;
    const name = given.name ?? `play ${played}`;
    const begin = clock.now();
    const { pace } = given;
    const hours = Math.max(...journey.parcels.map(lastHour));
    const steps = Math.max(...journey.parcels.map((parcel) => parcel.steps.length));
    const lastsMs = 'speed' in pace ? (hours * 3_600_000) / pace.speed : (steps - 1) * pace.stepMs;
    const startedAt =
      given.startedAt ??
      // At the clock's own speed nothing has happened yet.
      ('speed' in pace && pace.speed <= 1 ? begin : usualStart(journey, begin + lastsMs));
    const parcels = journey.parcels.map((parcel, i) =>
      makeParcel(journey, parcel, {
        number: numbers[i] ?? numberFor(courier.id, seed(), `${name} ${parcel.name}`),
        startedAt,
        ...(given.carrier !== undefined && { carrier: given.carrier }),
        ...(given.lastMile !== undefined && { lastMile: given.lastMile }),
        ...(given.places && { places: given.places }),
      }),
    );
    const travels = parcels.map((parcel) => {
      const origin = given.origin ?? { simulated: startedAt, wall: begin };
      const travel = { parcel, name: `${name} ${parcel.number}`, pace, origin, stamps: given.stamps ?? 'wall' };
      for (const provider of register ? providers : []) registerOwn(provider, parcel);
      return world.travel(travel);
    });
    return { parcels, told: Promise.all(travels).then(() => {}) };
  };

  /** As the account's owner would have done in the console. */
  function registerOwn(provider: ProviderName, { number, courier, promised }: Parcel): void {
    const code = codeOf(provider, courier) as string;
    const given =
      provider === 'aftership' && promised
        ? { order_promised_delivery_date: { promised_delivery_date: promised } }
        : {};
    if (!stores[provider].find(number, code)) stores[provider].create({ number, code, at: world.now(provider), given });
  }
}
