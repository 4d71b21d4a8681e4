import countries from 'i18n-iso-countries';
import { type Checksum, checkCharacter } from './check-digits.ts';
import { type CourierFormat, compilePattern, isMatch } from './courier-file.ts';

/** What we know of a form beside its courier file. */
export interface FormatFacts {
  /** Our codes of the carriers that use it, the likeliest first; by the country of the issuing post where the form is the post's of any country. */
  carriers: readonly string[] | ((country: string) => readonly string[]);
  /** Of how many numbers with letters and digits in the same places one fits by chance: 10 for a check digit, 10 more for each fixed digit, 26 for a fixed letter. */
  oneIn: number;
  /** Numbers of characters it can have. */
  lengths: readonly number[];
  /** Where a barcode holds more than the number: its one group is what the carrier is asked for. */
  trackedAs?: RegExp;
  originCountry?: string;
  destinationCountry?: string;
  /** What the group CountryCode of its pattern says. */
  countryCodeIs?: 'ORIGIN' | 'DESTINATION';
  service?: string;
  /** Where its rule is published. */
  source: string;
}

export interface NumberFormat extends Omit<CourierFormat, 'id' | 'regex'>, FormatFacts {
  id: string;
  pattern: RegExp;
}

/** A number read as one form. */
export interface Reading {
  format: NumberFormat;
  /** What was read. */
  text: string;
  groups: Readonly<Record<string, string | undefined>>;
  checkDigit: 'RIGHT' | 'WRONG' | 'NONE';
}

/** Throws where the file's own pattern cannot be used. */
export function compileFormat(courierFormat: CourierFormat, facts: FormatFacts): NumberFormat {
  const { id, regex, ...rest } = courierFormat;
  const pattern = compilePattern(regex);
  const groups = new Set([...pattern.source.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name));
  const needed = ['SerialNumber', ...(rest.validation.checksum ? ['CheckDigit'] : [])];
  for (const group of [...needed, ...rest.additional.map((table) => table.regex_group_name)]) {
    if (!groups.has(group)) throw new Error(`${rest.name}: its pattern has no group ${group}`);
  }
  return { ...rest, ...facts, id: id ?? rest.name, pattern };
}

/** Null where the number has another form, or names what the form does not know (a country without a post). */
export function readAs(format: NumberFormat, number: string): Reading | null {
  const groups = format.pattern.exec(number)?.groups;
  if (!groups) return null;
  const required = new Set(format.validation.additional?.exists);
  for (const { name, regex_group_name, lookup } of format.additional) {
    if (required.has(name) && !lookup.some((entry) => isMatch(entry, groups[regex_group_name]))) return null;
  }
  return { format, text: number, groups, checkDigit: checkDigitOf(format, groups) };
}

function checkDigitOf({ validation }: NumberFormat, groups: Reading['groups']): Reading['checkDigit'] {
  const { checksum, serial_number_format: serialFormat } = validation;
  if (!checksum) return 'NONE';
  return checkCharacter(checksum as Checksum, serialOf(groups, serialFormat)) === groups['CheckDigit']
    ? 'RIGHT'
    : 'WRONG';
}

function serialOf(groups: Reading['groups'], serialFormat: CourierFormat['validation']['serial_number_format']) {
  const serial = groups['SerialNumber'] as string;
  const { matches_regex, content } = serialFormat?.prepend_if ?? {};
  return matches_regex !== undefined && new RegExp(matches_regex).test(serial) ? `${content}${serial}` : serial;
}

/** The first name that a table of the file gives to a group. */
export function nameOf({ format, groups }: Reading, group: string): string | undefined {
  for (const { regex_group_name, lookup } of format.additional) {
    if (regex_group_name !== group) continue;
    const entry = lookup.find((candidate) => isMatch(candidate, groups[group]));
    if (entry) return entry.name;
  }
  return undefined;
}

/** Countries that a number names by itself, ISO 3166-1 alpha-2; the pattern may hold them in letters or, as DPD does, in the digits of the same standard. */
export function countriesOf({ format, groups }: Reading): { originCountry?: string; destinationCountry?: string } {
  const {
    originCountry,
    destinationCountry = groups['DestinationZip'] && format.originCountry,
    countryCodeIs,
  } = format;
  const code = groups['CountryCode'];
  const named = code !== undefined && /\d/.test(code) ? countries.numericToAlpha2(code) : code;
  return {
    ...(originCountry === undefined ? {} : { originCountry }),
    ...(destinationCountry ? { destinationCountry } : {}),
    ...(named && countryCodeIs === 'ORIGIN' ? { originCountry: named } : {}),
    ...(named && countryCodeIs === 'DESTINATION' ? { destinationCountry: named } : {}),
  };
}

/** The carrier that handles the same parcel under the same number, as the file says and another reading of the number agrees. */
export function partnerOf({ format, groups }: Reading, readings: readonly Reading[]): string | undefined {
  for (const { partner_id, validation } of format.partners) {
    const agrees = validation?.matches_all.every((entry) => isMatch(entry, groups[entry.regex_group_name])) ?? true;
    const carriers = readings.find((other) => other.format.id === partner_id)?.format.carriers;
    if (agrees && Array.isArray(carriers)) return carriers[0];
  }
  return undefined;
}

/** Forms that fit less than one number in so many by chance say by themselves whose number it is. */
export const telling = 50;

/** Identifiers that some numbers of a form leave out (the routing code 420, the application identifier 92) make it rarer where they are written. */
export function rarity({ format, groups }: Reading): number {
  const optional = `${groups['RoutingApplicationId'] ?? ''}${groups['ApplicationIdentifier'] ?? ''}`;
  return format.oneIn * 10 ** optional.length;
}
