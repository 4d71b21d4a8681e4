import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  auditHeadKey,
  closeServer,
  connectDatabase,
  createLimiters,
  createReadAlarm,
  createReadiness,
  createRemoteKeySet,
  createViewerVerifier,
  type Logger,
  migrateDatabase,
  openKeyStore,
  parseKeyRing,
  parseNetworks,
  type RunningProcess,
  runLoop,
  startAuditChain,
  type ViewerVerifier,
} from '@milepost/service-kit';
import { createSubgraphApp } from '@milepost/service-kit/subgraph-server';
import { startCarrierLists } from './carrier-lists/start-carrier-lists.ts';
import { createCarrierLists } from './carrier-lists/stored-lists.ts';
import { builtInRules } from './carrier-rules/map-carrier.ts';
import { followCarrierRules } from './carrier-rules/published-carrier-rules.ts';
import { startCases } from './case/start-cases.ts';
import type { Config, ProviderConfig } from './config/config.ts';
import { connectors } from './connectors/connectors.ts';
import { startProviderPacing } from './connectors/pacing/provider-health.ts';
import { createRequestContext } from './context.ts';
import { connectWorker, readerSettings } from './db/clients.ts';
import { ensurePartitions } from './db/partitions.ts';
import { startDeskFeed } from './desk/desk-feed.ts';
import { openDocumentAddresses } from './document/document-address.ts';
import { registerDocumentRoutes } from './document/document-routes.ts';
import { createDocumentSeal } from './document/document-seal.ts';
import { startDocuments } from './document/start-documents.ts';
import { loadBodyKeys } from './inbox/body-keys.ts';
import { createInboxWriter } from './inbox/inbox-writer.ts';
import { createPublicServer } from './inbox/public-server.ts';
import { startWorker } from './jobs/worker.ts';
import { startLiveFeed } from './live/live-feed.ts';
import { attachSubscriptions } from './live/subscription-server.ts';
import { followPublishedMapping } from './mapping/published-mapping.ts';
import { createMetrics } from './metrics.ts';
import { channelLane } from './order-link/apply-channel-messages.ts';
import { registerChannelRoute } from './order-link/channel-route.ts';
import { startSequencer } from './outbox/sequencer.ts';
import { startReading } from './reading/start-reading.ts';
import { startJobQueue } from './registration/job-queue.ts';
import { createRegistrars, registrationPolicy } from './registration/providers.ts';
import { createFactSeal } from './registration/registration-facts.ts';
import { startRegistration } from './registration/start-registration.ts';
import { toldFields } from './registration/told-fields.ts';
import type { Registering } from './registration/want-registrations.ts';
import { registerPhotoRoutes } from './report/photo-routes.ts';
import { createReportLimits } from './report/report-limits.ts';
import { createSchema } from './schema.ts';
import { createWakeBus } from './wake/wake-bus.ts';
import { createOwnerViewers } from './webhook/owner-viewers.ts';
import { createWebhookPoster } from './webhook/post-webhook.ts';
import { ensureServiceEndpoints } from './webhook/service-endpoints.ts';
import { startWebhooks } from './webhook/start-webhooks.ts';

export const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url));

export function migrate(databaseUrl: string): Promise<void> {
  return migrateDatabase(databaseUrl, { folder: migrationsFolder, schema: 'tracking' });
}

export interface RunningServer extends RunningProcess {
  publicUrl: string;
  privateUrl: string;
}

/**
 * One process of tracking: the public webhook address, the private graph, and (role `worker`) the inbox worker and the sequencer. Several may
 * run side by side on one database. `onStatement` sees the text of each SQL statement of the graph, for tests that count; `now` is the clock that webhooks'
 * timestamps are held against, for tests with messages of another day.
 */
export async function startServer(
  config: Config,
  options: { logger: Logger; verifyViewer?: ViewerVerifier; onStatement?: (text: string) => void; now?: () => Date },
): Promise<RunningServer> {
  const { logger, onStatement, now = () => new Date() } = options;
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
    const connect = (application: string, max: number, observed = false, settings: Record<string, string> = {}) => {
      const client = connectDatabase(config.databaseUrl, {
        application,
        searchPath: 'tracking',
        max,
        settings,
        ...(observed && onStatement && { onStatement }),
      });
      own({ [Symbol.asyncDispose]: () => client.end({ timeout: 5 }) });
      return client;
    };
    const sql = connect('milepost-tracking', 8, true);
    const readSql = connect('milepost-tracking-read', 8, true, readerSettings);
    // Rows about reads are not worth a wait for the disk: a crash of PostgreSQL may lose those of its last moment (docs/audit.md).
    const auditSql = connect('milepost-tracking-audit', 2, true, { synchronous_commit: 'off' });
    const workerSql = connectWorker(config.databaseUrl, { application: 'milepost-tracking-worker', max: 5 });
    own({ [Symbol.asyncDispose]: () => workerSql.end({ timeout: 5 }) });
    await ensurePartitions(sql, new Date());
    const metrics = createMetrics();
    const keys = await loadBodyKeys({ sql, masterKey: config.secrets.masterKey, now: new Date() });
    const monthly = setInterval(
      () =>
        Promise.all([ensurePartitions(sql, new Date()), keys.refresh(new Date())]).catch((err) =>
          logger.error({ err }, 'monthly work failed'),
        ),
      3_600_000,
    ).unref();
    own({ [Symbol.asyncDispose]: async () => clearInterval(monthly) });

    const wakeBus = own(await createWakeBus({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, logger }));
    const inbox = own(
      createInboxWriter({
        databaseUrl: config.databaseUrl,
        keys,
        onCommitted: (lanes) => {
          for (const lane of lanes) wakeBus.wake(lane === channelLane ? 'channel' : 'inbox');
        },
      }),
    );
    const receiving = new Map(
      connectors.map((connector) => [
        connector.provider,
        { connector, config: config.providers.get(connector.provider) as ProviderConfig },
      ]),
    );
    const mapping = own(await followPublishedMapping({ sql: workerSql, wakeBus, logger }));
    const builtIn = builtInRules(config.carrierMapping);
    const carrierRules = own(await followCarrierRules({ sql: workerSql, builtIn, wakeBus, logger }));
    const feed = own(
      await startLiveFeed({ sql: workerSql, readSql, wakeBus, logger, onDelivered: () => metrics.delivered.inc() }),
    );
    const deskFeed = own(await startDeskFeed({ sql: workerSql, readSql, wakeBus, logger }));
    const pacer = startProviderPacing({ sql: connect('milepost-tracking-pacing', 2), metrics, logger });
    const registrars = createRegistrars(config, pacer);
    const jobs =
      registrars.size > 0
        ? own(
            await startJobQueue({
              databaseUrl: config.databaseUrl,
              providers: [...registrars.keys()],
              leaseSeconds: config.registration.leaseSeconds,
              supervises: config.roles.includes('worker'),
              logger,
            }),
          )
        : null;
    const viewerKeys = createRemoteKeySet(config.viewerJwksUrl);
    own({ [Symbol.asyncDispose]: async () => viewerKeys[Symbol.dispose]() });
    const verifyViewer = options.verifyViewer ?? createViewerVerifier({ keys: viewerKeys });
    const lists = createCarrierLists(workerSql, registrars);
    if (jobs) {
      await lists.refresh();
      const following = runLoop({
        name: 'carrier-lists',
        idleMs: 60_000,
        logger,
        step: async () => {
          await lists.refresh();
          return false;
        },
      });
      own({ [Symbol.asyncDispose]: () => following.stop() });
    }
    const keyStore = await openKeyStore({
      sql,
      table: 'tracking.data_key',
      ring: parseKeyRing(config.secrets.masterKey),
    });
    const registering: Registering = {
      policy: registrationPolicy(config.registration, lists),
      addJobs: async (tx, some) => jobs?.add(tx, some),
    };
    const factSeal = createFactSeal(keyStore);
    const documentSeal = createDocumentSeal(keyStore);
    const limiters = own(await createLimiters({ redisUrl: config.redisUrl, logger, metrics: metrics.registry }));
    const reportLimits = createReportLimits({
      limiters,
      secret: (await keyStore.get('report-limits')).key.export(),
    });
    const documentAddresses = await openDocumentAddresses(keyStore);
    if (config.roles.includes('worker')) {
      own(
        startAuditChain({
          databaseUrl: config.databaseUrl,
          sql: workerSql,
          schema: 'tracking',
          macKey: (await keyStore.get(auditHeadKey)).key,
          alarm: createReadAlarm({
            schema: 'tracking',
            limit: config.auditReadAlarm,
            metrics: metrics.registry,
            logger,
          }),
          metrics: metrics.registry,
          logger,
        }),
      );
      own(await startSequencer({ databaseUrl: config.databaseUrl, wakeBus, logger }));
      const reading = own(
        startReading({
          sql: workerSql,
          inbox,
          connectors: receiving,
          pollIntervalMs: config.pollIntervalMs,
          pacer,
          metrics,
          logger,
        }),
      );
      own(
        startWorker({
          sql: workerSql,
          sweepSql: connect('milepost-tracking-sweep', 1),
          keys,
          connectors: receiving,
          mapping,
          metrics,
          logger,
          wakeBus,
          carrierRules,
          registering,
          postcodeSeal: config.registration.sends.includes('destinationPostalCode') ? factSeal : null,
          retention: config.retention,
          casePolicy: config.cases,
          onReadBack: reading.wake,
          documentSeal,
        }),
      );
      own(
        startCases({
          sql: workerSql,
          policy: config.cases,
          wakeBus,
          onLooked({ opened, closed, changed }) {
            if (changed > 0) wakeBus.wake('desk');
            metrics.cases.inc({ outcome: 'opened' }, opened);
            metrics.cases.inc({ outcome: 'closed' }, closed);
          },
          onSetAside: () => metrics.cases.inc({ outcome: 'set_aside' }),
          logger,
          now,
        }),
      );
      own(
        startDocuments({
          sql: connect('milepost-tracking-documents', 2),
          seal: documentSeal,
          allowed: config.documents.privateAddresses,
          timeoutMs: config.documents.timeoutMs,
          wakeBus,
          onFetched: (outcome) => metrics.documents.inc({ outcome }),
          logger,
        }),
      );
      await ensureServiceEndpoints(sql, config.webhooks.services);
      // Addresses of the configuration may lead anywhere.
      const servicePoster = createWebhookPoster({
        allowed: parseNetworks('0.0.0.0/0, ::/0'),
        timeoutMs: config.webhooks.timeoutMs,
      });
      own({ [Symbol.asyncDispose]: async () => servicePoster[Symbol.dispose]() });
      const poster = createWebhookPoster({
        allowed: config.webhooks.privateAddresses,
        timeoutMs: config.webhooks.timeoutMs,
      });
      own({ [Symbol.asyncDispose]: async () => poster[Symbol.dispose]() });
      own(
        startWebhooks({
          sql: connect('milepost-tracking-webhooks', 3),
          readSql,
          keys: keyStore,
          owners: createOwnerViewers({
            gatewayUrl: config.gatewayUrl,
            secrets: config.secrets.internalEvents,
            verifyViewer,
            logger,
          }),
          poster,
          services: { poster: servicePoster, secrets: config.secrets.internalEvents },
          policy: { leaseMs: config.webhooks.timeoutMs + 15_000, disableAfterMs: config.webhooks.disableAfterMs },
          wakeBus,
          onAttempt(outcome, milliseconds) {
            metrics.webhookAttempts.inc({ outcome });
            if (milliseconds > 0) metrics.webhookSeconds.observe(milliseconds / 1_000);
          },
          logger,
        }),
      );
      if (jobs) {
        own(startCarrierLists({ registrars, lists, queue: jobs, sql: workerSql, logger }));
        own(
          startRegistration({
            registrars,
            workers: config.registration.workers,
            retryMs: config.registration.retryMs,
            sends: config.registration.sends,
            factSeal,
            failOverMs: config.registration.failOverMs,
            queue: jobs,
            registering,
            sql: workerSql,
            wakeBus,
            onSettled: (provider, outcome, count) => metrics.registrations.inc({ provider, outcome }, count),
            onOverdue: (count) => metrics.registrationsOverdue.set(count),
            logger,
          }),
        );
      }
    }

    const schema = createSchema();
    const appContext = {
      sql,
      readSql,
      auditSql,
      feed,
      logger,
      raw: { keys, connectors: receiving },
      wakeInbox: () => wakeBus.wake('inbox'),
      wakeOutbox: () => wakeBus.wake('outbox'),
      registering,
      factSeal,
      told: toldFields(config.registration),
      carrierRules,
      builtIn,
      wakeCarrierRules: () => wakeBus.wake('carrier-rules'),
      wakeMapping: () => wakeBus.wake('mapping'),
      wakeRescoped: () => wakeBus.wake('rescoped'),
      wakeRegistration: () => wakeBus.wake('registration'),
      casePolicy: { policy: config.cases },
      // Rules look at it, and it is told.
      wakeCases() {
        wakeBus.wake('cases');
        wakeBus.wake('outbox');
      },
      documentAddresses,
      documentSeal,
      reportLimits,
      deskFeed,
      wakeDesk: () => wakeBus.wake('desk'),
      webhooks: {
        keys: keyStore,
        allowed: config.webhooks.privateAddresses,
        wake: () => wakeBus.wake('webhooks'),
      },
    };
    const readiness = createReadiness({
      noticeMs: config.stopNoticeMs,
      async check() {
        await sql`select 1`;
        return true;
      },
    });
    const { app, close } = await createSubgraphApp({
      schema,
      verifyViewer,
      context: (envelope) => createRequestContext(appContext, envelope),
      disclosuresOf: (context) => context.disclosures,
      logger,
      metrics: metrics.registry,
      isReady: readiness.isReady,
      routes(app) {
        registerChannelRoute(app, { inbox, secrets: config.secrets.internalEvents, logger });
        const documents = { sql, seal: documentSeal, addresses: documentAddresses, now: () => new Date() };
        registerDocumentRoutes(app, documents);
        registerPhotoRoutes(app, documents);
      },
    });
    await app.ready();
    own({ [Symbol.asyncDispose]: close });
    own(attachSubscriptions({ server: app.server, schema, app: appContext, verifyViewer, logger }));
    const privateUrl = await app.listen({ host: config.host, port: config.privatePort });

    const publicServer = createPublicServer({
      connectors: receiving,
      trustedProxies: config.trustedProxies,
      inbox,
      logger,
      metrics,
      now,
    });
    await new Promise<void>((resolve, reject) => {
      publicServer.once('error', reject);
      publicServer.listen(config.publicPort, config.host, resolve);
    });
    own({ [Symbol.asyncDispose]: () => closeServer(publicServer, 3_000) });
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
