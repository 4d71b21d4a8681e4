import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import * as httpTransport from '@graphql-mesh/transport-http';
import type { Logger } from '@milepost/service-kit';
import type { Config } from '../config.ts';
import type { Session } from '../identity/session.ts';
import { withFreshErrors } from '../live/fresh-errors.ts';
import { createLiveTransport } from '../live/upstream-transport.ts';
import { createCursorReader } from './as-of.ts';
import { createErrorMask } from './mask-error.ts';
import { persistedDocuments } from './persisted-documents.ts';
import { asOfPlugin, limitsPlugin, outcomePlugin, viewerPlugin } from './plugins.ts';
import { readSupergraph, type SubgraphUrls } from './supergraph.ts';

interface EngineDeps {
  config: Config;
  subgraphs: SubgraphUrls;
  logger: Logger;
  mint: (session: Session) => string | Promise<string>;
  systemSession: Session;
  upstreamTimeoutMs: number;
  liveTransport: Parameters<typeof createLiveTransport>[0];
}

/**
 * The federation engine with our plugins: viewer, limits, asOf, masked errors. Rust planner by default, the JavaScript executor by
 * configuration. Its caller says who asks: each request and each socket operation brings an OperationContext.
 */
export function createEngine({
  config,
  subgraphs,
  logger,
  mint,
  systemSession,
  upstreamTimeoutMs,
  liveTransport,
}: EngineDeps) {
  const readCursor = createCursorReader({
    trackingUrl: subgraphs.tracking,
    viewerToken: () => mint(systemSession),
    timeoutMs: upstreamTimeoutMs,
  });
  const mayIntrospect = ({ claims }: Session) => config.demo.enabled || claims.level === 'STAFF';
  return withoutSignalHandlers(() =>
    createGatewayRuntime({
      supergraph: readSupergraph(subgraphs),
      ...(config.executor === 'rust' && {
        unifiedGraphHandler: withFreshErrors(unifiedGraphHandler as never) as never,
      }),
      logging: false,
      landingPage: false,
      graphqlEndpoint: '/graphql',
      healthCheckEndpoint: '/_engine/health',
      readinessCheckEndpoint: '/_engine/ready',
      graphiql: config.demo.enabled ? { subscriptionsProtocol: 'GRAPHQL_WS', title: 'Milepost (demo)' } : false,
      cors: false,
      batching: false,
      persistedDocuments,
      maskedErrors: { maskError: createErrorMask(logger) },
      transports: { http: httpTransport as never, live: createLiveTransport(liveTransport) as never },
      transportEntries: { tracking: { options: { subscriptions: { kind: 'live', location: '/graphql' } } } },
      // The function form: a bare number kills the process after the first subscription.
      upstreamTimeout: ({ executionRequest }: { executionRequest?: { operationType?: string } }) =>
        (executionRequest?.operationType === 'subscription' ? undefined : upstreamTimeoutMs) as never,
      plugins: () =>
        [
          viewerPlugin({ mint }),
          limitsPlugin({ mayIntrospect }),
          asOfPlugin({ readCursor }),
          outcomePlugin({ logger }),
        ] as never,
    } as never),
  );
}
export type Engine = ReturnType<typeof createEngine>;

/**
 * The engine disposes itself on the first SIGTERM, in the middle of answers under way, and offers no way to say otherwise. When it ends is our
 * decision, so the handlers it adds are taken away again.
 */
function withoutSignalHandlers<T>(create: () => T): T {
  const events = ['SIGTERM', 'SIGINT', 'exit'] as const;
  const before = events.map((event) => new Set(process.rawListeners(event)));
  const created = create();
  for (const [i, event] of events.entries())
    for (const listener of process.rawListeners(event))
      if (!before[i]?.has(listener)) process.removeListener(event, listener as () => void);
  return created;
}
