import { auditActor, recordAudit, requireOdooId, toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { isStaff, refused, seesOrder, type UserError } from './order-access.ts';

const lifeSeconds = 600;

/** Begins a look at an order in the viewer's scope as its customer sees it. The row and its record commit together, before anything is shown. */
export async function createView(
  context: RequestContext,
  globalOrderId: string,
): Promise<{ viewId: string; expiresAt: string } | { userErrors: UserError[] }> {
  const { sql, viewer, requestId } = context;
  const orderId = requireOdooId('Order', globalOrderId, 'input.orderId');
  if (!isStaff(viewer) || viewer.sub === null || !(await seesOrder(context, orderId)))
    return refused('ORDER_NOT_FOUND', 'There is no such order in your scope.', ['input', 'orderId']);
  const person = viewer.sub;
  return sql.begin(async (tx) => {
    // Those of before are of no use; the audit keeps what there was.
    await tx`delete from auth.order_view where id in (select id from auth.order_view where expires_at < now() - interval '1 hour' limit 100)`;
    const [row] = await tx<{ id: string; expires_at: Date }[]>`
      insert into auth.order_view (order_id, sid, person, expires_at) values (${orderId}, ${viewer.sid}, ${person}, now() + ${lifeSeconds} * interval '1 second')
      returning id, expires_at`;
    const { id, expires_at } = row as { id: string; expires_at: Date };
    await recordAudit(tx, {
      schema: 'auth',
      ...auditActor(viewer),
      action: 'order_view.started',
      subject: `order ${orderId}`,
      requestId,
      detail: { view: id, expiresAt: expires_at.toISOString() },
    });
    return { viewId: toGlobalId('OrderView', id), expiresAt: expires_at.toISOString() };
  });
}
