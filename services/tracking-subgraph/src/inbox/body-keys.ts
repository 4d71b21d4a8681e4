import type { KeyObject } from 'node:crypto';
import { type DataKey, openKeyStore, parseKeyRing, type Sql } from '@milepost/service-kit';

/** Keys that seal raw bodies: one per month, wrapped in the table data_key. Erasing a key erases what it sealed. */
export interface BodyKeys {
  current(): { id: number; key: KeyObject };
  find(id: number): Promise<KeyObject>;
  /** Makes next month's key current when the month has changed. */
  refresh(now: Date): Promise<void>;
}

const purpose = 'inbox-body';

export async function loadBodyKeys({
  sql,
  masterKey,
  now,
}: {
  sql: Sql;
  masterKey: string;
  now: Date;
}): Promise<BodyKeys> {
  const store = await openKeyStore({ sql, table: 'tracking.data_key', ring: parseKeyRing(masterKey) });
  let current: DataKey;

  const refresh = async (at: Date) => {
    const month = `${at.toISOString().slice(0, 7)}-01`;
    if (current?.subject !== month) current = await store.get(purpose, month);
  };
  await refresh(now);
  return {
    current: () => current,
    refresh,
    async find(id) {
      const found = (await store.find([id])).get(id);
      if (!found) throw new Error(`data key ${id} was destroyed`);
      return found.key;
    },
  };
}
