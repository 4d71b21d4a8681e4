import type { Logger, Sql } from '@milepost/service-kit';
import { isRefusalOfOne } from '../odoo/errors.ts';
import { shiftSeconds } from '../odoo/values.ts';
import { generationOf } from './generation.ts';
import { createHintReader } from './hints.ts';
import type { MirrorModel } from './mirror-model.ts';
import {
  createModelReader,
  hasWriteDate,
  type MirroredOdoo,
  type ModelReader,
  type OdooRecord,
} from './model-reader.ts';
import { mirrorModels } from './models.ts';
import { createOrderFamily } from './order-family.ts';
import { createReadBack } from './read-back.ts';
import { createReconciliation } from './reconcile.ts';
import { createRecordStore, refusedByOdoo } from './record-store.ts';
import type { ContactKeys } from './seal-contacts.ts';
import { createSyncCursor, type Position, SupersededError } from './sync-cursor.ts';
import { createTurns } from './turns.ts';

type SyncCursor = ReturnType<typeof createSyncCursor>;

/** After Odoo has refused an optional model: rights change seldom, and each refusal is an error in Odoo's log. */
const refusedPauseMs = 600_000;
/** Rows that are forgotten in one transaction. */
const forgottenAtOnce = 5_000;

/**
 * Keeps the mirror. The initial load goes by id in pages, each page and its position in one transaction, so that it resumes exactly where it was
 * killed. Afterwards each model is read by write_date, from an overlap before its cursor, because write_date is a transaction's start and a
 * long one becomes visible late. Reading a row again changes nothing. A model that was written in an older way is loaded once more, one that is written in a newer way than this process knows
 * is left alone (generation.ts).
 */
export function createSync(deps: {
  sql: Sql;
  odoo: MirroredOdoo;
  keys: ContactKeys;
  overlapSeconds: number;
  pageSize: number;
  /** Of the reconciliation: ids in one look, and how much may be gone at once. */
  sweep: { pageSize: number; goneLimitPercent: number };
  logger: Logger;
  now?: () => Date;
}) {
  const { sql, odoo, keys, overlapSeconds, pageSize, sweep, logger, now = () => new Date() } = deps;
  const reader = createModelReader(odoo);
  const records = createRecordStore({ keys, logger });
  const turns = createTurns();
  const { readBack, readWhere } = createReadBack({ sql, reader, records, keys, turns, pageSize, logger });
  const readFamily = createOrderFamily({ sql, readBack, readWhere });
  const readHints = createHintReader({ sql, readBack, readFamily });
  const sweepPage = createReconciliation({ sql, reader, readBack, keys, ...sweep, logger });
  /** Models that are written in a newer way. */
  const leftAlone = new Set<string>();
  /** Optional models that Odoo refuses: until when they are not asked for again, and whether something of them is still served. */
  const leftOut = new Map<string, { until: number; isServed: boolean }>();

  /** One round over all models. Answers how many rows changed. */
  async function runOnce(): Promise<number> {
    const startedAt = now();
    let changed = 0;
    const failures: unknown[] = [];
    let isWhole = true;
    // Each by itself: what is wrong with one model must not make all others old.
    for (const model of mirrorModels) {
      const left = leftOut.get(model.name);
      if (left && now().getTime() < left.until) {
        if (left.isServed) isWhole = false;
        continue;
      }
      try {
        changed += await syncModel(model);
        const refused = await reader.refused(model);
        if (refused.length > 0) await sql.begin((tx) => records.noteRefused(tx, model, refused));
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
        reader.forgetFields(model);
        if (!model.isOptional) {
          failures.push(error);
          continue;
        }
        if (!left) logger.warn({ model: model.name, err: error }, 'model left out: Odoo refuses it');
        // A refusal may pass. One that stays leaves us with what may be true no more.
        if (left?.isServed) await forget(model);
        const isServed = await hasRows(model);
        if (isServed) isWhole = false;
        leftOut.set(model.name, { until: now().getTime() + refusedPauseMs, isServed });
      }
    }
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'models failed');
    // What was left alone, or out, may be old.
    if (isWhole) await sql`update odoo.sync_round set as_of = ${startedAt}`;
    return changed;
  }

  const hasRows = async ({ table }: MirrorModel): Promise<boolean> =>
    (await sql.unsafe(`select 1 from odoo.${table} limit 1`)).length > 0;

  /** Everything of a model, and how far it was read: when it may be read again, it is loaded anew. */
  async function forget({ name, table }: MirrorModel): Promise<void> {
    await sql`delete from odoo.sync_cursor where model = ${name}`;
    let rows: { count: number };
    do
      rows = await sql.unsafe(
        `delete from odoo.${table} where id = any(array(select id from odoo.${table} limit ${forgottenAtOnce}))`,
      );
    while (rows.count > 0);
    await sql`delete from odoo.misfit where model = ${name}`;
    logger.warn({ model: name }, 'model forgotten: Odoo refuses it still');
  }

  async function syncModel(model: MirrorModel): Promise<number> {
    const at = createSyncCursor(model.name, generationOf(model, keys.indexKeys));
    const position = await at.read(sql);
    if (!position?.isLoaded) return initialLoad(model, at, position);
    return hasWriteDate(model) ? readChanges(model, at, position.cursor as string) : readWhole(model, at);
  }

  async function initialLoad(model: MirrorModel, at: SyncCursor, known: Position | null): Promise<number> {
    let after = known?.afterId ?? 0;
    // Before the first page: whatever changes from here on is found by its write_date.
    if (known === null)
      await at.begin(
        sql,
        hasWriteDate(model) ? ((await reader.newestWriteDate(model)) ?? '1970-01-01 00:00:00') : null,
      );
    let total = 0;
    for (;;) {
      const page = await reader.records(model, { where: [['id', '>', after]], limit: pageSize });
      const isLast = page.length < pageSize;
      const before = after;
      after = page.at(-1)?.id ?? after;
      // Rows of an earlier load that Odoo has no record of any more.
      const missing = await sql.unsafe<{ id: number }[]>(
        `select id from odoo.${model.table} where id > $1 and ($2::int is null or id <= $2) and id <> all($3::int[]) order by id`,
        [before, isLast ? null : after, page.map(({ id }) => id)],
      );
      await readBack(
        model,
        missing.map(({ id }) => id),
      );
      await sql.begin(async (tx) => {
        await at.hold(tx);
        await records.store(tx, model, page);
        await at.keepPage(tx, after, isLast);
      });
      total += page.length;
      logger.info({ model: model.name, rows: total, afterId: after }, isLast ? 'initial load done' : 'initial load');
      if (isLast) return total;
    }
  }

  /** Reads a page and stores it, as one turn; by a process that still knows how, or not at all. */
  const readAndStore = (model: MirrorModel, at: SyncCursor, query: Parameters<ModelReader['records']>[1]) =>
    turns.take(model.name, async () => {
      const page = await reader.records(model, query);
      const changed = await sql.begin(async (tx) => {
        await at.hold(tx);
        return records.store(tx, model, page);
      });
      return { page, changed };
    });

  async function readWhole(model: MirrorModel, at: SyncCursor): Promise<number> {
    let after = 0;
    let changed = 0;
    const there: number[] = [];
    for (;;) {
      const read = await readAndStore(model, at, { where: [['id', '>', after]], limit: pageSize });
      changed += read.changed;
      there.push(...read.page.map(({ id }) => id));
      if (read.page.length < pageSize) break;
      after = read.page.at(-1)?.id ?? after;
    }
    // One that did not fit and is not there any more.
    await sql`delete from odoo.misfit where model = ${model.name} and id <> all(${there}) and problem <> ${refusedByOdoo}`;
    if (model.whenGone === null) return changed;
    const missing = await sql.unsafe<{ id: number }[]>(
      `select id from odoo.${model.table} where id <> all($1::int[])`,
      [there],
    );
    return (
      changed +
      (await readBack(
        model,
        missing.map(({ id }) => id),
      ))
    );
  }

  async function readChanges(model: MirrorModel, at: SyncCursor, cursor: string): Promise<number> {
    let from = shiftSeconds(cursor, -overlapSeconds);
    let newest = cursor;
    /** Newest when reading began, where it takes more than a page: who was writing then must lie within the overlap of the next round, however long this one takes. */
    let begun: string | null = null;
    let changed = 0;
    const read = async (query: Parameters<ModelReader['records']>[1]): Promise<OdooRecord[]> => {
      const { page, changed: rows } = await readAndStore(model, at, query);
      for (const { write_date: date } of page) if (date && date > newest) newest = date;
      changed += rows;
      return page;
    };
    for (;;) {
      // Seconds are told, microseconds compared: the told second is read again, so nothing in it is lost.
      const order = 'write_date asc, id asc';
      const page = await read({ where: [['write_date', '>=', from]], limit: pageSize, order });
      const last = page.at(-1)?.write_date;
      if (page.length < pageSize || !last) break;
      begun ??= (await reader.newestWriteDate(model)) ?? cursor;
      if (page[0]?.write_date !== last) {
        from = last;
        continue;
      }
      // One second holds more than a page (one transaction gives all its records one time): that second by id, then on.
      await drainSecond(last, read);
      from = shiftSeconds(last, 1);
    }
    const reached = begun !== null && begun < newest ? begun : newest;
    if (reached > cursor) await at.move(sql, reached);
    return changed;
  }

  async function drainSecond(
    second: string,
    read: (query: Parameters<ModelReader['records']>[1]) => Promise<OdooRecord[]>,
  ): Promise<void> {
    let after = 0;
    for (;;) {
      const where = [
        ['write_date', '>=', second],
        ['write_date', '<', shiftSeconds(second, 1)],
        ['id', '>', after],
      ];
      const page = await read({ where, limit: pageSize });
      if (page.length < pageSize) return;
      after = page.at(-1)?.id ?? after;
    }
  }

  return { runOnce, sweepPage, readHints, readFamily };
}
