import postgres, { type Sql } from 'postgres';
import { parse as parseArray } from 'postgres-array';

export type { Sql, TransactionSql } from 'postgres';

const asText = (value: string) => value;
const array = (oid: number, parse: (value: string) => unknown) => ({
  to: oid,
  from: [oid],
  parse: (text: string) => parseArray(text, parse),
  serialize: (values: readonly unknown[]) =>
    `{${values.map((value) => (value === null ? 'NULL' : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`)).join(',')}}`,
});

const arrayTypes = {
  boolArray: array(1000, (value) => value === 't'),
  byteaArray: array(1001, (value) => Buffer.from(value.slice(2), 'hex')),
  int2Array: array(1005, Number),
  int4Array: array(1007, Number),
  textArray: array(1009, asText),
  int8Array: array(1016, asText),
  timestamptzArray: array(1185, asText),
  uuidArray: array(2951, asText),
};

/**
 * What every client of ours has in common. Arrays that our statements give and take are declared; others come as text. By hand, because the client would
 * ask each server for all of them on connecting, and when that very connection breaks it rejects a promise that nobody holds, which ends the process.
 */
export const clientDefaults = { connect_timeout: 5, onnotice: () => {}, fetch_types: false, types: arrayTypes };

/**
 * A client for SQL by hand. bigint and numeric come as text, timestamptz as Date (microseconds are lost: never a cursor or a key).
 * `onStatement` sees each statement's text, for tests that count.
 */
export function connectDatabase(
  url: string,
  options: {
    max?: number;
    application: string;
    searchPath: string;
    /** Of the sessions, for example of the planner. */
    settings?: Readonly<Record<string, string>>;
    onStatement?: (text: string) => void;
  },
): Sql {
  const { onStatement } = options;
  return postgres(url, {
    max: options.max ?? 8,
    idle_timeout: 0,
    ...clientDefaults,
    connection: { application_name: options.application, search_path: options.searchPath, ...options.settings },
    ...(onStatement && { debug: (_connection: number, text: string) => onStatement(text) }),
  });
}

/** Applies the SQL files of a drizzle folder under an advisory lock, so that several instances may start at once. */
export async function migrateDatabase(
  url: string,
  { folder, schema }: { folder: string; schema: string },
): Promise<void> {
  // Loaded here: it is half of what loading this package costs, and commands and tests' processes start without it.
  const { drizzle } = await import('drizzle-orm/postgres-js');
  const { migrate } = await import('drizzle-orm/postgres-js/migrator');
  const client = postgres(url, { max: 1, ...clientDefaults });
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
