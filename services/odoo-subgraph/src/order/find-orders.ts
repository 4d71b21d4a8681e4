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
import type { OrderFilter } from './order-filter.ts';
import { ageText, type OrderRow, orderColumns, orderJoins } from './order-row.ts';

/** An order by its name within scope. Names are unique per company only: several without a company are refused, naming the companies. */
export async function findOrderByName(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  { name, companyId }: { name: string; companyId: number | null },
): Promise<OrderRow | null> {
  const scope = scopeCondition(viewer, 'o', 3);
  const rows = await reader.unsafe<OrderRow[]>(
    `select ${orderColumns} from odoo.sale_order o ${orderJoins} where o.lower_name = $1 and ($2::int is null or o.company_id = $2) and ${scope.text} order by o.id limit 20`,
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

const placedAtText = /^\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/;

/** Where a page of this filter's list begins; null: at its beginning. Throws BadUserInputError for anything that was no cursor of it. */
function readCursor(after: string | null, { digest }: OrderFilter): { placedAt: string; id: number } | null {
  if (after === null) return null;
  const [placedAt, id, ofFilter] = decodeCursor(after, ['string', 'number', 'string']) as [string, number, string];
  if (ofFilter !== digest)
    throw new BadUserInputError(
      'after',
      'after is a cursor of another filter; leave it out, or give the filter it came with',
    );
  if (!placedAtText.test(placedAt) || !Number.isInteger(id) || id < 0 || id > 2_147_483_647)
    throw new BadUserInputError('after', 'after is not a cursor of this list');
  return { placedAt, id };
}

/**
 * Orders in scope, newest first; the cursor is the place in that order, so new orders do not shift a page. The age is read with the list, not after it: a round that ends in between would make the list
 * younger than it is.
 */
export async function listOrders(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  { first, after, filter }: { first: number | null; after: string | null; filter: OrderFilter },
): Promise<Page<OrderRow> & { asOf: string }> {
  const size = pageSize(first, 20);
  const from = readCursor(after, filter);
  const conditions = filter.conditions(4);
  const scope = scopeCondition(viewer, 'o', 4 + conditions.values.length);
  const found = await reader.unsafe<(OrderRow & { listAsOf: Date | null })[]>(
    `select r.as_of as "listAsOf", q.* from odoo.sync_round r left join (select ${orderColumns}, o.placed_at as placed from odoo.sale_order o ${orderJoins}
     where ${[`($1::text is null or (o.placed_at, o.id) < ($1::text::timestamp, $2::int))`, ...conditions.texts, scope.text].join(' and ')} order by o.placed_at desc, o.id desc limit $3) q on true order by q.placed desc, q.id desc`,
    [from?.placedAt ?? null, from?.id ?? null, size + 1, ...conditions.values, ...scope.values] as never,
  );
  // The age alone, where there is no order.
  const rows = found.filter(({ id }) => id !== null);
  return {
    ...toPage(rows, size, (row) => encodeCursor([row.placedAt, row.id, filter.digest])),
    asOf: ageText(found[0]?.listAsOf ?? null),
  };
}
