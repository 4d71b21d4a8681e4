import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runningPostgresUrl, startPostgres } from '@milepost/local-stack';
import { connectDatabase, describeError, type Sql } from '@milepost/service-kit';

/** What commands of an operator share: the installation's database and keys, found as the processes find them. */
export const dataDir = resolve(join(import.meta.dirname, '..'), process.env['DATA_DIR'] || '.data');

export const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Something the operator can put right; shown without more. */
export class UsageError extends Error {}

/** KEY_ENCRYPTION_KEY as the processes get it: the variable, the file it names, or what npm start made for this machine; null when there is none. */
export function keyEncryptionKeys(): string | null {
  const { KEY_ENCRYPTION_KEY: given, KEY_ENCRYPTION_KEY_FILE: file } = process.env;
  if (file) return readFileSync(file, 'utf8').trim();
  if (given) return given;
  const made = join(dataDir, 'secrets.json');
  if (!existsSync(made)) return null;
  return (JSON.parse(readFileSync(made, 'utf8')) as Record<string, string>)['KEY_ENCRYPTION_KEY'] ?? null;
}

/** The installation's database; the embedded one is started when it does not run. */
export async function withDatabase<T>(application: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const folder = join(dataDir, 'postgres');
  await using stack = new AsyncDisposableStack();
  let url = process.env['DATABASE_URL'] || (await runningPostgresUrl(folder));
  if (!url) {
    if (!existsSync(folder))
      throw new UsageError(`there is no database: set DATABASE_URL, or DATA_DIR if not ${dataDir}`);
    url = stack.use(await startPostgres({ dataDir: folder, durable: true })).url;
  }
  const sql = connectDatabase(url, { application, searchPath: 'public', max: 2 });
  stack.defer(() => sql.end({ timeout: 5 }));
  return await work(sql);
}

/** The installation's database where one runs; nothing is started. */
export async function withRunningDatabase<T>(application: string, work: (sql: Sql | null) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL'] || (await runningPostgresUrl(join(dataDir, 'postgres')));
  if (!url) return work(null);
  const sql = connectDatabase(url, { application, searchPath: 'public', max: 2 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Runs a command; what goes wrong is one line and exit code 1. */
export async function runCommand(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isPlain = error instanceof UsageError || ['ConfigError', 'BadUserInputError'].includes((error as Error).name);
    process.stderr.write(`${isPlain ? (error as Error).message : JSON.stringify(describeError(error))}\n`);
    process.exitCode = 1;
  }
}
