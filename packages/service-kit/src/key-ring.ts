import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { deriveKey, open, parseMasterKey, seal } from './crypto.ts';
import { ConfigError } from './env.ts';

/** A key-encryption key: wraps data keys and nothing else. */
export interface KeyEncryptionKey {
  /** Follows from the key's bytes and tells nothing of them; stands beside each data key that it wraps, and in messages. */
  readonly id: string;
  readonly wrapping: KeyObject;
  /** What earlier versions used in place of a data key of that purpose. */
  legacy(purpose: string): KeyObject;
}

/** The installation's key-encryption keys. The first wraps what is new; the others only open what they wrapped. */
export interface KeyRing {
  readonly first: KeyEncryptionKey;
  readonly all: readonly KeyEncryptionKey[];
}

const split = (text: string) => text.split(',').map((part) => part.trim());

/** KEY_ENCRYPTION_KEY: 32 bytes in base64, several separated by commas while one is being replaced. */
export const keyRingVariable = z
  .string()
  .refine(
    (text) => split(text).every((part) => Buffer.from(part, 'base64').length === 32),
    'must be 32 bytes in base64; several keys are separated by commas',
  );

/** Throws when a part is not 32 bytes in base64; the config has checked that with `keyRingVariable`. */
export function parseKeyRing(text: string): KeyRing {
  const all = split(text).map((part): KeyEncryptionKey => {
    const bytes = parseMasterKey(part);
    return {
      id: deriveKey(bytes, 'key-id').export().toString('hex').slice(0, 16),
      wrapping: deriveKey(bytes, 'data-key'),
      legacy: (purpose) => deriveKey(bytes, purpose),
    };
  });
  return { first: all[0] as KeyEncryptionKey, all };
}

export interface WrappedKey {
  /** Id of the key-encryption key; null for a key that an earlier version wrapped. */
  kek: string | null;
  wrapped: Buffer;
}

/** Where a wrapped key stands: copied to another row it does not open. */
export interface KeyPlace {
  /** With its schema. */
  table: string;
  purpose: string;
  subject: string;
}

const contextOf = ({ table, purpose, subject }: KeyPlace) => `${table}/${purpose}/${subject}`;
/** Earlier versions did not name the table. */
const contextBefore = ({ purpose, subject }: KeyPlace) => `data_key/${purpose}/${subject}`;

export function wrapKey(ring: KeyRing, bytes: Uint8Array, place: KeyPlace): WrappedKey {
  return { kek: ring.first.id, wrapped: seal(ring.first.wrapping, bytes, contextOf(place)) };
}

/** Throws ConfigError naming the key-encryption key that is missing. */
export function unwrapKey(ring: KeyRing, { kek, wrapped }: WrappedKey, place: KeyPlace): Buffer {
  if (kek === null) {
    for (const { wrapping } of ring.all) {
      try {
        return open(wrapping, wrapped, contextBefore(place));
      } catch {
        // Wrapped by another one.
      }
    }
    throw new ConfigError(
      `KEY_ENCRYPTION_KEY lacks the key that wraps the data key ${place.purpose} ${place.subject} in ${place.table}, made by an earlier version: add it behind the others`,
    );
  }
  const key = ring.all.find(({ id }) => id === kek);
  if (!key) throw missingKey(kek, place.table);
  return open(key.wrapping, wrapped, contextOf(place));
}

export function missingKey(kek: string, table: string, count?: number): ConfigError {
  return new ConfigError(
    `KEY_ENCRYPTION_KEY lacks the key with the id ${kek}, which wraps ${count === undefined ? 'a data key' : `${count} data key(s)`} in ${table}: add it behind the first, run "npm run keys -- rewrap", then take it away`,
  );
}

/** What an installation of an earlier version used in place of a data key; of several key-encryption keys the last is the one it had. */
export function inheritedKey(ring: KeyRing, purpose: string): KeyObject {
  return (ring.all.at(-1) as KeyEncryptionKey).legacy(purpose);
}
