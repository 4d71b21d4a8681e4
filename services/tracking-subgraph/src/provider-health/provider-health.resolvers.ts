import { listProviderHealth } from '../connectors/pacing/provider-health.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { requireOperator } from '../scope.ts';

export const providerHealthResolvers = {
  Query: {
    async providerHealth(_root, _args, { sql, viewer }) {
      requireOperator(viewer);
      return [...(await listProviderHealth(sql))];
    },
  },
  ProviderHealth: {
    since: (row) => row.since.toISOString(),
    retryAt: (row) => row.retryAt?.toISOString() ?? null,
  },
} satisfies Resolvers;
