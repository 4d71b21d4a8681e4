import type { Resolvers } from '../generated/resolvers.ts';

export const accessResolvers = {
  Mutation: {
    orderAccessCreate: (_root, { input }, { orderAccess, address, viewer, requestId }) =>
      orderAccess.create({
        orderName: input.orderName,
        email: input.email ?? null,
        postalCode: input.postalCode ?? null,
        address,
        viewer,
        requestId,
      }),
  },
} satisfies Resolvers;
