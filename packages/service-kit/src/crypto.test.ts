import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blindIndex, deriveKey, equalBytes, open, parseMasterKey, seal } from './crypto.ts';

const master = parseMasterKey(Buffer.alloc(32, 5).toString('base64'));
const key = deriveKey(master, 'test');

test('what was sealed opens with the same key and context only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), (plain) => {
      const sealed = seal(key, plain, 'a');
      expect(open(key, sealed, 'a')).toEqual(Buffer.from(plain));
      expect(() => open(key, sealed, 'b')).toThrow();
      expect(() => open(deriveKey(master, 'other'), sealed, 'a')).toThrow();
    }),
    { numRuns: 50 },
  );
});

test('one changed bit anywhere is noticed', () => {
  const sealed = seal(key, Buffer.from('twelve bytes'), 'a');
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] as number) ^ 1;
    expect(() => open(key, changed, 'a')).toThrow();
  }
});

test('no nonce comes twice, also beyond one pool', () => {
  const nonces = Array.from({ length: 3_000 }, () => seal(key, Buffer.alloc(1), 'a').subarray(0, 12).toString('hex'));
  expect(new Set(nonces).size).toBe(nonces.length);
});

test('purposes have keys of their own, and indexes need the key', () => {
  expect(blindIndex(key, 'x')).toEqual(blindIndex(deriveKey(master, 'test'), 'x'));
  expect(blindIndex(key, 'x')).not.toEqual(blindIndex(deriveKey(master, 'test2'), 'x'));
  expect(equalBytes(Buffer.from('a'), Buffer.from('ab'))).toBe(false);
});
