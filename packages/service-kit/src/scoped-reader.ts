import type { Sql } from 'postgres';
import type { Viewer } from './viewer.ts';

/** Statements as one viewer may read them: see `readAs`. */
export interface Reader {
  unsafe<T extends readonly object[]>(
    text: string,
    values?: readonly unknown[],
    options?: { prepare?: boolean },
  ): Promise<T>;
}

const ids = (list: readonly number[] | null) => (list === null ? '*' : `{${list.join(',')}}`);

/** What row-level security knows of a viewer. An unlimited list of a customer would be a mistake of the issuer: it counts as none. */
export function viewerSettings(viewer: Viewer): Record<string, string> {
  switch (viewer.role) {
    case 'anonymous':
      return { 'app.scope': 'nothing', 'app.companies': '{}', 'app.customers': '{}', 'app.orders': '{}' };
    case 'customer':
      return {
        'app.scope': 'customer',
        'app.companies': '{}',
        'app.customers': ids(viewer.customers ?? []),
        'app.orders': ids(viewer.orders),
      };
    case 'partner':
      return {
        'app.scope': 'business',
        'app.companies': ids(viewer.companies),
        'app.customers': ids(viewer.customers),
        'app.orders': '{}',
      };
    case 'agent':
    case 'operator':
    case 'system':
      return {
        'app.scope': 'business',
        'app.companies': ids(viewer.companies),
        'app.customers': '*',
        'app.orders': '{}',
      };
  }
}

/**
 * Reads under the settings that row-level security tests (the second wall; the statement carries its scope itself, which is the first). `sql` is a client
 * whose sessions have a role that owns nothing. Each statement is a read-only transaction of its own; settings and statement are sent together, and the settings end with it.
 */
export function readAs(sql: Sql, settings: Readonly<Record<string, string>>): Reader {
  const names = Object.keys(settings);
  const values = names.flatMap((name) => [name, settings[name] as string]);
  const set = `select ${names.map((_, i) => `set_config($${i * 2 + 1}, $${i * 2 + 2}, true)`).join(', ')}`;
  return {
    async unsafe<T extends readonly object[]>(text: string, given: readonly unknown[] = [], options = {}) {
      const [, rows] = await sql.begin('read only', (tx) => [
        tx.unsafe(set, values, { prepare: true }),
        tx.unsafe(text, given as never, options),
      ]);
      // What a statement gives is for its caller to say, as with the client itself.
      return rows as unknown as T;
    },
  };
}
