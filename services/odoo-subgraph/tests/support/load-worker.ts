import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { connectDatabase, createLogger, openKeyStore, parseKeyRing } from '@milepost/service-kit';
import { loadIndexKeys } from '../../src/mirror/index-keys.ts';
import { mirrorModels } from '../../src/mirror/models.ts';
import { createSync } from '../../src/mirror/sync.ts';
import { createOdooClient } from '../../src/odoo/client.ts';

/** What one process is to do, as JSON in its only argument. */
export interface LoadOrder {
  databaseUrl: string;
  masterKey: string;
  odoo: { url: string; db: string; login: string };
  apiKey: string;
  pageSize: number;
  /** The process kills itself, without any chance to clean up, at the first page of this model (a name of models.ts) that it reads; null: never. */
  diesAt: string | null;
  /** With the answer of Odoo in hand; when it is about to commit the page; or when it is about to ask for the next one. */
  when: 'answered' | 'committing' | 'stored';
}

// One round. Each page of the initial load that is asked for is a line of the output: name of the model, a blank, the id that it begins behind.
const { databaseUrl, masterKey, odoo, apiKey, pageSize, diesAt, when } = JSON.parse(
  process.argv[2] as string,
) as LoadOrder;
flushCompileCache();
let isDoomed = false;
const die = () => process.kill(process.pid, 'SIGKILL');
const sql = connectDatabase(databaseUrl, {
  application: 'load-worker',
  searchPath: 'odoo',
  max: 3,
  onStatement: (text) => void (isDoomed && when === 'committing' && text.trim() === 'commit' && die()),
});
const ring = parseKeyRing(masterKey);
const logger = createLogger({ service: 'load-worker', level: 'silent' });
const client = createOdooClient({ ...odoo, apiKey: () => apiKey, logger });
const sync = createSync({
  sql,
  keys: {
    customerKeys: await openKeyStore({ sql, table: 'odoo.customer_key', ring }),
    indexKeys: await loadIndexKeys(await openKeyStore({ sql, table: 'odoo.data_key', ring })),
  },
  odoo: {
    ...client,
    async searchRead<T>(model: string, query: Parameters<typeof client.searchRead>[1]) {
      if (isDoomed) die();
      const [field, operator, after] = (query.domain.at(-1) ?? []) as unknown[];
      const isPage = query.order === 'id' && field === 'id' && operator === '>';
      const name = mirrorModels.find(
        (known) => known.model === model && known.fields.every((one) => query.fields.includes(one)),
      )?.name;
      if (isPage) writeSync(1, `${name} ${after}\n`);
      const records = await client.searchRead<T>(model, query);
      isDoomed = isPage && name === diesAt;
      if (isDoomed && when === 'answered') die();
      return records;
    },
  },
  overlapSeconds: 150,
  pageSize,
  sweep: { pageSize: 1_000, goneLimitPercent: 50 },
  logger,
});
await sync.runOnce();
await sql.end();
