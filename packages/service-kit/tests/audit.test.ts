import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase, createDisclosures, recordAudit, recordAudits, type Sql, type Viewer } from '../src/index.ts';
import { auditDatabase, schemas } from './support/audit-database.ts';

let database: Awaited<ReturnType<typeof auditDatabase>>;
let sql: Sql;

beforeAll(async () => {
  database = await auditDatabase();
  sql = database.sql;
});
afterAll(() => database[Symbol.asyncDispose]());

const agent: Viewer = {
  sid: 'person:1',
  sub: 'anna',
  role: 'agent',
  level: 'STAFF',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: 4_000_000_000,
};
const entry = {
  schema: 'auth',
  actor: 'olga',
  role: 'operator',
  sid: 'person:1',
  action: 'grant.changed',
  subject: 'person 7',
  requestId: 'request-1',
} as const;

test('the audit is the same table in every schema', async () => {
  const shapes = await Promise.all(
    schemas.map(async (schema) => ({
      columns: await sql`select column_name, data_type, is_nullable, is_identity from information_schema.columns
        where table_schema = ${schema} and table_name in ('audit', 'audit_head') order by table_name, column_name`,
      triggers:
        await sql`select tgname, tgenabled, tgtype from pg_trigger where tgrelid = ${`${schema}.audit`}::text::regclass order by tgname`,
    })),
  );
  expect(shapes[0]?.columns).toHaveLength(18);
  expect(shapes[0]?.triggers.map(({ tgenabled }) => tgenabled)).toEqual(['A', 'A', 'A']);
  for (const shape of shapes) expect(shape).toEqual(shapes[0]);
});

describe('a recorded row', () => {
  test('commits with what it is about, or not at all', async () => {
    await expect(
      sql.begin(async (tx) => {
        await recordAudit(tx, { ...entry, subject: 'person 13' });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await recordAudits(sql, [
      { ...entry, subject: '2 subjects', subjects: ['person 7', 'person 8'], detail: { fields: ['role'] } },
      { ...entry, sid: null, subject: 'person 9' },
    ]);
    const rows =
      await sql`select actor, role, sid, action, subject, subjects, request_id, detail, seq, hash from auth.audit order by id`;
    expect(rows).toEqual([
      {
        actor: 'olga',
        role: 'operator',
        sid: 'person:1',
        action: 'grant.changed',
        subject: '2 subjects',
        subjects: ['person 7', 'person 8'],
        request_id: 'request-1',
        detail: { fields: ['role'] },
        seq: null,
        hash: null,
      },
      {
        actor: 'olga',
        role: 'operator',
        sid: null,
        action: 'grant.changed',
        subject: 'person 9',
        subjects: null,
        request_id: 'request-1',
        detail: {},
        seq: null,
        hash: null,
      },
    ]);
  });

  test.each(schemas)(
    'cannot be changed, removed or brought in with a place of its own in %s, not by the owner either',
    async (schema) => {
      const table = sql(`${schema}.audit`);
      await sql`insert into ${table} (actor, action, subject, request_id) values ('a', 'b', 'c', 'd')`;
      const hash = Buffer.alloc(32);
      for (const attempt of [
        () => sql`update ${table} set actor = 'nobody'`,
        () => sql`update ${table} set actor = 'nobody', seq = 1, prev_hash = ${hash}, hash = ${hash}`,
        () => sql`delete from ${table}`,
        () => sql`truncate ${table}`,
        () =>
          sql`insert into ${table} (actor, action, subject, request_id, seq, prev_hash, hash) values ('a', 'b', 'c', 'd', 1, ${hash}, ${hash})`,
        () =>
          sql.begin(async (tx) => {
            await tx`set local session_replication_role = replica`;
            await tx`delete from ${table}`;
          }),
      ])
        await expect(attempt()).rejects.toThrow('append-only');
      await sql`update ${table} set seq = id, prev_hash = ${hash}, hash = ${hash} where actor = 'a'`;
      await expect(sql`update ${table} set seq = seq + 1 where actor = 'a'`).rejects.toThrow('append-only');
    },
  );
});

test('an operation that shows more people than fit a row leaves several, in one statement', async () => {
  const statements: string[] = [];
  const counting = connectDatabase(database.url, {
    application: 'test',
    searchPath: 'public',
    onStatement: (text) => statements.push(text),
  });
  const disclosures = createDisclosures({ sql: counting, schema: 'odoo', viewer: agent, requestId: 'many' });
  for (let id = 1; id <= 450; id += 1) disclosures.shown(`order ${id}`, 'Customer.name');
  disclosures.shown('order 450', 'Customer.email');
  await disclosures.write();
  await disclosures.write();
  await counting.end({ timeout: 2 });
  const rows =
    await sql`select subject, cardinality(subjects) as n, detail from odoo.audit where request_id = 'many' order by id`;
  const detail = { fields: ['Customer.email', 'Customer.name'] };
  expect(rows).toEqual([200, 200, 50].map((n) => ({ subject: `${n} subjects`, n, detail })));
  expect(statements).toHaveLength(1);
});
