import { createTestDatabase } from '@milepost/testkit';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { seal } from '../src/crypto.ts';
import { connectDatabase, type Sql } from '../src/database.ts';
import { inheritedKey, parseKeyRing } from '../src/key-ring.ts';
import { openKeyStore, rewrapDataKeys } from '../src/key-store.ts';

const oldKey = Buffer.alloc(32, 1).toString('base64');
const newKey = Buffer.alloc(32, 2).toString('base64');
const oldRing = parseKeyRing(oldKey);
const bothRing = parseKeyRing(`${newKey}, ${oldKey}`);
const newRing = parseKeyRing(newKey);

let sql: Sql;
let statements: string[];
beforeEach(async () => {
  const database = await createTestDatabase({
    postgresUrl: inject('postgresUrl'),
    template: 'data_key',
    async migrate(url) {
      const admin = connectDatabase(url, { application: 'test', searchPath: 'public', max: 1 });
      await admin.unsafe(`create schema odoo; create table odoo.data_key (id int primary key generated always as identity, purpose text not null,
        subject text not null default '', kek text, wrapped bytea not null, created_at timestamptz not null default now(), unique (purpose, subject))`);
      await admin.end();
    },
  });
  statements = [];
  sql = connectDatabase(database.url, {
    application: 'test',
    searchPath: 'odoo',
    max: 4,
    onStatement: (text) => statements.push(text),
  });
  return async () => {
    await sql.end();
    await database.drop();
  };
});
afterEach(() => {
  statements = [];
});
const openStore = (ring = oldRing, now?: () => number) =>
  openKeyStore({ sql, table: 'odoo.data_key', ring, ...(now && { now }) });
const bytesOf = (key: { key: { export(): Buffer } } | undefined) => key?.key.export().toString('hex');

test('a key-encryption key has an id that stays; the config refuses what is no key', () => {
  expect(oldRing.first.id).toBe(parseKeyRing(` ${oldKey} `).first.id);
  expect(oldRing.first.id).toMatch(/^[0-9a-f]{16}$/);
  expect(bothRing.all.map(({ id }) => id)).toEqual([newRing.first.id, oldRing.first.id]);
  expect(() => parseKeyRing(`${oldKey},`)).toThrow('32 bytes');
});

test('a purpose has one key, the same for all who ask at once and after a restart', async () => {
  const stores = await Promise.all([openStore(), openStore(), openStore()]);
  const keys = await Promise.all(stores.map((store) => store.get('blind-index/email', '1')));
  expect(new Set(keys.map(bytesOf)).size).toBe(1);
  expect(bytesOf(await (await openStore()).get('blind-index/email', '1'))).toBe(bytesOf(keys[0]));
  expect(bytesOf(await (await openStore()).get('blind-index/phone', '1'))).not.toBe(bytesOf(keys[0]));
});

test('what an earlier version derived is taken over once, and no more once there is a key', async () => {
  const initial = inheritedKey(bothRing, 'partner-secret');
  expect(initial.export()).toEqual(oldRing.first.legacy('partner-secret').export());
  const key = await (await openStore(bothRing)).get('partner-secret', '', { initial });
  expect(key.key.export()).toEqual(initial.export());
  const again = await (await openStore(newRing)).get('partner-secret', '', {
    initial: inheritedKey(newRing, 'partner-secret'),
  });
  expect(again.key.export()).toEqual(initial.export());
});

test('keys of many subjects come in two statements, whatever their number', async () => {
  const store = await openStore();
  await store.getMany(sql, 'customer', ['1']);
  statements.length = 0;
  const keys = await store.getMany(
    sql,
    'customer',
    Array.from({ length: 300 }, (_, i) => String(i % 200)),
  );
  expect(keys.size).toBe(200);
  expect(statements).toHaveLength(2);
  statements.length = 0;
  const fresh = await openStore();
  statements.length = 0;
  const found = await fresh.find([...keys.values()].map(({ id }) => id));
  expect(statements).toHaveLength(1);
  for (const key of keys.values()) expect(bytesOf(found.get(key.id))).toBe(bytesOf(key));
});

test('a destroyed key is gone, here at once and elsewhere when what is remembered has ended', async () => {
  let now = 0;
  const here = await openStore();
  const elsewhere = await openStore(oldRing, () => now);
  const { id } = await here.get('customer', '45');
  expect((await elsewhere.find([id])).size).toBe(1);
  expect(await here.destroy(sql, 'customer', '45')).toBe(true);
  expect(await here.destroy(sql, 'customer', '45')).toBe(false);
  expect((await here.find([id])).size).toBe(0);
  now = 300_001;
  expect((await elsewhere.find([id])).size).toBe(0);
});

test('a wrapped key that was copied to another row does not open', async () => {
  const store = await openStore();
  await store.get('customer', '45');
  await store.get('customer', '46');
  await sql`update data_key set wrapped = (select wrapped from data_key where subject = '45') where subject = '46'`;
  const fresh = await openStore();
  const [{ id } = { id: 0 }] = await sql<{ id: number }[]>`select id from data_key where subject = '46'`;
  await expect(fresh.find([id])).rejects.toThrow();
});

describe('a new key-encryption key', () => {
  test('opens nothing by itself: the start says which key is missing', async () => {
    await (await openStore()).get('customer', '45');
    await (await openStore()).get('customer', '46');
    await expect(openStore(newRing)).rejects.toThrow(
      new RegExp(
        `KEY_ENCRYPTION_KEY lacks the key with the id ${oldRing.first.id}, which wraps 2 data key\\(s\\) in odoo.data_key`,
      ),
    );
    await expect(openStore(newRing)).rejects.toMatchObject({ name: 'ConfigError' });
  });

  test('takes over after a rewrap that was interrupted and went on; every data key stays what it was', async () => {
    const before = await (await openStore()).getMany(
      sql,
      'customer',
      Array.from({ length: 25 }, (_, i) => String(i)),
    );
    const seen: [number, number][] = [];
    const interrupted = rewrapDataKeys({
      sql,
      table: 'odoo.data_key',
      ring: bothRing,
      batchSize: 10,
      onProgress(done, total) {
        seen.push([done, total]);
        if (done === 20) throw new Error('killed');
      },
    });
    await expect(interrupted).rejects.toThrow('killed');
    expect(seen).toEqual([
      [10, 25],
      [20, 25],
    ]);
    // Half way everything is readable for who has both.
    expect((await (await openStore(bothRing)).find([...before.values()].map(({ id }) => id))).size).toBe(25);
    expect(await rewrapDataKeys({ sql, table: 'odoo.data_key', ring: bothRing, batchSize: 10 })).toBe(5);
    expect(await rewrapDataKeys({ sql, table: 'odoo.data_key', ring: bothRing })).toBe(0);
    const after = await (await openStore(newRing)).find([...before.values()].map(({ id }) => id));
    for (const key of before.values()) expect(bytesOf(after.get(key.id))).toBe(bytesOf(key));
    await expect(openStore(oldRing)).rejects.toThrow(newRing.first.id);
  });

  test('wraps what an earlier version wrapped without saying by what', async () => {
    const bytes = Buffer.alloc(32, 9);
    const wrapped = seal(oldRing.first.wrapping, bytes, 'data_key/inbox-body/2026-01-01');
    await sql`insert into data_key (purpose, subject, wrapped) values ('inbox-body', '2026-01-01', ${wrapped})`;
    await expect(openStore(newRing)).rejects.toThrow('made by an earlier version');
    expect((await (await openStore(bothRing)).get('inbox-body', '2026-01-01')).key.export()).toEqual(bytes);
    expect(await rewrapDataKeys({ sql, table: 'odoo.data_key', ring: bothRing })).toBe(1);
    expect((await (await openStore(newRing)).get('inbox-body', '2026-01-01')).key.export()).toEqual(bytes);
  });

  test('a rewrap without one of the older keys says which one', async () => {
    await (await openStore()).get('customer', '45');
    await expect(rewrapDataKeys({ sql, table: 'odoo.data_key', ring: newRing })).rejects.toThrow(oldRing.first.id);
  });
});
