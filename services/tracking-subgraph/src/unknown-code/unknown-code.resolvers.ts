import type { Resolvers } from '../generated/resolvers.ts';
import { listUnknownCodes } from './unknown-codes.ts';

export const unknownCodeResolvers = {
  Query: { unknownCodes: (_root, { first }, context) => listUnknownCodes(context, first ?? null) },
  UnknownCode: {
    firstSeenAt: (row) => row.firstSeenAt.toISOString(),
    lastSeenAt: (row) => row.lastSeenAt.toISOString(),
  },
} satisfies Resolvers;
