/** How gazetteer.bin is laid out, for scripts/generate-gazetteer.ts, which writes it, and gazetteer.ts, which reads it. */

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
export const unpackPopulation = (packed: number) => (packed % 1000) * 10 ** Math.floor(packed / 1000);
