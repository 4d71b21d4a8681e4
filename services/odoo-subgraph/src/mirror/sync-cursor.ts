import type { Sql, TransactionSql } from '@milepost/service-kit';

export interface Position {
  /** The last id that the load has stored. */
  afterId: number;
  /** Odoo's write_date, UTC; null for models that are read whole. */
  cursor: string | null;
  isLoaded: boolean;
}

/** The model is written in a newer way than this process knows, or its position was taken away to have it read anew. */
export class SupersededError extends Error {}

/**
 * Where the reading of one model stands, for a process that writes this generation. Processes of versions that know no generations move `after_id`, `cursor` and `is_loaded` of the same row and
 * nothing else: nothing here is read from these. They are kept in step all the same, so that such a process, should it lead once more, does not go back behind what is stored: it goes on
 * with rows that are still to come here, or with changes, and both are read again from the position of this generation.
 */
export function createSyncCursor(model: string, generation: number) {
  return {
    /** Null: nothing was read in this generation yet. Throws SupersededError. */
    async read(sql: Sql): Promise<Position | null> {
      const [row] = await sql<(Position & { generation: number })[]>`
        select generation, generation_after_id as "afterId", generation_cursor::text as cursor, loaded_generation = generation as "isLoaded"
        from odoo.sync_cursor where model = ${model}`;
      if (row && row.generation > generation)
        throw new SupersededError(`stored in generation ${row.generation}, this process writes ${generation}`);
      return row?.generation === generation ? row : null;
    },

    /** The load starts at the first id; changes are read from `cursor` on when it is through. */
    async begin(sql: Sql, cursor: string | null): Promise<void> {
      await sql`
        insert into odoo.sync_cursor as c (model, cursor, generation, generation_cursor)
        values (${model}, ${cursor}::text::timestamp, ${generation}, ${cursor}::text::timestamp)
        on conflict (model) do update set cursor = coalesce(c.cursor, excluded.cursor), generation = excluded.generation, generation_after_id = 0, generation_cursor = excluded.generation_cursor
        where c.generation < excluded.generation`;
    },

    /** Nobody begins another generation before the transaction ends. Throws SupersededError. */
    async hold(tx: TransactionSql): Promise<void> {
      const [row] = await tx<
        { generation: number }[]
      >`select generation from odoo.sync_cursor where model = ${model} for update`;
      if (row?.generation !== generation)
        throw new SupersededError(
          `stored in generation ${row?.generation ?? 'none'}, this process writes ${generation}`,
        );
    },

    /** In the transaction that stores the page. */
    async keepPage(tx: TransactionSql, afterId: number, isLast: boolean): Promise<void> {
      await tx`
        update odoo.sync_cursor set generation_after_id = ${afterId}, loaded_generation = case when ${isLast} then generation else loaded_generation end,
          loaded_at = case when ${isLast} then clock_timestamp() else loaded_at end,
          after_id = ${afterId}, is_loaded = is_loaded or ${isLast}
        where model = ${model}`;
    },

    async move(sql: Sql, cursor: string): Promise<void> {
      await sql`
        update odoo.sync_cursor set generation_cursor = ${cursor}::text::timestamp, cursor = ${cursor}::text::timestamp
        where model = ${model} and generation = ${generation}`;
    },
  };
}
