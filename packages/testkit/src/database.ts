import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/**
 * A database of its own, cloned from a template that is migrated once a run. Dropped by `drop`, connections and all.
 */
export async function createTestDatabase({
  postgresUrl,
  template,
  migrate,
}: {
  postgresUrl: string;
  template: string;
  migrate: (url: string) => Promise<void>;
}): Promise<AsyncDisposable & { url: string; drop: () => Promise<void> }> {
  const urlOf = (name: string) => Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
  const admin = postgres(urlOf('postgres'), { max: 1, onnotice: () => {} });
  const source = `template_${template}`;
  const name = `test_${template}_${randomBytes(6).toString('hex')}`;
  try {
    await admin`select pg_advisory_lock(hashtext(${source}))`;
    const [known] = await admin`select 1 from pg_database where datname = ${source}`;
    if (!known) {
      const making = `${source}_making`;
      await admin.unsafe(`drop database if exists ${making} with (force)`);
      await admin.unsafe(`create database ${making}`);
      await migrate(urlOf(making));
      await admin.unsafe(`alter database ${making} rename to ${source}`);
      await admin.unsafe(`alter database ${source} is_template true allow_connections false`);
    }
    await admin.unsafe(`create database ${name} template ${source} strategy file_copy`);
  } finally {
    await admin.end({ timeout: 5 });
  }
  const drop = async () => {
    const client = postgres(urlOf('postgres'), { max: 1, onnotice: () => {} });
    await client.unsafe(`drop database if exists ${name} with (force)`);
    await client.end({ timeout: 5 });
  };
  return { url: urlOf(name), drop, [Symbol.asyncDispose]: drop };
}
