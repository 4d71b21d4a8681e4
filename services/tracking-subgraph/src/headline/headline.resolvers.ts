import { type Basis, localeFor, planHeadline } from '@milepost/wording';
import { wordsOf } from '@milepost/wording/all';
import type { Resolvers } from '../generated/resolvers.ts';
import { shipmentFacts } from './shipment-facts.ts';

/** The fields of Shipment that hold what a clause rests on. */
const fields: Record<Basis, string> = {
  carrierName: 'carrier',
  direction: 'direction',
  status: 'status',
  milestone: 'milestone',
  reason: 'reason',
  isDelayed: 'isDelayed',
  estimate: 'estimate',
  promisedDate: 'promises',
  deciding: 'events',
  newest: 'events',
  stopsAhead: 'events',
  pickupPoint: 'pickupPoint',
  signedBy: 'proofOfDelivery',
  deliveryDoubts: 'deliveryDoubts',
  quietSince: 'freshness',
  usualGapSeconds: 'freshness',
  sourceDownSince: 'freshness',
  replacedBy: 'replacedBy',
};

export const headlineResolvers = {
  Shipment: {
    async headline(shipment, { locale: wanted }, context) {
      const locale = localeFor(wanted);
      const facts = await shipmentFacts(shipment, context);
      // As it was known at an instant, it is said as it was said then.
      const now = shipment.asOf ?? new Date();
      const { tone, clauses, ...headline } = planHeadline(facts, now, wordsOf(locale));
      return {
        ...headline,
        locale,
        tone: ({ good: 'GOOD', moving: 'MOVING', attention: 'ATTENTION', waiting: 'WAITING' } as const)[tone],
        clauses: clauses.map(({ says, text, basis, eventIds }) => ({
          says: [...says],
          text,
          eventIds: [...eventIds],
          basis: [...new Set(basis.map((name) => fields[name]))],
        })),
      };
    },
  },
} satisfies Resolvers;
