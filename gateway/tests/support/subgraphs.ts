import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  AppError,
  BadUserInputError,
  createLogger,
  createViewerVerifier,
  ForbiddenError,
  toGlobalId,
  toGraphQLError,
  type Viewer,
  type ViewerVerifier,
} from '@milepost/service-kit';
import { buildSubgraph, createSubgraphApp, readEnvelope } from '@milepost/service-kit/subgraph-server';
import { GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Registry } from 'prom-client';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a stand-in saw of one operation, exactly as it came. */
interface Seen {
  extensions: Record<string, unknown>;
  viewer: Viewer;
  query: string;
  headers: Record<string, unknown>;
}
interface Context {
  viewer: Viewer;
  asOf: string | undefined;
}

/** An order outside everybody's scope. */
export const strangersOrder = toGlobalId('Order', 404);

const federation =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

/** The gateway's address is known only after it has started, and it starts after us. */
export function lazyVerifier(jwksUrl: () => string): ViewerVerifier {
  let verifier: ViewerVerifier | undefined;
  return (token) => {
    verifier ??= createViewerVerifier({ jwksUrl: jwksUrl() });
    return verifier(token);
  };
}

async function startApp({
  sdl,
  resolvers,
  verifyViewer,
  port,
  routes,
}: {
  sdl: string;
  resolvers: object;
  verifyViewer: ViewerVerifier;
  port: number;
  routes?: Parameters<typeof createSubgraphApp>[0]['routes'];
}) {
  const seen: Seen[] = [];
  const schema = buildSubgraph(`${federation}\n${sdl}`, resolvers);
  const { app, close } = await createSubgraphApp<Context>({
    schema,
    verifyViewer,
    context: ({ viewer, asOf }) => ({ viewer, asOf }),
    logger: createLogger({ service: 'stand-in', level: 'silent' }),
    metrics: new Registry(),
    isReady: async () => true,
    routes(instance) {
      routes?.(instance);
      instance.addHook('preHandler', async (request) => {
        const body = request.body as { query?: string; extensions?: Record<string, unknown> } | undefined;
        if (!body?.query) return;
        const extensions = body.extensions ?? {};
        const viewer = await verifyViewer(extensions['viewer']).catch(() => null);
        if (viewer) seen.push({ extensions, viewer, query: body.query, headers: request.headers });
      });
    },
  });
  await app.listen({ port, host: '127.0.0.1' });
  const server = app.server as Server;
  const connections = new Set<Socket>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return {
    url,
    server,
    schema,
    seen,
    async stop() {
      for (const socket of connections) socket.destroy();
      await close();
    },
  };
}

/**
 * Orders, at the wire. The name asked for decides what happens: S… exists, FORBIDDEN, BAD and BOOM fail in their way, SLOW-n answers after n ms,
 * everything else is null. `failing` makes the names of orders fail, as a hiccup would; while `hold` is set they wait for it. An order's
 * customerReference tells who asked: the viewer's session.
 */
export async function startOdoo({ verifyViewer, port = 0 }: { verifyViewer: ViewerVerifier; port?: number }) {
  const state = {
    failing: false,
    prefix: 'S',
    hold: null as Promise<void> | null,
    email: 'ann@alpine.example.com' as string | null,
  };
  /** Customer accounts by address, as POST /accounts tells them; `isDown` makes it fail. */
  const accounts = {
    known: new Map<string, { customers: number[]; name: string }>(),
    isDown: false,
    asked: [] as string[],
    /** While set, the answer waits for it. */
    hold: null as Promise<void> | null,
  };
  const nameOf = (id: string) => {
    if (state.failing) throw new AppError('UPSTREAM_UNAVAILABLE', 'Odoo cannot be reached');
    return `${state.prefix}${id.padStart(5, '0')}`;
  };
  const app = await startApp({
    verifyViewer,
    port,
    routes: (instance) => {
      instance.post('/accounts', async (request, reply) => {
        const viewer = await verifyViewer(String(request.headers.authorization).replace('Bearer ', ''));
        if (viewer.role !== 'system') return reply.code(403).send({});
        const { email } = request.body as { email: string };
        accounts.asked.push(email);
        await accounts.hold;
        if (accounts.isDown) return reply.code(503).send({});
        return accounts.known.get(email) ?? { customers: [], name: null };
      });
      instance.post('/order-contact', async (request, reply) => {
        const viewer = await verifyViewer(String(request.headers.authorization).replace('Bearer ', ''));
        if (viewer.role !== 'system') return reply.code(403).send({});
        const { orderId } = request.body as { orderId: string };
        if (orderId === strangersOrder) return reply.code(404).send({});
        return { orderName: 'S00001', companyId: 1, email: state.email };
      });
    },
    sdl: `
      type Query { order(id: ID!): Order orderByName(name: String!, companyId: ID): Order orders(first: Int = 20, after: String): OrderConnection! search(text: String!): Search! }
      type Search { text: String! }
      type Order @key(fields: "id") { id: ID! name: String! viewerAccess: String! customerReference: String }
      type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
      type PageInfo @shareable { hasNextPage: Boolean! endCursor: String }`,
    resolvers: {
      Query: {
        order: (_root: unknown, { id }: { id: string }) => (id === strangersOrder ? null : { id }),
        search: (_root: unknown, { text }: { text: string }) => ({ text }),
        orderByName: async (_root: unknown, { name }: { name: string }) => {
          if (name === 'FORBIDDEN') throw new ForbiddenError('this order belongs to somebody else');
          if (name === 'BAD') throw new BadUserInputError('companyId', 'several companies: give companyId');
          if (name === 'BOOM') throw new Error('select * from secret_table failed at /srv/odoo/client.ts:12');
          if (name.startsWith('SLOW-')) await new Promise((done) => setTimeout(done, Number(name.slice(5))));
          return name.startsWith('S') ? { id: '1' } : null;
        },
        orders: () => ({ nodes: [{ id: '1' }], pageInfo: { hasNextPage: false } }),
      },
      Order: {
        __resolveReference: ({ id }: { id: string }) => (id === strangersOrder ? null : { id }),
        name: async ({ id }: { id: string }) => {
          await state.hold;
          return nameOf(id);
        },
        customerReference: (_order: unknown, _args: unknown, { viewer }: Context) => viewer.sid,
        viewerAccess: (_order: unknown, _args: unknown, { viewer }: Context) => viewer.level,
      },
    },
  });
  return { ...app, state, accounts, [Symbol.asyncDispose]: app.stop };
}

export interface LiveEvent {
  n: number;
  /** The whole message fails: `data` is null at the wire. */
  isBroken?: boolean;
}

/** Shipments and a stream of numbered milestones, at the wire: HTTP and graphql-ws on one port. Cursors are the numbers. */
export async function startTracking({
  verifyViewer,
  port = 0,
  events = [],
}: {
  verifyViewer: ViewerVerifier;
  port?: number;
  events?: LiveEvent[];
}) {
  const wakes = new Set<() => void>();
  const state = { cursorDelayMs: 0, cursorFails: false, subscribers: 0, cursorReads: 0 };

  function subscribe({ after }: { after?: string | null }) {
    if (after === 'OLD') throw new AppError('CURSOR_EXPIRED', 'the cursor is older than what is kept');
    let position = after ? Number(after) : events.length;
    let isDone = false;
    let wake: (() => void) | undefined;
    state.subscribers += 1;
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      async next(): Promise<IteratorResult<LiveEvent>> {
        while (!isDone && position >= events.length) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            wakes.add(resolve);
          });
          if (wake) wakes.delete(wake);
        }
        if (isDone) return { value: undefined, done: true };
        position += 1;
        return { value: events[position - 1] as LiveEvent, done: false };
      },
      async return(): Promise<IteratorResult<LiveEvent>> {
        if (!isDone) state.subscribers -= 1;
        isDone = true;
        wake?.();
        return { value: undefined, done: true };
      },
    };
  }

  const app = await startApp({
    verifyViewer,
    port,
    sdl: `
      type Query { liveCursor: String! shipment(id: ID!): Shipment shipmentByTrackingNumber(trackingNumber: String!, carrierCode: String): Shipment }
      type Subscription { milestoneAdded(orderId: ID, shipmentId: ID, after: String): Milestone! }
      type Milestone { cursor: String! event: Event shipment: Shipment }
      type Event { id: ID! milestone: String! }
      type EventConnection { nodes: [Event!]! pageInfo: PageInfo! }
      type PageInfo @shareable { hasNextPage: Boolean! endCursor: String }
      type Shipment @key(fields: "id") { id: ID! trackingNumber: String! viewerAccess: String! order: Order events(first: Int = 50, after: String): EventConnection! }
      type Order @key(fields: "id") { id: ID! shipments: [Shipment!]! }`,
    resolvers: {
      Query: {
        liveCursor: async (_root: unknown, _args: unknown, { asOf }: Context) => {
          state.cursorReads += 1;
          const cursor = String(events.length);
          await new Promise((done) => setTimeout(done, state.cursorDelayMs));
          if (state.cursorFails) throw new AppError('UPSTREAM_UNAVAILABLE', 'the database cannot be reached');
          return asOf ?? cursor;
        },
        shipment: (_root: unknown, { id }: { id: string }) => (id === 'BOOM' ? boom() : { id }),
        shipmentByTrackingNumber: (_root: unknown, { trackingNumber }: { trackingNumber: string }) => ({
          id: trackingNumber,
        }),
      },
      Subscription: {
        milestoneAdded: {
          subscribe: (_root: unknown, args: { after?: string | null }) => subscribe(args),
          resolve: (event: LiveEvent) => (event.isBroken ? boom() : event),
        },
      },
      Milestone: {
        cursor: ({ n }: LiveEvent) => String(n),
        event: ({ n }: LiveEvent) => ({ id: `event-${n}` }),
        shipment: ({ n }: LiveEvent) => ({ id: `shipment-${n}`, orderId: String(n) }),
      },
      Event: { milestone: () => 'IN_TRANSIT' },
      Shipment: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        // NOW tells how many events there were when the row was read.
        trackingNumber: ({ id }: { id: string }) => (id === 'NOW' ? String(events.length) : `1Z${id}`),
        viewerAccess: (_shipment: unknown, _args: unknown, { viewer }: Context) => viewer.level,
        order: ({ orderId }: { orderId?: string }) => ({ id: orderId ?? '7' }),
        events: () => ({ nodes: [], pageInfo: { hasNextPage: false } }),
      },
      Order: { shipments: ({ id }: { id: string }) => [{ id: `of-${id}` }] },
    },
  });

  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  app.server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    wss.handleUpgrade(request, socket as Socket, head, (ws) => wss.emit('connection', ws, request));
  });
  const subscriptions: Seen[] = [];
  const contexts = new WeakMap<object, Map<string, Context>>();
  useServer(
    {
      schema: app.schema,
      async onSubscribe(context, id, payload) {
        try {
          const envelope = await readEnvelope(payload.extensions, verifyViewer);
          const known = contexts.get(context.extra) ?? new Map<string, Context>();
          contexts.set(context.extra, known.set(id, { viewer: envelope.viewer, asOf: envelope.asOf }));
          subscriptions.push({
            extensions: payload.extensions as Record<string, unknown>,
            viewer: envelope.viewer,
            query: payload.query,
            headers: {},
          });
        } catch (error) {
          return [toGraphQLError(error as AppError)];
        }
      },
      context: (context, id) => contexts.get(context.extra)?.get(id) as never,
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map(plain) } : undefined,
      onError: (_context, _id, _payload, errors) => errors.map((error) => plain(error as GraphQLError)),
    },
    wss as never,
  );

  return {
    ...app,
    state,
    events,
    subscriptions,
    get sockets(): ReadonlySet<WebSocket> {
      return wss.clients;
    },
    append(event: Omit<LiveEvent, 'n'> = {}) {
      events.push({ n: events.length + 1, ...event });
      for (const wake of [...wakes]) wake();
    },
    /** As the operating system does it for a killed process. */
    cut() {
      for (const ws of wss.clients) ws.terminate();
    },
    closeSockets(code: number) {
      for (const ws of wss.clients) ws.close(code, 'going');
    },
    async [Symbol.asyncDispose]() {
      for (const ws of wss.clients) ws.terminate();
      await app.stop();
    },
  };
}

function boom(): never {
  throw new Error('relation tracking.secret does not exist at /srv/tracking/live.ts:3');
}

function plain(error: GraphQLError): GraphQLError {
  return error.originalError instanceof AppError
    ? new GraphQLError(error.message, { path: error.path, extensions: toGraphQLError(error.originalError).extensions })
    : new GraphQLError('internal error', {
        path: error.path,
        extensions: error.extensions['code'] ? error.extensions : { code: 'INTERNAL_SERVER_ERROR' },
      });
}

/** Signs order-access tokens as odoo-subgraph does, and serves the key. */
export async function startOrderAccessIssuer() {
  const { createServer } = await import('node:http');
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const stranger = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'order-1', alg: 'EdDSA', use: 'sig' };
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    get requests() {
      return requests;
    },
    sign(
      claims: Record<string, unknown> = {},
      {
        typ = 'order-access+jwt',
        exp = Math.floor(Date.now() / 1000) + 600,
        forged = false,
      }: { typ?: string; exp?: number | null; forged?: boolean } = {},
    ): Promise<string> {
      const payload = { iss: 'milepost-odoo', aud: 'milepost-gateway', sub: '46', lvl: 1, jti: 'j1', ...claims };
      return new SignJWT({ ...payload, ...(exp !== null && { exp }) })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid: 'order-1' })
        .sign(forged ? stranger.privateKey : pair.privateKey);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
