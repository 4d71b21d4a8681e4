import { createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPartnerSecret, looksLikePartnerSecret, newPartnerSecret } from './partner-secret.ts';

test('secrets are told from noise by themselves: every change of one character shows', () => {
  for (let round = 0; round < 50; round += 1) {
    const secret = newPartnerSecret();
    expect(secret).toMatch(/^mps_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/);
    expect(looksLikePartnerSecret(secret)).toBe(true);
    for (let i = 0; i < secret.length; i += 1) {
      const changed = `${secret.slice(0, i)}${secret[i] === 'x' ? 'y' : 'x'}${secret.slice(i + 1)}`;
      expect(looksLikePartnerSecret(changed), changed).toBe(false);
    }
  }
  expect(newPartnerSecret()).not.toBe(newPartnerSecret());
});

test('the check follows the documented rule', () => {
  // Computed with another implementation (Python's binascii.crc32).
  expect(looksLikePartnerSecret(`mps_${'A'.repeat(43)}4WKfa9`)).toBe(true);
});

test('the same secret under another pepper is another hash', () => {
  const [a, b] = [1, 2].map((n) => createSecretKey(Buffer.alloc(32, n)));
  const secret = newPartnerSecret();
  expect(hashPartnerSecret(a as never, secret)).toEqual(hashPartnerSecret(a as never, secret));
  expect(hashPartnerSecret(a as never, secret)).not.toEqual(hashPartnerSecret(b as never, secret));
});
