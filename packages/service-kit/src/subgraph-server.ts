import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { Registry } from 'prom-client';
import type { Disclosures } from './audit/disclosures.ts';
import { AppError, formatGraphQLError, toGraphQLError } from './errors.ts';
import type { Logger } from './logger.ts';
import { registerOperations } from './operations.ts';
import { requireScopeFor } from './partner-scopes.ts';
import { acceptRequestId, withRequestScope } from './request-scope.ts';
import type { Viewer, ViewerVerifier } from './viewer.ts';

/** What the gateway hands down with every operation, in `extensions`. */
export interface OperationEnvelope {
  viewer: Viewer;
  /** The verified token itself, for asking another service in the viewer's name. */
  viewerToken: string;
  requestId: string;
  /** Cursor read before the operation began; see `liveCursor`. */
  asOf: string | undefined;
  /** Where the client is on the net, as the gateway saw it; empty when it did not say. For limits, never for rights. */
  address: string;
}

/** Reads and verifies the gateway's extensions. Throws UNAUTHENTICATED without a valid viewer. */
export async function readEnvelope(extensions: unknown, verifyViewer: ViewerVerifier): Promise<OperationEnvelope> {
  const given = (extensions ?? {}) as Record<string, unknown>;
  const viewer = await verifyViewer(given['viewer']);
  return {
    viewer,
    viewerToken: given['viewer'] as string,
    requestId: acceptRequestId(given['requestId']),
    asOf: typeof given['asOf'] === 'string' ? given['asOf'] : undefined,
    address: typeof given['address'] === 'string' ? given['address'].slice(0, 64) : '',
  };
}

export function buildSubgraph(sdl: string, resolvers: object): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]);
}

/**
 * The private HTTP side of a subgraph: /graphql (viewer required, no introspection needed by anyone), probes, and whatever `routes` adds.
 * Not listening yet: the caller listens, so that it can attach WebSocket upgrades first.
 */
export async function createSubgraphApp<C extends { viewer: Viewer }>(options: {
  schema: GraphQLSchema;
  verifyViewer: ViewerVerifier;
  context: (envelope: OperationEnvelope) => C;
  /** What an operation shows of people, written down before its answer leaves. */
  disclosuresOf?: (context: C) => Disclosures;
  /** Off for a subgraph that says nothing of orders and shipments. */
  asksPartnerScopes?: boolean;
  logger: Logger;
  metrics: Registry;
  isReady: () => Promise<boolean>;
  routes?: (app: FastifyInstance) => void;
}): Promise<{ app: FastifyInstance; close: () => Promise<void> }> {
  const { logger } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    // What arrived on an open connection in the last moment is answered as ever.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const formatError = formatGraphQLError((err) => logger.error({ err }, 'operation failed'));
  const { disclosuresOf } = options;
  const apollo = new ApolloServer<C>({
    schema: options.schema,
    persistedQueries: false,
    csrfPrevention: false,
    introspection: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError,
    // Both wrap every field of every answer; nobody reads what they gather.
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ...((options.asksPartnerScopes ?? true) ? [askPartnerScopes<C>()] : []),
      ...(disclosuresOf ? [writeDisclosures(disclosuresOf, logger)] : []),
    ],
  });
  await apollo.start();

  // The whole request runs inside the scope of its id, so that each log line names it.
  app.addHook('preHandler', (request, _reply, done) => {
    const body = request.body as { extensions?: { requestId?: unknown } } | undefined;
    withRequestScope(acceptRequestId(body?.extensions?.requestId), done);
  });
  registerOperations(app, { isReady: options.isReady, metrics: options.metrics });
  options.routes?.(app);
  await app.register(fastifyApollo(apollo), {
    path: '/graphql',
    method: ['POST'],
    context: async (request) => {
      try {
        return options.context(
          await readEnvelope((request.body as { extensions?: unknown } | undefined)?.extensions, options.verifyViewer),
        );
      } catch (error) {
        if (error instanceof AppError)
          throw new GraphQLError(error.message, {
            extensions: {
              ...toGraphQLError(error).extensions,
              http: { status: error.code === 'UNAUTHENTICATED' ? 401 : 503 },
            },
          });
        throw error;
      }
    },
  });
  return {
    app,
    close: async () => {
      await apollo.stop();
      await app.close();
    },
  };
}

/** A partner's token is good for what it was granted, before anything is resolved. */
function askPartnerScopes<C extends { viewer: Viewer }>(): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      async didResolveOperation({ operation, contextValue }) {
        try {
          requireScopeFor(operation ?? null, contextValue.viewer);
        } catch (error) {
          throw toGraphQLError(error as AppError);
        }
      },
    }),
  };
}

/** Nothing personal leaves without its row in the audit: when that cannot be written, the whole answer is withheld. */
function writeDisclosures<C extends object>(
  disclosuresOf: (context: C) => Disclosures,
  logger: Logger,
): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ contextValue, response }) {
        try {
          await disclosuresOf(contextValue).write();
        } catch (err) {
          logger.error({ err }, 'the audit could not be written, an answer was withheld');
          response.body = { kind: 'single', singleResult: { data: null, errors: [toGraphQLError(err as AppError)] } };
        }
      },
    }),
  };
}
