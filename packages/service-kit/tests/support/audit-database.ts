import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@milepost/testkit';
import { inject } from 'vitest';
import { type AuditSchema, connectDatabase, migrateDatabase, type Sql } from '../../src/index.ts';

const folders = {
  auth: '../../../../gateway/drizzle',
  odoo: '../../../../services/odoo-subgraph/drizzle',
  tracking: '../../../../services/tracking-subgraph/drizzle',
} as const satisfies Record<AuditSchema, string>;
export const schemas = Object.keys(folders) as AuditSchema[];

/** A database with all three schemas, as an installation has it. */
export async function auditDatabase() {
  const database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'audit',
    async migrate(url) {
      for (const schema of schemas)
        await migrateDatabase(url, { folder: fileURLToPath(new URL(folders[schema], import.meta.url)), schema });
    },
  });
  const sql: Sql = connectDatabase(database.url, { application: 'test', searchPath: 'public', max: 24 });
  return {
    url: database.url,
    sql,
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 2 });
      await database.drop();
    },
  };
}
