import { readFileSync } from 'node:fs';
import { buildSubgraph } from '@milepost/service-kit/subgraph-server';
import { GraphQLScalarType } from 'graphql';
import { accessResolvers } from './access/access.resolvers.ts';
import { customerResolvers } from './customer/customer.resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { orderResolvers } from './order/order.resolvers.ts';
import { searchResolvers } from './search/search.resolvers.ts';
import { writeBackResolvers } from './write-back/write-back.resolvers.ts';

const domains = ['base', 'access', 'customer', 'delivery', 'order', 'search', 'write-back'];

/** One SDL per domain folder, together. */
const typeDefs = domains
  .map((domain) => readFileSync(new URL(`./${domain}/schema.graphql`, import.meta.url), 'utf8'))
  .join('\n');

const scalar = (name: string, description: string) => new GraphQLScalarType({ name, description });

export function createSchema() {
  return buildSubgraph(typeDefs, {
    DateTime: scalar('DateTime', 'An instant in ISO 8601 with offset Z.'),
    Decimal: scalar('Decimal', 'A decimal number as text.'),
    ...orderResolvers,
    ...customerResolvers,
    ...searchResolvers,
    ...writeBackResolvers,
    Order: { ...orderResolvers.Order, ...writeBackResolvers.Order },
    Query: { ...orderResolvers.Query, ...searchResolvers.Query, ...writeBackResolvers.Query },
    Mutation: {
      ...accessResolvers.Mutation,
      ...customerResolvers.Mutation,
      ...orderResolvers.Mutation,
      ...writeBackResolvers.Mutation,
    },
  } satisfies Resolvers);
}
