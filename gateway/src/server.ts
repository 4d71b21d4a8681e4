import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import {
  auditHeadKey,
  clientAddress,
  closeServer,
  connectDatabase,
  createLimiters,
  createReadiness,
  type Logger,
  migrateDatabase,
  type RunningProcess,
  startAuditChain,
} from '@milepost/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Config } from './config.ts';
import { createEngine } from './graph/engine.ts';
import { createGraphqlRoute } from './http/graphql-route.ts';
import { listen } from './http/listen.ts';
import { createProxy } from './http/proxy.ts';
import { createPublicServer } from './http/public-server.ts';
import { credentialsOf, isFromOurPages, mayBeGraphiql } from './identity/credentials.ts';
import { openIdentity } from './identity/identity.ts';
import { customerTiming } from './identity/people-customers.ts';
import { registerWebhookOwnerRoutes } from './identity/webhook-owner-routes.ts';
import { createAskSubgraph } from './identity-graph/ask-subgraph.ts';
import { startIdentityGraph } from './identity-graph/server.ts';
import { createClientLimits } from './limits/allowance.ts';
import { createAuthGuards } from './limits/auth-guards.ts';
import { countRefusals } from './limits/refusals.ts';
import { attachClientSockets } from './live/client-sockets.ts';
import type { createLiveTransport } from './live/upstream-transport.ts';

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url));

export function migrate(databaseUrl: string): Promise<void> {
  return migrateDatabase(databaseUrl, { folder: migrationsFolder, schema: 'auth' });
}

interface RunningGateway extends RunningProcess {
  url: string;
  privateUrl: string;
}

/** Times that tests shorten; what stands here is what runs. */
const defaultTiming = {
  upstreamTimeoutMs: 5_000,
  /** How long a sign-out or a revocation may go unnoticed by the next request, should the news of it be lost. */
  sessionCacheMs: 10_000,
  /** The same for connections that stay open. */
  recheckMs: 10_000,
  /** How long a check of limits waits for Redis. */
  redisPatienceMs: 250,
  /** How often last uses of sessions are written down. */
  lastUseMs: 30_000,
  /** For answers under way when the gateway stops. */
  drainMs: 7_000,
  customers: customerTiming,
  /** How often the single sign-on's client secret is looked at again. */
  companyLookMs: 15_000,
};

/** The one origin that people and API clients use, and the private address with the viewer keys. */
export async function startGateway(
  config: Config,
  {
    logger,
    liveTransport,
    timing: given,
    onStatement,
  }: {
    logger: Logger;
    liveTransport?: Parameters<typeof createLiveTransport>[0];
    timing?: Partial<typeof defaultTiming>;
    /** Sees the text of each SQL statement of ours, for tests that count. */
    onStatement?: (text: string) => void;
  },
): Promise<RunningGateway> {
  const timing = { ...defaultTiming, ...given };
  const stack = new AsyncDisposableStack();
  try {
    await migrate(config.databaseUrl);
    const sql = connectDatabase(config.databaseUrl, {
      application: 'milepost-gateway',
      searchPath: 'auth',
      max: 4,
      ...(onStatement && { onStatement }),
    });
    stack.defer(() => sql.end({ timeout: 2 }));
    const addressOf = (request: IncomingMessage) => clientAddress(request, config.trustedProxies.all);
    const readerOf = (request: IncomingMessage) => clientAddress(request, config.trustedProxies.forGraphql);
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    const identity = await openIdentity({ config, sql, stack, readerOf, timing, metrics, logger });
    const { people, partners, keyStore, mint, system, watch, authenticate } = identity;
    const rule = { origins: new Set([config.publicOrigin]), cookieName: people.cookieName };
    // GraphiQL lives on our own origin and sends whole documents: in demo mode, from its page.
    const isListOnly = ({ headers }: IncomingMessage) =>
      isFromOurPages(headers, rule.origins) && !(config.demo.enabled && mayBeGraphiql(headers));
    const sessionOf = (request: IncomingMessage) =>
      authenticate(credentialsOf(request.headers, { ...rule, isUpgrade: false }));

    stack.use(
      startAuditChain({
        databaseUrl: config.databaseUrl,
        sql,
        schema: 'auth',
        macKey: (await keyStore.get(auditHeadKey)).key,
        alarm: null,
        metrics,
        logger,
      }),
    );
    const readiness = createReadiness({
      noticeMs: config.stopNoticeMs,
      async check() {
        await sql`select 1`;
        return true;
      },
    });
    const { isReady } = readiness;
    const privateApp = await startIdentityGraph({
      deps: {
        sql,
        ask: createAskSubgraph({ urls: config.subgraphs, timeoutMs: timing.upstreamTimeoutMs }),
        contactOf: identity.contactOf,
        mails: identity.mail,
        senderOf: (companyId) =>
          config.brands.find(({ companies }) => companyId !== null && companies.includes(companyId))?.senderName ??
          null,
        codeKey: (await keyStore.get('order-code')).key,
        partnerPepper: identity.pepper,
        publicOrigin: config.publicOrigin,
      },
      viewerKeys: identity.viewerKeys,
      host: config.host,
      port: config.privatePort,
      isReady,
      routes: (app) =>
        registerWebhookOwnerRoutes(app, {
          sql,
          mint,
          mail: identity.mail,
          brand: config.brand,
          secrets: config.secrets.internalEvents,
          logger,
        }),
      metrics,
      logger,
    });
    stack.use(privateApp);
    const privateUrl = privateApp.url;

    const refused = countRefusals(metrics);
    const limiters = stack.use(
      await createLimiters({ redisUrl: config.redisUrl, patienceMs: timing.redisPatienceMs, logger, metrics }),
    );
    const limitSecret = (await keyStore.get('client-limits')).key.export();
    const clientLimits = createClientLimits({
      rateLimits: config.rateLimits,
      limiters,
      secret: limitSecret,
    });
    const guards =
      clientLimits &&
      createAuthGuards({
        clients: clientLimits.clients,
        limiters,
        secret: limitSecret,
        publicOrigin: config.publicOrigin,
        sessionCookie: people.cookieName,
        async accountOf(cookie) {
          const sub = (await people.sessionOf(cookie))?.claims.sub;
          const [person] = sub ? await sql<{ email: string }[]>`select email from auth."user" where id = ${sub}` : [];
          return person?.email ?? null;
        },
        // Our pages hand forms in from this machine: their readers are counted, not they.
        addressOf: readerOf,
        refused,
        logger,
      });
    const engine = createEngine({
      config,
      subgraphs: { ...config.subgraphs, identity: `${privateUrl}/graphql` },
      logger,
      mint,
      systemSession: system,
      upstreamTimeoutMs: timing.upstreamTimeoutMs,
      liveTransport,
      refused,
    });
    stack.defer(async () => engine[Symbol.asyncDispose]());
    // Before listening: a client that comes during the first moments must not meet a gateway without a schema.
    await engine.getSchema();

    const requests = new Counter({
      name: 'gateway_http_requests_total',
      help: 'Requests by kind',
      labelNames: ['kind'],
      registers: [metrics],
    });
    const streams = new Set<ServerResponse>();
    const onStream = (response: ServerResponse) => {
      streams.add(response);
      response.once('close', () => streams.delete(response));
    };
    const proxy = config.portalUrl
      ? stack.use(createProxy(config.portalUrl, { publicOrigin: config.publicOrigin, addressOf, onStream }))
      : null;

    // Whoever has such an address may open it: who that is stays here.
    const documents = stack.use(
      createProxy(new URL(config.subgraphs.tracking).origin, {
        publicOrigin: config.publicOrigin,
        addressOf,
        onStream,
        passesCredentials: false,
      }),
    );

    const server = createPublicServer({
      graphql: createGraphqlRoute({
        engine,
        sessionOf,
        addressOf: readerOf,
        isListOnly,
        clientLimits,
        refused,
        withGraphiql: config.demo.enabled,
        watch,
        onStream,
        logger,
      }),
      auth: guards?.people(people.handle) ?? people.handle,
      issueToken: guards?.partners(partners.issue) ?? partners.issue,
      sessionCookie: people.cookieName,
      documents: documents.pass,
      portal: proxy?.pass ?? null,
      isReady,
      addressOf,
      count: (kind) => requests.inc({ kind }),
      logger,
    });
    const sockets = attachClientSockets({
      server,
      engine,
      isAllowed: (request) => credentialsOf(request.headers, { ...rule, isUpgrade: true }).kind !== 'refused',
      sessionOf: (request, token) =>
        authenticate(
          token === undefined
            ? credentialsOf(request.headers, { ...rule, isUpgrade: true })
            : { kind: 'bearer', token },
        ),
      addressOf: readerOf,
      isListOnly,
      watch,
      clientLimits,
      refused,
      logger,
    });
    new Gauge({
      name: 'gateway_sockets',
      help: 'Open client sockets',
      registers: [metrics],
      collect() {
        this.set(sockets.count);
      },
    });
    new Gauge({
      name: 'gateway_streams',
      help: 'Open subscriptions of clients, over sockets and SSE',
      registers: [metrics],
      collect() {
        this.set(clientLimits?.connections.streams ?? 0);
      },
    });
    readiness.watch(server);
    readiness.watch(privateApp.server);
    const url = await listen(server, config.publicPort, config.host);
    stack.defer(async () => {
      const closed = closeServer(server, timing.drainMs);
      // Streams have no end of their own: cut, their clients come back to another instance.
      for (const response of streams) response.destroy();
      await sockets.drain();
      await closed;
    });
    logger.info(
      { url, privateUrl, executor: config.executor, demo: config.demo.enabled, mail: config.mail.kind },
      'ready',
    );
    if (!people.hasLinks) logger.warn('SMTP_URL is not set: sign-in by link is off');
    const running = stack.move();
    return {
      url,
      privateUrl,
      announceStop: readiness.announceStop,
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
