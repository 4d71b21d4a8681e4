import { createTestDatabase, eventually } from '@milepost/testkit';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createLeadership } from '../src/leadership.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'empty',
    migrate: async () => {},
  });
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end({ timeout: 1 });
  await database.drop();
});

const candidate = (application: string) =>
  createLeadership({ databaseUrl: database.url, lockName: 'test', application });
const sessions = () =>
  sql<{ pid: number; application_name: string }[]>`
    select pid, application_name from pg_stat_activity where datname = current_database() and application_name like 'candidate-%' order by 2`;

test('one leads; a follower asks again on the connection it has, however often it is asked', async () => {
  await using a = candidate('candidate-a');
  await using b = candidate('candidate-b');
  expect(await a.lead()).not.toBeNull();
  for (let i = 0; i < 200; i += 1) expect(await b.lead()).toBeNull();
  const before = await sessions();
  await new Promise((later) => setTimeout(later, 250));
  for (let i = 0; i < 200; i += 1) expect(await b.lead()).toBeNull();
  expect(await sessions()).toEqual(before);
  expect(before).toHaveLength(2);
  expect(await a.lead()).not.toBeNull();
});

test('a leader that loses its connection leads no more; the other goes on', async () => {
  await using a = candidate('candidate-a');
  await using b = candidate('candidate-b');
  expect(await a.lead()).not.toBeNull();
  expect(await b.lead()).toBeNull();
  const { pid } = (await sessions()).find((row) => row.application_name === 'candidate-a') as { pid: number };
  await sql`select pg_terminate_backend(${pid})`;
  await eventually(async () => (await b.lead()) !== null);
  await eventually(async () => (await a.lead().catch(() => undefined)) === null);
  expect(await b.lead()).not.toBeNull();
});

test('the server looks for a leader that vanished within seconds, not hours', async () => {
  await using a = candidate('candidate-a');
  const client = await a.lead();
  const settings = await client?.unsafe(
    "select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_keepalives_interval') as every, current_setting('tcp_keepalives_count') as count",
  );
  expect(settings?.[0]).toEqual({ idle: '5', every: '2', count: '3' });
});
