import type { Server } from 'node:http';
import { createViewerVerifier, type Logger, type SigningKeys } from '@milepost/service-kit';
import { createSubgraphApp } from '@milepost/service-kit/subgraph-server';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { createRequestContext, type IdentityDeps } from './context.ts';
import { createSchema } from './schema.ts';

/** The gateway's private address: the subgraph of what the gateway itself owns, the public halves of the viewer keys, probes and metrics. */
export async function startIdentityGraph({
  deps,
  viewerKeys,
  host,
  port,
  isReady,
  routes,
  metrics,
  logger,
}: {
  deps: IdentityDeps;
  viewerKeys: SigningKeys;
  host: string;
  port: number;
  isReady: () => Promise<boolean>;
  /** What else this address answers. */
  routes: (app: FastifyInstance) => void;
  metrics: Registry;
  logger: Logger;
}): Promise<AsyncDisposable & { url: string; server: Server }> {
  const { app, close } = await createSubgraphApp({
    schema: createSchema(),
    verifyViewer: createViewerVerifier({ keys: viewerKeys.set }),
    asksPartnerScopes: false,
    context: (envelope) => createRequestContext(deps, envelope),
    logger,
    metrics,
    isReady,
    routes: (instance) => {
      instance.get('/jwks', async () => ({ keys: viewerKeys.publicKeys() }));
      routes(instance);
    },
  });
  const url = await app.listen({ host, port });
  return { url, server: app.server, [Symbol.asyncDispose]: close };
}
