import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectDatabase, createLogger, type Sql, signWebhook, toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually, signAftership, viewerKeys } from '@milepost/testkit';
import secrets from '../../fixtures/secrets.json' with { type: 'json' };
import { loadConfig } from '../../src/config/config.ts';
import { readerSettings } from '../../src/db/clients.ts';
import { loadBodyKeys } from '../../src/inbox/body-keys.ts';
import { createInboxWriter } from '../../src/inbox/inbox-writer.ts';
import { liveLane } from '../../src/inbox/lanes.ts';
import { inboxName } from '../../src/inbox/route.ts';
import { builtInMapping } from '../../src/mapping/mapping.ts';
import type { ProcessDeps } from '../../src/process/process-messages.ts';
import { startServer } from '../../src/server.ts';
import { registerShipments } from '../../src/shipment/register-shipments.ts';
import { createTrackingDatabase } from './database.ts';

export const aftershipSecret = secrets.aftership;
const channelSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

export function viewer(overrides: Partial<Viewer> = {}): Viewer {
  return {
    sid: 'test',
    sub: 'test',
    role: 'operator',
    level: 'STAFF',
    scopes: overrides.role === 'partner' ? ['shipments:read'] : [],
    companies: null,
    regions: null,
    customers: null,
    orders: [],
    sessionExp: Math.floor(Date.now() / 1000) + 3_600,
    ...overrides,
  };
}
export const anonymous = viewer({ role: 'anonymous', level: 'L0', sub: null, companies: [], customers: [] });
export const orderHolder = (...orders: number[]) =>
  viewer({ role: 'customer', level: 'L1', companies: [], customers: [], orders });

/** What the journeys of tests tell is long past, and with this it is history, which opens no case: for tests that count what the stream tells. */
export const withoutCases = { CASE_POLICY: JSON.stringify({ lookBackDays: 1 }) };

function environment(databaseUrl: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    PUBLIC_PORT: '0',
    PRIVATE_PORT: '0',
    KEY_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    AFTERSHIP_WEBHOOK_SECRET: aftershipSecret,
    INTERNAL_EVENTS_SECRET: channelSecret,
    CARRIER_MAPPING: JSON.stringify({ 'UPS Ground': 'ups', 'DPD Classic': 'dpd' }),
    LOG_LEVEL: 'silent',
    // Nobody listens there: a test that wants a provider's API brings one.
    AFTERSHIP_API_URL: 'http://127.0.0.1:1',
    TRACKINGMORE_API_URL: 'http://127.0.0.1:1',
    // Samples name addresses that lead nowhere.
    DOCUMENT_TIMEOUT_SECONDS: '2',
    ...('TRACKINGMORE_WEBHOOK_SECRET' in more && { TRACKINGMORE_API_KEY: 'test-key' }),
    ...more,
  };
}

interface ShipmentsOfOrder {
  _entities: [
    {
      shipments: {
        id: string;
        trackingNumber: string;
        status: string;
        carrier: { code: string; trackingUrl: string } | null;
      }[];
    },
  ];
}

/** The service with its database and viewer keys; everything ends with `await using`. */
export async function startWorld({
  env = {},
  onStatement,
  onLog,
  now,
}: {
  env?: Record<string, string>;
  /** Each line of the log. */
  onLog?: (line: string) => void;
  onStatement?: (text: string) => void;
  /** What the public address takes for now. */
  now?: () => Date;
} = {}) {
  const database = await createTrackingDatabase();
  const keys = await viewerKeys();
  const sql: Sql = connectDatabase(database.url, { application: 'test', searchPath: 'tracking', max: 2 });
  const readSql: Sql = connectDatabase(database.url, {
    application: 'test-read',
    searchPath: 'tracking',
    max: 2,
    settings: readerSettings,
  });
  const logger = createLogger({
    service: 'tracking',
    level: env['LOG_LEVEL'] ?? 'silent',
    ...(onLog && { destination: { write: onLog } }),
  });
  const variables = environment(database.url, { VIEWER_JWKS_URL: keys.jwksUrl, ...env });
  const config = loadConfig(variables);
  const server = await startServer(config, { logger, ...(onStatement && { onStatement }), ...(now && { now }) });

  const post = (body: string | Uint8Array, headers: Record<string, string>, path = '/webhooks/aftership') =>
    fetch(`${server.publicUrl}${path}`, { method: 'POST', headers, body: body as RequestInit['body'] });
  const postSigned = (body: string | Uint8Array, headers = signAftership(aftershipSecret, body)) => post(body, headers);
  const drained = (options: { timeoutMs?: number } = {}) => eventually(() => isDrained(sql), options);
  async function query<T = Record<string, unknown>>(
    as: Viewer,
    operation: string,
    variables: object = {},
    /** What the gateway says beside who asks. */
    more: { address?: string } = {},
  ) {
    const response = await fetch(`${server.privateUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: operation, variables, extensions: { viewer: await keys.sign(as), ...more } }),
    });
    return (await response.json()) as { data: T; errors?: { message: string; extensions: { code: string } }[] };
  }
  return {
    databaseUrl: database.url,
    /** What it was configured with, for processes of its own. */
    variables,
    sql,
    /** As viewers read: a role that owns nothing. */
    readSql,
    keys,
    server,
    config,
    logger,
    register: (number: string, carrierCode: string) =>
      sql
        .begin((tx) =>
          registerShipments(tx, [{ number, carrierCode, trackingUrlTemplate: null }], {
            actor: 'test',
            requestId: 'test-request',
          }),
        )
        .then((ids) => [...ids.values()][0] as string),
    /** Exactly these bytes and headers at the public address. */
    post,
    /** A body as AfterShip sends it; `headers` for samples that bring their own signature. */
    postSigned,
    /** The same, accepted and processed to the end. */
    async deliver(body: string | Uint8Array, headers?: Record<string, string>): Promise<void> {
      const { status } = await postSigned(body, headers);
      if (status !== 200) throw new Error(`a signed message was answered with ${status}`);
      await drained();
    },
    /** A tracking as reading it from the provider's API stores it, processed to the end. */
    async storeRead(provider: string, tracking: unknown): Promise<void> {
      const body = Buffer.from(JSON.stringify(tracking));
      const bodyKeys = await loadBodyKeys({ sql, masterKey: config.secrets.masterKey, now: new Date() });
      await using inbox = createInboxWriter({ databaseUrl: database.url, keys: bodyKeys, onCommitted: () => {} });
      const dedupe = hash('sha256', body, 'buffer');
      const name = inboxName(provider, 'read');
      await inbox.add({ provider: name, dedupe, headers: '{}', requestId: 'read-back-0001', body, lane: liveLane });
      await drained();
    },
    /** What odoo-subgraph says, applied to the end where it is accepted (`applied: false`: only accepted). Answers the status. */
    async tell(
      events: object[],
      { secret = channelSecret, id = crypto.randomUUID() as string, applied = true } = {},
    ): Promise<number> {
      const body = JSON.stringify({ events });
      const headers = signWebhook([secret], { id, body, now: new Date() });
      const { status } = await fetch(`${server.privateUrl}/events`, { method: 'POST', headers, body });
      if (status === 200 && applied) await drained();
      return status;
    },
    /** Until nothing waits in the inbox and every milestone has its number. */
    drained,
    query,
    /** What hangs on an order, as odoo-subgraph's half of it asks. */
    async shipmentsOf(order: number, as: Viewer = viewer()) {
      const { data } = await query<ShipmentsOfOrder>(
        as,
        `{ _entities(representations: [{ __typename: "Order", id: "${toGlobalId('Order', order)}" }]) { ... on Order {
          shipments { id trackingNumber status viewerAccess carrier { code trackingUrl } } } } }`,
      );
      return data._entities[0].shipments;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await sql.end({ timeout: 5 });
      await readSql.end({ timeout: 5 });
      await keys[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

export const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/aftership/webhooks/${name}.json`, import.meta.url));
export const fixtureHeaders = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/aftership/webhooks/${name}.headers.json`, import.meta.url), 'utf8'),
  ) as Record<string, string>;

/** For tests that process messages without documents. */
export const noDocuments: ProcessDeps['documentSeal'] = {
  async keyOf() {
    throw new Error('no document was expected');
  },
  seal() {
    throw new Error('no document was expected');
  },
};

/** For tests that process messages without a server. */
export const builtInOnly = { current: () => builtInMapping, refresh: async () => builtInMapping };

async function isDrained(sql: Sql): Promise<boolean> {
  const [row] = await sql<
    { waiting: number }[]
  >`select ((select count(*) from tracking.inbox_todo) + (select count(*) from tracking.outbox where seq is null))::int as waiting`;
  return row?.waiting === 0;
}

/**
 * How many sessions wait for a lock. In this database alone: test files share the server, and somebody else's waiting opens no gate here. A wait for a row
 * names no database, but whoever waits so holds locks that do.
 */
export async function countWaiting(sql: Pick<Sql, 'unsafe'>): Promise<number> {
  const [row] = await sql.unsafe<{ n: number }[]>(
    `select count(distinct w.pid)::int as n from pg_locks w join pg_locks h on h.pid = w.pid
     where not w.granted and h.database = (select oid from pg_database where datname = current_database())`,
  );
  return row?.n ?? 0;
}
