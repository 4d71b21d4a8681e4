import { createSecretKey } from 'node:crypto';
import { Registry } from 'prom-client';
import { connectDatabase, createLogger, startAuditChain } from '../../src/index.ts';

/** A process that does nothing but chain, to be killed: `node chain-process.ts <database url>`. */
const [databaseUrl = ''] = process.argv.slice(2);
startAuditChain({
  databaseUrl,
  sql: connectDatabase(databaseUrl, { application: 'test', searchPath: 'public', max: 1 }),
  schema: 'auth',
  macKey: createSecretKey(Buffer.alloc(32, 9)),
  alarm: null,
  metrics: new Registry(),
  logger: createLogger({ service: 'test', level: 'error' }),
});
