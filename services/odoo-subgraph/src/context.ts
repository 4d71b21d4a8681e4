import type { Sql, Viewer } from '@milepost/service-kit';
import type { OrderAccess } from './access/create-order-access.ts';
import { createOrderLoaders, type OrderLoaders } from './order/order.loaders.ts';

/** Per operation. */
export interface RequestContext {
  sql: Sql;
  viewer: Viewer;
  loaders: OrderLoaders;
  orderAccess: OrderAccess;
}

export function createRequestContext(
  { sql, orderAccess }: { sql: Sql; orderAccess: OrderAccess },
  viewer: Viewer,
): RequestContext {
  return { sql, viewer, orderAccess, loaders: createOrderLoaders({ sql, viewer }) };
}
