import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { blindIndex, deriveKey, nonce } from './crypto.ts';

/** A data key as cells name it. */
export interface FieldKey {
  /** Number of its row in data_key. */
  readonly id: number;
  readonly key: KeyObject;
}

const version = 1;
const headerLength = 5;
const textStart = headerLength + 12 + 16;

/**
 * A text as a cell of the database: version 1 | key id 4, big endian | nonce 12 | tag 16 | AES-256-GCM ciphertext, 33 bytes more than the text in UTF-8. Header and `context`
 * (schema.table.column/row id) are authenticated, so a copied cell does not open.
 */
export function sealField({ id, key }: FieldKey, text: string, context: string): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(version, 0);
  header.writeUInt32BE(id, 1);
  const iv = nonce();
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(authenticated(header, context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([header, iv, cipher.getAuthTag(), sealed]);
}

/** Which data key opens a cell. Throws when the bytes are no cell of a version that we know. */
export function fieldKeyId(sealed: Uint8Array): number {
  const bytes = asBuffer(sealed);
  if (bytes.length < textStart || bytes.readUInt8(0) !== version)
    throw new Error('a sealed field has an unknown version');
  return bytes.readUInt32BE(1);
}

/** Throws when bytes, key or context do not fit. */
export function openField(key: KeyObject, sealed: Uint8Array, context: string): string {
  const bytes = asBuffer(sealed);
  fieldKeyId(bytes);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(headerLength, headerLength + 12), {
    authTagLength: 16,
  }).setAAD(authenticated(bytes.subarray(0, headerLength), context));
  decipher.setAuthTag(bytes.subarray(headerLength + 12, textStart));
  return Buffer.concat([decipher.update(bytes.subarray(textStart)), decipher.final()]).toString('utf8');
}

const authenticated = (header: Uint8Array, context: string) => Buffer.concat([header, Buffer.from(context)]);
const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const markKeys = new WeakMap<KeyObject, KeyObject>();

/** The same 32 bytes for the same texts under the same key, and nothing to anybody without it: tells that sealed texts have changed without opening them. */
export function fieldMark({ key }: FieldKey, texts: readonly (string | null)[]): Buffer {
  let marking = markKeys.get(key);
  if (!marking) {
    marking = deriveKey(key, 'field-mark');
    markKeys.set(key, marking);
  }
  return blindIndex(marking, JSON.stringify(texts));
}
