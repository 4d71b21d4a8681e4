import { BadUserInputError, requireOdooId, shipmentIdFrom } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { scopeAllows } from '../scope.ts';
import { decodeLiveCursor, encodeLiveCursor } from './cursor.ts';
import { type LiveMilestone, readHead } from './live-feed.ts';

interface Arguments {
  orderId?: string | null;
  shipmentId?: string | null;
  after?: string | null;
}

function requireShipmentId(id: string): string {
  const shipmentId = shipmentIdFrom(id);
  if (shipmentId === null) throw new BadUserInputError('shipmentId', 'shipmentId is not an id of type Shipment');
  return shipmentId;
}

export const liveResolvers = {
  Query: {
    // The gateway read it before it executed the operation; asked directly, the head as committed now.
    liveCursor: async (_root: unknown, _args: unknown, { asOf, sql }: RequestContext) =>
      asOf ?? encodeLiveCursor((await readHead(sql)).value),
  },
  Subscription: {
    milestoneAdded: {
      subscribe(_root: unknown, { orderId, shipmentId, after }: Arguments, { feed, viewer }: RequestContext) {
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
    cursor: ({ seq }: LiveMilestone) => encodeLiveCursor(seq),
    event: ({ event }: LiveMilestone) => event && { ...event, isCoarse: false },
    shipment: ({ shipment, links }: LiveMilestone, _args: unknown, { viewer }: RequestContext) => ({
      ...shipment,
      access: viewer.level,
      orderIds: [...new Set(links.filter((link) => scopeAllows(viewer, link)).map((link) => link.orderId))],
    }),
  },
};
