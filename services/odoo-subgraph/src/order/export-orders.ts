import { auditActor, ForbiddenError, odooIdFrom, recordAudit } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { OrderFilter as OrderFilterInput } from '../generated/resolvers.ts';
import { scopeCondition } from '../scope.ts';
import { readOrderFilter } from './order-filter.ts';
import { orderJoins } from './order-row.ts';

/** Rows of one file: what a spreadsheet takes, and what a browser holds without trouble. */
const mostRows = 50_000;

/**
 * Puts on record that a colleague takes a list of orders with them, before the first row is given: how many rows it has in their scope, and by which filter. Throws ForbiddenError for everybody but
 * staff, BadUserInputError naming the field of the filter.
 */
export async function exportOrders(
  { listReader, sql, viewer, requestId }: RequestContext,
  given: OrderFilterInput,
): Promise<{ rowCount: number; isCut: boolean }> {
  if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
  const conditions = readOrderFilter(given).conditions(2);
  const scope = scopeCondition(viewer, 'o', 2 + conditions.values.length);
  const [row] = await listReader.unsafe<{ found: number }[]>(
    `select count(*)::int as found from (select 1 from odoo.sale_order o ${orderJoins} where ${[...conditions.texts, scope.text].join(' and ')} limit $1) n`,
    [mostRows + 1, ...conditions.values, ...scope.values] as never,
  );
  const found = row?.found ?? 0;
  const outcome = { rowCount: Math.min(found, mostRows), isCut: found > mostRows };
  await recordAudit(sql, {
    schema: 'odoo',
    ...auditActor(viewer),
    action: 'order_list.exported',
    subject: 'list of orders',
    requestId,
    detail: { rows: outcome.rowCount, isCut: outcome.isCut, filter: recorded(given) },
  });
  return outcome;
}

/** The filter without what somebody typed, of which only the name stays. */
function recorded({ carrierName, customerId, companyId, ...filter }: OrderFilterInput): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)),
    ...(customerId != null && { customer: odooIdFrom('Customer', customerId) }),
    ...(companyId != null && { company: odooIdFrom('Company', companyId) }),
    ...(carrierName != null && { by: ['carrierName'] }),
  };
}
