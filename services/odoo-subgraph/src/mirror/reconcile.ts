import type { Logger, Sql } from '@milepost/service-kit';
import { isRefusalOfOne } from '../odoo/errors.ts';
import { generationOf } from './generation.ts';
import type { MirrorModel } from './mirror-model.ts';
import { hasWriteDate, type ModelReader } from './model-reader.ts';
import { mirrorModels } from './models.ts';
import type { ReadBack } from './read-back.ts';
import type { ContactKeys } from './seal-contacts.ts';

/** Fewer rows than this going at once are nothing to wonder about. */
const fewRows = 100;

/**
 * The slow way to what the cursor cannot find, because Odoo leaves no trace of it: records that were deleted, that left the part of a model which we keep, or that a very long transaction brought in
 * behind the overlap. Ids and write_dates are compared, a page at a time, model after model, for ever; only where they differ a record is read back.
 */
export function createReconciliation({
  sql,
  reader,
  readBack,
  keys,
  pageSize,
  goneLimitPercent,
  logger,
}: {
  sql: Sql;
  reader: ModelReader;
  readBack: ReadBack;
  keys: ContactKeys;
  /** Ids in one look. */
  pageSize: number;
  /** Of a page of at least 100 rows, how many may be gone at once; more look like a wrong database or lost rights. */
  goneLimitPercent: number;
  logger: Logger;
}) {
  const swept = mirrorModels.filter((model) => hasWriteDate(model) && model.whenGone !== null);

  /** One page of the model that was looked at longest ago. Answers how many rows changed or went. */
  async function sweepPage(): Promise<number> {
    const generations = swept.map((model) => ({ name: model.name, generation: generationOf(model, keys.indexKeys) }));
    const [next] = await sql<{ name: string; after: number }[]>`
      select c.model as name, c.swept_after_id as after from odoo.sync_cursor c
      join json_to_recordset(${JSON.stringify(generations)}::text::json) as g(name text, generation int) on g.name = c.model and g.generation = c.loaded_generation
      order by c.looked_at nulls first, c.model limit 1`;
    const model = next && swept.find(({ name }) => name === next.name);
    if (!model) return 0;
    // Before the look: a model that fails waits for its turn like the others.
    await sql`update odoo.sync_cursor set looked_at = clock_timestamp() where model = ${model.name}`;
    try {
      return await sweep(model, next.after);
    } catch (error) {
      // What the rounds leave out is left out here.
      if (model.isOptional && isRefusalOfOne(error)) return 0;
      throw error;
    }
  }

  async function sweep(model: MirrorModel, after: number): Promise<number> {
    const theirs = await reader.marks(model, { after, limit: pageSize });
    const last = theirs.length < pageSize ? null : (theirs.at(-1)?.id ?? null);
    const isMarked = typeof model.whenGone === 'object' && model.whenGone !== null ? model.whenGone.isMarked : 'false';
    const ours = await sql.unsafe<{ id: number; write_date: string }[]>(
      `select t.id, to_char(t.write_date, 'YYYY-MM-DD HH24:MI:SS') as write_date from odoo.${model.table} t where t.id > $1 and ($2::int is null or t.id <= $2) and not (${isMarked})`,
      [after, last],
    );
    const dates = new Map(theirs.map((record) => [record.id, record.write_date]));
    const known = new Map(ours.map((row) => [row.id, row.write_date]));
    const gone = ours.filter(({ id }) => !dates.has(id)).map(({ id }) => id);
    const differing = theirs.filter(({ id, write_date }) => known.get(id) !== write_date).map(({ id }) => id);
    const isAlarming = ours.length >= fewRows && gone.length * 100 > ours.length * goneLimitPercent;
    if (isAlarming)
      logger.error(
        { model: model.name, rows: ours.length, gone: gone.length, limitPercent: goneLimitPercent },
        'too much is gone in Odoo at once: nothing was taken away; check ODOO_DB and the rights of its user, or raise SYNC_GONE_LIMIT_PERCENT',
      );
    // Perhaps they may be read by now, or fit.
    const misfits = await sql<{ id: number }[]>`
      select id from odoo.misfit where model = ${model.name} and id > ${after} and (${last}::int is null or id <= ${last})`;
    const asked = [
      ...differing,
      ...misfits.map(({ id }) => id),
      ...(isAlarming ? [] : gone),
      ...(await incomplete(model, after, last)),
    ];
    // Odoo's times may go back: a backup was put back, or its clock had been wrong.
    const changed = await readBack(model, [...new Set(asked)], { evenIfOlder: true });
    await sql`
      update odoo.sync_cursor set swept_after_id = ${last ?? 0}, swept_at = case when ${last === null} then clock_timestamp() else swept_at end
      where model = ${model.name}`;
    return changed;
  }

  /** Orders of a contact that never came: it may have been merged before it could be read, and then they name another one by now. */
  async function incomplete({ name, table }: MirrorModel, after: number, last: number | null): Promise<number[]> {
    if (name !== 'sale.order') return [];
    const rows = await sql.unsafe<{ id: number }[]>(
      `select id from odoo.${table} where commercial_partner_id is null and id > $1 and ($2::int is null or id <= $2)`,
      [after, last],
    );
    return rows.map(({ id }) => id);
  }

  return sweepPage;
}
