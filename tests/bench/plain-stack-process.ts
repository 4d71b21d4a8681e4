import { readFileSync } from 'node:fs';
import { ApolloGateway, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/**
 * The plain stack that the gateway is measured against: @apollo/gateway behind a standalone Apollo Server, before the same subgraphs. It does less: no sessions, no limits, no persisted documents; who asks
 * comes ready-made in a header. PORT, ODOO_SUBGRAPH_URL, TRACKING_SUBGRAPH_URL, IDENTITY_SUBGRAPH_URL.
 */
interface Context {
  viewer?: string;
}

class Subgraph extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Context>): void {
    request.extensions = { viewer: context.viewer, requestId: crypto.randomUUID() };
  }
}

const urls: Record<string, string | undefined> = {
  odoo: process.env['ODOO_SUBGRAPH_URL'],
  tracking: process.env['TRACKING_SUBGRAPH_URL'],
  identity: process.env['IDENTITY_SUBGRAPH_URL'],
};
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(new URL('../../gateway/supergraph.graphql', import.meta.url), 'utf8'),
  buildService: ({ name, url }) => new Subgraph({ url: urls[name.toLowerCase()] ?? url ?? '' }),
});
const server = new ApolloServer<Context>({ gateway, csrfPrevention: false });
await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env['PORT']) },
  context: async ({ req }) => ({ viewer: String(req.headers['x-viewer'] ?? '') }),
});
