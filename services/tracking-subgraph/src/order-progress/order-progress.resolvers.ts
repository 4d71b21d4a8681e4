import { toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { listByProgress } from './list-by-progress.ts';

export const orderProgressResolvers = {
  Query: {
    async ordersByProgress(_root, { progress, first, after }, { reader, viewer }) {
      const page = await listByProgress({ reader, viewer }, { progress, first: first ?? null, after: after ?? null });
      return { ...page, nodes: page.nodes.map(({ orderId }) => ({ id: toGlobalId('Order', orderId) })) };
    },
  },
} satisfies Resolvers;
