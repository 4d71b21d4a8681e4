import { BadUserInputError, requireOdooId, scopeAllows, shipmentIdFrom } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { changesSince } from './changes-since.ts';
import { decodeLiveCursor, encodeLiveCursor } from './cursor.ts';
import { type LiveFilter, type LiveMilestone, readHead } from './milestone-stream.ts';

function requireShipmentId(id: string): string {
  const shipmentId = shipmentIdFrom(id);
  if (shipmentId === null) throw new BadUserInputError('shipmentId', 'shipmentId is not an id of type Shipment');
  return shipmentId;
}

function readFilter({
  orderId,
  shipmentId,
  milestones,
}: {
  orderId?: string | null;
  shipmentId?: string | null;
  milestones?: LiveFilter['milestones'];
}): LiveFilter {
  return {
    orderId: orderId ? requireOdooId('Order', orderId, 'orderId') : null,
    shipmentId: shipmentId ? requireShipmentId(shipmentId) : null,
    milestones: milestones ? [...new Set(milestones)] : null,
  };
}

export const liveResolvers = {
  Query: {
    // The gateway read it before it executed the operation; asked directly, the head as committed now.
    liveCursor: async (_root, _args, { asOf, sql }) => asOf ?? encodeLiveCursor((await readHead(sql)).value),
    changesSince: (_root, { after, first, ...filter }, context) =>
      changesSince(context, { after, first, filter: readFilter(filter) }),
  },
  Subscription: {
    milestoneAdded: {
      subscribe: (_root, { after, ...filter }, { feed, viewer }) =>
        feed.subscribe(viewer, readFilter(filter), after ? decodeLiveCursor(after) : null),
      resolve: (milestone: LiveMilestone) => milestone,
    },
  },
  Milestone: {
    cursor: ({ seq }) => encodeLiveCursor(seq),
    event: ({ event }, _args, { viewer }) => event && { ...event, isCoarse: viewer.level === 'L0' },
    shipment: ({ shipment, links }, _args, { viewer }) => ({
      ...shipment,
      access: viewer.level,
      orderIds: [...new Set(links.filter((link) => scopeAllows(viewer, link)).map((link) => link.orderId))],
    }),
  },
} satisfies Resolvers;
