import type { Logger, Sql, TransactionSql } from '@milepost/service-kit';
import type { OdooClient } from '../odoo/client.ts';
import { isRefusalOfOne } from '../odoo/errors.ts';
import { shiftSeconds } from '../odoo/values.ts';
import { generationOf } from './generation.ts';
import type { MirrorModel } from './mirror-model.ts';
import { createModelReader, hasWriteDate, type OdooRecord } from './model-reader.ts';
import { mirrorModels } from './models.ts';
import { createRecordStore } from './record-store.ts';
import type { ContactKeys } from './seal-contacts.ts';
import { createSyncCursor, type Position, SupersededError } from './sync-cursor.ts';

type SyncCursor = ReturnType<typeof createSyncCursor>;

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
  odoo: Pick<OdooClient, 'searchRead' | 'presentFields'>;
  keys: ContactKeys;
  overlapSeconds: number;
  pageSize: number;
  logger: Logger;
  now?: () => Date;
}) {
  const { sql, odoo, keys, overlapSeconds, pageSize, logger, now = () => new Date() } = deps;
  const reader = createModelReader(odoo);
  const { store } = createRecordStore({ keys, logger });
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
        reader.forgetFields(model);
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
      const records = await reader.records(model, { where: [['id', '>', after]], limit: pageSize });
      const before = after;
      after = records.at(-1)?.id ?? after;
      const isLast = records.length < pageSize;
      await sql.begin(async (tx) => {
        await at.hold(tx);
        await store(tx, model, records);
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
  const storeHeld = (model: MirrorModel, at: SyncCursor, records: readonly OdooRecord[]) =>
    sql.begin(async (tx) => {
      await at.hold(tx);
      return store(tx, model, records);
    });

  async function readWhole(model: MirrorModel, at: SyncCursor): Promise<number> {
    let after = 0;
    let changed = 0;
    for (;;) {
      const records = await reader.records(model, { where: [['id', '>', after]], limit: pageSize });
      changed += await storeHeld(model, at, records);
      if (records.length < pageSize) return changed;
      after = records.at(-1)?.id ?? after;
    }
  }

  async function readChanges(model: MirrorModel, at: SyncCursor, cursor: string): Promise<number> {
    let from = shiftSeconds(cursor, -overlapSeconds);
    let newest = cursor;
    let changed = 0;
    const keep = async (records: OdooRecord[]) => {
      for (const { write_date: at } of records) if (at && at > newest) newest = at;
      changed += await storeHeld(model, at, records);
    };
    for (;;) {
      // Seconds are told, microseconds compared: the told second is read again, so nothing in it is lost.
      const records = await reader.records(model, {
        where: [['write_date', '>=', from]],
        limit: pageSize,
        order: 'write_date asc, id asc',
      });
      await keep(records);
      const last = records.at(-1)?.write_date;
      if (records.length < pageSize || !last) break;
      if (records[0]?.write_date !== last) {
        from = last;
        continue;
      }
      // One second holds more than a page (one transaction gives all its records one time): that second by id, then on.
      await drainSecond(model, last, keep);
      from = shiftSeconds(last, 1);
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
      const where = [
        ['write_date', '>=', second],
        ['write_date', '<', shiftSeconds(second, 1)],
        ['id', '>', after],
      ];
      const records = await reader.records(model, { where, limit: pageSize });
      await keep(records);
      if (records.length < pageSize) return;
      after = records.at(-1)?.id ?? after;
    }
  }

  return { runOnce };
}
