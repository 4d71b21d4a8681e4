import { type Courier, findCourier } from './couriers.ts';
import type { Expected, Journey, JourneyParcel, JourneyStep } from './journey.ts';
import { numberFor } from './numbers.ts';
import { instantOf, localTime, type Place, type Places } from './places.ts';

/** Something that a carrier (or the provider itself) says about a parcel, with its place and instant worked out. */
export interface Saying {
  /** Milliseconds since 1970: when it happened, and from when on a provider may know. */
  at: number;
  toldAt: number;
  place: Place;
  /** Null: no scan, only the provider's own status. */
  text: string | null;
  aftership: string | null;
  trackingmore: string | null;
  /** Whose scan. */
  courier: Courier;
  isLastMile: boolean;
  handsOver: boolean;
  rawCode: string | null;
  event: 'tracking_pending_time' | null;
  signedBy: string | null;
  hasPhoto: boolean;
  /** Calendar date at the recipient's. */
  estimate: string | null;
  pickup: { location: string; note: string } | null;
}

/** A parcel that really travels. A provider sees it when its number is registered there. */
export interface Parcel {
  number: string;
  courier: Courier;
  second: { number: string; courier: Courier } | null;
  journey: string;
  name: string;
  places: Places;
  service: string | null;
  /** Calendar date. */
  promised: string | null;
  startedAt: number;
  /** By the time they are told. */
  sayings: readonly Saying[];
  expected: { [Provider in 'aftership' | 'trackingmore']: Expected };
}

const hourMs = 3_600_000;
export const lastHour = ({ steps }: JourneyParcel) => Math.max(...steps.map(({ hour, toldHour }) => toldHour ?? hour));

/** One parcel of a journey on a real day. Pure. Throws for a carrier that is not in data/couriers.json. */
export function makeParcel(
  journey: Journey,
  parcel: JourneyParcel,
  given: { number: string; startedAt: number; carrier?: string; lastMile?: string | null; places?: Places },
): Parcel {
  const places = given.places ?? journey.places;
  const courier = courierOf(given.carrier ?? journey.carrier);
  const lastMile = given.lastMile === undefined ? journey.lastMile : given.lastMile;
  const isHandedOver = parcel.steps.some(({ handsOver }) => handsOver);
  const second =
    isHandedOver && lastMile
      ? { courier: courierOf(lastMile), number: numberFor(lastMile, 'second number', given.number) }
      : null;
  const { startedAt } = given;
  const dateAt = (zone: string, at: number) => localTime(zone, at).slice(0, 10);
  const dateOf = (hour: number | undefined) =>
    hour === undefined ? null : dateAt(places.recipient.timeZone, startedAt + hour * hourMs);
  const offer = parcel.steps.find(({ pickup }) => pickup);
  const lastDay = offer
    ? dateAt(places[offer.at].timeZone, startedAt + (offer.hour + (offer.pickup?.days ?? 0) * 24) * hourMs)
    : null;
  const fill = (text: string) =>
    inOwnName(
      text,
      [courierOf(journey.carrier), courier],
      second && [courierOf(journey.lastMile ?? second.courier.id), second.courier],
    )
      .replaceAll('{lastDayDotted}', lastDay?.split('-').reverse().join('.') ?? '')
      .replaceAll('{lastDay}', lastDay ?? '')
      .replaceAll('{secondNumber}', second?.number ?? '');
  const say = (step: JourneyStep): Saying => ({
    at: startedAt + step.hour * hourMs,
    toldAt: startedAt + (step.toldHour ?? step.hour) * hourMs,
    place: places[step.at],
    text: step.text === undefined ? null : fill(step.text),
    aftership: step.aftership,
    trackingmore: step.trackingmore,
    courier: step.leg && second ? second.courier : courier,
    isLastMile: step.leg !== undefined,
    handsOver: step.handsOver === true,
    rawCode: step.rawCode ?? null,
    event: step.event ?? null,
    signedBy: step.signedBy ?? null,
    hasPhoto: step.proof === 'photo',
    estimate: dateOf(step.estimateHour),
    pickup: step.pickup ? { location: step.pickup.location, note: fill(step.pickup.note) } : null,
  });
  const filled = (expected: Expected) => JSON.parse(fill(JSON.stringify(expected))) as Expected;
  return {
    number: given.number,
    courier,
    second,
    journey: journey.name,
    name: parcel.name,
    places,
    service: given.carrier === undefined ? (parcel.service ?? null) : null,
    promised: dateOf(parcel.promiseHour),
    startedAt,
    sayings: parcel.steps.map(say).sort((a, b) => a.toldAt - b.toldAt),
    expected: { aftership: filled(expected('aftership')), trackingmore: filled(expected('trackingmore')) },
  };

  function expected(provider: 'aftership' | 'trackingmore'): Expected {
    const { because: _, ...instead } = parcel.expectedAt?.[provider] ?? { because: '' };
    return { ...parcel.expected, ...instead } as Expected;
  }
}

/** What people call it: "DPD Germany" is DPD, "La Poste" is La Poste. */
const calledBy = ({ name }: Courier) =>
  /^(La|Royal|China|Canada) /.test(name) ? name : (name.split(' ', 1)[0] as string);

/** A journey's words are its carrier's; told of another carrier's parcel they name that one. */
function inOwnName(text: string, ...pairs: readonly (readonly [own: Courier, now: Courier] | null)[]): string {
  return pairs.reduce(
    (words, pair) =>
      pair && pair[0].id !== pair[1].id ? words.replaceAll(calledBy(pair[0]), calledBy(pair[1])) : words,
    text,
  );
}

function courierOf(id: string): Courier {
  const courier = findCourier(id);
  if (!courier) throw new Error(`there is no carrier "${id}" in data/couriers.json`);
  return courier;
}

/** The last nine o'clock at the shipper's from which the journey is over by `endBy`. */
export function usualStart(journey: Journey, endBy: number): number {
  const zone = journey.places.shipper.timeZone;
  const latest = endBy - Math.max(...journey.parcels.map(lastHour)) * hourMs;
  const nine = (at: number) => instantOf(zone, `${localTime(zone, at).slice(0, 10)}T09:00:00`);
  return nine(latest) <= latest ? nine(latest) : nine(latest - 24 * hourMs);
}
