import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  auditHeadKey,
  closeServer,
  connectDatabase,
  createLimiters,
  createReadAlarm,
  createReadiness,
  createRefusalAudit,
  createRemoteKeySet,
  createViewerVerifier,
  type Logger,
  listenTo,
  loadSigningSeal,
  migrateDatabase,
  openKeyStore,
  openSigningKeys,
  parseKeyRing,
  type RunningProcess,
  refusedNamesKey,
  startAuditChain,
} from '@milepost/service-kit';
import { createSubgraphApp } from '@milepost/service-kit/subgraph-server';
import { createOrderAccess } from './access/create-order-access.ts';
import { createLookUpLimits } from './access/look-up-limits.ts';
import { createPostcodeReader } from './channel/destination-postcodes.ts';
import { dropReceived, registerMessageRoute } from './channel/receive-messages.ts';
import type { Config } from './config/config.ts';
import { createRequestContext } from './context.ts';
import { createCustomerVerbs } from './customer/customer-verbs.ts';
import { createAccountFinder } from './customer/find-accounts.ts';
import { createOrderContactFinder } from './customer/find-order-contact.ts';
import { registerGatewayRoutes } from './customer/gateway-routes.ts';
import { createMetrics } from './metrics.ts';
import { createHintWebhook } from './mirror/hint-webhook.ts';
import { createHintInbox } from './mirror/hints.ts';
import { loadIndexKeys } from './mirror/index-keys.ts';
import { createReadThrough } from './mirror/read-through.ts';
import { createSync } from './mirror/sync.ts';
import { startWorker } from './mirror/worker.ts';
import { serviceCalls } from './odoo/allowed-writes.ts';
import { createOdooClient } from './odoo/client.ts';
import { applyRegionRules } from './region/region-rules.ts';
import { createSchema } from './schema.ts';
import { readerSettings } from './scope.ts';
import { createContactFinder } from './search/find-contacts.ts';
import { dropSettled } from './write-back/effect-rows.ts';
import { startWriteBack } from './write-back/start-write-back.ts';

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url));

export function migrate(databaseUrl: string): Promise<void> {
  return migrateDatabase(databaseUrl, { folder: migrationsFolder, schema: 'odoo' });
}

export interface RunningServer extends RunningProcess {
  publicUrl: string;
  privateUrl: string;
}

/** The service: the graph on the private address, and (role `worker`) the mirror's reader and the sender to tracking. */
export async function startServer(
  config: Config,
  { logger, onStatement }: { logger: Logger; onStatement?: (text: string) => void },
): Promise<RunningServer> {
  const started: AsyncDisposable[] = [];
  const own = <T extends AsyncDisposable>(resource: T): T => {
    started.unshift(resource);
    return resource;
  };
  const dispose = async () => {
    for (const resource of started) await resource[Symbol.asyncDispose]();
  };
  try {
    await migrate(config.databaseUrl);
    const connect = (application: string, max: number, observe = false, settings: Record<string, string> = {}) => {
      const client = connectDatabase(config.databaseUrl, {
        application,
        searchPath: 'odoo',
        max,
        settings,
        ...(observe && onStatement && { onStatement }),
      });
      own({ [Symbol.asyncDispose]: () => client.end({ timeout: 5 }) });
      return client;
    };
    const sql = connect('milepost-odoo', 4, true);
    const readSql = connect('milepost-odoo-read', 8, true, readerSettings);
    // Rows about reads are not worth a wait for the disk: a crash of PostgreSQL may lose those of its last moment (docs/audit.md).
    const auditSql = connect('milepost-odoo-audit', 2, true, { synchronous_commit: 'off' });
    const workerSql = connect('milepost-odoo-worker', 5);
    const metrics = createMetrics({ sql: workerSql });
    const ring = parseKeyRing(config.secrets.masterKey);
    const keyStore = await openKeyStore({ sql, table: 'odoo.data_key', ring });
    const customerKeys = await openKeyStore({ sql, table: 'odoo.customer_key', ring });
    const indexKeys = await loadIndexKeys(keyStore);
    const limiters = own(await createLimiters({ redisUrl: config.redisUrl, logger, metrics: metrics.registry }));
    const signingKeys = own(
      await openSigningKeys({
        sql,
        purpose: 'order-access',
        sealing: await loadSigningSeal({ sql, schema: 'odoo', keyStore, ring }),
        rotationDays: config.signingKeyDays,
        logger,
      }),
    );
    const lookAtKeys = () => void signingKeys.look().catch((err) => logger.warn({ err }, 'signing keys not looked at'));
    own(
      await listenTo({
        databaseUrl: config.databaseUrl,
        channel: 'auth_changed',
        application: 'milepost-odoo-listen',
        onMessage: (payload) => payload.includes('order-access') && lookAtKeys(),
        onListening: lookAtKeys,
      }),
    );
    const refusals = own(
      createRefusalAudit({
        sql: workerSql,
        schema: 'odoo',
        action: 'order_access.refused',
        kind: 'order-name',
        key: (await keyStore.get(refusedNamesKey)).key,
        logger,
      }),
    );
    const lookUpSecret = (await keyStore.get('look-up-limits')).key.export();
    const orderAccess = createOrderAccess({
      sql,
      indexKeys,
      keys: signingKeys,
      limits: config.lookUps.isLimited
        ? createLookUpLimits({
            secret: lookUpSecret,
            canaries: config.lookUps.canaries,
            limiters,
            refused: (limit) => metrics.lookUpsRefused.inc({ limit }),
            logger,
          })
        : null,
      refusals,
      logger,
    });

    const stopping = new AbortController();
    const odoo = createOdooClient({
      ...config.odoo,
      signal: stopping.signal,
      apiKey: config.secrets.odooApiKey,
      allowed: serviceCalls,
      logger,
      onCall(model, method, outcome, seconds) {
        metrics.calls.inc({ model, method, outcome });
        metrics.callSeconds.observe({ model, method }, seconds);
      },
    });
    const sync = createSync({
      sql: workerSql,
      odoo,
      keys: { customerKeys, indexKeys, tellsPostcodes: config.tellsPostcodes },
      overlapSeconds: config.sync.overlapSeconds,
      pageSize: config.sync.pageSize,
      sweep: { pageSize: 1_000, goneLimitPercent: config.sync.goneLimitPercent },
      logger,
    });
    if (config.roles.includes('worker')) {
      own(
        startAuditChain({
          databaseUrl: config.databaseUrl,
          sql: workerSql,
          schema: 'odoo',
          macKey: (await keyStore.get(auditHeadKey)).key,
          alarm: createReadAlarm({
            schema: 'odoo',
            limit: config.auditReadAlarm,
            metrics: metrics.registry,
            logger,
          }),
          metrics: metrics.registry,
          logger,
        }),
      );
      own(
        startWorker({
          databaseUrl: config.databaseUrl,
          sync,
          applyRegions: () => applyRegionRules(workerSql, config.regionRules, config),
          send: {
            sql: workerSql,
            url: config.trackingEventsUrl,
            secrets: config.secrets.internalEvents,
            readPostcodes: config.tellsPostcodes ? createPostcodeReader({ sql: workerSql, customerKeys }) : null,
          },
          dropOld: async () => (await dropReceived(workerSql)) || dropSettled(workerSql),
          intervalMs: config.sync.intervalMs,
          sweepIntervalMs: config.sync.sweepIntervalMs,
          logger,
        }),
      );
    }

    if (config.roles.includes('worker'))
      own(
        startWriteBack({
          databaseUrl: config.databaseUrl,
          sql: workerSql,
          odoo,
          policy: config.writeBack,
          lookMs: config.writeBackLookMs,
          onOutcome: (kind, outcome) => metrics.effects.inc({ kind, outcome }),
          logger,
        }),
      );

    // Before what waits for an answer of Odoo's is stopped.
    own({ [Symbol.asyncDispose]: async () => stopping.abort() });
    const customers = createCustomerVerbs({
      sql,
      customerKeys,
      tellsPostcodes: config.tellsPostcodes,
      onOpened: (column) => metrics.opened.inc({ column }),
    });
    const findContacts = createContactFinder({ sql, indexKeys });
    const readThrough = createReadThrough({
      sql,
      odoo,
      readFamily: sync.readFamily,
      limiters,
      secret: lookUpSecret,
      onOutcome: (outcome) => metrics.readThrough.inc({ outcome }),
      logger,
    });
    const viewerKeys = createRemoteKeySet(config.viewerJwksUrl);
    own({ [Symbol.asyncDispose]: async () => viewerKeys[Symbol.dispose]() });
    const verifyViewer = createViewerVerifier({ keys: viewerKeys });
    const readiness = createReadiness({
      noticeMs: config.stopNoticeMs,
      // Ready once there is a whole copy to serve; it stays ready when Odoo goes away.
      async check() {
        const [row] = await sql<{ loaded: boolean }[]>`select as_of is not null as loaded from odoo.sync_round`;
        return row?.loaded === true;
      },
    });
    const { app, close } = await createSubgraphApp({
      schema: createSchema(),
      verifyViewer,
      context: (envelope) =>
        createRequestContext({ sql, readSql, auditSql, orderAccess, customers, findContacts, readThrough }, envelope),
      disclosuresOf: (context) => context.disclosures,
      logger,
      metrics: metrics.registry,
      isReady: readiness.isReady,
      routes: (app) => {
        registerMessageRoute(app, { sql, secrets: config.secrets.internalEvents, logger });
        app.get('/jwks', async () => ({ keys: signingKeys.publicKeys() }));
        registerGatewayRoutes(app, {
          verifyViewer,
          findAccounts: createAccountFinder({ sql, odoo, indexKeys, logger }),
          findOrderContact: createOrderContactFinder({ sql, customerKeys }),
        });
      },
    });
    own({ [Symbol.asyncDispose]: close });
    const privateUrl = await app.listen({ host: config.host, port: config.privatePort });

    const hintInbox = own(
      createHintInbox({ sql: workerSql, logger, onDropped: () => metrics.hints.inc({ outcome: 'dropped' }) }),
    );
    const takeHint = createHintWebhook({
      secrets: config.secrets.odooWebhook,
      accept: hintInbox.add,
      count: (outcome) => metrics.hints.inc({ outcome }),
    });
    const publicServer = createServer({ requestTimeout: 10_000 }, (request, response) => {
      if (takeHint(request, response)) return;
      const isAlive = request.url === '/healthz';
      request.resume();
      response
        .writeHead(isAlive ? 200 : 404, { 'content-type': 'application/json' })
        .end(`${JSON.stringify(isAlive ? { status: 'ok' } : { status: 404, message: 'there is no such address' })}\n`);
    });
    await new Promise<void>((resolve, reject) => {
      publicServer.once('error', reject);
      publicServer.listen(config.publicPort, config.host, resolve);
    });
    own({ [Symbol.asyncDispose]: () => closeServer(publicServer, 1_000) });
    readiness.watch(publicServer);
    readiness.watch(app.server);
    const publicUrl = `http://${config.host}:${(publicServer.address() as AddressInfo).port}`;
    logger.info({ publicUrl, privateUrl, roles: config.roles }, 'ready');
    return { publicUrl, privateUrl, announceStop: readiness.announceStop, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose().catch(() => {});
    throw error;
  }
}
