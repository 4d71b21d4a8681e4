import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres, { type Sql } from 'postgres';

export type { Sql, TransactionSql } from 'postgres';

/**
 * A client for SQL by hand. bigint and numeric come as text, timestamptz as Date (microseconds are lost: never a cursor or a key).
 * `onStatement` sees each statement's text, for tests that count.
 */
export function connectDatabase(
  url: string,
  options: { max?: number; application: string; searchPath: string; onStatement?: (text: string) => void },
): Sql {
  const { onStatement } = options;
  return postgres(url, {
    max: options.max ?? 8,
    idle_timeout: 0,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: options.application, search_path: options.searchPath },
    ...(onStatement && { debug: (_connection: number, text: string) => onStatement(text) }),
  });
}

/** Applies the SQL files of a drizzle folder under an advisory lock, so that several instances may start at once. */
export async function migrateDatabase(
  url: string,
  { folder, schema }: { folder: string; schema: string },
): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(hashtext(${`milepost migrate ${schema}`}))`;
    await migrate(drizzle(client), {
      migrationsFolder: folder,
      migrationsSchema: schema,
      migrationsTable: 'migration',
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}
