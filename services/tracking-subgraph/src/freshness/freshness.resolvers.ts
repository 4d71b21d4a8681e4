import { freshnessSentence, localeFor } from '@milepost/wording';
import { wordsOf } from '@milepost/wording/all';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { type FreshnessView, freshnessOf } from './freshness.ts';

const text = (at: Date | null) => at?.toISOString() ?? null;

/** How fresh a shipment is; as of an instant only what its row says. */
export async function freshnessFor(
  shipment: ShipmentView,
  { sources, casePolicy }: Pick<RequestContext, 'sources' | 'casePolicy'>,
  now: Date,
): Promise<FreshnessView> {
  const source = shipment.asOf ? null : await sources.load(shipment);
  return freshnessOf(shipment, source, { quiet: casePolicy.policy.quiet, now });
}

export const freshnessResolvers = {
  Shipment: {
    freshness: (shipment, _args, context) => freshnessFor(shipment, context, new Date()),
  },
  Freshness: {
    observedAt: ({ observedAt }) => text(observedAt),
    checkedAt: ({ checkedAt }) => text(checkedAt),
    nextCheckAt: ({ nextCheckAt }) => text(nextCheckAt),
    quietSince: ({ quietSince }) => text(quietSince),
    sourceDownSince: ({ sourceDownSince }) => text(sourceDownSince),
    sentence: ({ checkedAt, nextCheckAt, usualGapSeconds }, { locale }) =>
      freshnessSentence(
        { checkedAt: text(checkedAt), nextCheckAt: text(nextCheckAt), usualGapSeconds },
        wordsOf(localeFor(locale)),
      ),
  },
} satisfies Resolvers;
