import { type Logger, runLoop, type Sql } from '@milepost/service-kit';
import { isRefusalOfOne } from '../odoo/errors.ts';
import { mirrorModels } from './models.ts';
import type { ReadFamily } from './order-family.ts';
import type { ReadBack } from './read-back.ts';

/** Odoo says that a record of one of our models may have changed. */
export interface Hint {
  model: string;
  id: number;
}

/** Hints that wait, in one process and in the table: beyond them the cursor has to do. */
const mostWaiting = 10_000;
const perRead = 200;

export const isHinted = (model: string): boolean => mirrorModels.some((known) => known.model === model);

/**
 * Takes hints in, from any process: kept for a moment in memory, so that Odoo is answered at once (somebody waits there), then a row per record. A process that dies meanwhile loses some, which
 * costs nothing but speed.
 */
export function createHintInbox({ sql, logger, onDropped }: { sql: Sql; logger: Logger; onDropped: () => void }) {
  let waiting = new Map<string, Hint & { times: number }>();
  const writer = runLoop({
    name: 'hints in',
    idleMs: 60_000,
    logger,
    async step() {
      if (waiting.size === 0) return false;
      const hints = [...waiting.values()];
      waiting = new Map();
      // Odoo has not committed yet: read back after a second without another hint of the record, after three at the latest.
      await sql`
        with g as (select * from json_to_recordset(${JSON.stringify(hints)}::text::json) as g(model text, id int, times int)),
        r as (insert into odoo.hint_received as r (model, received_at, times) select model, clock_timestamp(), sum(times) from g group by model order by model
          on conflict (model) do update set received_at = excluded.received_at, times = r.times + excluded.times)
        insert into odoo.hint as h (model, id, first_at, last_at, due_at)
        select model, id, t.at, t.at, t.at + interval '1 second' from g cross join (select clock_timestamp() as at) t
        where (select count(*) from odoo.hint) < ${mostWaiting} order by model, id
        on conflict (model, id) do update set last_at = excluded.last_at, due_at = least(h.first_at + interval '3 seconds', excluded.due_at)`;
      return waiting.size > 0;
    },
  });
  return {
    add({ model, id }: Hint): void {
      const key = `${model}/${id}`;
      const known = waiting.get(key);
      if (known) known.times += 1;
      else if (waiting.size < mostWaiting) waiting.set(key, { model, id, times: 1 });
      else onDropped();
      writer.wake();
    },
    [Symbol.asyncDispose]: () => writer.stop(),
  };
}

/** Which orders hinted records belong to; $1 are their ids. */
const orderOf: Readonly<Record<string, string>> = {
  'sale.order': 'select id from odoo.sale_order where id = any($1::int[])',
  'sale.order.line': 'select distinct order_id as id from odoo.order_line where id = any($1::int[])',
  'stock.picking':
    'select distinct order_id as id from odoo.picking where id = any($1::int[]) and order_id is not null',
  'stock.move':
    'select distinct k.order_id as id from odoo.move m join odoo.picking k on k.id = m.picking_id where m.id = any($1::int[]) and k.order_id is not null',
};

/** Reads back what hints that are due were about; for the one process that reads. True while there is more. */
export function createHintReader({
  sql,
  readBack,
  readFamily,
}: {
  sql: Sql;
  readBack: ReadBack;
  readFamily: ReadFamily;
}): () => Promise<boolean> {
  return async function readHints() {
    const due = await sql<(Hint & { last: string })[]>`
      select model, id, last_at::text as last from odoo.hint where due_at <= clock_timestamp() order by due_at limit ${perRead}`;
    if (due.length === 0) return false;
    const orders = new Set<number>();
    for (const [model, hints] of Map.groupBy(due, (hint) => hint.model)) {
      const ids = hints.map(({ id }) => id);
      for (const mirrored of mirrorModels.filter((one) => one.model === model))
        try {
          await readBack(mirrored, ids);
        } catch (error) {
          // Said by the rounds, which meet it too.
          if (!isRefusalOfOne(error)) throw error;
        }
      const query = orderOf[model];
      if (query) for (const { id } of await sql.unsafe<{ id: number }[]>(query, [ids])) orders.add(id);
    }
    await readFamily([...orders]);
    // One that came again meanwhile stays. Those that could not be read for minutes are long found by the cursor.
    await sql`
      with g as (select * from json_to_recordset(${JSON.stringify(due)}::text::json) as g(model text, id int, last timestamptz))
      delete from odoo.hint h where h.first_at < clock_timestamp() - interval '10 minutes'
        or exists (select 1 from g where (g.model, g.id, g.last) = (h.model, h.id, h.last_at))`;
    return due.length === perRead;
  };
}
