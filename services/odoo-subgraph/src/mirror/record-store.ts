import type { Logger, TransactionSql } from '@milepost/service-kit';
import { ZodError } from 'zod';
import { lockMirror, tellChanges, tellGone } from '../channel/tell-changes.ts';
import type { MirrorModel } from './mirror-model.ts';
import type { OdooRecord } from './model-reader.ts';
import type { ContactKeys } from './seal-contacts.ts';

/** `odoo.misfit.problem` of a record that Odoo does not let us read. */
export const refusedByOdoo = 'refused by Odoo';

interface Misfit {
  id: number;
  problem: string;
  write_date: string | null;
  /** What the record says of its order and its transfer; where our own copy says it too, that counts. */
  order: number | null;
  transfer: number | null;
}

/** Of a pair that may be anything. */
const idIn = (value: unknown): number | null =>
  Array.isArray(value) && Number.isInteger(value[0]) ? (value[0] as number) : null;

/** Writes what was read of Odoo, and what tracking must know of it, in the caller's transaction. */
export function createRecordStore({ keys, logger }: { keys: ContactKeys; logger: Logger }) {
  /**
   * Rows into their table, and what tracking must know of the change into the outbox, together. Answers how many rows really changed. A row with a later write_date stays as it is (somebody has stored a
   * newer reading meanwhile), unless what is given is known to be the truth of now.
   */
  async function store(
    tx: TransactionSql,
    model: MirrorModel,
    records: readonly OdooRecord[],
    { evenIfOlder = false } = {},
  ): Promise<number> {
    const read: { id: number }[] = [];
    const misfits: Misfit[] = [];
    for (const record of records) {
      try {
        read.push(model.toRow(record));
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        const problem = error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
        const { order_id, sale_id, picking_id } = record as unknown as Record<string, unknown>;
        misfits.push({
          id: record.id,
          problem: problem.slice(0, 500),
          write_date: record.write_date ?? null,
          order: idIn(order_id) ?? idIn(sale_id),
          transfer: idIn(picking_id),
        });
      }
    }
    await lockMirror(tx);
    const fresh = await noteMisfits(tx, model, misfits);
    // Said once: the overlap reads it again every round.
    if (fresh.length > 0)
      logger.error({ model: model.name, ids: fresh.slice(0, 20), problem: misfits[0]?.problem }, 'records do not fit');
    if (read.length > 0)
      await tx`delete from odoo.misfit where model = ${model.name} and id = any(${read.map(({ id }) => id)})`;
    if (read.length === 0) return 0;
    const rows = model.seal ? await model.seal(tx, read, keys) : read;
    await tellLeavers(tx, model, rows);
    const columns = Object.keys(model.columns);
    const others = columns.filter((column) => column !== 'id');
    const compared = others.filter((column) => !model.sealed.includes(column));
    const list = (prefix: string) => compared.map((column) => `${prefix}.${column}`).join(', ');
    const changed = await tx.unsafe<{ id: number }[]>(
      `insert into odoo.${model.table} as t (${columns.join(', ')})
       select ${columns.join(', ')} from json_to_recordset($1::text::json) as g(${columns.map((column) => `${column} ${model.columns[column]}`).join(', ')}) order by id
       on conflict (id) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
       where (${evenIfOlder} or t.write_date is null or excluded.write_date >= t.write_date) and (${list('t')}) is distinct from (${list('excluded')}) returning id`,
      [JSON.stringify(rows)],
    );
    const ids = changed.map((row) => row.id);
    if (ids.length > 0) await tellChanges(tx, model.name, ids, keys);
    return ids.length;
  }

  /** A transfer that does not serve an order any more is no delivery: tracking hears of it while the row still says what it was. */
  async function tellLeavers(
    tx: TransactionSql,
    { name, table }: MirrorModel,
    rows: readonly Record<string, unknown>[],
  ): Promise<void> {
    if (name !== 'stock.picking') return;
    const free = rows.filter((row) => row['order_id'] === null).map((row) => row['id'] as number);
    if (free.length === 0) return;
    const leavers = await tx.unsafe<{ id: number }[]>(
      `select id from odoo.${table} where id = any($1::int[]) and order_id is not null`,
      [free],
    );
    if (leavers.length > 0)
      await tellGone(
        tx,
        name,
        leavers.map(({ id }) => id),
      );
  }

  /** Rows whose records are gone in Odoo. Answers the ids of those that had not been known as gone. */
  async function remove(tx: TransactionSql, model: MirrorModel, ids: readonly number[]): Promise<number[]> {
    const { name, table, whenGone } = model;
    if (whenGone === null || ids.length === 0) return [];
    await lockMirror(tx);
    await tx`delete from odoo.misfit where model = ${name} and id = any(${ids as number[]})`;
    const isMarked = whenGone === 'delete' ? 'false' : whenGone.isMarked;
    const rows = await tx.unsafe<{ id: number }[]>(
      `select t.id from odoo.${table} t where t.id = any($1::int[]) and not (${isMarked}) order by t.id for update`,
      [ids as number[]],
    );
    const gone = rows.map(({ id }) => id);
    if (gone.length === 0) return [];
    await tellGone(tx, name, gone);
    await tx.unsafe(
      whenGone === 'delete'
        ? `delete from odoo.${table} where id = any($1::int[])`
        : `update odoo.${table} set ${whenGone.set} where id = any($1::int[])`,
      [gone],
    );
    logger.info({ model: name, rows: gone.length, ids: gone.slice(0, 20) }, 'gone in Odoo');
    return gone;
  }

  /**
   * A record that does not fit keeps its last good copy in the mirror, and what shows it says since when nobody knows whether it is still so: the last whole round before. Answers the ids that are new.
   */
  async function noteMisfits(
    tx: TransactionSql,
    { name, table, orderOf }: MirrorModel,
    misfits: readonly Misfit[],
  ): Promise<number[]> {
    if (misfits.length === 0) return [];
    const noted = await tx.unsafe<{ id: number; is_new: boolean }[]>(
      `insert into odoo.misfit as m (model, id, problem, write_date, known_at, order_id)
       select $1, g.id, g.problem, g.write_date, coalesce((select as_of from odoo.sync_round), to_timestamp(0)),
         coalesce((select ${orderOf ?? 'null::int'} from odoo.${table} t where t.id = g.id), g."order", (select k.order_id from odoo.picking k where k.id = g.transfer))
       from json_to_recordset($2::text::json) as g(id int, problem text, write_date timestamp, "order" int, transfer int)
       on conflict (model, id) do update set problem = excluded.problem, write_date = coalesce(excluded.write_date, m.write_date), order_id = coalesce(excluded.order_id, m.order_id), last_seen_at = now()
       returning id, first_seen_at = last_seen_at as is_new`,
      [name, JSON.stringify(misfits)],
    );
    return noted.filter((row) => row.is_new).map(({ id }) => id);
  }

  /** Records that Odoo refuses us: the same. Its reader has said so in the log. */
  async function noteRefused(tx: TransactionSql, model: MirrorModel, ids: readonly number[]): Promise<void> {
    const told = { problem: refusedByOdoo, write_date: null, order: null, transfer: null };
    await noteMisfits(
      tx,
      model,
      ids.map((id) => ({ id, ...told })),
    );
  }

  return { store, remove, noteRefused };
}
export type RecordStore = ReturnType<typeof createRecordStore>;
