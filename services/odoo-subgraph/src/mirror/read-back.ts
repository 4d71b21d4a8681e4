import type { Logger, Sql } from '@milepost/service-kit';
import { generationOf } from './generation.ts';
import type { MirrorModel } from './mirror-model.ts';
import type { ModelReader } from './model-reader.ts';
import { mirrorModels, namedBy } from './models.ts';
import type { RecordStore } from './record-store.ts';
import type { ContactKeys } from './seal-contacts.ts';
import { createSyncCursor, SupersededError } from './sync-cursor.ts';
import type { Turns } from './turns.ts';

type HowToStore = Parameters<RecordStore['store']>[3];

const company = mirrorModels.find(({ name }) => name === 'res.company') as MirrorModel;

/**
 * Reads records back by id, whatever made us doubt them: those that are there are stored, those that are not are taken away, and rows that name one of these are read back in turn. Models that this
 * process does not keep (no load was begun, or written in a newer way) are left alone: whoever loads them reads everything.
 */
export function createReadBack({
  sql,
  reader,
  records: { store, remove },
  keys,
  turns,
  pageSize,
  logger,
}: {
  sql: Sql;
  reader: ModelReader;
  records: RecordStore;
  keys: ContactKeys;
  turns: Turns;
  pageSize: number;
  logger: Logger;
}) {
  /**
   * Answers how many rows changed or went. `evenIfOlder`: as `store` has it. Rows that name a record which is gone are read back before its own row goes: should that fail, the next look finds the
   * record gone once more. `underWay`: what goes already, as `model id`.
   */
  async function readBack(
    model: MirrorModel,
    ids: readonly number[],
    how: HowToStore = {},
    underWay: ReadonlySet<string> = new Set(),
  ): Promise<number> {
    let changed = 0;
    for (let i = 0; i < ids.length; i += pageSize) {
      const page = ids.slice(i, i + pageSize);
      const outcome = await turns.take(model.name, () => readPage(model, page, how));
      if (outcome === null) return changed;
      changed += outcome.changed;
      const gone = outcome.gone.filter((id) => !underWay.has(`${model.name} ${id}`));
      if (gone.length === 0) continue;
      const going = new Set([...underWay, ...gone.map((id) => `${model.name} ${id}`)]);
      for (const { model: other, where } of namedBy[model.name] ?? []) {
        const rows = await sql.unsafe<{ id: number }[]>(
          `select id from odoo.${other.table} where ${where} order by id`,
          [gone],
        );
        changed += await readBack(
          other,
          rows.map(({ id }) => id),
          {},
          going,
        );
      }
      changed += (await turns.take(model.name, () => takeAway(model, gone))) ?? 0;
    }
    return changed;
  }

  /** Every record that fits, whatever the mirror has of it: stored, nothing is taken away. `where`: conditions, all of which hold. */
  async function readWhere(model: MirrorModel, where: readonly unknown[]): Promise<number> {
    const at = createSyncCursor(model.name, generationOf(model, keys.indexKeys));
    let changed = 0;
    for (let after = 0; ; ) {
      const read = await turns.take(model.name, async () => {
        const found = await reader.records(model, { where: [...where, ['id', '>', after]], limit: pageSize });
        return unlessSuperseded(async () => {
          if ((await at.read(sql)) === null) return null;
          const rows = await sql.begin(async (tx) => {
            await at.hold(tx);
            return store(tx, model, found);
          });
          return { found, rows };
        });
      });
      if (read === null) return changed;
      changed += read.rows;
      if (read.found.length < pageSize) return changed;
      after = read.found.at(-1)?.id ?? after;
    }
  }

  async function unlessSuperseded<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof SupersededError) return null;
      throw error;
    }
  }

  async function readPage(model: MirrorModel, ids: readonly number[], how: HowToStore) {
    const at = createSyncCursor(model.name, generationOf(model, keys.indexKeys));
    return unlessSuperseded(async () => {
      if ((await at.read(sql)) === null) return null;
      const found = await reader.records(model, { where: [['id', 'in', ids]], limit: ids.length });
      const there = new Set(found.map(({ id }) => id));
      const gone = await provenGone(
        model,
        ids.filter((id) => !there.has(id)),
      );
      const changed = await sql.begin(async (tx) => {
        await at.hold(tx);
        return store(tx, model, found, how);
      });
      return { changed, gone: await known(model, gone) };
    });
  }

  /** Those that are not known as gone yet, or whose misfit is to be forgotten. */
  async function known({ name, table, whenGone }: MirrorModel, ids: readonly number[]): Promise<number[]> {
    if (ids.length === 0) return [];
    const isMarked = typeof whenGone === 'object' && whenGone !== null ? whenGone.isMarked : 'false';
    const rows = await sql.unsafe<{ id: number }[]>(
      `select t.id from odoo.${table} t where t.id = any($1::int[]) and not (${isMarked})
       union select id from odoo.misfit where model = $2 and id = any($1::int[]) order by id`,
      [ids as number[], name],
    );
    return rows.map(({ id }) => id);
  }

  /** Answers how many rows went. What has come back meanwhile stays. */
  async function takeAway(model: MirrorModel, ids: readonly number[]): Promise<number | null> {
    const at = createSyncCursor(model.name, generationOf(model, keys.indexKeys));
    return unlessSuperseded(async () => {
      const gone = await provenGone(model, ids);
      return sql.begin(async (tx) => {
        await at.hold(tx);
        return (await remove(tx, model, gone)).length;
      });
    });
  }

  /**
   * A record that Odoo refuses to show is left out of an answer, but still there. And it does not tell a record that was deleted from one that our user may not see any more: of a company that was
   * taken from it, nothing is gone.
   */
  async function provenGone(model: MirrorModel, absent: readonly number[]): Promise<readonly number[]> {
    if (absent.length === 0 || model.whenGone === null) return [];
    const there = new Set(await reader.present(model, absent));
    const gone = absent.filter((id) => !there.has(id));
    const known = (await sql<{ id: number }[]>`select id from odoo.company`).map(({ id }) => id);
    if (gone.length === 0 || known.length === 0 || model === company) return gone;
    const visible = new Set(await reader.present(company, known));
    const lost = known.filter((id) => !visible.has(id));
    if (lost.length === 0) return gone;
    logger.warn(
      { model: model.name, companies: lost },
      'companies cannot be seen any more; what is theirs is not gone',
    );
    if (model.orderOf === null) return [];
    const rows = await sql.unsafe<{ id: number }[]>(
      `select t.id from odoo.${model.table} t where t.id = any($1::int[])
         and coalesce((select o.company_id from odoo.sale_order o where o.id = ${model.orderOf}), 0) <> all($2::int[])`,
      [gone, lost],
    );
    return rows.map(({ id }) => id);
  }

  return { readBack, readWhere };
}
export type ReadBack = ReturnType<typeof createReadBack>['readBack'];
export type ReadWhere = ReturnType<typeof createReadBack>['readWhere'];
