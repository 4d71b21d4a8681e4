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
