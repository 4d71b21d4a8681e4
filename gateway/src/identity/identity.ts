import type { IncomingMessage } from 'node:http';
import {
  createRefusalAudit,
  createRemoteKeySet,
  type Logger,
  loadSigningSeal,
  openKeyStore,
  openSigningKeys,
  parseKeyRing,
  refusedNamesKey,
  type Sql,
} from '@milepost/service-kit';
import { Counter, type Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { createMailQueue } from '../mail/mail-queue.ts';
import { catchingSender, smtpSender } from '../mail/mail-sender.ts';
import { createAuthChanges } from './auth-changes.ts';
import { createAuthenticate } from './authenticate.ts';
import { createCustomerClient } from './customer-accounts.ts';
import { createOrderAccess } from './order-access.ts';
import { createOrderSessions } from './order-sessions.ts';
import { createOrderViews } from './order-views.ts';
import { createPartnerTokens, loadPepper } from './partner-token.ts';
import { createPeople } from './people.ts';
import type { customerTiming } from './people-customers.ts';
import { systemSession } from './session.ts';
import { createSessionWatch } from './session-watch.ts';
import { createViewerMinter } from './viewer-minter.ts';

/** Everything that says who is asking: keys, people, partners, what looking up an order proves, and the news of their changes. `stack` ends it. */
export async function openIdentity({
  config,
  sql,
  stack,
  readerOf,
  timing,
  metrics,
  logger,
}: {
  config: Config;
  sql: Sql;
  stack: AsyncDisposableStack;
  /** The address of the person behind a request, our own pages looked through. */
  readerOf: (request: IncomingMessage) => string;
  timing: {
    sessionCacheMs: number;
    recheckMs: number;
    lastUseMs: number;
    companyLookMs: number;
    customers: typeof customerTiming;
  };
  metrics: Registry;
  logger: Logger;
}) {
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
    ofOrderView: createOrderViews({ sql }).sessionOf,
  });
  return {
    people,
    partners,
    authenticate,
    watch,
    mint,
    system,
    keyStore,
    viewerKeys,
    pepper,
    mail,
    contactOf: customers.contactOf,
  };
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
      scopes: ['shipments:read', 'shipments:write', 'webhooks:write'],
      companies: null,
      customers: null,
      secret: demo.partner.clientSecret,
    });
}
