import { readFileSync } from 'node:fs';
import { buildSubgraph } from '@milepost/service-kit/subgraph-server';
import { GraphQLScalarType } from 'graphql';
import { carrierRulesResolvers } from './carrier-rules/carrier-rules.resolvers.ts';
import { caseResolvers } from './case/case.resolvers.ts';
import { deadLetterResolvers } from './dead-letter/dead-letter.resolvers.ts';
import { deskResolvers } from './desk/desk.resolvers.ts';
import { documentResolvers } from './document/document.resolvers.ts';
import { eventResolvers } from './event/event.resolvers.ts';
import { exchangeResolvers } from './exchange/exchange.resolvers.ts';
import { feedbackResolvers } from './feedback/feedback.resolvers.ts';
import { freshnessResolvers } from './freshness/freshness.resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { headlineResolvers } from './headline/headline.resolvers.ts';
import { liveResolvers } from './live/live.resolvers.ts';
import { mappingResolvers } from './mapping/mapping.resolvers.ts';
import { orderLinkResolvers } from './order-link/order-link.resolvers.ts';
import { orderProgressResolvers } from './order-progress/order-progress.resolvers.ts';
import { promiseResolvers } from './promise/promise.resolvers.ts';
import { providerHealthResolvers } from './provider-health/provider-health.resolvers.ts';
import { registrationResolvers } from './registration/registration.resolvers.ts';
import { replacementResolvers } from './replacement/replacement.resolvers.ts';
import { reportResolvers } from './report/report.resolvers.ts';
import { searchResolvers } from './search/search.resolvers.ts';
import { shipmentResolvers } from './shipment/shipment.resolvers.ts';
import { unknownCodeResolvers } from './unknown-code/unknown-code.resolvers.ts';
import { webhookResolvers } from './webhook/webhook.resolvers.ts';
import { whyResolvers } from './why/why.resolvers.ts';

const domains = [
  'base',
  'taxonomy',
  'carrier',
  'carrier-rules',
  'case',
  'dead-letter',
  'desk',
  'document',
  'event',
  'exchange',
  'freshness',
  'headline',
  'feedback',
  'live',
  'mapping',
  'order-link',
  'order-progress',
  'promise',
  'provider-health',
  'registration',
  'replacement',
  'report',
  'search',
  'shipment',
  'unknown-code',
  'webhook',
  'why',
];

/** One SDL per domain folder, together. */
const typeDefs = domains
  .map((domain) => readFileSync(new URL(`./${domain}/schema.graphql`, import.meta.url), 'utf8'))
  .join('\n');

const resolvers = {
  DateTime: new GraphQLScalarType({ name: 'DateTime', description: 'An instant in ISO 8601 with offset Z.' }),
  ...shipmentResolvers,
  ...eventResolvers,
  ...orderLinkResolvers,
  ...liveResolvers,
  ...deadLetterResolvers,
  ...unknownCodeResolvers,
  ...whyResolvers,
  ...mappingResolvers,
  ...registrationResolvers,
  ...searchResolvers,
  ...carrierRulesResolvers,
  ...providerHealthResolvers,
  ...webhookResolvers,
  ...caseResolvers,
  ...deskResolvers,
  ...exchangeResolvers,
  ...documentResolvers,
  ...reportResolvers,
  Case: { ...caseResolvers.Case, ...reportResolvers.Case },
  ProofOfDelivery: { ...shipmentResolvers.ProofOfDelivery, ...documentResolvers.ProofOfDelivery },
  ...promiseResolvers,
  ...freshnessResolvers,
  ...replacementResolvers,
  ...headlineResolvers,
  Order: { ...orderLinkResolvers.Order, ...caseResolvers.Order, ...promiseResolvers.Order },
  Shipment: {
    ...shipmentResolvers.Shipment,
    ...registrationResolvers.Shipment,
    ...caseResolvers.Shipment,
    ...exchangeResolvers.Shipment,
    ...feedbackResolvers.Shipment,
    ...promiseResolvers.Shipment,
    ...freshnessResolvers.Shipment,
    ...replacementResolvers.Shipment,
    ...headlineResolvers.Shipment,
  },
  Query: {
    ...shipmentResolvers.Query,
    ...liveResolvers.Query,
    ...deadLetterResolvers.Query,
    ...unknownCodeResolvers.Query,
    ...mappingResolvers.Query,
    ...registrationResolvers.Query,
    ...carrierRulesResolvers.Query,
    ...providerHealthResolvers.Query,
    ...webhookResolvers.Query,
    ...caseResolvers.Query,
    ...feedbackResolvers.Query,
    ...orderProgressResolvers.Query,
  },
  Mutation: {
    ...shipmentResolvers.Mutation,
    ...promiseResolvers.Mutation,
    ...deadLetterResolvers.Mutation,
    ...mappingResolvers.Mutation,
    ...registrationResolvers.Mutation,
    ...carrierRulesResolvers.Mutation,
    ...webhookResolvers.Mutation,
    ...caseResolvers.Mutation,
    ...reportResolvers.Mutation,
    ...feedbackResolvers.Mutation,
  },
  Subscription: { ...liveResolvers.Subscription, ...deskResolvers.Subscription },
} satisfies Resolvers;

export function createSchema() {
  return buildSubgraph(typeDefs, resolvers);
}
