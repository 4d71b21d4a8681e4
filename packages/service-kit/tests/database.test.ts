import { createTestDatabase } from '@milepost/testkit';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { connectDatabase } from '../src/database.ts';

test('arrays go in and come out as they are, whatever is in them', async () => {
  const database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'empty',
    migrate: async () => {},
  });
  const statements: string[] = [];
  const sql = connectDatabase(database.url, {
    application: 'test',
    searchPath: 'public',
    max: 1,
    onStatement: (text) => statements.push(text),
  });
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')))),
        fc.array(fc.integer()),
        fc.array(fc.option(fc.uint8Array({ maxLength: 20 }))),
        async (texts, ints, bytes) => {
          const [row] =
            await sql`select ${texts}::text[] as texts, ${ints}::int[] as ints, ${ints.map(String)}::bigint[] as bigints, array(select decode(h, 'hex') from unnest(${bytes.map((one) => one && Buffer.from(one).toString('hex'))}::text[]) with ordinality u(h, n) order by n) as bytes`;
          expect(row).toEqual({
            texts,
            ints,
            bigints: ints.map(String),
            bytes: bytes.map((one) => one && Buffer.from(one)),
          });
        },
      ),
      { numRuns: 50 },
    );
    // The client asks the server for nothing on its own.
    expect(statements.filter((text) => text.includes('pg_catalog'))).toEqual([]);
  } finally {
    await sql.end();
    await database.drop();
  }
});
