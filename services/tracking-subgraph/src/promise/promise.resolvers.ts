import { odooIdFrom } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { tellPromise } from './tell-promise.ts';
import { datesOfOrder, datesOfShipment } from './told-dates.ts';

/** Where the shipment is asked for as it was, what was told by then. */
async function ledgerOf(shipment: ShipmentView, { promises }: RequestContext) {
  const rows = await promises.load(shipment);
  return shipment.asOf ? rows.filter(({ toldAt }) => toldAt <= (shipment.asOf as Date)) : rows;
}

export const promiseResolvers = {
  Mutation: {
    shipmentPromise: (_root, { input }, context) => tellPromise(context, input, new Date()),
  },
  Shipment: {
    promises: async (shipment, _args, context) => datesOfShipment(shipment, await ledgerOf(shipment, context)),
  },
  Order: {
    async promises({ id, shopPromises }, _args, context) {
      const orderId = odooIdFrom('Order', id);
      const shipments = orderId === null ? [] : await context.shipments.byLink.load({ kind: 'order', id: orderId });
      const parcels = await Promise.all(
        shipments.map(async (shipment) => ({ shipment, rows: await ledgerOf(shipment, context) })),
      );
      return datesOfOrder(shopPromises ?? [], parcels);
    },
  },
  PromisedDate: {
    toldAt: ({ toldAt }) => toldAt.toISOString(),
  },
} satisfies Resolvers;
