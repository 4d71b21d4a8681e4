import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { type KeyRing, missingKey, unwrapKey, type WrappedKey, wrapKey } from './key-ring.ts';
import type { FieldKey } from './sealed-field.ts';

/** Tables of one shape. Customers' keys stand apart, so that backups can leave them out. */
export const keyTables = ['auth.data_key', 'odoo.data_key', 'odoo.customer_key', 'tracking.data_key'] as const;
export type KeyTable = (typeof keyTables)[number];

/** A key that a process uses: its row's number, what it is for, and the key itself. */
export interface DataKey extends FieldKey {
  readonly purpose: string;
  /** What it serves within its purpose: a month, a customer account; '' where there is one key for everything. */
  readonly subject: string;
}

type Db = Sql | TransactionSql;

/**
 * The data keys of one table: 32 random bytes each, wrapped by a key-encryption key. Nothing but wrapping is done with the key-encryption keys, so
 * they can be replaced while every stored value, hash and index stays as it is. To destroy a key is to destroy what it sealed.
 */
export interface KeyStore {
  /** The key of a purpose, made at the first call, the same for all instances. `initial`: its bytes when it is made now, in place of random ones (what earlier versions derived). */
  get(purpose: string, subject?: string, options?: { initial?: KeyObject | undefined }): Promise<DataKey>;
  /** Keys of many subjects, the missing ones made in one statement. Within `tx`, so that they come with what they seal. */
  getMany(tx: Db, purpose: string, subjects: readonly string[]): Promise<Map<string, DataKey>>;
  /** All keys of a purpose, oldest first; none are made. */
  list(purpose: string): Promise<DataKey[]>;
  /** By number; those that were destroyed are missing from the answer. Keys in use are remembered for some minutes. `tx`: for callers who hold a connection already. */
  find(ids: readonly number[], tx?: Db): Promise<Map<number, DataKey>>;
  destroy(tx: Db, purpose: string, subject: string): Promise<boolean>;
}

interface Row extends WrappedKey {
  id: number;
  purpose: string;
  subject: string;
}

const rememberedMs = 300_000;
const maxRemembered = 20_000;

/** Throws ConfigError when a key-encryption key that is needed is missing. */
export async function openKeyStore({
  sql,
  table,
  ring,
  now = Date.now,
}: {
  sql: Sql;
  table: KeyTable;
  ring: KeyRing;
  now?: () => number;
}): Promise<KeyStore> {
  const columns = 'id::int, purpose, subject, kek, wrapped';
  const remembered = new Map<number, { key: DataKey; until: number }>();

  const unwrap = (row: Row): DataKey => {
    const hit = recall(row.id);
    if (hit) return hit;
    const { id, purpose, subject } = row;
    const key = { id, purpose, subject, key: createSecretKey(unwrapKey(ring, row, { table, purpose, subject })) };
    if (remembered.size >= maxRemembered) remembered.delete(remembered.keys().next().value as number);
    remembered.set(id, { key, until: now() + rememberedMs });
    return key;
  };
  const recall = (id: number): DataKey | null => {
    const hit = remembered.get(id);
    if (hit && hit.until > now()) return hit.key;
    remembered.delete(id);
    return null;
  };
  const read = (db: Db, purpose: string, subjects: readonly string[]) =>
    db.unsafe<Row[]>(`select ${columns} from ${table} where purpose = $1 and subject = any($2::text[])`, [
      purpose,
      subjects as string[],
    ]);

  async function make(db: Db, purpose: string, made: readonly { subject: string; bytes: Buffer }[]): Promise<Row[]> {
    const wrapped = made.map(({ subject, bytes }) => wrapKey(ring, bytes, { table, purpose, subject }));
    // Of two who make the same key at once, both get the one that was first.
    return db.unsafe<Row[]>(
      `insert into ${table} as k (purpose, subject, kek, wrapped) select $1, s, $2, decode(w, 'hex') from unnest($3::text[], $4::text[]) u(s, w) order by s
       on conflict (purpose, subject) do update set purpose = k.purpose returning ${columns}`,
      [
        purpose,
        ring.first.id,
        made.map(({ subject }) => subject),
        wrapped.map((key) => key.wrapped.toString('hex')),
      ] as never,
    );
  }

  await checkKeyRing({ sql, table, ring });
  return {
    async get(purpose, subject = '', { initial } = {}) {
      const [known] = await read(sql, purpose, [subject]);
      const [row] = known
        ? [known]
        : await make(sql, purpose, [{ subject, bytes: initial?.export() ?? randomBytes(32) }]);
      return unwrap(row as Row);
    },
    async getMany(tx, purpose, subjects) {
      const wanted = [...new Set(subjects)];
      if (wanted.length === 0) return new Map();
      const known = await read(tx, purpose, wanted);
      const have = new Set(known.map(({ subject }) => subject));
      const missing = wanted.filter((subject) => !have.has(subject));
      const made =
        missing.length > 0
          ? await make(
              tx,
              purpose,
              missing.map((subject) => ({ subject, bytes: randomBytes(32) })),
            )
          : [];
      return new Map([...known, ...made].map((row) => [row.subject, unwrap(row)]));
    },
    async list(purpose) {
      const rows = await sql.unsafe<Row[]>(`select ${columns} from ${table} where purpose = $1 order by id`, [purpose]);
      return rows.map(unwrap);
    },
    async find(ids, tx = sql) {
      const found = new Map<number, DataKey>();
      const unknown: number[] = [];
      for (const id of new Set(ids)) {
        const hit = recall(id);
        if (hit) found.set(id, hit);
        else unknown.push(id);
      }
      if (unknown.length > 0)
        for (const row of await tx.unsafe<Row[]>(`select ${columns} from ${table} where id = any($1::int[])`, [
          unknown,
        ]))
          found.set(row.id, unwrap(row));
      return found;
    },
    async destroy(tx, purpose, subject) {
      const rows = await tx.unsafe<{ id: number }[]>(
        `delete from ${table} where purpose = $1 and subject = $2 returning id::int`,
        [purpose, subject],
      );
      for (const { id } of rows) remembered.delete(id);
      return rows.length > 0;
    },
  };
}

/** That every key-encryption key in use is there, before anything depends on it. */
async function checkKeyRing({ sql, table, ring }: { sql: Sql; table: KeyTable; ring: KeyRing }): Promise<void> {
  const used = await sql.unsafe<(Row & { count: number })[]>(
    `select distinct on (kek) id::int, purpose, subject, kek, wrapped, count(*) over (partition by kek)::int as count from ${table} order by kek, id`,
  );
  for (const row of used) {
    if (row.kek !== null && !ring.all.some(({ id }) => id === row.kek)) throw missingKey(row.kek, table, row.count);
    unwrapKey(ring, row, { table, purpose: row.purpose, subject: row.subject });
  }
}

/**
 * Wraps the data keys of one table anew, under the first key-encryption key, a batch at a time; each batch is committed by itself, so that what was interrupted goes on where it
 * stopped. Answers how many were wrapped; throws ConfigError when one of the older key-encryption keys is missing.
 */
export async function rewrapDataKeys({
  sql,
  table,
  ring,
  batchSize = 500,
  onProgress = () => {},
}: {
  sql: Sql;
  table: KeyTable;
  ring: KeyRing;
  batchSize?: number;
  onProgress?: (done: number, total: number) => void;
}): Promise<number> {
  const stale = `kek is distinct from $1`;
  const [counted] = await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table} where ${stale}`, [
    ring.first.id,
  ]);
  const total = counted?.n ?? 0;
  let done = 0;
  for (;;) {
    const count = await sql.begin(async (tx) => {
      const rows = await tx.unsafe<Row[]>(
        `select id::int, purpose, subject, kek, wrapped from ${table} where ${stale} order by id limit $2 for update`,
        [ring.first.id, batchSize],
      );
      if (rows.length === 0) return 0;
      const wrapped = rows.map((row) => {
        const place = { table, purpose: row.purpose, subject: row.subject };
        return wrapKey(ring, unwrapKey(ring, row, place), place).wrapped.toString('hex');
      });
      await tx.unsafe(
        `update ${table} k set kek = $1, wrapped = decode(u.w, 'hex') from unnest($2::int[], $3::text[]) u(id, w) where k.id = u.id`,
        [ring.first.id, rows.map(({ id }) => id), wrapped] as never,
      );
      return rows.length;
    });
    if (count === 0) return done;
    done += count;
    onProgress(done, Math.max(done, total));
  }
}
