import {
  type OperationEnvelope,
  type Reader,
  readAs,
  type Sql,
  type Viewer,
  viewerSettings,
} from '@milepost/service-kit';
import type { OrderAccess } from './access/create-order-access.ts';
import { createOrderLoaders, type OrderLoaders } from './order/order.loaders.ts';

/** Per operation. */
export interface RequestContext {
  /** What the viewer may read, whatever a statement asks for. */
  reader: Reader;
  viewer: Viewer;
  /** Of the client, for limits; see OperationEnvelope. */
  address: string;
  loaders: OrderLoaders;
  orderAccess: OrderAccess;
}

/** `readSql`: a client whose sessions have a role that owns nothing. */
export function createRequestContext(
  { readSql, orderAccess }: { readSql: Sql; orderAccess: OrderAccess },
  { viewer, address }: Pick<OperationEnvelope, 'viewer' | 'address'>,
): RequestContext {
  const reader = readAs(readSql, viewerSettings(viewer));
  return { reader, viewer, address, orderAccess, loaders: createOrderLoaders({ reader, viewer }) };
}
