import { readFileSync } from 'node:fs';
import { buildSubgraph } from '@milepost/service-kit/subgraph-server';
import { GraphQLScalarType } from 'graphql';
import { apiClientResolvers } from './api-client/api-client.resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { nodeResolvers } from './node/node.resolvers.ts';
import { orderAccessResolvers } from './order-access/order-access.resolvers.ts';
import { sessionResolvers } from './session/session.resolvers.ts';
import { viewerResolvers } from './viewer/viewer.resolvers.ts';

const domains = ['base', 'api-client', 'node', 'order-access', 'session', 'viewer'];

/** One SDL per domain folder, together. */
const typeDefs = domains
  .map((domain) => readFileSync(new URL(`./${domain}/schema.graphql`, import.meta.url), 'utf8'))
  .join('\n');

const resolvers = {
  DateTime: new GraphQLScalarType({ name: 'DateTime', description: 'An instant in ISO 8601 with offset Z.' }),
  ...apiClientResolvers,
  ...nodeResolvers,
  ...orderAccessResolvers,
  ...sessionResolvers,
  ...viewerResolvers,
  Query: {
    ...apiClientResolvers.Query,
    ...nodeResolvers.Query,
    ...sessionResolvers.Query,
    ...viewerResolvers.Query,
  },
  Mutation: { ...apiClientResolvers.Mutation, ...orderAccessResolvers.Mutation, ...sessionResolvers.Mutation },
} satisfies Resolvers;

export function createSchema() {
  return buildSubgraph(typeDefs, resolvers);
}
