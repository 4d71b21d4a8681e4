import type { Resolvers } from '../generated/resolvers.ts';
import { freshnessOf } from './freshness.ts';

const text = (at: Date | null) => at?.toISOString() ?? null;

export const freshnessResolvers = {
  Shipment: {
    async freshness(shipment, _args, { sources, casePolicy }) {
      const source = shipment.asOf ? null : await sources.load(shipment);
      return freshnessOf(shipment, source, { quiet: casePolicy.policy.quiet, now: new Date() });
    },
  },
  Freshness: {
    observedAt: ({ observedAt }) => text(observedAt),
    checkedAt: ({ checkedAt }) => text(checkedAt),
    nextCheckAt: ({ nextCheckAt }) => text(nextCheckAt),
    quietSince: ({ quietSince }) => text(quietSince),
    sourceDownSince: ({ sourceDownSince }) => text(sourceDownSince),
  },
} satisfies Resolvers;
