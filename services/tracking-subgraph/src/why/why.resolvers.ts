import { toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';

export const whyResolvers = {
  Explanation: {
    facts: async ({ shipmentId, keys }, _args, { factReferences }) =>
      (await Promise.all(keys.map((key) => factReferences.load({ shipmentId, key })))).flat(),
  },
  FactReference: {
    id: (fact) => toGlobalId('Fact', `${fact.shipmentId}:${fact.key}`),
    reason: (fact, _args, { viewer }) => (viewer.level === 'STAFF' ? fact.reason : null),
    recordedAt: (fact) => fact.recordedAt.toISOString(),
  },
} satisfies Resolvers;
