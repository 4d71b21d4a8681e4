import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';

/** One key-encryption key: 32 bytes in base64. Data keys are wrapped by it (`key-ring.ts`), nothing else hangs on it. */
export function parseMasterKey(base64: string): KeyObject {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 32) throw new Error('KEY_ENCRYPTION_KEY must be 32 bytes in base64');
  return createSecretKey(bytes);
}

export function deriveKey(master: KeyObject, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `milepost/${purpose}`, 32)));
}

// randomBytes(12) costs 1.7 us a call, a pool amortises it; each nonce is used once.
const pool = Buffer.alloc(12 * 1024);
let used = pool.length;
/** Twelve random bytes for one use. */
export function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 12;
  return Buffer.from(pool.subarray(used - 12, used));
}

/** AES-256-GCM: nonce 12 | ciphertext | tag 16. `context` (table, column, row) is authenticated, so a copied cell does not open. */
export function seal(key: KeyObject, plain: Uint8Array, context: string): Buffer {
  const iv = nonce();
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(Buffer.from(context));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the bytes, the key or the context do not fit. */
export function open(key: KeyObject, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 }).setAAD(
    Buffer.from(context),
  );
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** HMAC-SHA-256 for exact match on values that are not stored in plain. */
export function blindIndex(key: KeyObject, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}

/** Constant-time for equal lengths; lengths are not secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
