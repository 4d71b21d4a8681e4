import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { loadConfig as gatewayConfig } from '@milepost/gateway/config';
import { migrate as migrateGateway, startGateway } from '@milepost/gateway/server';
import { type OdooSimulator, startOdooSimulator } from '@milepost/odoo-simulator';
import { loadConfig as odooConfig } from '@milepost/odoo-subgraph/config';
import { migrate as migrateOdoo, startServer as startOdoo } from '@milepost/odoo-subgraph/server';
import { loadConfig as portalConfig } from '@milepost/portal/config';
import { startPortal } from '@milepost/portal/server';
import { createLogger } from '@milepost/service-kit';
import { createTestDatabase, eventually, signAftership } from '@milepost/testkit';
import { loadConfig as trackingConfig } from '@milepost/tracking-subgraph/config';
import { startServer as startTracking } from '@milepost/tracking-subgraph/server';
import { createClient } from 'graphql-ws';
import postgres from 'postgres';
import { inject } from 'vitest';
import WebSocket from 'ws';
import { prepareDatabase as prepareTracking } from '../../../services/tracking-subgraph/tests/support/database.ts';

const webhookSecret = 'e2e-aftership-secret';
/** Nothing of these may ever be logged. */
export const secrets = [webhookSecret, 'mps_e2e-secret-with-enough-length'];
const partner = { clientId: 'e2e-partner', clientSecret: 'mps_e2e-secret-with-enough-length' };
export const accounts = {
  agent: {
    kind: 'agent',
    name: 'Agent',
    email: 'agent@e2e.example',
    password: 'agent-password',
    customers: [] as number[],
  },
  operator: {
    kind: 'operator',
    name: 'Olga',
    email: 'olga@e2e.example',
    password: 'operator-password',
    customers: [] as number[],
  },
  customer: { kind: 'customer', name: 'Ann', email: 'ann@e2e.example', password: 'customer-password', customers: [45] },
} as const;

/** A pass-through that counts what is asked of a subgraph, and can cut everything or be out of reach, like a killed process or a lost network. */
async function startTap(target: () => string) {
  const calls: string[] = [];
  const sockets = new Set<{ destroy(): void }>();
  let isDown = false;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (request.url?.startsWith('/graphql')) calls.push(body.toString('utf8'));
      const upstream = httpRequest(
        new URL(request.url ?? '/', target()),
        { method: request.method, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.once('close', () => answer.complete || response.destroy());
        },
      );
      upstream.on('error', () => response.destroy());
      response.once('close', () => upstream.destroy());
      upstream.end(body);
    });
  });
  server.on('connection', (socket) => isDown && socket.destroy());
  server.on('upgrade', (request, socket, head) => {
    const { hostname, port } = new URL(target());
    const upstream = connect(Number(port), hostname, () => {
      upstream.write(
        `${request.method} ${request.url} HTTP/1.1\r\n${request.rawHeaders.reduce((text, part, i) => text + part + (i % 2 ? '\r\n' : ': '), '')}\r\n`,
      );
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) {
      sockets.add(end);
      end.on('error', () => end.destroy());
      end.on('close', () => {
        sockets.delete(end);
        socket.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    cut() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
    },
    /** Out of reach until `back`. */
    down() {
      isDown = true;
      this.cut();
    },
    back() {
      isDown = false;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface GraphAnswer<T> {
  data: T;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** The whole system in one process: simulated Odoo, both subgraphs, the gateway, on a database of its own. */
export async function startSystem({
  env = {},
  gatewayEnv: ofGateway = () => ({}),
  portalEnv = {},
}: {
  env?: Record<string, string>;
  /** The gateway's own, which win; told what a browser's address bar shows. */
  gatewayEnv?: (origin: string) => Record<string, string> | Promise<Record<string, string>>;
  /** The portal's own. */
  portalEnv?: Record<string, string>;
} = {}) {
  const database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'system',
    async migrate(url) {
      await migrateOdoo(url);
      await prepareTracking(url);
      await migrateGateway(url);
    },
  });
  const lines: string[] = [];
  const shown = process.env['E2E_LOG'];
  const logger = createLogger({
    service: 'e2e',
    level: shown ?? 'trace',
    destination: { write: (line) => (shown ? process.stdout.write(line) : lines.push(line)) },
  });
  const odooSimulator: OdooSimulator = await startOdooSimulator();
  const statements: string[] = [];
  const onStatement = (text: string) => void statements.push(text);
  let gatewayPrivate = 'http://127.0.0.1:1';
  let trackingPrivate = 'http://127.0.0.1:1';
  let gatewayPublic = 'http://127.0.0.1:1';
  let odooPrivate = 'http://127.0.0.1:1';
  // Taps break the circle of addresses: each process learns the tap's, whose target is known once the other has started.
  const viewerKeysTap = await startTap(() => gatewayPrivate);
  const trackingTap = await startTap(() => trackingPrivate);
  const odooTap = await startTap(() => odooPrivate);
  const gatewayTap = await startTap(() => gatewayPublic);
  // What browsers talk to: they send their true Origin, so it must be known before the gateway starts.
  const browserTap = await startTap(() => gatewayPublic);
  const origin = browserTap.url.replace('127.0.0.1', 'localhost');
  const shared = {
    DATABASE_URL: database.url,
    PUBLIC_PORT: '0',
    PRIVATE_PORT: '0',
    KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
    VIEWER_JWKS_URL: `${viewerKeysTap.url}/jwks`,
    LOG_LEVEL: 'silent',
    // Hundreds of look-ups from one address; the limits have tests of their own.
    LOOKUP_LIMITS: 'off',
    // Samples name pictures at addresses that lead nowhere.
    DOCUMENT_TIMEOUT_SECONDS: '2',
    ...env,
  };
  const trackingEnv = {
    ...shared,
    ODOO_SUBGRAPH_EVENTS_URL: `${odooTap.url}/events`,
    AFTERSHIP_WEBHOOK_SECRET: webhookSecret,
    CARRIER_MAPPING: JSON.stringify({
      'UPS Ground': 'ups',
      'USPS Priority Mail': 'usps',
      'FedEx International Priority': 'fedex',
      'DHL Express Worldwide': 'dhl-express',
      'DPD Classic': 'dpd',
    }),
  };
  let tracking = await startTracking(trackingConfig(trackingEnv), { logger, onStatement });
  trackingPrivate = tracking.privateUrl;
  const odooEnv = {
    ...shared,
    TRACKING_EVENTS_URL: `${trackingTap.url}/events`,
    ODOO_URL: odooSimulator.url,
    ODOO_DB: odooSimulator.db,
    ODOO_LOGIN: odooSimulator.login,
    ODOO_API_KEY: odooSimulator.apiKey,
    SYNC_INTERVAL_MS: '200',
  };
  const odoo = await startOdoo(odooConfig(odooEnv), { logger, onStatement });
  odooPrivate = odoo.privateUrl;
  const portal = await startPortal(
    portalConfig({ PUBLIC_PORT: '0', GATEWAY_URL: gatewayTap.url, PUBLIC_ORIGIN: origin, ...portalEnv }),
    { logger, gatewayTimeoutMs: 3_000 },
  );
  const gatewayEnv = {
    ...shared,
    PORTAL_URL: portal.url,
    AUTH_SECRET: 'e2e-auth-secret-e2e-auth-secret-e2e-auth',
    PUBLIC_ORIGIN: origin,
    ODOO_SUBGRAPH_URL: `${odooTap.url}/graphql`,
    TRACKING_SUBGRAPH_URL: `${trackingTap.url}/graphql`,
    ORDER_ACCESS_JWKS_URL: `${odooTap.url}/jwks`,
    DEMO_MODE: '1',
    DEMO_ACCOUNTS: JSON.stringify(Object.values(accounts)),
    DEMO_PARTNER_CLIENT_ID: partner.clientId,
    DEMO_PARTNER_CLIENT_SECRET: partner.clientSecret,
    ...(await ofGateway(origin)),
  };
  let gateway = await startGateway(gatewayConfig(gatewayEnv), { logger });
  gatewayPrivate = gateway.privateUrl;
  gatewayPublic = gateway.url;
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });

  const system = {
    sql,
    databaseUrl: database.url,
    odooSimulator,
    statements,
    /** What the services logged, down to the finest level; empty when E2E_LOG shows it instead. */
    lines,
    taps: { tracking: trackingTap, odoo: odooTap, gateway: gatewayTap, browser: browserTap },
    /** What a browser's address bar shows. */
    origin,
    get gatewayUrl() {
      return gateway.url;
    },
    portalUrl: portal.url,
    get trackingUrl() {
      return tracking.publicUrl;
    },
    get odooPrivateUrl() {
      return odoo.privateUrl;
    },
    get trackingPrivateUrl() {
      return tracking.privateUrl;
    },
    async restartTracking() {
      const { port } = new URL(tracking.publicUrl);
      await tracking[Symbol.asyncDispose]();
      tracking = await startTracking(trackingConfig({ ...trackingEnv, PUBLIC_PORT: port }), { logger, onStatement });
      trackingPrivate = tracking.privateUrl;
    },
    async restartGateway() {
      const { port } = new URL(gateway.url);
      await gateway[Symbol.asyncDispose]();
      gateway = await startGateway(gatewayConfig({ ...gatewayEnv, PUBLIC_PORT: port }), { logger });
      gatewayPrivate = gateway.privateUrl;
    },
    /** Everything Odoo knows has reached tracking and was worked off. */
    async settled() {
      await eventually(
        async () => {
          const [row] = await sql<
            { waiting: number }[]
          >`select ((select count(*) from odoo.outbox) + (select count(*) from tracking.inbox_todo) + (select count(*) from tracking.outbox where seq is null)
            + (select count(*) from odoo.sync_round where as_of is null))::int as waiting`;
          return row?.waiting === 0;
        },
        { timeoutMs: 30_000 },
      );
    },
    async partnerToken(): Promise<string> {
      const response = await fetch(`${gateway.url}/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: partner.clientId,
          client_secret: partner.clientSecret,
        }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    /** Cookie header of a signed-in demo account. */
    async signIn({ email, password }: { email: string; password: string }): Promise<Record<string, string>> {
      const response = await fetch(`${gateway.url}/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email, password }),
      });
      return { cookie: String(response.headers.get('set-cookie')).split(';', 1)[0] as string, origin };
    },
    async query<T>(
      query: string,
      variables: object = {},
      headers: Record<string, string> = {},
    ): Promise<GraphAnswer<T>> {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as GraphAnswer<T>;
    },
    postScan: (body: string) =>
      fetch(`${tracking.publicUrl}/webhooks/aftership`, {
        method: 'POST',
        headers: signAftership(webhookSecret, body),
        body,
      }),
    /** The public graphql-ws client as the docs tell partners to set it up. */
    subscriber(token: string, on: { closed?: (code: number) => void } = {}) {
      return createClient({
        url: `${gateway.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { token },
        retryAttempts: Number.POSITIVE_INFINITY,
        shouldRetry: () => true,
        retryWait: () => new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100)),
        on: { closed: (event) => on.closed?.((event as { code: number }).code) },
      });
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await portal[Symbol.asyncDispose]();
      await odoo[Symbol.asyncDispose]();
      await tracking[Symbol.asyncDispose]();
      for (const tap of [viewerKeysTap, trackingTap, odooTap, gatewayTap, browserTap]) await tap[Symbol.asyncDispose]();
      await odooSimulator[Symbol.asyncDispose]();
      await sql.end({ timeout: 2 });
      await database.drop();
    },
  };
  await system.settled();
  return system;
}
export type System = Awaited<ReturnType<typeof startSystem>>;
