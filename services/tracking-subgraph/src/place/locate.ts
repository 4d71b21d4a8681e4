import { alpha2 } from './country-codes.ts';
import { type Ending, endingOf, kin, narrowed, withoutNoise, withRegion } from './country-ending.ts';
import { type Gazetteer, gazetteer, type TownRow } from './gazetteer.ts';
import { longestPlace, partsOf } from './place-words.ts';
import { countryByName, townAmong, townsIn } from './towns.ts';

/**
 * Where a carrier's words about a place lie, from a list of towns that is read once (gazetteer.ts). No answer is a guess: each field is null
 * unless the words leave one reading.
 */

export interface PlaceWords {
  text: string | null;
  city: string | null;
  /** ISO 3166-1 alpha-2 or alpha-3, any case. */
  countryCode: string | null;
}

export interface Located {
  /** ISO 3166-1 alpha-2. */
  countryCode: string | null;
  /** Degrees, two decimals: the middle of the town, not of an address. Both or neither; never 0,0. */
  latitude: number | null;
  longitude: number | null;
  /** IANA name. */
  timeZone: string | null;
}

const nowhere: Located = Object.freeze({ countryCode: null, latitude: null, longitude: null, timeZone: null });

function read(text: string, city: string, code: string): Located {
  const given = alpha2(code) ?? (/^\s*uk\s*$/i.test(code) ? 'GB' : null);
  if (text === '' && city === '' && !given) return nowhere;
  const data = gazetteer();
  const ofText = narrowed(endingOf(withoutNoise(partsOf(text), data), given, false, data), data);
  // "Lebanon" in "Lebanon, PA" is no country: what the text says holds for the city field.
  const ofCity = narrowed(endingOf(withoutNoise(partsOf(city), data), given ?? ofText.country, true, data), data);
  // The city field comes first: it is the carrier's own reading of its text.
  const inOrder = [ofCity, ofText];
  let countryCode = given ?? ofText.country ?? ofCity.country;
  if (!countryCode && inOrder.every(({ isOpen }) => isOpen))
    for (const { rest } of inOrder) {
      const [town] = townsIn(rest, data);
      if (!town || town.isHead) continue;
      countryCode = countryByName(town.rows, town.key);
      // "Ontario" is the name of one country's towns and of another's province.
      const province = data.regionNames.get(town.key);
      if (province && province !== countryCode) countryCode = null;
      break;
    }
  if (!countryCode) return nowhere;

  const zones = data.zones.get(countryCode);
  const countryOnly = {
    countryCode,
    latitude: null,
    longitude: null,
    timeZone: zones?.length === 1 ? (zones[0] ?? null) : null,
  };
  const territories = kin[countryCode] ?? [];
  // Words and code name two countries: one of them is wrong, and so may be the town.
  if (inOrder.some(({ country }) => country && country !== countryCode && !territories.includes(country)))
    return Object.freeze(countryOnly);
  const town = townOf(inOrder, countryCode, territories, data);
  if (!town) return Object.freeze(countryOnly);
  const { latitude, longitude } = town;
  if (latitude === 0 && longitude === 0) return Object.freeze(countryOnly);
  return Object.freeze({ countryCode, latitude, longitude, timeZone: town.timeZone ?? countryOnly.timeZone });
}

function townOf(
  endings: Ending[],
  countryCode: string,
  territories: readonly string[],
  data: Gazetteer,
): TownRow | null {
  const stretches = endings.map((ending) => withRegion(ending, ending.country ?? countryCode, data));
  const region = stretches.find((ending) => ending.region !== 0)?.region ?? 0;
  const stated = stretches.find(({ country }) => country && country !== countryCode)?.country;
  const searched = stated ? [stated] : [countryCode, ...territories];
  for (const { rest } of stretches) {
    const towns = townsIn(rest, data);
    for (const country of searched)
      for (const { key, rows } of towns) {
        const here = rows.filter((row) => row.country === country && (region === 0 || row.region === region));
        if (here.length === 0) continue;
        const town = townAmong(here, key, region !== 0);
        // "Georgia, US" is the state, although a town is called so.
        if (town && region === 0 && data.regionNames.get(key) === country && town.people < 1_000_000) return null;
        return town;
      }
  }
  return null;
}

/** Answers kept, in two generations: the older one goes when the younger is full, so that memory is bounded and places in use stay. */
const generationSize = 4096;
let young = new Map<string, Located>();
let old = new Map<string, Located>();

/**
 * Total and pure: the same words always give the same answer, whatever was asked before. The first call reads the data (tens of
 * milliseconds). The answer is shared and frozen.
 */
export function locate(place: PlaceWords): Located {
  const text = place.text ?? '';
  const city = place.city ?? '';
  const code = place.countryCode ?? '';
  const key = `${city.length} ${code.length} ${city}${code}${text}`;
  const known = young.get(key);
  if (known) return known;
  const answer = old.get(key) ?? read(text, city, code);
  // What is too long to be a place is not worth the memory either.
  if (key.length > 2 * longestPlace) return answer;
  if (young.size >= generationSize) {
    old = young;
    young = new Map();
  }
  young.set(key, answer);
  return answer;
}
