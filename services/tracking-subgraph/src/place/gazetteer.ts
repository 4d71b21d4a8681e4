import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { alpha2 } from './country-codes.ts';

/**
 * Where a carrier's words about a place lie, from a list of towns that is read once (gazetteer.bin: GeoNames, see NOTICE.md; made by
 * scripts/generate-gazetteer.ts). No answer is a guess: each field is null unless the words leave one reading.
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

// ---- Words ----------------------------------------------------------------------------------------------------------------------------

/** States and provinces by which carriers narrow a town; the order is that of the region column. GeoNames writes Canada's with numbers. */
export const regions = [
  ...`
  AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
  DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas,
  KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi,
  MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York,
  NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island,
  SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington,
  WV West Virginia, WI Wisconsin, WY Wyoming
`
    .split(/,\s/)
    .map((line) => line.trim())
    .map((line) => ({ country: 'US', code: line.slice(0, 2), geonames: line.slice(0, 2), name: line.slice(3) })),
  ...`
  AB 01 Alberta, BC 02 British Columbia, MB 03 Manitoba, NB 04 New Brunswick, NL 05 Newfoundland, NS 07 Nova Scotia,
  ON 08 Ontario, PE 09 Prince Edward Island, QC 10 Quebec, SK 11 Saskatchewan, YT 12 Yukon,
  NT 13 Northwest Territories, NU 14 Nunavut
`
    .split(/,\s/)
    .map((line) => line.trim())
    .map((line) => ({ country: 'CA', code: line.slice(0, 2), geonames: line.slice(3, 5), name: line.slice(6) })),
];

/** Places with a code of their own that carriers also write under another country's: the town may lie in either. */
const kin: Record<string, readonly string[]> = {
  CN: ['HK', 'MO', 'TW'],
  DK: ['FO', 'GL'],
  FI: ['AX'],
  FR: ['GP', 'MQ', 'GF', 'RE', 'YT'],
  GB: ['JE', 'GG', 'IM', 'GI'],
  NL: ['CW', 'AW', 'SX', 'BQ'],
  US: ['PR', 'GU', 'VI', 'AS', 'MP'],
};

/** Here the country's name is as precise as a town's. */
const cityStates = new Set(['GI', 'HK', 'MC', 'MO', 'SG', 'VA']);

/** "Hamburg-Altona": the town comes first. Elsewhere a hyphen joins one name. */
const hyphenBeforeDistrict = new Set(['AT', 'CH', 'DE']);

/** Words around a town's name, folded. A text of nothing else names no town, even where a town is called so. */
const noise = new Set(
  `airport aeroport aeropuerto aeroporto flughafen airfield air hub hubs depot depots depo dc fc sc isc hwc gateway gtw
  sorting sort sortation sorted center centre centro centrum zentrum central centrale facility facilities site
  distribution distributie logistics logistic logistik logistique international intl inter national domestic regional
  region local warehouse terminal term station stn office offices post postal poste poczta posta posten correos mail
  mailing parcel parcels paket pakete pakketten colis package packages paketzentrum briefzentrum zustellbasis
  zustellstuetzpunkt zustellstutzpunkt verteilzentrum frachtzentrum sortiercenter sorteercentrum pakketcentrum niederlassung
  filiale agence agencia bureau plateforme plate forme tri delivery deliveries pickup pick up drop locker
  packstation shop store service services servicepoint customs zoll douane aduana import export cargo freight ramp unit
  processing processed operations operation ops exchange transit in out origin destination network carrier courier
  express economy online web system electronic unknown unbekannt inconnu desconocido none null na nil undefined other
  various abroad overseas area zone district districts sector county province provincie prefecture arrondissement
  city town township village municipality municipio gemeinde stadt ville mitte nord sud sued ost north south east west
  cedex apo fpo box pob shi qu ku si gu the of de du der at and und home house building
  arrival arrived departed departure received shipment sender recipient customer address gmbh ag ltd inc llc sa sas bv
  dhl ups fedex dpd gls hermes tnt usps royalmail postnl bpost dpdgroup evri yodel chronopost colissimo ctt seur mrw
  yunexpress cainiao ems`.split(/\s+/),
);

const letters: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ə: 'e',
  ħ: 'h',
};

/** Words of any script, in lower case, without accents; "Saint", "Sankt" and "Sint" are "st". Total. */
function fold(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøæœłđðþıəħ]/g, (letter) => letters[letter] as string)
    .replace(/['’‘ʼ`´"]+/g, '')
    .replace(/(?<![\p{L}\p{N}])(\p{L})\./gu, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word === 'saint' || word === 'sankt' || word === 'sint' ? 'st' : word));
}

const hasDigit = (word: string) => /\p{N}/u.test(word);

/** A name as the data spells it: folded words in one piece ("stgallen"), so that "Shen Zhen" and "Shenzhen" are one. */
export function nameKey(text: string): string {
  return fold(text)
    .filter((word) => !hasDigit(word))
    .join('');
}

/** One stretch of a text between commas, slashes or brackets. */
interface Part {
  words: string[];
  /** Words before the first hyphen, where there is one. */
  head: string[] | null;
  hasPostalCode: boolean;
  /** Parts of one group stood between the same commas: "Frankfurt (Oder)". */
  group: number;
}

/** Longer is prose, and prose names towns that the parcel is not in. */
const longestPlace = 160;
const prefixedPostalCode =
  /(?<![\p{L}\p{N}])(?:[A-Z][ -]?|(?:AT|BE|CH|CZ|DE|DK|FI|FR|HR|LT|LU|LV|NL|PL|RO|SE|SI|SK)-)\d{4,6}(?!\d)/giu;
const dutchPostalCode = /(?<!\d)\d{4} ?[A-Z]{2}(?=\s+\p{L})/gu;

function partsOf(text: string): Part[] {
  if (text.length > longestPlace) return [];
  const parts: Part[] = [];
  let group = 0;
  for (const stretch of text.split(/[,;\n\r\t，、；]| [-–—|·>] /u)) {
    group += 1;
    for (const raw of stretch.split(/[/()[\]|·（）]/u)) {
      const plain = raw.replace(prefixedPostalCode, ' 00000 ').replace(dutchPostalCode, ' 00000 ');
      const all = fold(plain);
      const words = all.filter((word) => !hasDigit(word));
      if (words.length === 0) continue;
      const hyphen = plain.search(/\p{L}-\p{L}/u);
      const head = hyphen > 0 ? fold(plain.slice(0, hyphen + 1)).filter((word) => !hasDigit(word)) : null;
      parts.push({ words, head, hasPostalCode: all.some((word) => /^\d{4,6}$/.test(word)), group });
    }
  }
  return parts;
}

// ---- Data -----------------------------------------------------------------------------------------------------------------------------

/** A row is one name of one town; a town with three names has three rows. */
export const rowKind = { name: 0, district: 1, shortened: 2 } as const;

/** What stands in front of the columns. `keys` and `rows` count distinct names and rows. */
export interface GazetteerHeader {
  keys: number;
  rows: number;
  /** Bytes of all names together. */
  keyBytes: number;
  /** Alpha-2; the country column points here. */
  countries: string[];
  /** IANA zones by country: alone when all of it keeps one time; the zone column points into it, 255 for "not sure". */
  zones: Record<string, string[]>;
  /** Folded names of a country in many languages. */
  names: Record<string, string[]>;
  alpha3: Record<string, string>;
}

/** Columns in the order of the file, little-endian, with their bytes per entry. */
export const columns = {
  keyLength: 1,
  rowCount: 2,
  population: 2,
  latitude: 2,
  longitude: 2,
  country: 1,
  region: 1,
  zone: 1,
  kind: 1,
};

/** People as 16 bits: three digits and a power of ten. */
export const packPopulation = (people: number): number => {
  let power = 0;
  let digits = people;
  for (; Math.round(digits) >= 1000; digits /= 10) power += 1;
  return power * 1000 + Math.round(digits);
};
const unpackPopulation = (packed: number) => (packed % 1000) * 10 ** Math.floor(packed / 1000);

interface Row {
  country: string;
  /** Index in `regions`, plus one; 0 where there is none. */
  region: number;
  kind: number;
  people: number;
  latitude: number;
  longitude: number;
  timeZone: string | null;
}

interface Meaning {
  country: string;
  region: number;
}

interface Gazetteer {
  rowsOf(key: string): readonly Row[];
  zones: Map<string, readonly string[]>;
  /** What a name or a code at the end of a text may stand for. */
  meanings: Map<string, { isCode: boolean; of: Meaning[] }>;
  regionNames: Map<string, string>;
}

let loaded: Gazetteer | null = null;

function gazetteer(): Gazetteer {
  loaded ??= load();
  return loaded;
}

function load(): Gazetteer {
  const bytes = brotliDecompressSync(readFileSync(new URL('gazetteer.bin', import.meta.url)));
  const headerEnd = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, headerEnd)) as GazetteerHeader;
  const keys = bytes.subarray(headerEnd, headerEnd + header.keyBytes);
  let at = headerEnd + header.keyBytes;
  const column = (name: keyof typeof columns, count: number): DataView => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * columns[name]);
    at += count * columns[name];
    return view;
  };
  const keyLength = column('keyLength', header.keys);
  const rowCount = column('rowCount', header.keys);
  const population = column('population', header.rows);
  const latitude = column('latitude', header.rows);
  const longitude = column('longitude', header.rows);
  const country = column('country', header.rows);
  const region = column('region', header.rows);
  const zone = column('zone', header.rows);
  const kind = column('kind', header.rows);

  const keyStart = new Uint32Array(header.keys + 1);
  const rowStart = new Uint32Array(header.keys + 1);
  for (let i = 0; i < header.keys; i += 1) {
    keyStart[i + 1] = (keyStart[i] as number) + keyLength.getUint8(i);
    rowStart[i + 1] = (rowStart[i] as number) + rowCount.getUint16(i * 2, true);
  }

  /** Negative when the searched key sorts before key number `i`. */
  const compare = (key: string, i: number): number => {
    const start = keyStart[i] as number;
    const length = (keyStart[i + 1] as number) - start;
    for (let j = 0; j < length && j < key.length; j += 1) {
      const difference = key.charCodeAt(j) - (keys[start + j] as number);
      if (difference !== 0) return difference;
    }
    return key.length - length;
  };

  const zones = new Map(Object.entries(header.zones));
  const rowAt = (i: number): Row => {
    const code = header.countries[country.getUint8(i)] as string;
    return {
      country: code,
      region: region.getUint8(i),
      kind: kind.getUint8(i),
      people: unpackPopulation(population.getUint16(i * 2, true)),
      latitude: latitude.getInt16(i * 2, true) / 100,
      longitude: longitude.getInt16(i * 2, true) / 100,
      timeZone: zones.get(code)?.[zone.getUint8(i)] ?? null,
    };
  };

  const meanings: Gazetteer['meanings'] = new Map();
  const mean = (key: string, isCode: boolean, meaning: Meaning) => {
    const known = meanings.get(key) ?? { isCode, of: [] };
    if (known.of.some(({ country, region }) => country === meaning.country && region === meaning.region)) return;
    known.of.push(meaning);
    meanings.set(key, known);
  };
  for (const [code, names] of Object.entries(header.names))
    for (const name of names) mean(name, name.length <= 3, { country: code, region: 0 });
  for (const [code, three] of Object.entries(header.alpha3)) {
    mean(code.toLowerCase(), true, { country: code, region: 0 });
    mean(three.toLowerCase(), true, { country: code, region: 0 });
  }
  const regionNames = new Map<string, string>();
  regions.forEach(({ country, code, name }, index) => {
    mean(code.toLowerCase(), true, { country, region: index + 1 });
    mean(nameKey(name), false, { country, region: index + 1 });
    regionNames.set(nameKey(name), country);
  });

  return {
    zones,
    meanings,
    regionNames,
    rowsOf(key) {
      let low = 0;
      let high = header.keys - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const difference = compare(key, middle);
        if (difference === 0) {
          const rows: Row[] = [];
          for (let i = rowStart[middle] as number; i < (rowStart[middle + 1] as number); i += 1) rows.push(rowAt(i));
          return rows;
        }
        if (difference < 0) high = middle - 1;
        else low = middle + 1;
      }
      return [];
    },
  };
}

// ---- Towns ----------------------------------------------------------------------------------------------------------------------------

/** Names that a text may give its town, the fullest first: "Kansas City Hub", "Kansas City", "Kansas". */
function* namesIn(words: readonly string[]): Generator<string> {
  const latin = words.filter((word) => /^[a-z]+$/.test(word));
  let leading = 0;
  while (leading < latin.length && noise.has(latin[leading] as string)) leading += 1;
  if (leading === latin.length) return;
  let trailing = 0;
  while (noise.has(latin[latin.length - 1 - trailing] as string)) trailing += 1;
  for (let stripped = 0; stripped <= leading + trailing; stripped += 1)
    for (let end = Math.min(stripped, trailing); end >= 0 && stripped - end <= leading; end -= 1)
      yield latin.slice(stripped - end, latin.length - end).join('');
}

interface Namesakes {
  key: string;
  rows: readonly Row[];
  /** Only the words before a hyphen are called so, and only large towns have districts. */
  isHead: boolean;
}

/**
 * Places by name, the likeliest name first. The town is the first stretch that is more than "Sorting centre", or one behind a postal code;
 * the others may be regions, which are called like their capitals.
 */
function townsIn(parts: readonly Part[], data: Gazetteer): Namesakes[] {
  const found: Namesakes[] = [];
  const first = parts.find(({ words }) => words.some((word) => !noise.has(word)));
  if (!first) return found;
  const whole = parts.filter(({ group }) => group === first.group);
  const stretches = parts.filter((part) => part === first || part.hasPostalCode).map(({ words }) => words);
  if (whole.length > 1) stretches.unshift(whole.flatMap(({ words }) => words));
  const seen = new Set<string>();
  for (const words of stretches)
    for (const key of namesIn(words)) {
      // Two letters are a code or an abbreviation.
      if (key.length < 3 || seen.has(key)) continue;
      seen.add(key);
      const rows = data.rowsOf(key);
      if (rows.length > 0) found.push({ key, rows, isHead: false });
    }
  for (const key of first.head ? namesIn(first.head) : []) {
    if (key.length < 3 || seen.has(key)) continue;
    const rows = data.rowsOf(key).filter((row) => hyphenBeforeDistrict.has(row.country) && row.people >= 100_000);
    if (rows.length > 0) found.push({ key, rows, isHead: true });
  }
  return found;
}

/** Within this, it does not matter which of them is meant. */
const nearKm = 30;

const earthRadiusKm = 6371;
function distanceKm(a: Row, b: Row): number {
  const radians = Math.PI / 180;
  const x = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  const y = (b.latitude - a.latitude) * radians;
  return Math.hypot(x, y) * earthRadiusKm;
}

const sum = (rows: readonly Row[]) => rows.reduce((total, { people }) => total + people, 0);
const largestOf = (rows: readonly Row[]) => rows.reduce((best, row) => (row.people > best.people ? row : best));

/** The one that a bare name means: the only one, one of a cluster, or one that dwarfs the others. */
function sureOf(rows: readonly Row[]): Row | null {
  if (rows.length === 0) return null;
  const largest = largestOf(rows);
  if (rows.every((row) => distanceKm(row, largest) <= nearKm)) return largest;
  return largest.people >= 100_000 && largest.people >= 20 * (sum(rows) - largest.people) ? largest : null;
}

/** `rows` are the places of that name in one country, narrowed to a state where one was given. */
function townAmong(rows: readonly Row[], key: string, hasRegion: boolean): Row | null {
  const shortened = rows.filter(({ kind }) => kind === rowKind.shortened);
  const full = rows.filter(({ kind }) => kind !== rowKind.shortened);
  // "Landsberg" is a small town's full name and what people call Landsberg am Lech, the larger one.
  const town = sureOf(full.length > 0 ? full : shortened);
  if (!town) return null;
  if (full.length === 0 && town.people < 20_000) return null;
  const rivals = shortened.filter((row) => distanceKm(row, town) > nearKm);
  if (full.length > 0 && town.people < sum(rivals)) return null;
  // Districts are called alike in many cities, and the data has few of them.
  if (town.kind === rowKind.district && !hasRegion && town.people < 100_000) return null;
  // Three letters are as likely the code of an airport.
  if (key.length === 3 && town.people < 50_000) return null;
  return town;
}

/** The country of a town that has its name nearly to itself. */
function countryByName(rows: readonly Row[], key: string): string | null {
  const largest = largestOf(rows);
  if (key.length === 3 || largest.kind !== rowKind.name) return null;
  const elsewhere = rows.filter(({ country }) => country !== largest.country);
  if (elsewhere.length === 0) return largest.people >= 50_000 ? largest.country : null;
  return largest.people >= 500_000 && largest.people >= 50 * sum(elsewhere) ? largest.country : null;
}

// ---- Countries ------------------------------------------------------------------------------------------------------------------------

interface Ending {
  /** Null when the end says nothing, or (`isOpen` false) when it says two things. */
  country: string | null;
  region: number;
  /** What stands before it. */
  rest: Part[];
  isOpen: boolean;
}

const longestName = 5;

/** "NEW YORK NY(USPS)", "Leipzig, Germany - Hub" and "MEMPHIS TN HUB" end with what they are, not with where. */
function withoutNoise(parts: Part[], data: Gazetteer): Part[] {
  const says = (word: string) => !noise.has(word) || data.meanings.has(word);
  let end = parts.length;
  while (end > 1 && !parts[end - 1]?.words.some(says)) end -= 1;
  const last = parts[end - 1];
  if (!last || data.rowsOf(last.words.join('')).length > 0) return parts.slice(0, end);
  const kept = last.words.findLastIndex((word) => says(word) || word === 'city') + 1;
  return kept === 0 ? parts.slice(0, end) : [...parts.slice(0, end - 1), { ...last, words: last.words.slice(0, kept) }];
}

/**
 * The country or state at the end of a text. A code must agree with the town before it, because most codes stand for several things:
 * "Memphis, TN" is not Tunisia, "Bern, BE" not Belgium, "Genève, GE" not Georgia. `known` is a country that was given with the text; `isTown`
 * says that the text is a town's name before anything else.
 */
function endingOf(parts: Part[], known: string | null, isTown: boolean, data: Gazetteer): Ending {
  const nothing: Ending = { country: null, region: 0, rest: parts, isOpen: true };
  const last = parts.at(-1);
  if (!last) return nothing;
  for (let count = Math.min(longestName, last.words.length); count > 0; count -= 1) {
    const key = last.words.slice(-count).join('');
    const entry = data.meanings.get(key);
    if (!entry) continue;
    const isAlone = count === last.words.length;
    const before = isAlone ? [] : [{ ...last, words: last.words.slice(0, -count) }];
    const rest = [...parts.slice(0, -1), ...before];
    const take = ({ country, region }: Meaning): Ending => ({ country, region, rest, isOpen: true });

    if (rest.length === 0) {
      // The text is nothing but this. A bare code may be an airport's; a state may share its name with a country.
      if (entry.isCode) return nothing;
      const [region] = entry.of;
      if (!known && entry.of.length === 1 && region && region.region !== 0)
        return { ...nothing, country: isTownElsewhere(key, region.country, data) ? null : region.country };
      const named = entry.of.find(({ country, region }) => region === 0 && (!known || country === known));
      if (!known && entry.of.length > 1) return { ...nothing, isOpen: false };
      if (!named) return nothing;
      return { ...take(named), rest: isTown || cityStates.has(named.country) ? parts : [] };
    }
    // "East Jordan" is a town.
    if (!isAlone && !entry.isCode && data.rowsOf(last.words.join('')).length > 0) return nothing;

    const towns = townsIn(rest, data);
    const fits = (meaning: Meaning) =>
      towns.some(({ rows }) =>
        rows.some((row) => row.country === meaning.country && (!meaning.region || row.region === meaning.region)),
      ) ||
      (meaning.region === 0 && rest.some(({ words }) => data.regionNames.get(words.join('')) === meaning.country));
    const own = known ? entry.of.filter(({ country }) => country === known) : [];
    const [mine] = own.filter(fits).concat(isAlone ? own : []);
    if (mine) return take(mine);
    const [single] = entry.of;
    if (!entry.isCode && entry.of.length === 1 && single) return take(single);
    const fitting = entry.of.filter(fits);
    const [fit] = fitting;
    if (fit && fitting.length === 1) return take(fit);
    if (fitting.length > 1 || !entry.isCode) return { ...nothing, isOpen: false };
    // The town is in no list: the code alone counts if it can mean one thing only. A state's needs its postal code, others have such states too.
    if (
      towns.every(({ isHead }) => isHead) &&
      isAlone &&
      entry.of.length === 1 &&
      single &&
      (single.region === 0 || last.hasPostalCode)
    )
      return take(single);
    return nothing;
  }
  return nothing;
}

/** "Ontario" is a Canadian province and a town in California; "Washington" a state and a town in England. */
function isTownElsewhere(key: string, country: string, data: Gazetteer): boolean {
  return data.rowsOf(key).some((row) => row.country !== country && row.people >= 50_000);
}

/** "Hong Kong, China" and "San Juan, Puerto Rico, USA": the narrower of two countries. */
function narrowed(ending: Ending, data: Gazetteer): Ending {
  const inner = ending.country && ending.region === 0 ? kin[ending.country] : undefined;
  const last = ending.rest.at(-1);
  const entry = inner && last ? data.meanings.get(last.words.join('')) : undefined;
  const country = entry && !entry.isCode ? entry.of.find((meaning) => inner?.includes(meaning.country))?.country : null;
  if (!country) return ending;
  return {
    ...ending,
    country,
    rest: ending.rest.length > 1 || !cityStates.has(country) ? ending.rest.slice(0, -1) : ending.rest,
  };
}

/** The state that stands between town and country: "Memphis, TN, US". */
function withRegion(ending: Ending, country: string, data: Gazetteer): Ending {
  if (ending.region !== 0 || (country !== 'US' && country !== 'CA')) return ending;
  const inner = endingOf(ending.rest, country, true, data);
  return inner.country === country && inner.region !== 0 ? inner : ending;
}

// ---- Answer ---------------------------------------------------------------------------------------------------------------------------

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

function townOf(endings: Ending[], countryCode: string, territories: readonly string[], data: Gazetteer): Row | null {
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
