import { readFile } from 'node:fs/promises';
import { createLogger } from '@milepost/service-kit';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAccountFinder } from '../src/customer/find-accounts.ts';
import { type IndexKeys, loadIndexKeys, renewIndexKeys } from '../src/mirror/index-keys.ts';
import { mirrorModels } from '../src/mirror/models.ts';
import { createSync } from '../src/mirror/sync.ts';
import type { OdooClient } from '../src/odoo/client.ts';
import { logger, type Mirror, startMirror, sweepAll } from './support/mirror.ts';

const ann = 46;
const trailhead = 53;
/** Ann Rivera again, as a contact of Trailhead. */
const annAtTrailhead = 65;
const annsAddress = 'ann.rivera@alpine.example.com';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await startMirror({ pageSize: 10 });
  return () => mirror[Symbol.asyncDispose]();
});

const renew = () => renewIndexKeys({ sql: mirror.sql, keyStore: mirror.keyStore });
/** What a process knows that starts now. */
async function restarted(through?: (odoo: OdooClient) => OdooClient) {
  const indexKeys = await loadIndexKeys(mirror.keyStore);
  return { indexKeys, sync: mirror.makeSync(through, { customerKeys: mirror.customerKeys, indexKeys }) };
}
const contacts = () =>
  mirror.sql<
    { id: number; index_version: number; is_active: boolean; email_index: Buffer | null }[]
  >`select id, index_version, is_active, email_index, phone_index, postcode_index, contact_mark from odoo.partner order by id`;
const contact = async (id: number) => (await contacts()).find((row) => row.id === id);
const versions = async () => [...new Set((await contacts()).map((row) => row.index_version))];
const emailIndex = (keys: IndexKeys) => keys.make('email', annsAddress);
const finder = (indexKeys: IndexKeys) =>
  createAccountFinder({
    sql: mirror.sql,
    odoo: { readByIds: () => Promise.reject(new Error('away')) },
    indexKeys,
    logger,
  });
/** Dies at the page of contacts with this number, from 1; `pages` are the ids that pages began behind. */
function dyingAt(page: number, pages: unknown[]) {
  return (odoo: OdooClient): OdooClient => ({
    ...odoo,
    searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) => {
      const [condition] = query.domain as unknown[][];
      if (model === 'res.partner' && condition?.[0] === 'id') {
        pages.push(condition[2]);
        if (pages.length === page) throw new Error('killed');
      }
      return odoo.searchRead<T>(model, query);
    },
  });
}

/** The statements of a version that knows no generations. */
const old = {
  cursor: () =>
    mirror.sql<{ after_id: number; cursor: string | null; is_loaded: boolean }[]>`
        select after_id, cursor::text, is_loaded from odoo.sync_cursor where model = 'res.partner'`.then(
      ([row]) => row,
    ),
  /** Pages of its initial load up to the last one: without sealed cells, under old keys, with the column's default for what it does not know. */
  load: (after: number, keys: IndexKeys) =>
    mirror.sql.begin(async (tx) => {
      await tx`update odoo.partner set email_index = ${emailIndex(keys)}, email_sealed = null, contact_mark = null, is_active = false, index_version = 1 where id > ${after}`;
      await tx`insert into odoo.sync_cursor (model, after_id, cursor, is_loaded) values ('res.partner', 9999, '2026-01-01', true)
        on conflict (model) do update set after_id = excluded.after_id, cursor = excluded.cursor, is_loaded = excluded.is_loaded`;
    }),
  /** One contact that has changed in Odoo. */
  change: async (id: number, writeDate: string) => {
    await mirror.sql`update odoo.partner set name = 'of old', email_index = null, is_active = false, write_date = ${writeDate}::text::timestamp where id = ${id}`;
    await mirror.sql`update odoo.sync_cursor set cursor = '2999-01-01' where model = 'res.partner'`;
  },
};

describe('an older process', () => {
  test('marks contacts as loaded before a newer one has read any: they are read once more', async () => {
    await mirror.sync.runOnce();
    const good = await contacts();
    // As migrations and `reindex` of earlier versions did.
    await mirror.sql`delete from odoo.sync_cursor where model = 'res.partner'`;
    await old.load(0, mirror.keys.indexKeys);
    await expect(finder(mirror.keys.indexKeys)(annsAddress)).rejects.toThrow('still being read');
    await mirror.makeSync().runOnce();
    expect(await contacts()).toEqual(good);
  });

  test('marks contacts as loaded in the middle of a newer one’s load: it goes on exactly where it was', async () => {
    await mirror.sync.runOnce();
    // Its own load was not through either.
    await mirror.sql`update odoo.sync_cursor set is_loaded = false, after_id = 5, generation = 0, loaded_generation = 0 where model = 'res.partner'`;
    expect(await renew()).toBeNull();
    await mirror.makeSync().runOnce();
    expect(await renew()).toBe(2);
    const killed: unknown[] = [];
    await mirror.sql`update odoo.sync_cursor set is_loaded = false, after_id = 5 where model = 'res.partner'`;
    await expect((await restarted(dyingAt(2, killed))).sync.runOnce()).rejects.toThrow('killed');

    const stands = await old.cursor();
    expect(stands).toMatchObject({ after_id: killed[1], is_loaded: false });
    await old.load(stands?.after_id as number, mirror.keys.indexKeys);
    expect(await renew()).toBeNull();

    const pages: unknown[] = [];
    const next = await restarted(dyingAt(99, pages));
    await next.sync.runOnce();
    expect(pages[0]).toBe(killed[1]);
    expect(pages).toHaveLength(2);
    expect(await versions()).toEqual([2]);
    expect((await contact(ann))?.email_index).toEqual(emailIndex(next.indexKeys));
    expect((await finder(next.indexKeys)(annsAddress)).customers).toEqual([45, trailhead]);
    expect(await old.cursor()).toMatchObject({ is_loaded: true });
    expect(await renew()).toBe(3);
  });

  test('reads changes in its own way after the load, and moves its position: they are read again', async () => {
    await mirror.sync.runOnce();
    const before = await contact(ann);
    mirror.odoo.world.writeRecords('res.partner', [ann], { name: 'Ann R.' });
    // Odoo compares microseconds and tells seconds.
    const writeDate = String(mirror.odoo.world.table('res.partner').get(ann)?.['write_date']).slice(0, 19);
    await old.change(ann, writeDate);
    await mirror.makeSync().runOnce();
    expect(await contact(ann)).toEqual(before);
    expect(await mirror.sql`select name from odoo.partner where id = ${ann}`).toEqual([{ name: 'Ann R.' }]);
  });

  test('that knows generations leaves a newer one alone, says so once, and goes on with the other models', async () => {
    await mirror.sync.runOnce();
    await renew();
    const { indexKeys, sync } = await restarted();
    await sync.runOnce();
    const [round] = await mirror.sql`select as_of from odoo.sync_round`;
    const lines: string[] = [];
    const { sql, odoo } = mirror;
    let client: OdooClient | undefined;
    mirror.makeSync((through) => {
      client = through;
      return through;
    });
    const behind = createSync({
      sql,
      odoo: client as OdooClient,
      keys: mirror.keys,
      overlapSeconds: 150,
      pageSize: 10,
      sweep: sweepAll,
      logger: createLogger({ service: 'odoo', destination: { write: (line) => void lines.push(line) } }),
    });
    const good = await contacts();
    odoo.world.writeRecords('res.partner', [ann], { email_normalized: 'ann@elsewhere.example' });
    odoo.world.setTrackingRef(20, '1Z999AA10123456784');
    await behind.runOnce();
    await behind.runOnce();
    expect(await contacts()).toEqual(good);
    expect(lines.filter((line) => line.includes('left alone'))).toHaveLength(1);
    expect(await sql`select tracking_ref from odoo.picking where id = 20`).toEqual([
      { tracking_ref: '1Z999AA10123456784' },
    ]);
    expect(await sql`select as_of from odoo.sync_round`).toEqual([round]);
    // "Nobody" would be wrong: it cannot compare.
    await expect(finder(mirror.keys.indexKeys)(annsAddress)).rejects.toThrow('still being read');
    expect((await finder(indexKeys)(annsAddress)).customers).toEqual([45, trailhead]);
    await sync.runOnce();
    expect(await contacts()).not.toEqual(good);
  });

  test('whose page comes in after a newer generation has begun does not store it', async () => {
    await mirror.sync.runOnce();
    mirror.odoo.world.writeRecords('res.partner', [ann], { name: 'Ann R.' });
    const slow = mirror.makeSync((odoo) => ({
      ...odoo,
      searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) => {
        const records = await odoo.searchRead<T>(model, query);
        if (model === 'res.partner')
          await mirror.sql`update odoo.sync_cursor set generation = generation + 1, generation_after_id = 0 where model = 'res.partner'`;
        return records;
      },
    }));
    await slow.runOnce();
    expect(await mirror.sql`select 1 from odoo.partner where name = 'Ann R.'`).toHaveLength(0);
  });
});

describe('a contact that is gone in Odoo', () => {
  test('before its page of the reload proves nothing any more, and the next keys do not wait for it', async () => {
    await mirror.sync.runOnce();
    expect(await renew()).toBe(2);
    let isGone = false;
    const { indexKeys, sync } = await restarted((odoo) => ({
      ...odoo,
      searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) => {
        const records = await odoo.searchRead<T>(model, query);
        const [condition] = query.domain as unknown[][];
        if (model === 'res.partner' && condition?.[0] === 'id' && !isGone) {
          isGone = true;
          expect((records.at(-1) as unknown as { id: number }).id).toBeLessThan(annAtTrailhead);
          mirror.odoo.world.transact((tx) => tx.unlink('res.partner', annAtTrailhead));
        }
        return records;
      },
    }));
    // Meanwhile either version is found.
    expect((await finder(indexKeys)(annsAddress)).customers).toEqual([45, trailhead]);
    await sync.runOnce();
    expect(await contact(annAtTrailhead)).toMatchObject({
      is_active: false,
      email_index: null,
      phone_index: null,
      postcode_index: null,
    });
    const others = (await contacts()).filter(({ id }) => id !== annAtTrailhead);
    expect(others.every((row) => row.index_version === 2)).toBe(true);
    expect(others.filter((row) => row.email_index !== null).length).toBeGreaterThan(10);
    expect((await finder(indexKeys)(annsAddress)).customers).toEqual([45]);
    expect(await renew()).toBe(3);
    expect((await mirror.keyStore.list('blind-index/email')).map(({ subject }) => subject)).toEqual(['2', '3']);
    const next = await restarted();
    await next.sync.runOnce();
    expect(await renew()).toBe(4);
  });
});

test('the update from a version without generations reads contacts, order lines and what has another shape since once more, nothing else', async () => {
  await mirror.sync.runOnce();
  const before = await mirror.sql`select model, after_id, cursor, is_loaded from odoo.sync_cursor order by model`;
  await mirror.sql`alter table odoo.sync_cursor drop column generation, drop column generation_after_id, drop column generation_cursor, drop column loaded_generation`;
  const file = new URL('../drizzle/0010_mirror_generations.sql', import.meta.url);
  for (const statement of (await readFile(file, 'utf8')).split('--> statement-breakpoint'))
    await mirror.sql.unsafe(statement);
  const loaded: string[] = [];
  const next = mirror.makeSync((odoo) => ({
    ...odoo,
    searchRead: (model, query) => {
      const fields = (query.domain as unknown[][]).map(([field]) => field);
      const isPage = fields.includes('id') && !fields.includes('write_date');
      if (query.fields.includes('write_date') && query.fields.length > 1 && isPage) loaded.push(model);
      return odoo.searchRead(model, query);
    },
  }));
  await next.runOnce();
  const reshaped = mirrorModels.filter(({ shapeVersion }) => shapeVersion > 1).map(({ model }) => model);
  expect(new Set(loaded)).toEqual(new Set(['res.partner', 'sale.order.line', ...reshaped]));
  expect(loaded).not.toContain('account.move');
  expect(await mirror.sql`select model, after_id, cursor, is_loaded from odoo.sync_cursor order by model`).toEqual(
    before,
  );
  loaded.length = 0;
  await next.runOnce();
  expect(loaded).toEqual([]);
});
