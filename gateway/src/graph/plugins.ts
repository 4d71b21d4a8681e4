import { randomUUID } from 'node:crypto';
import { AppError, type Logger, toGraphQLError } from '@milepost/service-kit';
import { type DocumentNode, type ExecutionResult, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Session } from '../identity/session.ts';
import type { Allowance } from '../limits/allowance.ts';
import { onlyLiveCursor, selectsLiveCursor } from './as-of.ts';

/** What travels with every operation, whether it came by HTTP, SSE or WebSocket. */
export interface OperationContext {
  session: Session;
  requestId: string;
  /** Where the client is on the net, for limits; empty where nobody asks from outside. */
  address: string;
  asOf?: string;
  /** Of a subscription: the id under which its messages are completed by other subgraphs. One per session, see viewerPlugin. */
  liveRequestId?: string;
  /** What the client may still ask for. */
  allowance: Allowance;
  /** Asked from our own pages: only documents in the list may run. */
  onlyListed: boolean;
  /** Ends the client's connection: the upstream was lost, and nothing may be invented. */
  upstreamLost: (subgraph: string, why: string) => void;
}

/** The parts of the engine's hooks that we use; its own types are one generic over every plugin there is. */
interface OperationArgs {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null;
  variableValues?: Record<string, unknown> | null;
  contextValue: OperationContext;
}
export interface OperationHook {
  args: OperationArgs;
  setResultAndStopExecution: (result: { errors: GraphQLError[] }) => void;
}
interface SubgraphHook {
  executionRequest: {
    document: DocumentNode;
    operationType?: string;
    context: OperationContext;
    extensions?: Record<string, unknown>;
  };
  setExecutionRequest: (request: object) => void;
  setExecutor: (executor: () => object) => void;
}
interface ResultHook {
  result: ExecutionResult | AsyncIterable<ExecutionResult>;
  setResult: (result: object) => void;
  context: OperationContext & { params?: { operationName?: string } };
}

/**
 * Every request to a subgraph carries who asks, in the place of whatever the client had put there.
 *
 * Queries with equal bodies share one request while it is under way (subgraph-transport.ts). What completes live messages is asked for under one id per session, so that
 * a milestone costs the other subgraph one request however many subscriptions of that session it is told to; who asks is part of the body, so two
 * sessions never share. Everything else has an id of its own and shares nothing: a query after a mutation must not get an answer from before it.
 */
export function viewerPlugin({ mint }: { mint: (session: Session) => string | Promise<string> }) {
  const liveIds = new WeakMap<Session, string>();
  return {
    onSubscribe({ args: { contextValue } }: OperationHook) {
      const { session } = contextValue;
      const id = liveIds.get(session) ?? `live-${randomUUID()}`;
      liveIds.set(session, id);
      contextValue.liveRequestId = id;
    },
    onSubgraphExecute({ executionRequest, setExecutionRequest, setExecutor }: SubgraphHook) {
      const { session, address, asOf, liveRequestId } = executionRequest.context;
      const isSubscribing = executionRequest.operationType === OperationTypeNode.SUBSCRIPTION;
      const requestId = (!isSubscribing && liveRequestId) || executionRequest.context.requestId;
      // Known already: a request for nothing else need not be sent.
      const keys = asOf === undefined ? null : onlyLiveCursor(executionRequest.document);
      if (keys) {
        setExecutor(() => ({ data: Object.fromEntries(keys.map((key) => [key, asOf])) }));
        return;
      }
      const put = (viewer: string) =>
        setExecutionRequest({
          ...executionRequest,
          extensions: { viewer, requestId, address, ...(asOf !== undefined && { asOf }) },
        });
      const token = mint(session);
      return typeof token === 'string' ? put(token) : token.then(put);
    },
  };
}

/** Reads the live cursor before an operation that selects it is executed; see createCursorReader. */
export function asOfPlugin({ readCursor }: { readCursor: (requestId: string) => Promise<string> }) {
  return {
    async onExecute({ args, setResultAndStopExecution }: OperationHook) {
      if (!selectsLiveCursor(args.document, args.operationName)) return;
      try {
        args.contextValue.asOf = await readCursor(args.contextValue.requestId);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        setResultAndStopExecution({ errors: [toGraphQLError(error)] });
      }
    },
  };
}

/**
 * One line per operation, never its variables; unforeseen errors get the request id by which the lines are found. Every result passes here, also that of
 * a document that cannot run, which no mask sees: so the library's guesses at names of the schema are taken out here.
 */
export function outcomePlugin({
  logger,
  withSuggestions,
}: {
  logger: Logger;
  /** For those who may see the schema: "Did you mean" tells names of it. */
  withSuggestions: boolean;
}) {
  const begun = new WeakMap<object, number>();
  const suggests = ({ message }: GraphQLError) => !withSuggestions && message.includes(suggestion);
  const finished = (result: ExecutionResult, requestId: string): ExecutionResult => {
    if (!result.errors?.some((error) => needsRequestId(error) || suggests(error))) return result;
    return {
      ...result,
      errors: result.errors.map((error) => {
        const { nodes, source, positions, path, extensions } = error;
        if (suggests(error))
          return new GraphQLError(error.message.slice(0, error.message.indexOf(suggestion)), {
            nodes,
            source,
            positions,
            path,
            extensions,
          });
        if (!needsRequestId(error)) return error;
        return new GraphQLError(error.message, { nodes, path, extensions: { ...extensions, requestId } });
      }),
    };
  };
  const codesOf = (result: ExecutionResult) => result.errors?.map((error) => error.extensions?.['code'] ?? 'UNKNOWN');

  return {
    onParams({ context }: { context: object }) {
      begun.set(context, performance.now());
    },
    onExecutionResult({ result, setResult, context }: ResultHook) {
      const { requestId, params } = context;
      const from = begun.get(context) ?? performance.now();
      const log = (kind: string, codes: unknown[] | undefined, more: object = {}) =>
        logger.info(
          {
            request: { id: requestId },
            operation: params?.operationName?.slice(0, 100) ?? null,
            kind,
            // By which the log lines and audit rows of what completed its messages are found.
            ...(context.liveRequestId && { live: { id: context.liveRequestId } }),
            duration_ms: Math.round((performance.now() - from) * 10) / 10,
            ...(codes?.length && { codes }),
            ...more,
          },
          'operation',
        );
      // One that could not even be executed counts too.
      if (!context.allowance.isCharged) void context.allowance.charge(0);
      if (!result || !(Symbol.asyncIterator in result)) {
        context.allowance.closeStream();
        const single = finished(result ?? {}, requestId);
        if (single !== result) setResult(single);
        return log('single', codesOf(single));
      }
      const iterator = result[Symbol.asyncIterator]();
      const seen = new Set<unknown>();
      let messages = 0;
      let isLogged = false;
      const over = () => {
        if (!isLogged) log('stream', [...seen], { messages });
        isLogged = true;
        context.allowance.closeStream();
      };
      // An iterator of its own and no generator: a generator's return() would wait for the next message.
      setResult({
        [Symbol.asyncIterator]() {
          return this;
        },
        async next() {
          const step = await iterator.next().catch((error: unknown) => {
            over();
            throw error;
          });
          if (step.done) {
            over();
            return step;
          }
          messages += 1;
          const value = finished(step.value, requestId);
          for (const code of codesOf(value) ?? []) seen.add(code);
          return { value, done: false };
        },
        async return() {
          over();
          return (await iterator.return?.()) ?? { value: undefined, done: true };
        },
        async throw(error: unknown) {
          over();
          if (iterator.throw) return iterator.throw(error);
          throw error;
        },
      });
    },
  };
}

/** graphql-js puts its guesses at the end of a message. */
const suggestion = ' Did you mean ';

function needsRequestId(error: GraphQLError): boolean {
  return error.extensions?.['code'] === 'INTERNAL_SERVER_ERROR' && error.extensions['requestId'] === undefined;
}
