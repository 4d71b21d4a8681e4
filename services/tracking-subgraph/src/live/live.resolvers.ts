import { BadUserInputError, requireOdooId, scopeAllows, shipmentIdFrom } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { decodeLiveCursor, encodeLiveCursor } from './cursor.ts';
import { type LiveMilestone, readHead } from './live-feed.ts';

function requireShipmentId(id: string): string {
  const shipmentId = shipmentIdFrom(id);
  if (shipmentId === null) throw new BadUserInputError('shipmentId', 'shipmentId is not an id of type Shipment');
  return shipmentId;
}

export const liveResolvers = {
  Query: {
    // The gateway read it before it executed the operation; asked directly, the head as committed now.
    liveCursor: async (_root, _args, { asOf, sql }) => asOf ?? encodeLiveCursor((await readHead(sql)).value),
  },
  Subscription: {
    milestoneAdded: {
      subscribe(_root, { orderId, shipmentId, after }, { feed, viewer }) {
        const filter = {
          orderId: orderId ? requireOdooId('Order', orderId, 'orderId') : null,
          shipmentId: shipmentId ? requireShipmentId(shipmentId) : null,
        };
        return feed.subscribe(viewer, filter, after ? decodeLiveCursor(after) : null);
      },
      resolve: (milestone: LiveMilestone) => milestone,
    },
  },
  Milestone: {
    cursor: ({ seq }) => encodeLiveCursor(seq),
    event: ({ event }) => event && { ...event, isCoarse: false },
    shipment: ({ shipment, links }, _args, { viewer }) => ({
      ...shipment,
      access: viewer.level,
      orderIds: [...new Set(links.filter((link) => scopeAllows(viewer, link)).map((link) => link.orderId))],
    }),
  },
} satisfies Resolvers;
