import type { Resolvers } from '../generated/resolvers.ts';
import { countFeedback, giveFeedback } from './give-feedback.ts';

export const feedbackResolvers = {
  Query: {
    carrierFeedback: (_root, { days }, context) => countFeedback(context, days ?? 30),
  },
  Mutation: {
    shipmentFeedback: (_root, { input }, context) => giveFeedback(context, input),
  },
  Shipment: {
    feedback: (shipment, _args, { viewer, feedback }) =>
      shipment.access === 'L0' || viewer.role !== 'customer' ? null : feedback.load(shipment.id),
  },
} satisfies Resolvers;
