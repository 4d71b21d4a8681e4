import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { AppError, acceptRequestId, type Logger } from '@milepost/service-kit';
import { GraphQLError } from 'graphql';
import type { Context } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Engine } from '../graph/engine.ts';
import { limits } from '../graph/limits.ts';
import type { OperationContext } from '../graph/plugins.ts';
import type { Session } from '../identity/session.ts';
import type { SessionWatch } from '../identity/session-watch.ts';
import { allowanceOf, type ClientLimits } from '../limits/allowance.ts';
import { connectionRetryMs } from '../limits/connection-limits.ts';
import type { Refusal } from '../limits/refusals.ts';

interface ClientExtra extends Extra {
  socket: WebSocket;
  request: IncomingMessage;
  session?: Session;
  stopWatching?: () => void;
}

/** 1012: the upstream was lost or the client is too slow: come back with the cursor. 1013: too many connections. 4403: the session has ended or the token was refused. */
const closeCodes = { restart: 1012, tryLater: 1013, sessionEnded: 4403 } as const;
const keepAliveMs = 12_000;

/** GraphQL over WebSocket for clients, with an exact-Origin rule; a socket ends with its session. */
export function attachClientSockets({
  server,
  engine,
  isAllowed,
  sessionOf,
  addressOf,
  isListOnly,
  watch,
  clientLimits,
  refused,
  logger,
}: {
  server: Server;
  engine: Engine;
  isAllowed: (request: IncomingMessage) => boolean;
  sessionOf: (request: IncomingMessage, token: string | undefined) => Promise<Session>;
  addressOf: (request: IncomingMessage) => string;
  /** Asked from our own pages: only documents in the list may run. */
  isListOnly: (request: IncomingMessage) => boolean;
  watch: SessionWatch['watch'];
  /** Null: none. */
  clientLimits: ClientLimits | null;
  refused: (limit: Refusal) => void;
  logger: Logger;
}) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytes,
    perMessageDeflate: false,
  });
  let isStopping = false;
  /** Sockets count at the place they come from, until it is known that a partner speaks. */
  const places = new WeakMap<IncomingMessage, () => void>();

  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refuse = (status: string, headers = '') =>
      socket.end(`HTTP/1.1 ${status}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`);
    if (request.url?.split('?', 1)[0] !== '/graphql') return refuse('404 Not Found');
    if (!isAllowed(request)) return refuse('403 Forbidden');
    if (isStopping) return refuse('503 Service Unavailable');
    const place = clientLimits?.clients.ofAddress(addressOf(request));
    const leave = place && clientLimits?.connections.openSocket(place);
    if (leave === null) {
      refused('connections');
      return refuse('429 Too Many Requests', `Retry-After: ${connectionRetryMs / 1000}\r\n`);
    }
    if (leave) {
      places.set(request, leave);
      socket.once('close', leave);
    }
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  });

  const extraOf = (context: Context) => context.extra as unknown as ClientExtra;
  const options = getGraphQLWSOptions(engine as never, (context) => {
    const extra = extraOf(context as unknown as Context);
    const requestId = acceptRequestId(undefined);
    const operation: OperationContext = {
      session: extra.session as Session,
      requestId,
      address: addressOf(extra.request),
      onlyListed: isListOnly(extra.request),
      allowance: allowanceOf(clientLimits, extra.session as Session, addressOf(extra.request)),
      upstreamLost(subgraph, why) {
        logger.debug({ request: { id: requestId }, subgraph, why }, 'upstream of a client lost');
        extra.socket.close(closeCodes.restart, 'upstream restarted');
      },
    };
    return { req: extra.request, socket: extra.socket, ...operation } as never;
  });

  const disposable = useServer(
    {
      ...(options as object),
      async onConnect(context: Context) {
        const extra = extraOf(context);
        const given = context.connectionParams?.['token'];
        const token = typeof given === 'string' ? given : undefined;
        try {
          const session = await sessionOf(extra.request, token);
          if (clientLimits) {
            const client = clientLimits.clients.of(session, addressOf(extra.request));
            const leave = client.kind === 'address' ? () => {} : clientLimits.connections.openSocket(client);
            if (!leave) {
              refused('connections');
              extra.socket.close(closeCodes.tryLater, 'too many connections');
              return false;
            }
            if (client.kind === 'partner') places.get(extra.request)?.();
            extra.socket.once('close', leave);
            // It may have left while we looked who it is.
            if (extra.socket.readyState !== extra.socket.OPEN) leave();
          }
          extra.session = session;
          extra.stopWatching = watch(session, () => extra.socket.close(closeCodes.sessionEnded, 'session ended'));
          // The client may have left meanwhile; its close was told before there was anything to stop.
          if (extra.socket.readyState !== extra.socket.OPEN) extra.stopWatching();
          return true;
        } catch (error) {
          const refusedPlace = clientLimits?.clients.ofAddress(addressOf(extra.request));
          if (refusedPlace) await clientLimits?.operations.charge(refusedPlace, 0);
          // Who it is cannot be known now: that is no reason to make somebody sign in again.
          if (error instanceof AppError && error.code === 'UPSTREAM_UNAVAILABLE')
            extra.socket.close(closeCodes.restart, 'try again');
          return false; // graphql-ws closes with 4403
        }
      },
      onSubscribe(context: Context, id: string, payload: never) {
        if (isStopping) {
          extraOf(context).socket.close(closeCodes.restart, 'restarting');
          return [new GraphQLError('restarting', { extensions: { code: 'UPSTREAM_UNAVAILABLE' } })];
        }
        return (options as { onSubscribe: (...args: unknown[]) => unknown }).onSubscribe(context, id, payload) as never;
      },
      onClose: (context: Context) => extraOf(context).stopWatching?.(),
    } as never,
    sockets as never,
    keepAliveMs,
  );

  return {
    get count() {
      return sockets.clients.size;
    },
    /**
     * Refuses new operations from here on; then closes every socket with 1001, so that clients go to another instance. A client that does not
     * answer the close is cut off.
     */
    async drain() {
      isStopping = true;
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, 1_000);
      await Promise.resolve(disposable.dispose()).catch(() => {});
      clearTimeout(cut);
      sockets.close();
    },
  };
}
