import type { Server } from 'node:http';
import {
  AppError,
  acceptRequestId,
  formatGraphQLError,
  type Logger,
  requireScopeFor,
  toGraphQLError,
  type ViewerVerifier,
  withRequestScope,
} from '@milepost/service-kit';
import { readEnvelope } from '@milepost/service-kit/subgraph-server';
import { GraphQLError, type GraphQLSchema, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type AppContext, createRequestContext, type RequestContext } from '../context.ts';

/**
 * graphql-ws on the private address, for the gateway only. The viewer comes with each operation and is checked in onSubscribe, which
 * answers errors: nothing may throw in `context`, because that would close the one socket that many people share.
 */
export function attachSubscriptions({
  server,
  schema,
  app,
  verifyViewer,
  logger,
}: {
  server: Server;
  schema: GraphQLSchema;
  app: AppContext;
  verifyViewer: ViewerVerifier;
  logger: Logger;
}) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== '/graphql') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  });

  const contexts = new WeakMap<object, Map<string, RequestContext>>();
  const contextsOf = (extra: object) => {
    const known = contexts.get(extra) ?? new Map<string, RequestContext>();
    contexts.set(extra, known);
    return known;
  };
  const formatError = formatGraphQLError((err) => logger.error({ err }, 'subscription failed'));
  const mask = (error: GraphQLError | { message: string }) => {
    const formatted = formatError(error instanceof GraphQLError ? error.toJSON() : error, error);
    return new GraphQLError(formatted.message, { path: formatted.path, extensions: formatted.extensions });
  };

  const disposable = useServer(
    {
      schema,
      async onSubscribe(context, id, payload) {
        try {
          const envelope = await readEnvelope(payload.extensions, verifyViewer);
          requireScopeFor(operationOf(payload), envelope.viewer);
          contextsOf(context.extra).set(id, createRequestContext(app, envelope));
          withRequestScope(acceptRequestId(envelope.requestId), () => logger.debug('subscribed'));
        } catch (error) {
          return [error instanceof AppError ? toGraphQLError(error) : mask(error as Error)];
        }
      },
      context: (context, id) => contextsOf(context.extra).get(id),
      async onNext(context, id, _payload, _args, result) {
        try {
          await contextsOf(context.extra).get(id)?.disclosures.write();
        } catch (error) {
          // The message may not leave and may not be lost either: without the socket, subscribers come back with the cursor before it.
          logger.error({ err: error }, 'the audit could not be written, a stream was ended');
          context.extra.socket.close(1011, 'the audit cannot be written');
          return { data: null, errors: [toGraphQLError(error as AppError)] };
        }
        return result.errors ? { ...result, errors: result.errors.map(mask) } : undefined;
      },
      onError: (_context, _id, _payload, errors) => errors.map((error) => mask(error as GraphQLError)),
      onComplete: (context, id) => void contextsOf(context.extra).delete(id),
    },
    sockets as never,
    12_000,
  );
  return {
    async [Symbol.asyncDispose]() {
      // Closes with 1001, so that the gateway knows.
      await Promise.resolve(disposable.dispose()).catch(() => {});
      sockets.close();
    },
  };
}

/** A socket takes every kind of operation. What cannot be read counts as the kind that needs most; the library then says what is wrong with it. */
function operationOf({ query, operationName }: SubscribePayload): OperationDefinitionNode | null {
  try {
    return getOperationAST(parse(query, { maxTokens: 10_000 }), operationName) ?? null;
  } catch {
    return null;
  }
}
