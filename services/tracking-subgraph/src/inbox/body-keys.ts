import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { deriveKey, open, parseMasterKey, type Sql, seal } from '@milepost/service-kit';

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
  const wrapping = deriveKey(parseMasterKey(masterKey), 'data-key');
  const known = new Map<number, KeyObject>();
  let current: { id: number; key: KeyObject; period: string };

  const unwrap = (id: number, period: string, wrapped: Buffer) => {
    const key = createSecretKey(open(wrapping, wrapped, `data_key/${purpose}/${period}`));
    known.set(id, key);
    return key;
  };
  const refresh = async (at: Date) => {
    const period = `${at.toISOString().slice(0, 7)}-01`;
    if (current?.period === period) return;
    await sql`insert into tracking.data_key (purpose, period, wrapped)
      values (${purpose}, ${period}, ${seal(wrapping, randomBytes(32), `data_key/${purpose}/${period}`)}) on conflict do nothing`;
    const [row] = await sql<
      { id: number; wrapped: Buffer }[]
    >`select id, wrapped from tracking.data_key where purpose = ${purpose} and period = ${period}`;
    if (!row) throw new Error('the data key just made is missing');
    current = { id: row.id, key: unwrap(row.id, period, row.wrapped), period };
  };
  await refresh(now);
  return {
    current: () => current,
    refresh,
    async find(id) {
      const hit = known.get(id);
      if (hit) return hit;
      const [row] = await sql<
        { period: string; wrapped: Buffer }[]
      >`select period::text, wrapped from tracking.data_key where id = ${id}`;
      if (!row) throw new Error(`data key ${id} was destroyed`);
      return unwrap(id, row.period, row.wrapped);
    },
  };
}
