import { cleanNumber } from '@milepost/service-kit';
import { carriersOf } from '../carrier/carriers.ts';
import { parseEventTime } from '../fact/event-time.ts';
import {
  type EstimateFact,
  type Fact,
  type FactData,
  factKey,
  type NumberFact,
  type Place,
  type ProofFact,
} from '../fact/fact.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { alpha2 } from '../place/country-codes.ts';
import { clip } from './read-json.ts';

/** What every provider tells, each in fields of its own, as facts. Pure. */

/** A fact whose key is all that it says: the order of its fields is part of the key and never changes. */
export function factOf(source: string, data: FactData): Fact {
  return { key: factKey(source, data.kind, Object.values(data)), source, data };
}

/** The given ones that are facts and not known yet, each once. */
export function onlyNew(facts: readonly (Fact | null)[], known: ReadonlySet<string>): Fact[] {
  const found = new Map<string, Fact>();
  for (const fact of facts) if (fact && !known.has(fact.key)) found.set(fact.key, fact);
  return [...found.values()];
}

/** ISO instant; null for text without an offset, or that is no time. */
export const instantOf = (text: string | null): string | null => parseEventTime(text)?.instant ?? null;

/** A date or time as it was given; null for text that is neither. */
const timeAsGiven = (text: string | null | undefined): string | null =>
  parseEventTime(text) ? (text as string).trim() : null;

/** Our code for a provider's carrier, where there is exactly one. */
export function carrierOf(source: string, code: string | number | null): string | null {
  const codes = carriersOf(source, code);
  return codes.length === 1 ? (codes[0] as string) : null;
}

/**
 * A place with clipped words; null where nothing is known about it. `country` is a code of two or three letters. A spot needs both its degrees, within the
 * earth's.
 */
export function placeOf(given: Omit<Place, 'countryCode'> & { country: string | null }): Place | null {
  const isSpot = inRange(given.latitude, 90) && inRange(given.longitude, 180);
  const place: Place = {
    text: clip(given.text, 300),
    city: clip(given.city, 200),
    countryCode: alpha2(given.country),
    latitude: isSpot ? given.latitude : null,
    longitude: isSpot ? given.longitude : null,
  };
  return place.text || place.city || place.countryCode || isSpot ? place : null;
}

const inRange = (degrees: number | null, limit: number) => degrees !== null && Math.abs(degrees) <= limit;

/** A number of the carriers before and after, or of a piece; null where it is no news about the shipment with the number `own`. */
export function numberFact(
  source: string,
  own: string,
  { role, carrierCode, number }: Pick<NumberFact, 'role' | 'carrierCode'> & { number: string | null },
): Fact | null {
  const cleaned = cleanNumber(clip(number, 100) ?? '');
  // The carrier of the last mile often goes on under the same number: that is a leg. A piece with the own number is the parcel itself.
  if (cleaned.length < 4 || (cleaned === own && role === 'PIECE')) return null;
  return factOf(source, { kind: 'number', role, carrierCode, number: cleaned });
}

/**
 * What the provider says of the shipment as a whole, for where no scan says it and none is needed: nothing found yet, the number is wrong, it stopped looking.
 * Null where it has no code, or nobody says when.
 */
export function reportFact(
  source: string,
  mapping: Mapping,
  given: { observedAt: string | null; code: string | null; subCode: string | null },
): Fact | null {
  const { observedAt } = given;
  const [rawCode, rawSubCode] = [clip(given.code, 100), clip(given.subCode, 100)];
  if (observedAt === null || (rawCode === null && rawSubCode === null)) return null;
  const { known, ...meaning } = mapping.find(source, rawCode, rawSubCode);
  return {
    key: factKey(source, 'report', [rawCode, rawSubCode, observedAt]),
    source,
    data: { kind: 'report', observedAt, ...meaning, rawCode, rawSubCode, ...(!known && { isUnknownCode: true }) },
  };
}

/** A belief about arrival; null where it has no bound that is a date or time, or nobody says when it was announced. */
export function estimateFact(
  source: string,
  given: { announcedAt: string | null } & Pick<EstimateFact, 'earliest' | 'latest' | 'estimateSource' | 'changedFrom'>,
): Fact | null {
  const { announcedAt, estimateSource } = given;
  const [earliest, latest] = [timeAsGiven(given.earliest), timeAsGiven(given.latest)];
  if (announcedAt === null || (earliest === null && latest === null)) return null;
  return factOf(source, {
    kind: 'estimate',
    scan: factKey(source, 'estimate', [announcedAt, estimateSource, earliest, latest]),
    announcedAt,
    earliest,
    latest,
    estimateSource,
    changedFrom: timeAsGiven(given.changedFrom),
  });
}

/** Null where nothing proves a delivery. */
export function proofFact(source: string, given: Omit<ProofFact, 'kind'>): Fact | null {
  const signedBy = clip(given.signedBy, 200);
  if (signedBy === null && given.documentCount === 0) return null;
  return factOf(source, {
    kind: 'proof',
    signedBy,
    documentCount: given.documentCount,
    ...(given.isUnconfirmed && { isUnconfirmed: true }),
  });
}
