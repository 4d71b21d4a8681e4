import type { Resolvers } from '../generated/resolvers.ts';
import { findShipments } from './find-shipments.ts';

/** What tracking adds to a search. */
export const searchResolvers = {
  Search: {
    shipments: ({ text }, { first, after }, context) => findShipments(context, text, { first, after: after ?? null }),
  },
} satisfies Resolvers;
