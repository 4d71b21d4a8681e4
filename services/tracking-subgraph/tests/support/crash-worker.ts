import { flushCompileCache } from 'node:module';
import { connectDatabase, createLogger, openKeyStore, parseKeyRing } from '@milepost/service-kit';
import { aftership } from '../../src/connectors/aftership/webhook.ts';
import { createDocumentSeal } from '../../src/document/document-seal.ts';
import { loadBodyKeys } from '../../src/inbox/body-keys.ts';
import { builtInMapping } from '../../src/mapping/mapping.ts';
import { createMetrics } from '../../src/metrics.ts';
import { processMessages } from '../../src/process/process-messages.ts';

// Processes one batch and kills itself, without any chance to clean up, when it is about to send its n-th statement of the transaction
// (`begin` is the first). Usage: crash-worker.ts <database url> <master key> <n>; ends with exit code 0 when n lies beyond the last one.
const [url, masterKey, at] = process.argv.slice(2) as [string, string, string];
// For the next one: whoever is killed leaves none at its end.
flushCompileCache();
let sent = 0;
let isCounting = false;
const sql = connectDatabase(url, {
  application: 'crash-worker',
  searchPath: 'tracking',
  max: 1,
  onStatement() {
    if (!isCounting) return;
    sent += 1;
    if (sent === Number(at)) process.kill(process.pid, 'SIGKILL');
  },
});
const keys = await loadBodyKeys({ sql, masterKey, now: new Date() });
const store = await openKeyStore({ sql, table: 'tracking.data_key', ring: parseKeyRing(masterKey) });
isCounting = true;
const result = await processMessages({
  sql,
  keys,
  connectors: new Map([['aftership', { connector: aftership }]]),
  mapping: { current: () => builtInMapping, refresh: async () => builtInMapping },
  metrics: createMetrics({ defaults: false }),
  documentSeal: createDocumentSeal(store),
  logger: createLogger({ service: 'crash', level: 'silent' }),
});
process.stdout.write(`${JSON.stringify({ statements: sent, milestones: result.milestones })}\n`);
await sql.end();
