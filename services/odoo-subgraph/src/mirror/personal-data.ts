import { domainToASCII } from 'node:url';

/** For comparison only. No dots or +tags are removed: elsewhere those are different people. */
export function normaliseEmail(email: string): string {
  const text = email.trim().normalize('NFKC').toLowerCase();
  const at = text.lastIndexOf('@');
  return at < 0 ? text : `${text.slice(0, at)}@${domainToASCII(text.slice(at + 1)) || text.slice(at + 1)}`;
}

export function normalisePostcode(postcode: string): string {
  return postcode
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]+/g, '');
}

/** False for what is left of "-", "n/a"-like dashes or blanks: it is no postcode and no address, and knowing it proves nothing. */
export function provesSomething(normalised: string): boolean {
  return /[\p{L}\p{N}]/u.test(normalised);
}
