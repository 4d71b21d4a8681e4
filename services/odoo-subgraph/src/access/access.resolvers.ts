import type { Resolvers } from '../generated/resolvers.ts';

export const accessResolvers = {
  Mutation: {
    orderAccessCreate: (_root, { input }, { orderAccess, address }) =>
      orderAccess.create({
        orderName: input.orderName,
        email: input.email ?? null,
        postalCode: input.postalCode ?? null,
        address,
      }),
  },
} satisfies Resolvers;
