import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createTestDatabase, eventually } from '@milepost/testkit';
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

test('it comes back after a database that was away for several tries', async () => {
  const { hostname, port } = new URL(database.url);
  const open = new Set<Socket>();
  let isAway = false;
  let refusals = 0;
  const proxy = createServer((client) => {
    client.on('error', () => {});
    if (isAway) {
      refusals += 1;
      return void client.destroy();
    }
    const server = connect(Number(port), hostname);
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
    open.add(client);
    client.pipe(server).pipe(client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = Object.assign(new URL(database.url), { host: `127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  {
    await using _listener = await listen(url.href);
    isAway = true;
    for (const socket of open) socket.destroy();
    await eventually(() => refusals >= 3);
    expect(heard).toEqual(['(listening)']);
    isAway = false;
    await eventually(() => expect(heard).toEqual(['(listening)', '(listening)']));
    await sql.notify('news', 'back');
    await eventually(() => expect(heard.at(-1)).toBe('back'));
  }
  await new Promise((closed) => proxy.close(closed));
});

test('a listener that is disposed leaves no session behind', async () => {
  await (await listen(database.url))[Symbol.asyncDispose]();
  await eventually(async () =>
    expect(await sql`select 1 from pg_stat_activity where application_name = 'test-listen'`).toHaveLength(0),
  );
});
