import type { ActivityClosed, Sql } from '@milepost/service-kit';
import type { OdooClient } from '../odoo/client.ts';
import type { Target } from './effect-rows.ts';
import { openToDos } from './odoo-writes.ts';

const pageSize = 500;

interface OpenToDo extends Target {
  id: string;
  key: string;
  recordId: number;
  requestId: string;
}

/**
 * Looks whether somebody in Odoo has closed to-dos of ours (Odoo deletes them then), and tells tracking, which resolves the case. A to-do is not believed to be closed where its record cannot be seen any more: then it
 * is our right that is gone. Answers how many were closed.
 */
export async function noticeClosedToDos({
  sql,
  odoo,
  now,
}: {
  sql: Sql;
  odoo: OdooClient;
  now: () => Date;
}): Promise<number> {
  let closed = 0;
  let after = '0';
  for (;;) {
    const rows = await sql<OpenToDo[]>`
      select id::text, key, model, res_id as "resId", record_id as "recordId", request_id as "requestId" from odoo.effect
      where kind = 'ACTIVITY' and record_id is not null and state = 'DONE' and id > ${after} order by id limit ${pageSize}`;
    const last = rows.at(-1);
    if (!last) return closed;
    after = last.id;
    const open = await openToDos(
      odoo,
      rows.map(({ recordId }) => recordId),
    );
    const gone = rows.filter(({ recordId }) => !open.has(recordId));
    const visible = await visibleRecords(odoo, gone);
    for (const todo of gone) if (visible.has(`${todo.model} ${todo.resId}`)) closed += await settle(sql, todo, now());
  }
}

async function visibleRecords(odoo: OdooClient, todos: readonly OpenToDo[]): Promise<Set<string>> {
  const visible = new Set<string>();
  for (const model of ['sale.order', 'stock.picking'] as const) {
    const ids = todos.filter((todo) => todo.model === model).map(({ resId }) => resId);
    if (ids.length === 0) continue;
    for (const { id } of await odoo.readByIds<{ id: number }>(model, ids, { fields: ['state'] }))
      visible.add(`${model} ${id}`);
  }
  return visible;
}

async function settle(sql: Sql, { id, key, recordId, requestId }: OpenToDo, at: Date): Promise<number> {
  return sql.begin(async (tx) => {
    // We may be closing it ourselves.
    const { count } =
      await tx`update odoo.effect set record_id = null, reason = 'CLOSED_BY_PERSON', settled_at = ${at} where id = ${id} and record_id = ${recordId} and state = 'DONE'`;
    if (count === 1 && key.startsWith('case:')) {
      const body: Omit<ActivityClosed, 'version'> = {
        type: 'activity.closed',
        correlationId: requestId,
        caseId: key.slice('case:'.length),
        closedAt: at.toISOString(),
      };
      await tx`insert into odoo.outbox (body) values (${tx.json(body as never)})`;
    }
    return count;
  });
}
