import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Reader,
  toGlobalId,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import { scopeCondition } from '../scope.ts';
import { type OrderRow, orderColumns, orderJoins } from './order-row.ts';

/** An order by its name within scope. Names are unique per company only: several without a company are refused, naming the companies. */
export async function findOrderByName(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  { name, companyId }: { name: string; companyId: number | null },
): Promise<OrderRow | null> {
  const scope = scopeCondition(viewer, 'o', 3);
  const rows = await reader.unsafe<OrderRow[]>(
    `select ${orderColumns} from odoo.sale_order o ${orderJoins} where lower(o.name) = $1 and ($2::int is null or o.company_id = $2) and ${scope.text} order by o.id limit 20`,
    [name.trim().slice(0, 100).toLowerCase(), companyId, ...scope.values] as never,
  );
  if (rows.length > 1) {
    const companies = rows.map((row) => `${row.companyName} (${toGlobalId('Company', row.companyId)})`);
    throw new BadUserInputError(
      'companyId',
      `several companies have an order of this name; give companyId: ${companies.join(', ')}`,
    );
  }
  return rows[0] ?? null;
}

/** Orders in scope, newest first; the cursor is the place in that order, so new orders do not shift a page. */
export async function listOrders(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  { first, after }: { first: number | null; after: string | null },
): Promise<Page<OrderRow>> {
  const size = pageSize(first, 20);
  const [placedAt, id] = after ? decodeCursor(after, ['string', 'number']) : [null, null];
  const scope = scopeCondition(viewer, 'o', 4);
  const rows = await reader.unsafe<OrderRow[]>(
    `select ${orderColumns} from odoo.sale_order o ${orderJoins}
     where ($1::text is null or (o.placed_at, o.id) < ($1::text::timestamp, $2::int)) and ${scope.text} order by o.placed_at desc, o.id desc limit $3`,
    [placedAt, id, size + 1, ...scope.values] as never,
  );
  return toPage(rows, size, (row) => encodeCursor([row.placedAt, row.id]));
}
