import { domainToASCII } from 'node:url';
import { type CountryCode, getCountries, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** For comparison only. No dots or +tags are removed: elsewhere those are different people. */
export function normaliseEmail(email: string): string {
  const text = email.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${text.slice(0, at)}@${domainToASCII(text.slice(at + 1)) || text.slice(at + 1)}`;
}

export function normalisePostcode(postcode: string): string {
  return postcode
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]+/g, '')
    .normalize('NFKC');
}

/**
 * E.164 without extension, for comparison. `country` (ISO 3166-1 alpha-2) is the address's; a national number without one could be anybody's and gives null, as
 * does what can be no phone number.
 */
export function normalisePhone(phone: string, country: string | null): string | null {
  const region = country !== null && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const number = parsePhoneNumberFromString(phone.normalize('NFKC').slice(0, 100), region);
  return number?.isPossible() ? number.number : null;
}

/** What somebody may mean by a phone number, in E.164: one number with its country code, for a national number one of each country where it is one. */
export function everyPhone(phone: string): string[] {
  const known = normalisePhone(phone, null);
  if (known !== null) return [known];
  return [...new Set(getCountries().flatMap((country) => normalisePhone(phone, country) ?? []))];
}

/** False for what is left of "-", "n/a"-like dashes or blanks: it is no postcode and no address, and knowing it proves nothing. */
export function provesSomething(normalised: string): boolean {
  return /[\p{L}\p{N}]/u.test(normalised);
}
