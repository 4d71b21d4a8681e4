import { odooIdFrom } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { ShopPromise } from '../promise/told-dates.ts';

/** Odoo's entities as this subgraph knows them. */
export interface EntityReference {
  id: string;
  /** Of an order whose promises are asked for: what the shop told. */
  shopPromises?: readonly ShopPromise[];
}

function shipmentsOf(kind: 'order' | 'delivery', type: 'Order' | 'Delivery') {
  return ({ id }: EntityReference, _args: unknown, context: RequestContext) => {
    const odooId = odooIdFrom(type, id);
    return odooId === null ? [] : context.shipments.byLink.load({ kind, id: odooId });
  };
}

/** Fields that this subgraph adds to Odoo's entities. Scope is tested in the statement that reads the links. */
export const orderLinkResolvers = {
  Order: { shipments: shipmentsOf('order', 'Order') },
  Delivery: { shipments: shipmentsOf('delivery', 'Delivery') },
} satisfies Resolvers;
