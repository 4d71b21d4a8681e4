import { createTestDatabase, eventually, startBreakableProxy } from '@milepost/testkit';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { listenTo } from '../src/notifications.ts';

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

const heard: string[] = [];
beforeEach(() => void heard.splice(0));
const listen = (databaseUrl: string) =>
  listenTo({
    databaseUrl,
    channel: 'news',
    application: 'test-listen',
    onMessage: (payload) => void heard.push(payload),
    onListening: () => void heard.push('(listening)'),
  });

test('a listener whose session was ended comes back and says that there was a gap', async () => {
  await using _listener = await listen(database.url);
  await sql.notify('news', 'one');
  await eventually(() => expect(heard).toEqual(['(listening)', 'one']));
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-listen'`;
  await eventually(() => expect(heard).toEqual(['(listening)', 'one', '(listening)']));
  await sql.notify('news', 'two');
  await eventually(() => expect(heard.at(-1)).toBe('two'));
});

test.each(['drop', 'refuse'] as const)(
  'it comes back after a database that was away: connections are met by %s',
  async (how) => {
    await using way = await startBreakableProxy(database.url);
    await using _listener = await listen(way.url);
    await way[how]();
    if (how === 'drop') await eventually(() => way.refusals >= 3);
    await sql.notify('news', 'unheard');
    expect(heard).toEqual(['(listening)']);
    await way.mend();
    await eventually(() => expect(heard).toEqual(['(listening)', '(listening)']));
    await sql.notify('news', 'back');
    await eventually(() => expect(heard.at(-1)).toBe('back'));
  },
);

test('a listener that is disposed leaves no session behind', async () => {
  await (await listen(database.url))[Symbol.asyncDispose]();
  await eventually(async () =>
    expect(await sql`select 1 from pg_stat_activity where application_name = 'test-listen'`).toHaveLength(0),
  );
});
