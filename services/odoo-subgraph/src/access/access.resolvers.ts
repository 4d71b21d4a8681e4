import type { RequestContext } from '../context.ts';

interface Input {
  orderName: string;
  email?: string | null;
  postalCode?: string | null;
}

export const accessResolvers = {
  Mutation: {
    orderAccessCreate: (_root: unknown, { input }: { input: Input }, { orderAccess }: RequestContext) =>
      orderAccess.create({
        orderName: input.orderName,
        email: input.email ?? null,
        postalCode: input.postalCode ?? null,
      }),
  },
};
