import { type DataKey, type KeyStore, open, type Sql, seal, type TransactionSql } from '@milepost/service-kit';

const purpose = 'document';
const monthOf = (at: Date) => `${at.toISOString().slice(0, 7)}-01`;
const contextOf = (column: string, row: string) => `tracking.${column}/${row}`;

export type SealedColumn = 'address_sealed' | 'body_sealed' | 'content_sealed';

/** Seals what proves or reports something of a parcel: one key a month, bound to column and row, as carriers' raw messages are. */
export function createDocumentSeal(store: KeyStore) {
  return {
    /** The key of this month. */
    keyOf: async (db: Sql | TransactionSql, now: Date): Promise<DataKey> =>
      (await store.getMany(db, purpose, [monthOf(now)])).get(monthOf(now)) as DataKey,
    seal: ({ key }: DataKey, column: SealedColumn, id: string, bytes: Uint8Array): Buffer =>
      seal(key, bytes, contextOf(column, id)),
    /** Null when its key was destroyed. */
    async open(keyId: number, column: SealedColumn, id: string, sealed: Uint8Array): Promise<Buffer | null> {
      const key = (await store.find([keyId])).get(keyId);
      return key ? open(key.key, sealed, contextOf(column, id)) : null;
    },
  };
}
export type DocumentSeal = ReturnType<typeof createDocumentSeal>;
