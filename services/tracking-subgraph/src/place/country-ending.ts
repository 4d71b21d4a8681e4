import type { Gazetteer, Meaning } from './gazetteer.ts';
import { noise, type Part } from './place-words.ts';
import { townsIn } from './towns.ts';

/** The country or state that a text about a place ends with. */

/** Places with a code of their own that carriers also write under another country's: the town may lie in either. */
export const kin: Record<string, readonly string[]> = {
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

/** What the end of a text says, and the text without it. */
export interface Ending {
  /** Null when the end says nothing, or (`isOpen` false) when it says two things. */
  country: string | null;
  region: number;
  /** What stands before it. */
  rest: Part[];
  isOpen: boolean;
}

const longestName = 5;

/** "NEW YORK NY(USPS)", "Leipzig, Germany - Hub" and "MEMPHIS TN HUB" end with what they are, not with where. */
export function withoutNoise(parts: Part[], data: Gazetteer): Part[] {
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
export function endingOf(parts: Part[], known: string | null, isTown: boolean, data: Gazetteer): Ending {
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
export function narrowed(ending: Ending, data: Gazetteer): Ending {
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
export function withRegion(ending: Ending, country: string, data: Gazetteer): Ending {
  if (ending.region !== 0 || (country !== 'US' && country !== 'CA')) return ending;
  const inner = endingOf(ending.rest, country, true, data);
  return inner.country === country && inner.region !== 0 ? inner : ending;
}
