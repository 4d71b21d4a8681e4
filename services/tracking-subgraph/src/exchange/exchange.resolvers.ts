import { toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';

/** Staff who see the shipment itself, and not only its number. */
const mayAsk = ({ access }: { access: string }, { viewer }: RequestContext) =>
  (viewer.role === 'agent' || viewer.role === 'operator') && access !== 'L0';

export const exchangeResolvers = {
  Shipment: {
    providerChecks: (shipment, _args, context) =>
      mayAsk(shipment, context) ? context.exchanges.checks.load(shipment.id) : null,
    receivedMessages: (shipment, _args, context) =>
      mayAsk(shipment, context) ? context.exchanges.received.load(shipment.id) : null,
    sentWebhooks: (shipment, _args, context) =>
      mayAsk(shipment, context) ? context.exchanges.sent.load(shipment.id) : null,
  },
  ProviderCheck: {
    firstAt: ({ firstAt }) => firstAt.toISOString(),
    lastAt: ({ lastAt }) => lastAt.toISOString(),
  },
  ReceivedMessage: {
    receivedAt: ({ receivedAt }) => receivedAt.toISOString(),
    eventIds: ({ shipmentId, eventKeys }) => eventKeys.map((key) => toGlobalId('Event', `${shipmentId}:${key}`)),
  },
  SentWebhook: {
    id: ({ id }) => toGlobalId('WebhookMessage', id),
    lastTriedAt: ({ lastTriedAt }) => lastTriedAt?.toISOString() ?? null,
    createdAt: ({ createdAt }) => createdAt.toISOString(),
  },
} satisfies Resolvers;
