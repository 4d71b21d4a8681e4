import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import type { Logger } from '@milepost/service-kit';
import type { Config } from '../config.ts';
import type { Session } from '../identity/session.ts';
import type { Refusal } from '../limits/refusals.ts';
import { withFreshErrors } from '../live/fresh-errors.ts';
import { createLiveTransport } from '../live/upstream-transport.ts';
import { createCursorReader } from './as-of.ts';
import { limitsPlugin } from './limits-plugin.ts';
import { createErrorMask } from './mask-error.ts';
import { persistedDocumentsPlugin } from './persisted-documents.ts';
import { asOfPlugin, outcomePlugin, viewerPlugin } from './plugins.ts';
import { readOnlyPlugin } from './read-only-plugin.ts';
import { createSubgraphTransport } from './subgraph-transport.ts';
import { readSupergraph, type SubgraphUrls } from './supergraph.ts';

interface EngineDeps {
  config: Config;
  subgraphs: SubgraphUrls;
  logger: Logger;
  mint: (session: Session) => string | Promise<string>;
  systemSession: Session;
  upstreamTimeoutMs: number;
  liveTransport: Parameters<typeof createLiveTransport>[0];
  /** Told of each operation that is refused. */
  refused: (limit: Refusal) => void;
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
  refused,
}: EngineDeps) {
  const readCursor = createCursorReader({
    trackingUrl: subgraphs.tracking,
    viewerToken: () => mint(systemSession),
    timeoutMs: upstreamTimeoutMs,
  });
  // Elsewhere the schema is read in gateway/public.graphql, by nobody from a running system.
  const mayIntrospect = config.demo.enabled;
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
      maskedErrors: { maskError: createErrorMask(logger) },
      transports: {
        http: createSubgraphTransport({ timeoutMs: upstreamTimeoutMs }) as never,
        live: createLiveTransport({
          onLost: (subgraph, why, subscriptions) => logger.warn({ subgraph, why, subscriptions }, 'upstream lost'),
          ...liveTransport,
        }) as never,
      },
      transportEntries: { tracking: { options: { subscriptions: { kind: 'live', location: '/graphql' } } } },
      plugins: () =>
        [
          limitsPlugin({ mayIntrospect, refused }),
          persistedDocumentsPlugin({ refused }),
          readOnlyPlugin(),
          viewerPlugin({ mint }),
          asOfPlugin({ readCursor }),
          outcomePlugin({ logger, withSuggestions: mayIntrospect }),
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
