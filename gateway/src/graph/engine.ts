import { readFileSync } from 'node:fs';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import * as httpTransport from '@graphql-mesh/transport-http';
import { AppError, acceptRequestId, errorCodes, type Logger, toGraphQLError } from '@milepost/service-kit';
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import type { Session } from '../identity/session.ts';
import { withFreshErrors } from '../live/fresh-errors.ts';
import { createLiveTransport } from '../live/upstream-transport.ts';
import { createCursorReader, onlyLiveCursor, selectsLiveCursor } from './as-of.ts';
import { checkLimits, limits } from './limits.ts';

/** What travels with every operation, whether it came by HTTP, SSE or WebSocket. */
interface OperationContext {
  session: Session;
  requestId: string;
  asOf?: string;
  /** Ends the client's connection: the upstream was lost, and nothing may be invented. */
  upstreamLost?: (subgraph: string, why: string) => void;
}

export interface EngineDeps {
  config: Config;
  logger: Logger;
  mint: (session: Session) => string | Promise<string>;
  systemSession: Session;
  /** Finds who asks, for HTTP and SSE; throws an AppError. WebSocket operations bring their session with them. */
  sessionOf: (headers: Headers) => Promise<Session>;
  liveTransport?: Parameters<typeof createLiveTransport>[0];
}

const supergraphFile = new URL('../../supergraph.graphql', import.meta.url);

/** The composed schema with the addresses of this installation. */
function readSupergraph(subgraphs: Config['subgraphs'], file: URL = supergraphFile): string {
  return readFileSync(file, 'utf8').replace(
    /@join__graph\(name: "(odoo|tracking)", url: "[^"]*"\)/g,
    (_match, name: 'odoo' | 'tracking') => `@join__graph(name: "${name}", url: "${subgraphs[name]}")`,
  );
}

/** The federation engine with our plugins: viewer, limits, asOf, masked errors. Rust planner by default, the JavaScript executor by configuration. */
export function createEngine({ config, logger, mint, systemSession, sessionOf, liveTransport }: EngineDeps) {
  const readCursor = createCursorReader({
    trackingUrl: config.subgraphs.tracking,
    viewerToken: () => mint(systemSession),
  });
  // biome-ignore lint/suspicious/noExplicitAny: plugins are typed by the runtime as one generic of everything; each hook below destructures only what it uses
  type Hook = any;

  const viewerPlugin = {
    async onRequest({ request, serverContext, fetchAPI, endResponse }: Hook) {
      serverContext.requestId ??= acceptRequestId(request.headers.get('x-request-id'));
      if (serverContext.session) return;
      try {
        serverContext.session = await sessionOf(request.headers);
      } catch (error) {
        const { message, extensions } = toGraphQLError(
          error instanceof AppError
            ? error
            : new AppError('UPSTREAM_UNAVAILABLE', 'who you are cannot be checked now; try again', { cause: error }),
        );
        const status = extensions['code'] === 'FORBIDDEN' ? 403 : extensions['code'] === 'UNAUTHENTICATED' ? 401 : 503;
        endResponse(
          fetchAPI.Response.json(
            { errors: [{ message, extensions }] },
            { status, headers: { 'x-request-id': serverContext.requestId } },
          ),
        );
      }
    },
    onResponse({ response, serverContext }: Hook) {
      if (serverContext?.requestId) response.headers.set('x-request-id', serverContext.requestId);
    },
    onContextBuilding({ context, extendContext }: Hook) {
      // SSE: the answer is cut, not completed, so that the client knows it was not the end.
      if (!context.upstreamLost && context.res) extendContext({ upstreamLost: () => context.res.destroy() });
    },
    onSubgraphExecute({ executionRequest, setExecutionRequest, setExecutor }: Hook) {
      const { session, requestId, asOf } = executionRequest.context as OperationContext;
      const keys = asOf === undefined ? null : onlyLiveCursor(executionRequest.document as DocumentNode);
      if (keys) {
        setExecutor(() => ({ data: Object.fromEntries(keys.map((key) => [key, asOf])) }));
        return;
      }
      // Replaces whatever the client had put there.
      const put = (viewer: string) =>
        setExecutionRequest({
          ...executionRequest,
          extensions: { viewer, requestId, ...(asOf !== undefined && { asOf }) },
        });
      const token = mint(session);
      return typeof token === 'string' ? put(token) : token.then(put);
    },
  };

  const limitsPlugin = {
    onParse({ parseFn, setParseFn }: Hook) {
      setParseFn((source: unknown, options: object) => {
        try {
          return parseFn(source, { ...options, maxTokens: limits.tokens });
        } catch (error) {
          if (
            error instanceof GraphQLError &&
            /token/i.test(error.message) &&
            /limit|exceed|more tha/i.test(error.message)
          ) {
            throw new GraphQLError(`the document has more than ${limits.tokens} tokens`, {
              extensions: { code: 'BAD_USER_INPUT', field: 'query', reason: 'tokens', http: { status: 400 } },
            });
          }
          throw error;
        }
      });
    },
    onExecute: ({ args, setResultAndStopExecution }: Hook) => refuse(args, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }: Hook) => refuse(args, setResultAndStopExecution),
  };
  const refuse = (
    args: {
      schema: GraphQLSchema;
      document: DocumentNode;
      operationName?: string;
      variableValues?: Record<string, unknown>;
    },
    stop: (result: { errors: GraphQLError[] }) => void,
  ) => {
    const errors = checkLimits({
      schema: args.schema,
      document: args.document,
      operationName: args.operationName ?? null,
      variables: args.variableValues ?? null,
    });
    if (errors.length > 0) stop({ errors: errors.map((error) => withStatus(error, 400)) });
  };

  const asOfPlugin = {
    async onExecute({ args, setResultAndStopExecution }: Hook) {
      if (!selectsLiveCursor(args.document, args.operationName)) return;
      try {
        args.contextValue.asOf = await readCursor(args.contextValue.requestId);
      } catch (error) {
        setResultAndStopExecution({ errors: [withStatus(toGraphQLError(error as AppError), 503)] });
      }
    },
  };

  const logPlugin = {
    onExecute({ args }: Hook) {
      const begun = performance.now();
      return {
        onExecuteDone({ result }: Hook) {
          const codes = (result?.errors as GraphQLError[] | undefined)?.map(
            (error) => error.extensions?.['code'] ?? 'UNKNOWN',
          );
          logger.info(
            {
              request: { id: args.contextValue.requestId },
              operation: args.operationName ?? null,
              duration_ms: Math.round((performance.now() - begun) * 10) / 10,
              ...(codes && { codes }),
            },
            'operation',
          );
        },
      };
    },
  };

  return createGatewayRuntime({
    supergraph: readSupergraph(config.subgraphs),
    ...(config.executor === 'rust' && { unifiedGraphHandler: withFreshErrors(unifiedGraphHandler as never) as never }),
    logging: false,
    landingPage: false,
    graphqlEndpoint: '/graphql',
    healthCheckEndpoint: '/_engine/health',
    readinessCheckEndpoint: '/_engine/ready',
    graphiql: config.demo.enabled ? { subscriptionsProtocol: 'GRAPHQL_WS', title: 'Milepost (demo)' } : false,
    cors: false,
    batching: false,
    maskedErrors: { maskError: (error: unknown) => maskError(error, logger) },
    transports: { http: httpTransport as never, live: createLiveTransport(liveTransport) as never },
    transportEntries: { tracking: { options: { subscriptions: { kind: 'live', location: '/graphql' } } } },
    // The function form: a bare number kills the process after the first subscription.
    upstreamTimeout: ({ executionRequest }: { executionRequest?: { operationType?: string } }) =>
      (executionRequest?.operationType === 'subscription' ? undefined : 8_000) as never,
    disableIntrospection: { isDisabled: () => !config.demo.enabled },
    plugins: () => [viewerPlugin, limitsPlugin, asOfPlugin, logPlugin] as never,
  } as never);
}
export type Engine = ReturnType<typeof createEngine>;

/** An answer without data needs a status of its own, or HTTP clients see 500. */
function withStatus(error: GraphQLError, status: number): GraphQLError {
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http: { status } } });
}

const passedCodes: ReadonlySet<string> = new Set([
  ...errorCodes,
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);
const passedDetails = ['field', 'reason', 'retryAfterMs', 'requestId'];
/** Codes the engine uses where a subgraph could not be reached or broke off. */
const unreachable = new Set([
  'DOWNSTREAM_SERVICE_ERROR',
  'SUBREQUEST_HTTP_ERROR',
  'SUBREQUEST_MALFORMED_RESPONSE',
  'RESPONSE_VALIDATION_FAILED',
  'SUBREQUEST_TIMEOUT',
  'GATEWAY_TIMEOUT',
  'TIMEOUT_ERROR',
]);

/** What a client may see of an error: documented codes with their message, nothing of our insides for all others. */
function maskError(error: unknown, logger: Logger): Error {
  if (!(error instanceof Error)) return internal(error, logger);
  const graphql = error as GraphQLError;
  const code = graphql.extensions?.['code'];
  const place = { path: graphql.path, nodes: graphql.nodes };
  if (typeof code === 'string' && passedCodes.has(code) && code !== 'INTERNAL_SERVER_ERROR') {
    const details = Object.fromEntries(
      passedDetails.flatMap((name) =>
        graphql.extensions[name] === undefined ? [] : [[name, graphql.extensions[name]]],
      ),
    );
    return new GraphQLError(graphql.message, {
      ...place,
      extensions: {
        code,
        ...details,
        ...(graphql.extensions['http'] !== undefined && { http: graphql.extensions['http'] }),
      },
    });
  }
  // Syntax and validation errors come from graphql itself: no original error, and they talk of the client's own document.
  if (error instanceof GraphQLError && !graphql.originalError && code === undefined && !graphql.path) {
    return new GraphQLError(graphql.message, {
      ...place,
      extensions: {
        code: /^Syntax Error/.test(graphql.message) ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED',
        http: { status: 400 },
      },
    });
  }
  if ((typeof code === 'string' && unreachable.has(code)) || isUnreachable(graphql.originalError ?? error)) {
    logger.warn({ err: error }, 'subgraph unreachable');
    return new GraphQLError('a part of the system cannot be reached; try again', {
      ...place,
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
  }
  return internal(error, logger, place);
}

function internal(error: unknown, logger: Logger, place: object = {}): GraphQLError {
  logger.error({ err: error }, 'operation failed');
  return new GraphQLError('internal error', { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}

function isUnreachable(error: unknown): boolean {
  const { name, message, code, cause } = (error ?? {}) as {
    name?: string;
    message?: string;
    code?: string;
    cause?: unknown;
  };
  return (
    name === 'TimeoutError' ||
    /ECONNREFUSED|ECONNRESET|fetch failed|socket hang up|timed? ?out/i.test(`${code ?? ''} ${message ?? ''}`) ||
    (cause !== undefined && isUnreachable(cause))
  );
}
