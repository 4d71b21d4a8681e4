import { toGlobalId } from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';

export const whyResolvers = {
  Explanation: {
    facts: async ({ shipmentId, keys }, _args, { factReferences }) =>
      (await Promise.all(keys.map((key) => factReferences.load({ shipmentId, key })))).flat(),
  },
  Rederivation: {
    at: ({ at }) => at.toISOString(),
    fromStatus: ({ from }) => from.status,
    fromMilestone: ({ from }) => from.milestone,
    toStatus: ({ to }) => to.status,
    toMilestone: ({ to }) => to.milestone,
    foldVersion: ({ to }) => to.fold,
    mappingVersion: ({ to }) => to.mapping,
  },
  FactReference: {
    id: (fact) => toGlobalId('Fact', `${fact.shipmentId}:${fact.key}`),
    reason: (fact, _args, { viewer }) => (viewer.level === 'STAFF' ? fact.reason : null),
    recordedAt: (fact) => fact.recordedAt.toISOString(),
  },
} satisfies Resolvers;
