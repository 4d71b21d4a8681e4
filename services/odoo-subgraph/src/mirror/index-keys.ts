import type { KeyObject } from 'node:crypto';
import { blindIndex, type KeyStore, type Sql } from '@milepost/service-kit';
import { indexVersionOf } from './generation.ts';

const columns = ['email', 'phone', 'postcode'] as const;
export type IndexedColumn = (typeof columns)[number];

/**
 * Keys of the blind indexes (HMAC-SHA-256): what lets us compare an e-mail address, a phone number or a postcode for equality without keeping it. Random, one per column and version.
 * While a new version is taken up, stored indexes are of either.
 */
export interface IndexKeys {
  /** Of what is stored from now on. */
  readonly version: number;
  /** For a row that is stored, under the newest key. */
  make(column: IndexedColumn, value: string): Buffer;
  /** Everything that may stand in a row for this value, newest first; always as many as there are versions. */
  candidates(column: IndexedColumn, value: string): Buffer[];
}

const purposeOf = (column: IndexedColumn) => `blind-index/${column}`;

/** Shared by all instances; made at the first start. */
export async function loadIndexKeys(keyStore: KeyStore): Promise<IndexKeys> {
  const known = await keyStore.list(purposeOf('email'));
  const versions = known.map(({ subject }) => Number(subject)).sort((a, b) => b - a);
  if (versions.length === 0) versions.push(1);
  const keys = new Map<IndexedColumn, KeyObject[]>();
  for (const column of columns) {
    const ofColumn: KeyObject[] = [];
    for (const version of versions) ofColumn.push((await keyStore.get(purposeOf(column), String(version))).key);
    keys.set(column, ofColumn);
  }
  const keysOf = (column: IndexedColumn) => keys.get(column) as KeyObject[];
  return {
    version: versions[0] as number,
    make: (column, value) => blindIndex(keysOf(column)[0] as KeyObject, value),
    candidates: (column, value) => keysOf(column).map((key) => blindIndex(key, value)),
  };
}

/**
 * Begins a new version of all index keys: processes that have started since read contacts from Odoo once more, because they know a higher generation (generation.ts). Versions before the one in
 * use are destroyed, with what is left of them at contacts that no longer come from Odoo. Answers the new version; null while contacts are still being read for the last change.
 */
export async function renewIndexKeys({ sql, keyStore }: { sql: Sql; keyStore: KeyStore }): Promise<number | null> {
  const { version } = await loadIndexKeys(keyStore);
  return sql.begin(async (tx) => {
    const [cursor] = await tx<
      { generation: number; loaded: number }[]
    >`select generation, loaded_generation as loaded from odoo.sync_cursor where model = 'res.partner' for update`;
    const isTakenUp = cursor?.generation === cursor?.loaded && indexVersionOf(cursor?.loaded ?? 0) === version;
    const [contact] = await tx`select 1 from odoo.partner limit 1`;
    if (contact && !isTakenUp) return null;
    // What the reload did not find says nothing already; a contact that did not fit still has indexes of before.
    await tx`update odoo.partner set email_index = null, phone_index = null, postcode_index = null, index_version = ${version} where index_version < ${version}`;
    for (const column of columns) {
      for (const { subject } of await keyStore.list(purposeOf(column)))
        if (Number(subject) < version) await keyStore.destroy(tx, purposeOf(column), subject);
      await keyStore.getMany(tx, purposeOf(column), [String(version + 1)]);
    }
    return version + 1;
  });
}
