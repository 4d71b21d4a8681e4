import { fromGlobalId, type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import { caseScopeCondition } from '../case/case-scope.ts';
import { scopeCondition } from '../scope.ts';

/** Orders of a shipment that a viewer may see now; null: all of them. */
export type OrdersInScope = ReadonlySet<number> | null;

/** By shipment; one that is not there is not in the viewer's scope (any more). */
export async function ordersInScope(
  reader: Reader,
  viewer: Viewer,
  shipmentIds: readonly string[],
): Promise<ReadonlyMap<string, OrdersInScope>> {
  if (shipmentIds.length === 0) return new Map();
  if (seesEverything(viewer)) {
    const rows = await reader.unsafe<{ id: string }[]>(
      'select i.id from unnest($1::uuid[]) i(id) where exists (select 1 from tracking.shipment s where s.id = i.id)',
      [[...shipmentIds]],
    );
    return new Map(rows.map(({ id }) => [id, null]));
  }
  const scope = scopeCondition(viewer, 'l', 2);
  const rows = await reader.unsafe<{ id: string; orders: number[] }[]>(
    `select l.shipment_id as id, array_agg(l.order_id) as orders from tracking.link l where l.shipment_id = any($1::uuid[]) and ${scope.text} group by l.shipment_id`,
    [[...shipmentIds], ...scope.values],
  );
  return new Map(rows.map(({ id, orders }) => [id, new Set(orders)]));
}

/** Which of these cases a viewer may see now; who sees everything sees those that were deleted, too. */
export async function casesInScope(
  reader: Reader,
  viewer: Viewer,
  caseIds: readonly string[],
): Promise<(id: string) => boolean> {
  const scope = caseScopeCondition(viewer, 'c', 2);
  if (caseIds.length === 0 || scope.text === 'true') return () => true;
  const rows = await reader.unsafe<{ id: string }[]>(
    `select c.id from tracking.work_case c where c.id = any($1::uuid[]) and ${scope.text}`,
    [[...caseIds], ...scope.values],
  );
  const seen = new Set(rows.map(({ id }) => id));
  return (id) => seen.has(id);
}

/** A message was made when its owner may have seen more orders: without those that are out of scope now, and their deliveries; the very same text where there are none. */
export function payloadInScope(payload: string, orders: OrdersInScope): string {
  if (orders === null) return payload;
  const content = JSON.parse(payload) as { data: { orders: { id: string }[]; deliveries?: { orderId: string }[] } };
  const { orders: named, deliveries } = content.data;
  const isSeen = (id: string) => orders.has(Number(fromGlobalId('Order', id)));
  content.data.orders = named.filter(({ id }) => isSeen(id));
  if (content.data.orders.length === named.length) return payload;
  // Made by an older version: it names none.
  if (deliveries) content.data.deliveries = deliveries.filter(({ orderId }) => isSeen(orderId));
  return JSON.stringify(content);
}
