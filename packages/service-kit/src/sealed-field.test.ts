import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldKeyId, openField, sealField } from './sealed-field.ts';

const key = createSecretKey(Buffer.alloc(32, 5));
const other = createSecretKey(Buffer.alloc(32, 6));

test('what is stored stays readable: version 1, key 7, nonce, tag, ciphertext, as OpenSSL and WebCrypto made them', () => {
  const stored = Buffer.from(
    '0100000007000102030405060708090a0bc2736997de9e48f98cafe6221cf66eeabbc0e8e92b3f0dfdf2cf54d9b4f8bf',
    'hex',
  );
  expect(fieldKeyId(stored)).toBe(7);
  expect(openField(key, stored, 'odoo.partner.email_sealed/46')).toBe('ann@example.com');
});

test('any text comes back, with its own key and at its own place only', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      (text, id) => {
        const sealed = sealField({ id, key }, text, 'a/1');
        expect(sealed).toHaveLength(33 + Buffer.byteLength(text));
        expect(fieldKeyId(sealed)).toBe(id);
        expect(openField(key, sealed, 'a/1')).toBe(text);
        expect(() => openField(key, sealed, 'a/2')).toThrow();
        expect(() => openField(other, sealed, 'a/1')).toThrow();
      },
    ),
    { numRuns: 100 },
  );
});

test('one changed bit anywhere is noticed, the header included', () => {
  const sealed = sealField({ id: 7, key }, 'twelve bytes', 'a/1');
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] as number) ^ 1;
    expect(() => openField(key, changed, 'a/1'), `byte ${i}`).toThrow();
  }
  expect(() => openField(key, sealed.subarray(0, 20), 'a/1')).toThrow('unknown version');
});

test('the same text is never stored alike', () => {
  const cells = Array.from({ length: 500 }, () => sealField({ id: 7, key }, 'x', 'a/1').toString('hex'));
  expect(new Set(cells).size).toBe(500);
});
