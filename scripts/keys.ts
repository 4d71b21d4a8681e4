import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runningPostgresUrl, startPostgres } from '@milepost/local-stack';
import {
  connectDatabase,
  describeError,
  keySchemas,
  parseKeyRing,
  rewrapDataKeys,
  type Sql,
} from '@milepost/service-kit';

/**
 * Work on the installation's keys. Usage: npm run keys -- rewrap
 * rewrap: wraps every data key anew, under the first key of KEY_ENCRYPTION_KEY; may be interrupted and run again, while everything runs. See docs/personal-data.md.
 */
const root = join(import.meta.dirname, '..');
const dataDir = resolve(root, process.env['DATA_DIR'] || '.data');
const say = (line: string) => void process.stdout.write(`${line}\n`);

class UsageError extends Error {}

/** As the processes get it: the variable, the file it names, or what npm start made for this machine. */
function keyEncryptionKeys(): string {
  const { KEY_ENCRYPTION_KEY: given, KEY_ENCRYPTION_KEY_FILE: file } = process.env;
  const made = join(dataDir, 'secrets.json');
  const text = file
    ? readFileSync(file, 'utf8').trim()
    : given ||
      (existsSync(made) && (JSON.parse(readFileSync(made, 'utf8')) as Record<string, string>)['KEY_ENCRYPTION_KEY']);
  if (!text) throw new UsageError('KEY_ENCRYPTION_KEY is not set: give the new key and, behind it, the old one');
  return text;
}

/** The installation's database; the embedded one is started when it does not run. */
async function withDatabase(work: (sql: Sql) => Promise<void>): Promise<void> {
  const folder = join(dataDir, 'postgres');
  await using stack = new AsyncDisposableStack();
  let url = process.env['DATABASE_URL'] || (await runningPostgresUrl(folder));
  if (!url) {
    if (!existsSync(folder))
      throw new UsageError(`there is no database: set DATABASE_URL, or DATA_DIR if not ${dataDir}`);
    url = stack.use(await startPostgres({ dataDir: folder, durable: true })).url;
  }
  const sql = connectDatabase(url, { application: 'milepost-keys', searchPath: 'public', max: 2 });
  stack.defer(() => sql.end({ timeout: 5 }));
  await work(sql);
}

async function rewrap(): Promise<void> {
  const ring = parseKeyRing(keyEncryptionKeys());
  const [first, ...older] = ring.all.map(({ id }) => id);
  say(`wrapping under ${first}`);
  await withDatabase(async (sql) => {
    for (const schema of keySchemas) {
      const [known] = await sql<{ name: string | null }[]>`select to_regclass(${`${schema}.data_key`})::text as name`;
      if (!known?.name) continue;
      const onProgress = (done: number, total: number) => say(`  ${schema}: ${done} of ${total}`);
      const count = await rewrapDataKeys({ sql, schema, ring, onProgress });
      say(`${schema}: ${count === 0 ? 'nothing left to wrap' : `${count} data keys wrapped anew`}`);
    }
  });
  if (older.length > 0)
    say(
      `Done. Once every process runs with ${first} first, ${older.join(', ')} may be taken out of KEY_ENCRYPTION_KEY.`,
    );
}

const commands: Record<string, () => Promise<void>> = { rewrap };
const [command = ''] = process.argv.slice(2);
try {
  const run = Object.hasOwn(commands, command) && commands[command];
  if (!run) throw new UsageError(`usage: npm run keys -- ${Object.keys(commands).join(' | ')}`);
  await run();
} catch (error) {
  const isPlain = error instanceof UsageError || (error as Error).name === 'ConfigError';
  process.stderr.write(`${isPlain ? (error as Error).message : JSON.stringify(describeError(error))}\n`);
  process.exitCode = 1;
}
