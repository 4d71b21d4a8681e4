import { fromGlobalId, type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
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

/** A message was made when its owner may have seen more orders: without those that are out of scope now; the very same text where there are none. */
export function payloadInScope(payload: string, orders: OrdersInScope): string {
  if (orders === null) return payload;
  const content = JSON.parse(payload) as { data: { orders: { id: string }[] } };
  const named = content.data.orders;
  content.data.orders = named.filter(({ id }) => orders.has(Number(fromGlobalId('Order', id))));
  return content.data.orders.length === named.length ? payload : JSON.stringify(content);
}
