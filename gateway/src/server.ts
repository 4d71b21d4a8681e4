import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  auditHeadKey,
  clientAddress,
  connectDatabase,
  createLimiters,
  createRefusalAudit,
  createRemoteKeySet,
  type Logger,
  loadSigningSeal,
  migrateDatabase,
  openKeyStore,
  openSigningKeys,
  parseKeyRing,
  refusedNamesKey,
  startAuditChain,
} from '@milepost/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Config } from './config.ts';
import { createEngine } from './graph/engine.ts';
import { createGraphqlRoute } from './http/graphql-route.ts';
import { createProxy } from './http/proxy.ts';
import { createPublicServer } from './http/public-server.ts';
import { createAuthChanges } from './identity/auth-changes.ts';
import { createAuthenticate } from './identity/authenticate.ts';
import { credentialsOf, isFromOurPages, mayBeGraphiql } from './identity/credentials.ts';
import { createCustomerClient } from './identity/customer-accounts.ts';
import { createOrderAccess } from './identity/order-access.ts';
import { createOrderSessions } from './identity/order-sessions.ts';
import { createPartnerTokens, loadPepper } from './identity/partner-token.ts';
import { createPeople } from './identity/people.ts';
import { customerTiming } from './identity/people-customers.ts';
import { systemSession } from './identity/session.ts';
import { createSessionWatch } from './identity/session-watch.ts';
import { createViewerMinter } from './identity/viewer-minter.ts';
import { createAskSubgraph } from './identity-graph/ask-subgraph.ts';
import { startIdentityGraph } from './identity-graph/server.ts';
import { createClientLimits } from './limits/allowance.ts';
import { createAuthGuards } from './limits/auth-guards.ts';
import { countRefusals } from './limits/refusals.ts';
import { attachClientSockets } from './live/client-sockets.ts';
import type { createLiveTransport } from './live/upstream-transport.ts';
import { createMailQueue } from './mail/mail-queue.ts';
import { catchingSender, smtpSender } from './mail/mail-sender.ts';

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url));

export function migrate(databaseUrl: string): Promise<void> {
  return migrateDatabase(databaseUrl, { folder: migrationsFolder, schema: 'auth' });
}

interface RunningGateway extends AsyncDisposable {
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
    const ring = parseKeyRing(config.secrets.masterKey);
    const keyStore = await openKeyStore({ sql, table: 'auth.data_key', ring });
    const sealing = await loadSigningSeal({ sql, schema: 'auth', keyStore, ring });
    const keysFor = async (purpose: 'viewer' | 'partner') =>
      stack.use(await openSigningKeys({ sql, purpose, sealing, rotationDays: config.signingKeyDays, logger }));
    const viewerKeys = await keysFor('viewer');
    const partnerKeys = await keysFor('partner');
    const changes = createAuthChanges({ logger });
    for (const keys of [viewerKeys, partnerKeys])
      changes.onChange((concern) => {
        if (concern === null || concern.startsWith('signing-key'))
          keys.look().catch((err) => logger.warn({ err }, 'signing keys could not be looked at; the known ones stay'));
      });
    const cacheMs = timing.sessionCacheMs;
    const addressOf = (request: IncomingMessage) => clientAddress(request, config.trustedProxies.all);
    const readerOf = (request: IncomingMessage) => clientAddress(request, config.trustedProxies.forGraphql);
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    const mint = createViewerMinter(viewerKeys);
    const system = systemSession();
    const mail = stack.use(
      createMailQueue({
        sql,
        key: (await keyStore.get('mail')).key,
        sender: senderFor(config),
        sent: new Counter({
          name: 'gateway_mails_total',
          help: 'Mails by purpose and outcome',
          labelNames: ['purpose', 'outcome'],
          registers: [metrics],
        }),
        logger,
      }),
    );
    const refusedNames = (await keyStore.get(refusedNamesKey)).key;
    const refusalsOf = (action: 'sign_in.refused' | 'partner_token.refused', kind: string) =>
      stack.use(createRefusalAudit({ sql, schema: 'auth', action, kind, key: refusedNames, logger }));
    const customers = createCustomerClient({ odooUrl: config.subgraphs.odoo, systemToken: () => mint(system) });
    const people = stack.use(
      createPeople({
        refusals: refusalsOf('sign_in.refused', 'address'),
        sql,
        databaseUrl: config.databaseUrl,
        secret: config.secrets.auth,
        linkKeys: {
          sealing: (await keyStore.get('link-request')).key,
          address: (await keyStore.get('link-address')).key,
        },
        publicOrigin: config.publicOrigin,
        brand: config.brand,
        mail,
        // In the demo everybody knows the passwords, and nobody from elsewhere gets in.
        needsSecondFactor: !config.demo.enabled,
        withMailbox: config.demo.enabled && config.mail.kind === 'caught',
        accountsOf: customers.accountsOf,
        company: config.company,
        // Our pages hand forms in from this machine.
        addressOf: readerOf,
        logger,
        cacheMs,
        lastUseMs: timing.lastUseMs,
        customers: timing.customers,
        changes,
        companyLookMs: timing.companyLookMs,
      }),
    );
    const pepper = await loadPepper({ sql, keyStore, ring });
    const partners = stack.use(
      createPartnerTokens({
        sql,
        pepper,
        keys: partnerKeys,
        refusals: refusalsOf('partner_token.refused', 'client'),
        logger,
        cacheMs,
        changes,
      }),
    );
    await applyDemo(config.demo, people, partners);

    const orderAccess = createOrderAccess({ keys: stack.use(createRemoteKeySet(config.orderAccessJwksUrl)) });
    const orderSessions = createOrderSessions({ sql, cacheMs, changes });
    // After the caches, which then know nothing old.
    const { watch } = stack.use(createSessionWatch({ changes, recheckMs: timing.recheckMs, logger }));
    stack.use(await changes.listen(config.databaseUrl));
    const authenticate = createAuthenticate({
      ofCookie: people.sessionOf,
      ofOrderAccess: orderAccess.sessionOf,
      ofOrderSession: orderSessions.sessionOf,
      ofPartner: partners.sessionOf,
    });
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
    let isStopping = false;
    const isReady = async () => {
      await sql`select 1`;
      return !isStopping;
    };
    const privateApp = await startIdentityGraph({
      deps: {
        sql,
        ask: createAskSubgraph({ urls: config.subgraphs, timeoutMs: timing.upstreamTimeoutMs }),
        contactOf: customers.contactOf,
        mails: mail,
        codeKey: (await keyStore.get('order-code')).key,
        partnerPepper: pepper,
        publicOrigin: config.publicOrigin,
      },
      viewerKeys,
      host: config.host,
      port: config.privatePort,
      isReady,
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
    const url = await listen(server, config.publicPort, config.host);
    stack.defer(async () => {
      isStopping = true;
      const closed = close(server, timing.drainMs);
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
    return { url, privateUrl, [Symbol.asyncDispose]: () => running.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

function senderFor({ mail, secrets }: Config) {
  if (mail.kind === 'off') return null;
  return mail.kind === 'smtp' ? smtpSender({ url: secrets.smtpUrl, from: mail.from }) : catchingSender();
}

/** Demo people and the demo partner exist in demo mode only: they end with it. */
async function applyDemo(
  demo: Config['demo'],
  people: ReturnType<typeof createPeople>,
  partners: ReturnType<typeof createPartnerTokens>,
): Promise<void> {
  if (!demo.enabled) {
    await people.removeDemoAccounts();
    await partners.removeDemoClients();
    return;
  }
  await people.ensureDemoAccounts(demo.accounts);
  if (demo.partner)
    await partners.ensureDemoClient({
      id: demo.partner.clientId,
      name: 'Demo partner',
      scopes: ['shipments:read', 'shipments:write'],
      companies: null,
      customers: null,
      secret: demo.partner.clientSecret,
    });
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Stops accepting at once; what is still under way after `graceMs` is cut. */
async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  // A kept-alive connection becomes idle again after its answer and would hold everything up.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise<void>((done) => server.close(() => done()));
  clearTimeout(cut);
  clearInterval(idle);
}
