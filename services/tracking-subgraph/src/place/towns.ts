import type { Gazetteer, TownRow } from './gazetteer.ts';
import { rowKind } from './gazetteer-format.ts';
import { noise, type Part } from './place-words.ts';

/** Which towns a text may name, and which of several of one name it means. */

/** "Hamburg-Altona": the town comes first. Elsewhere a hyphen joins one name. */
const hyphenBeforeDistrict = new Set(['AT', 'CH', 'DE']);

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
  rows: readonly TownRow[];
  /** Only the words before a hyphen are called so, and only large towns have districts. */
  isHead: boolean;
}

/**
 * Places by name, the likeliest name first. The town is the first stretch that is more than "Sorting centre", or one behind a postal code;
 * the others may be regions, which are called like their capitals.
 */
export function townsIn(parts: readonly Part[], data: Gazetteer): Namesakes[] {
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
function distanceKm(a: TownRow, b: TownRow): number {
  const radians = Math.PI / 180;
  const x = (b.longitude - a.longitude) * radians * Math.cos(((a.latitude + b.latitude) / 2) * radians);
  const y = (b.latitude - a.latitude) * radians;
  return Math.hypot(x, y) * earthRadiusKm;
}

const sum = (rows: readonly TownRow[]) => rows.reduce((total, { people }) => total + people, 0);
const largestOf = (rows: readonly TownRow[]) => rows.reduce((best, row) => (row.people > best.people ? row : best));

/** The one that a bare name means: the only one, one of a cluster, or one that dwarfs the others. */
function sureOf(rows: readonly TownRow[]): TownRow | null {
  if (rows.length === 0) return null;
  const largest = largestOf(rows);
  if (rows.every((row) => distanceKm(row, largest) <= nearKm)) return largest;
  return largest.people >= 100_000 && largest.people >= 20 * (sum(rows) - largest.people) ? largest : null;
}

/** `rows` are the places of that name in one country, narrowed to a state where one was given. */
export function townAmong(rows: readonly TownRow[], key: string, hasRegion: boolean): TownRow | null {
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
export function countryByName(rows: readonly TownRow[], key: string): string | null {
  const largest = largestOf(rows);
  if (key.length === 3 || largest.kind !== rowKind.name) return null;
  const elsewhere = rows.filter(({ country }) => country !== largest.country);
  if (elsewhere.length === 0) return largest.people >= 50_000 ? largest.country : null;
  return largest.people >= 500_000 && largest.people >= 50 * sum(elsewhere) ? largest.country : null;
}
