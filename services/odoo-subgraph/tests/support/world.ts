import { type OdooSimulator, startOdooSimulator } from '@milepost/odoo-simulator';
import { connectDatabase, createLogger, type Sql, type Viewer } from '@milepost/service-kit';
import { createTestDatabase, eventually, viewerKeys } from '@milepost/testkit';
import { inject } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { migrate, startServer } from '../../src/server.ts';
import { masterKey } from './mirror.ts';

/** An agent of every company, unless said otherwise. */
export function viewer(overrides: Partial<Viewer> = {}): Viewer {
  return {
    sid: 'person:test',
    sub: 'anna',
    role: 'agent',
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

export interface Answer<T = Record<string, unknown>> {
  data: T | null;
  errors?: { message: string; extensions: { code: string } }[];
}

export async function postJson<T>(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** One instance of the service on this database, and whoever asks it; everything ends with `await using`. Its copy may not be whole yet. */
export async function startInstance({
  databaseUrl,
  odoo,
  env = {},
}: {
  databaseUrl: string;
  odoo: OdooSimulator;
  env?: Record<string, string>;
}) {
  const keys = await viewerKeys();
  const statements: string[] = [];
  const lines: string[] = [];
  const logger = createLogger({ service: 'odoo', level: 'info', destination: { write: (line) => lines.push(line) } });
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    PUBLIC_PORT: '0',
    PRIVATE_PORT: '0',
    VIEWER_JWKS_URL: keys.jwksUrl,
    TRACKING_EVENTS_URL: 'http://127.0.0.1:1/events',
    ODOO_URL: odoo.url,
    ODOO_DB: odoo.db,
    ODOO_LOGIN: odoo.login,
    ODOO_API_KEY: odoo.apiKey,
    KEY_ENCRYPTION_KEY: masterKey,
    INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
    ...env,
  });
  const server = await startServer(config, { logger, onStatement: (text) => void statements.push(text) });
  return {
    databaseUrl,
    /** A viewer token. */
    sign: keys.sign,
    server,
    /** For another instance on the same database. */
    config,
    logger,
    /** What the graph asked the database, in order. */
    statements,
    /** Log lines from level info on. */
    lines,
    isReady: async () => (await fetch(`${server.privateUrl}/readyz`)).status === 200,
    /** Anything as JSON to the private address. */
    post: <T>(path: string, body: unknown, headers?: Record<string, string>) =>
      postJson<T>(`${server.privateUrl}${path}`, body, headers),
    /** `address`: where the gateway says that the reader is. */
    async query<T = Record<string, unknown>>(
      as: Viewer,
      query: string,
      { requestId = 'test-request', address }: { requestId?: string; address?: string } = {},
    ) {
      const extensions = { viewer: await keys.sign(as), requestId, address };
      return (await postJson<Answer<T>>(`${server.privateUrl}/graphql`, { query, extensions })).body;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await keys[Symbol.asyncDispose]();
    },
  };
}

/** The service with a simulated Odoo and its database, once it has a whole copy; everything ends with `await using`. */
export async function startWorld({
  env = {},
  simulator = {},
}: {
  env?: Record<string, string>;
  simulator?: Parameters<typeof startOdooSimulator>[0];
} = {}) {
  const database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'odoo', migrate });
  const odoo = await startOdooSimulator(simulator);
  const sql: Sql = connectDatabase(database.url, { application: 'test', searchPath: 'odoo', max: 3 });
  const instance = await startInstance({ databaseUrl: database.url, odoo, env });
  await eventually(instance.isReady, { timeoutMs: 20_000 });
  return {
    ...instance,
    odoo,
    sql,
    async [Symbol.asyncDispose]() {
      await instance[Symbol.asyncDispose]();
      await sql.end({ timeout: 2 });
      await odoo[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}
