import { startOdooSimulator } from '@milepost/odoo-simulator';
import { connectDatabase, createLogger, openKeyStore, parseKeyRing, type Sql } from '@milepost/service-kit';
import { createTestDatabase } from '@milepost/testkit';
import { inject } from 'vitest';
import { loadIndexKeys } from '../../src/mirror/index-keys.ts';
import { createSync } from '../../src/mirror/sync.ts';
import { createOdooClient, type OdooClient, type OdooClientOptions } from '../../src/odoo/client.ts';
import { migrate } from '../../src/server.ts';

export const masterKey = Buffer.alloc(32, 1).toString('base64');
export const logger = createLogger({ service: 'odoo', level: 'silent' });

/** Reconciliation as it is configured by default. */
export const sweepAll = { pageSize: 1_000, goneLimitPercent: 50 };

/** The mirror of a simulated Odoo on a database of its own, not read yet; everything ends with `await using`. */
export async function startMirror({
  pageSize = 200,
  overlapSeconds = 150,
  sweep = sweepAll,
  simulator = {},
}: {
  pageSize?: number;
  overlapSeconds?: number;
  sweep?: typeof sweepAll;
  simulator?: Parameters<typeof startOdooSimulator>[0];
} = {}) {
  const database = await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'odoo', migrate });
  const odoo = await startOdooSimulator(simulator);
  const statements: string[] = [];
  const sql: Sql = connectDatabase(database.url, {
    application: 'test',
    searchPath: 'odoo',
    max: 3,
    onStatement: (text) => void statements.push(text),
  });
  let secret = odoo.apiKey;
  const connect = (options: Partial<OdooClientOptions> = {}) =>
    createOdooClient({
      url: odoo.url,
      db: odoo.db,
      login: odoo.login,
      apiKey: () => secret,
      logger,
      retryWaitMs: 1,
      ...options,
    });
  const client = connect();
  const ring = parseKeyRing(masterKey);
  const keyStore = await openKeyStore({ sql, table: 'odoo.data_key', ring });
  const indexKeys = await loadIndexKeys(keyStore);
  const customerKeys = await openKeyStore({ sql, table: 'odoo.customer_key', ring });
  const keys = { customerKeys, indexKeys };
  /** `through`: what stands between the mirror and Odoo. */
  const makeSync = (through: (odoo: OdooClient) => OdooClient = (odoo) => odoo, using = keys, sweeping = sweep) =>
    createSync({
      sql,
      odoo: through(client),
      keys: using,
      overlapSeconds,
      pageSize,
      sweep: sweeping,
      logger,
    });
  return {
    database,
    odoo,
    sql,
    /** Every statement so far. */
    statements,
    keyStore,
    customerKeys,
    keys,
    /** A door of its own. */
    connect,
    sync: makeSync(),
    makeSync,
    setSecret(value: string) {
      secret = value;
    },
    /** What tracking would be told, oldest first. */
    told: () =>
      sql<
        { body: { type: string; delivery?: { id: number; name: string; references: string[] } } }[]
      >`select body from odoo.outbox order by id`.then((rows) => rows.map((row) => row.body)),
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 2 });
      await odoo[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}
export type Mirror = Awaited<ReturnType<typeof startMirror>>;
