import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { getGraphQLWSOptions } from '@graphql-hive/gateway-runtime';
import { acceptRequestId } from '@milepost/service-kit';
import { GraphQLError } from 'graphql';
import type { Context } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Engine } from '../graph/engine.ts';
import { limits } from '../graph/limits.ts';
import type { Session } from '../identity/session.ts';

interface ClientExtra extends Extra {
  socket: WebSocket;
  request: IncomingMessage;
  session?: Session;
  timer?: NodeJS.Timeout;
}

/** 1012: the upstream was lost or the client is too slow: come back with the cursor. 4403: the session has ended or the token was refused. */
const closeCodes = { restart: 1012, sessionEnded: 4403 } as const;

/** GraphQL over WebSocket for clients, with an exact-Origin rule and a timer that ends the socket with its session. */
export function attachClientSockets({
  server,
  engine,
  isAllowed,
  sessionOf,
}: {
  server: Server;
  engine: Engine;
  isAllowed: (request: IncomingMessage) => boolean;
  sessionOf: (request: IncomingMessage, token: string | undefined) => Promise<Session>;
}) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.socketMessageBytes,
    perMessageDeflate: false,
  });
  let isStopping = false;

  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    if (request.url?.split('?', 1)[0] !== '/graphql') return refuse('404 Not Found');
    if (!isAllowed(request)) return refuse('403 Forbidden');
    if (isStopping) return refuse('503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request));
  });

  const extraOf = (context: Context) => context.extra as unknown as ClientExtra;
  const options = getGraphQLWSOptions(engine as never, (context) => {
    const extra = extraOf(context as unknown as Context);
    return {
      req: extra.request,
      socket: extra.socket,
      session: extra.session,
      requestId: acceptRequestId(undefined),
      upstreamLost: () => extra.socket.close(closeCodes.restart, 'upstream restarted'),
    } as never;
  });

  const disposable = useServer(
    {
      ...(options as object),
      async onConnect(context: Context) {
        const extra = extraOf(context);
        try {
          const token = context.connectionParams?.['token'];
          const session = await sessionOf(extra.request, typeof token === 'string' ? token : undefined);
          extra.session = session;
          extra.timer = setTimeout(
            () => extra.socket.close(closeCodes.sessionEnded, 'session ended'),
            Math.min(Math.max(session.endsAt - Date.now(), 0), 2 ** 31 - 1),
          ).unref();
          return true;
        } catch {
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
      onClose: (context: Context) => clearTimeout(extraOf(context).timer),
    } as never,
    sockets as never,
    12_000,
  );

  return {
    get count() {
      return sockets.clients.size;
    },
    /** Refuses new operations from here on; then closes every socket with 1001, so that clients go to another instance. */
    async drain() {
      isStopping = true;
      await Promise.resolve(disposable.dispose()).catch(() => {});
      sockets.close();
    },
  };
}
