import type { Logger, Sql, TransactionSql } from '@milepost/service-kit';
import { ZodError } from 'zod';
import { tellChanges } from '../channel/tell-changes.ts';
import { isRefusalOfOne, type OdooClient } from '../odoo/client.ts';
import { generationOf } from './generation.ts';
import { type MirrorModel, mirrorModels } from './models.ts';
import type { ContactKeys } from './seal-contacts.ts';
import { createSyncCursor, type Position, SupersededError } from './sync-cursor.ts';

type SyncCursor = ReturnType<typeof createSyncCursor>;
type OdooRecord = { id: number; write_date?: string };

/** Archived contacts and methods still stand on old orders. */
const context = { active_test: false };
/** After Odoo has refused an optional model: rights change seldom, and each refusal is an error in Odoo's log. */
const refusedPauseMs = 600_000;

/**
 * Keeps the mirror. The initial load goes by id in pages, each page and its position in one transaction, so that it resumes exactly where it was
 * killed. Afterwards each model is read by write_date, from an overlap before its cursor, because write_date is a transaction's start and a
 * long one becomes visible late. Reading a row again changes nothing. A model that was written in an older way is loaded once more, one that is written in a newer way than this process knows
 * is left alone (generation.ts).
 */
export function createSync(deps: {
  sql: Sql;
  odoo: OdooClient;
  keys: ContactKeys;
  overlapSeconds: number;
  pageSize: number;
  logger: Logger;
  now?: () => Date;
}) {
  const { sql, odoo, keys, overlapSeconds, pageSize, logger, now = () => new Date() } = deps;
  const presentFields = new Map<string, readonly string[]>();
  /** Models that are written in a newer way. */
  const leftAlone = new Set<string>();
  /** Optional models that Odoo refuses, until when they are not asked for again. */
  const leftOut = new Map<string, number>();

  /** One round over all models. Answers how many rows changed. */
  async function runOnce(): Promise<number> {
    const startedAt = now();
    let changed = 0;
    const failures: unknown[] = [];
    let isWhole = true;
    // Each by itself: what is wrong with one model must not make all others old.
    for (const model of mirrorModels) {
      if (now().getTime() < (leftOut.get(model.name) ?? 0)) continue;
      try {
        changed += await syncModel(model);
        leftAlone.delete(model.name);
        if (leftOut.delete(model.name)) logger.info({ model: model.name }, 'model is read again');
      } catch (error) {
        if (error instanceof SupersededError) {
          isWhole = false;
          // Said once: every round meets it again.
          if (!leftAlone.has(model.name))
            logger.warn({ model: model.name, problem: error.message }, 'model left alone');
          leftAlone.add(model.name);
          continue;
        }
        if (!isRefusalOfOne(error)) throw error;
        // Odoo may have been upgraded, and lack one of them now.
        presentFields.delete(model.name);
        if (!model.isOptional) {
          failures.push(error);
          continue;
        }
        if (!leftOut.has(model.name)) logger.warn({ model: model.name, err: error }, 'model left out: Odoo refuses it');
        leftOut.set(model.name, now().getTime() + refusedPauseMs);
      }
    }
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'models failed');
    // What was left alone may be old.
    if (isWhole) await sql`update odoo.sync_round set as_of = ${startedAt}`;
    return changed;
  }

  async function syncModel(model: MirrorModel): Promise<number> {
    const at = createSyncCursor(model.name, generationOf(model, keys.indexKeys));
    const position = await at.read(sql);
    if (!position?.isLoaded) return initialLoad(model, at, position);
    // Small tables without a write_date of interest are simply read whole.
    return model.fields.includes('write_date')
      ? readChanges(model, at, position.cursor as string)
      : readWhole(model, at);
  }

  /** What is asked of this Odoo: the fields that every one has, and those of the others that this one has. */
  async function fieldsOf({ name, model, fields, optionalFields }: MirrorModel): Promise<readonly string[]> {
    const known = presentFields.get(name);
    if (known) return known;
    const present = optionalFields.length > 0 ? await odoo.presentFields(model, optionalFields) : [];
    const all = [...fields, ...present];
    presentFields.set(name, all);
    return all;
  }

  async function initialLoad(model: MirrorModel, at: SyncCursor, known: Position | null): Promise<number> {
    const hasDate = model.fields.includes('write_date');
    let after = known?.afterId ?? 0;
    if (known === null) {
      // Before the first page: whatever changes from here on is found by its write_date.
      const [newest] = hasDate
        ? await odoo.searchRead<OdooRecord>(model.model, {
            domain: [...model.domain],
            fields: ['write_date'],
            limit: 1,
            order: 'write_date desc, id desc',
            context,
          })
        : [];
      await at.begin(sql, hasDate ? (newest?.write_date ?? '1970-01-01 00:00:00') : null);
    }
    let total = 0;
    for (;;) {
      const records = await odoo.searchRead<OdooRecord>(model.model, {
        domain: [...model.domain, ['id', '>', after]],
        fields: await fieldsOf(model),
        limit: pageSize,
        order: 'id',
        context,
      });
      const before = after;
      after = records.at(-1)?.id ?? after;
      const isLast = records.length < pageSize;
      await sql.begin(async (tx) => {
        await at.hold(tx);
        await apply(tx, model, records);
        await setGone(tx, model, records, before, isLast ? null : after);
        await at.keepPage(tx, after, isLast);
      });
      total += records.length;
      logger.info({ model: model.name, rows: total, afterId: after }, isLast ? 'initial load done' : 'initial load');
      if (isLast) return total;
    }
  }

  /** Rows between two ids, the last one included, that Odoo has no record of any more: deleted there, or merged into another. */
  async function setGone(
    tx: TransactionSql,
    { table, whenGone }: MirrorModel,
    records: readonly OdooRecord[],
    after: number,
    last: number | null,
  ): Promise<void> {
    if (whenGone === null) return;
    await tx.unsafe(
      `update odoo.${table} set ${whenGone} where id > $1 and ($2::int is null or id <= $2) and id <> all($3::int[])`,
      [after, last, records.map(({ id }) => id)],
    );
  }

  /** Rows are written by a process that still knows how, or not at all. */
  const applyHeld = (model: MirrorModel, at: SyncCursor, records: readonly OdooRecord[]) =>
    sql.begin(async (tx) => {
      await at.hold(tx);
      return apply(tx, model, records);
    });

  async function readWhole(model: MirrorModel, at: SyncCursor): Promise<number> {
    let after = 0;
    let changed = 0;
    for (;;) {
      const records = await odoo.searchRead<OdooRecord>(model.model, {
        domain: [...model.domain, ['id', '>', after]],
        fields: await fieldsOf(model),
        limit: pageSize,
        order: 'id',
        context,
      });
      changed += await applyHeld(model, at, records);
      if (records.length < pageSize) return changed;
      after = records.at(-1)?.id ?? after;
    }
  }

  async function readChanges(model: MirrorModel, at: SyncCursor, cursor: string): Promise<number> {
    let from = shift(cursor, -overlapSeconds);
    let newest = cursor;
    let changed = 0;
    const keep = async (records: OdooRecord[]) => {
      for (const { write_date: at } of records) if (at && at > newest) newest = at;
      changed += await applyHeld(model, at, records);
    };
    for (;;) {
      // Seconds are told, microseconds compared: `>` finds the told second again, so nothing in it is lost.
      const records = await odoo.searchRead<OdooRecord>(model.model, {
        domain: [...model.domain, ['write_date', '>', from]],
        fields: await fieldsOf(model),
        limit: pageSize,
        order: 'write_date asc, id asc',
        context,
      });
      await keep(records);
      const last = records.at(-1)?.write_date;
      if (records.length < pageSize || !last) break;
      if (last > from && records[0]?.write_date !== last) {
        from = last;
        continue;
      }
      // One second holds more than a page (one transaction gives all its records one time): that second by id, then on.
      await drainSecond(model, last, keep);
      from = `${shift(last, 1)}`;
      await keep(
        await odoo.searchRead<OdooRecord>(model.model, {
          domain: [...model.domain, ['write_date', '=', from]],
          fields: await fieldsOf(model),
          limit: pageSize,
          order: 'id',
          context,
        }),
      );
    }
    if (newest !== cursor) await at.move(sql, newest);
    return changed;
  }

  async function drainSecond(
    model: MirrorModel,
    second: string,
    keep: (records: OdooRecord[]) => Promise<void>,
  ): Promise<void> {
    let after = 0;
    for (;;) {
      const domain = [
        ...model.domain,
        ['write_date', '>=', second],
        ['write_date', '<', shift(second, 1)],
        ['id', '>', after],
      ];
      const records = await odoo.searchRead<OdooRecord>(model.model, {
        domain,
        fields: await fieldsOf(model),
        limit: pageSize,
        order: 'id',
        context,
      });
      await keep(records);
      if (records.length < pageSize) return;
      after = records.at(-1)?.id ?? after;
    }
  }

  /** Rows into their table, and what tracking must know of the change into the outbox, together. Answers how many rows really changed. */
  async function apply(tx: TransactionSql, model: MirrorModel, records: readonly OdooRecord[]): Promise<number> {
    const read: { id: number }[] = [];
    const misfits: { id: number; problem: string; write_date: string | null }[] = [];
    for (const record of records) {
      try {
        read.push(model.toRow(record));
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        const problem = error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; ');
        misfits.push({ id: record.id, problem: problem.slice(0, 500), write_date: record.write_date ?? null });
      }
    }
    await noteMisfits(tx, model, read, misfits);
    if (read.length === 0) return 0;
    const rows = model.seal ? await model.seal(tx, read, keys) : read;
    const columns = Object.keys(model.columns);
    const others = columns.filter((column) => column !== 'id');
    const compared = others.filter((column) => !model.sealed.includes(column));
    const list = (prefix: string) => compared.map((column) => `${prefix}.${column}`).join(', ');
    const changed = await tx.unsafe<{ id: number }[]>(
      `insert into odoo.${model.table} as t (${columns.join(', ')})
       select ${columns.join(', ')} from json_to_recordset($1::text::json) as g(${columns.map((column) => `${column} ${model.columns[column]}`).join(', ')}) order by id
       on conflict (id) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}
       where (t.write_date is null or excluded.write_date >= t.write_date) and (${list('t')}) is distinct from (${list('excluded')}) returning id`,
      [JSON.stringify(rows)],
    );
    const ids = changed.map((row) => row.id);
    if (ids.length > 0) await tellChanges(tx, model.name, ids);
    return ids.length;
  }

  /** A record that fits again is no misfit any more; one that does not keeps its last good copy in the mirror. */
  async function noteMisfits(
    tx: TransactionSql,
    { name: model }: MirrorModel,
    fitting: readonly { id: number }[],
    misfits: readonly { id: number; problem: string; write_date: string | null }[],
  ): Promise<void> {
    if (misfits.length > 0) {
      const noted = await tx<{ id: number; is_new: boolean }[]>`
        insert into odoo.misfit as m (model, id, problem, write_date)
        select ${model}, id, problem, write_date from json_to_recordset(${JSON.stringify(misfits)}::text::json) as g(id int, problem text, write_date timestamp)
        on conflict (model, id) do update set problem = excluded.problem, write_date = excluded.write_date, last_seen_at = now()
        returning id, first_seen_at = last_seen_at as is_new`;
      const fresh = noted.filter((row) => row.is_new).map(({ id }) => id);
      // Said once: the overlap reads it again every round.
      if (fresh.length > 0)
        logger.error({ model, ids: fresh.slice(0, 20), problem: misfits[0]?.problem }, 'records do not fit');
    }
    if (fitting.length > 0)
      await tx`delete from odoo.misfit where model = ${model} and id = any(${fitting.map((row) => row.id)})`;
  }

  return { runOnce };
}

/** Naive UTC text moved by seconds. */
function shift(text: string, seconds: number): string {
  const moved = new Date(Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) + seconds * 1000).toISOString();
  return `${moved.slice(0, 10)} ${moved.slice(11, 19)}`;
}
