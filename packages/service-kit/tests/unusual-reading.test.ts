import { createSecretKey } from 'node:crypto';
import { eventually } from '@milepost/testkit';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChainRow } from '../src/audit/audit-chain.ts';
import { countReads } from '../src/audit/unusual-reading.ts';
import {
  bulkReadScope,
  createDisclosures,
  createLogger,
  createReadAlarm,
  startAuditChain,
  type Viewer,
} from '../src/index.ts';
import { auditDatabase } from './support/audit-database.ts';

let database: Awaited<ReturnType<typeof auditDatabase>>;
const lines: string[] = [];
const logger = createLogger({ service: 'test', level: 'warn', destination: { write: (line) => lines.push(line) } });
beforeAll(async () => {
  database = await auditDatabase();
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(() => database[Symbol.asyncDispose]());

const reader = (sub: string, more: Partial<Viewer> = {}): Viewer => ({
  sid: 'person:1',
  sub,
  role: 'agent',
  level: 'STAFF',
  scopes: [],
  companies: null,
  regions: null,
  customers: null,
  orders: [],
  sessionExp: 4_000_000_000,
  ...more,
});
async function open(viewer: Viewer, from: number, to: number) {
  const disclosures = createDisclosures({ sql: database.sql, schema: 'odoo', viewer, requestId: 'request-1' });
  for (let id = from; id <= to; id += 1) {
    disclosures.shown(`order ${id}`, 'Customer.name');
    disclosures.shown(`customer ${id % 3}`, 'Customer.name');
  }
  await disclosures.write();
}
/** As the chain tells it: somebody read. */
const row = (actor: string, role = 'agent') => ({ action: 'personal_data.read', actor, role }) as ChainRow;
const alarm = (limit: number, metrics = new Registry(), now = Date.now) =>
  createReadAlarm({ schema: 'odoo', limit, metrics, logger, now });
const alarms = () =>
  database.sql`select actor, subject, detail from odoo.audit where action = 'alarm.unusual_reading' order by id`;

test('too many different orders within an hour raise one alarm: a line, a metric, a row; the same ones again do not', async () => {
  const metrics = new Registry();
  let clock = Date.now();
  const look = alarm(30, metrics, () => clock);
  await open(reader('anna'), 1, 29);
  for (let again = 0; again < 5; again += 1) await open(reader('anna'), 1, 29);
  await look.look(database.sql, [row('anna')]);
  expect(await alarms()).toEqual([]);
  await open(reader('anna'), 30, 30);
  // Counted at most every ten seconds.
  await look.look(database.sql, [row('anna')]);
  expect(await alarms()).toEqual([]);
  clock += 10_000;
  await look.look(database.sql, []);
  expect(await alarms()).toEqual([{ actor: 'audit', subject: 'person anna', detail: { limit: 30, opened: 30 } }]);
  await open(reader('anna'), 31, 60);
  clock += 10_000;
  await look.look(database.sql, [row('anna')]);
  expect(await alarms()).toHaveLength(1);
  const told = lines.map((line) => JSON.parse(line));
  expect(told).toMatchObject([{ level: 50, audit: { schema: 'odoo', reader: 'person anna', opened: 30, limit: 30 } }]);
  expect(await metrics.getSingleMetricAsString('audit_alarms_total')).toContain('{schema="odoo"} 1');
});

test('a partner is counted like staff, unless its client reads in bulk by agreement', async () => {
  const partner = { role: 'partner', level: 'PARTNER' } as const;
  await open(reader('bulky', { ...partner, scopes: [bulkReadScope] }), 1, 40);
  await open(reader('plain', partner), 1, 40);
  await alarm(30).look(database.sql, [row('bulky', 'partner'), row('plain', 'partner')]);
  expect((await alarms()).slice(1)).toMatchObject([{ subject: 'client plain', detail: { opened: 40 } }]);
});

test('customers count like orders, for those who come to them by another way', async () => {
  const disclosures = createDisclosures({
    sql: database.sql,
    schema: 'odoo',
    viewer: reader('by customer'),
    requestId: 'request-1',
  });
  for (let id = 1; id <= 30; id += 1) disclosures.shown(`customer ${id}`, 'Customer.name');
  await disclosures.write();
  const before = (await alarms()).length;
  await alarm(31).look(database.sql, [row('by customer')]);
  expect(await alarms()).toHaveLength(before);
  await alarm(30).look(database.sql, [row('by customer')]);
  expect((await alarms()).slice(before)).toMatchObject([{ subject: 'person by customer', detail: { opened: 30 } }]);
});

test('what lies more than an hour back is over, and after an hour it may alarm again', async () => {
  await database.sql`insert into odoo.audit (at, actor, role, action, subject, subjects, request_id)
    select now() - interval '61 minutes', 'olga', 'agent', 'personal_data.read', 'many', array(select 'order ' || n from generate_series(1, 29) n), 'r'`;
  await database.sql`insert into odoo.audit (at, actor, action, subject, request_id) values (now() - interval '61 minutes', 'audit', 'alarm.unusual_reading', 'person olga', 'r')`;
  const before = (await alarms()).length;
  await open(reader('olga'), 100, 128);
  await alarm(30).look(database.sql, [row('olga')]);
  expect(await alarms()).toHaveLength(before);
  await open(reader('olga'), 129, 129);
  await alarm(30).look(database.sql, [row('olga')]);
  expect(await alarms()).toHaveLength(before + 1);
});

test('the worker that chains counts, also what was read before it began to lead', async () => {
  await open(reader('late'), 1, 50);
  const { sql, url } = database;
  const macKey = createSecretKey(Buffer.alloc(32, 9));
  const metrics = new Registry();
  {
    await using _first = startAuditChain({
      databaseUrl: url,
      sql,
      schema: 'odoo',
      macKey,
      alarm: null,
      metrics,
      logger,
    });
    await eventually(async () => (await sql`select 1 from odoo.audit where seq is null`).length === 0);
  }
  const look = alarm(30);
  await using _second = startAuditChain({
    databaseUrl: url,
    sql,
    schema: 'odoo',
    macKey,
    alarm: look,
    metrics: new Registry(),
    logger,
  });
  await eventually(async () => (await alarms()).some(({ subject }) => subject === 'person late'));
});

test('a count reads one reader’s last hour by its index, whatever else the audit holds', async () => {
  const { sql } = database;
  await sql`insert into odoo.audit (at, actor, role, action, subject, subjects, request_id)
    select now() - n * interval '1 second', 'reader ' || n % 50, 'agent', 'personal_data.read', 'order ' || n, array['order ' || n], 'r' from generate_series(1, 60000) n`;
  await sql`analyze odoo.audit`;
  const plan = await sql.unsafe<{ 'QUERY PLAN': string }[]>(
    `explain (analyze, costs off, timing off, summary off) ${countReads('odoo')
      .replaceAll('$1', "'reader 7'")
      .replaceAll('$2', "'person reader 7'")
      .replaceAll('$3', '500')}`,
  );
  const text = plan.map((part) => part['QUERY PLAN']).join('\n');
  expect(text).toMatch(/(using|on) audit_reads/);
  expect(text).not.toContain('Seq Scan');
  // 3,600 seconds, every fiftieth row.
  const [, read] = /(?:using|on) audit_reads[^\n]*rows=([\d.]+)/.exec(text) ?? [];
  expect(Number(read)).toBeGreaterThan(60);
  expect(Number(read)).toBeLessThan(80);
});
