import { createHmac, type KeyObject, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Live secrets per client: enough to replace one without an outage, few enough to compare all of them each time. */
export const maxLiveSecrets = 5;

const prefix = 'mps_';
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A new secret: `mps_`, 32 random bytes in base64url, and 6 characters that follow from them (CRC-32 of all before, in base 62, as GitHub's tokens have). With these a scanner
 * can tell a leaked secret from noise without asking us.
 */
export function newPartnerSecret(): string {
  const body = `${prefix}${randomBytes(32).toString('base64url')}`;
  return `${body}${checkCharacters(body)}`;
}

/** Whether a text can be one of our secrets. Says nothing about whether it is. */
export function looksLikePartnerSecret(text: string): boolean {
  return /^mps_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/.test(text) && checkCharacters(text.slice(0, -6)) === text.slice(-6);
}

function checkCharacters(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < 6; i += 1) {
    text = `${digits[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** HMAC-SHA-256; a slow hash is for secrets that can be guessed, these hold 256 bits. */
export function hashPartnerSecret(pepper: KeyObject, secret: string): Buffer {
  return createHmac('sha256', pepper).update(secret).digest();
}
