import { createHash } from 'node:crypto';

/** A picture or paper that a provider holds at an address of its own. */
export interface ToldDocument {
  kind: 'PHOTO' | 'SIGNATURE' | 'DOCUMENT';
  url: string;
}

/** Of one shipment: proofs have two or three. */
export const maxDocuments = 8;
const maxAddress = 2_000;

/** What only signs an address, and changes with each telling: Amazon, Google, Azure, CloudFront, and plain words for it. */
const signing =
  /^(x-amz-.*|x-goog-.*|awsaccesskeyid|expires?|expiry|signature|sig|hmac|key-pair-id|policy|token|access_token|googleaccessid|se|st|sp|sv|sr|skoid|sktid|skt|ske|sks|skv)$/i;

/** An address that may be asked for: http or https, without user; null otherwise. Where it may lead is looked at when it is fetched. */
export function readDocumentUrl(text: string | null | undefined): string | null {
  const given = text?.trim() ?? '';
  if (given.length === 0 || given.length > maxAddress || !URL.canParse(given)) return null;
  const url = new URL(given);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) return null;
  url.hash = '';
  return url.href;
}

/** Which document an address names: the same one when only its signature is another. 32 bytes. */
export function addressKey(url: string): Buffer {
  const { origin, pathname, searchParams } = new URL(url);
  const rest = [...searchParams]
    .filter(([name]) => !signing.test(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash('sha256')
    .update(JSON.stringify([origin, pathname, rest]))
    .digest();
}
