import type { OdooSimulator } from '@milepost/odoo-simulator';
import { openSigningKeys } from '@milepost/service-kit';
import { beforeEach, describe, expect, test } from 'vitest';
import { createOrderAccess } from '../src/access/create-order-access.ts';
import { createSync } from '../src/mirror/sync.ts';
import { createOdooClient } from '../src/odoo/client.ts';
import { logger, type Mirror, startMirror, sweepAll } from './support/mirror.ts';
import { viewer } from './support/world.ts';

const calls = (odoo: OdooSimulator) => [...odoo.stats.calls.values()].reduce((sum, n) => sum + n, 0);

describe('the mirror', () => {
  let mirror: Mirror;
  beforeEach(async () => {
    mirror = await startMirror({ pageSize: 20 });
    return () => mirror[Symbol.asyncDispose]();
  });

  test('a record that does not fit is set aside and holds nothing back; it comes in when it fits', async () => {
    await mirror.sync.runOnce();
    const { world } = mirror.odoo;
    world.writeRecords('sale.order', [29], { state: 'to_approve' });
    world.setTrackingRef(20, '1Z999AA10123456784');
    await mirror.sync.runOnce();
    await mirror.sync.runOnce();
    expect(await mirror.sql`select model, id, problem from odoo.misfit`).toEqual([
      { model: 'sale.order', id: 29, problem: 'state: invalid_value' },
    ]);
    expect(await mirror.sql`select tracking_ref from odoo.picking where id = 20`).toEqual([
      { tracking_ref: '1Z999AA10123456784' },
    ]);
    expect(await mirror.sql`select state from odoo.sale_order where id = 29`).toEqual([{ state: 'sale' }]);
    world.writeRecords('sale.order', [29], { state: 'sale' });
    await mirror.sync.runOnce();
    expect(await mirror.sql`select count(*)::int as n from odoo.misfit`).toEqual([{ n: 0 }]);
  });

  test('an empty or dashed postcode is no proof, whoever asks with what', async () => {
    const { world } = mirror.odoo;
    const { id, partner_shipping_id: shipping } = world.table('sale.order').get(46) as unknown as {
      id: number;
      partner_shipping_id: [number, string];
    };
    world.writeRecords('res.partner', [shipping[0]], { zip: '-' });
    await mirror.sync.runOnce();
    expect(await mirror.sql`select postcode_index from odoo.partner where id = ${shipping[0]}`).toEqual([
      { postcode_index: null },
    ]);
    // Also where an index of an empty value was stored by an earlier version.
    const [{ country_code: country } = { country_code: '' }] = await mirror.sql<
      { country_code: string }[]
    >`select country_code from odoo.partner where id = ${shipping[0]}`;
    await mirror.sql`update odoo.partner set postcode_index = ${mirror.keys.indexKeys.make('postcode', `${shipping[0]}|${country ?? ''}|`)} where id = ${shipping[0]}`;
    await using keys = await openSigningKeys({
      sql: mirror.sql,
      purpose: 'order-access',
      sealing: (await mirror.keyStore.get('signing-key')).key,
      rotationDays: 30,
      logger,
    });
    const access = createOrderAccess({
      sql: mirror.sql,
      indexKeys: mirror.keys.indexKeys,
      keys,
      limits: null,
      refusals: { add() {} },
      logger,
    });
    const who = { address: '', viewer: viewer(), requestId: 'test-request' };
    for (const postalCode of ['', '-', '  ', ' - '])
      expect((await access.create({ orderName: 'S00046', email: null, postalCode, ...who })).token).toBeNull();
    expect((await access.create({ orderName: 'S00046', email: '', postalCode: null, ...who })).token).toBeNull();
    expect(id).toBe(46);
  });

  test('loads every record once and says nothing twice; a further round changes nothing', async () => {
    await mirror.sync.runOnce();
    const [counts] =
      await mirror.sql`select (select count(*) from odoo.sale_order)::int as orders, (select count(*) from odoo.order_line)::int as lines, (select count(*) from odoo.picking)::int as pickings,
      (select count(*) from odoo.partner)::int as partners`;
    expect(counts).toEqual({ orders: 51, lines: 126, pickings: 60, partners: 26 });
    const told = await mirror.told();
    expect(await mirror.sync.runOnce()).toBe(0);
    expect(await mirror.told()).toEqual(told);
    expect(mirror.odoo.stats.maxConcurrent).toBeLessThanOrEqual(4);
  });

  test('resumes a load that was killed, without reading again what was stored', async () => {
    // The connection is lost in the middle of the load of lines.
    let left = 8;
    const failing = {
      searchRead: async () => {
        throw new Error('killed');
      },
    };
    const client = createOdooClient({
      url: mirror.odoo.url,
      db: mirror.odoo.db,
      login: mirror.odoo.login,
      apiKey: () => mirror.odoo.apiKey,
      logger,
    });
    const killed = createSync({
      sql: mirror.sql,
      odoo: { ...client, searchRead: (...args) => (left-- > 0 ? client.searchRead(...args) : failing.searchRead()) },
      keys: mirror.keys,
      overlapSeconds: 150,
      pageSize: 20,
      sweep: sweepAll,
      logger,
    });
    await expect(killed.runOnce()).rejects.toThrow('killed');
    const before = calls(mirror.odoo);
    await mirror.sync.runOnce();
    const [orders] = await mirror.sql`select count(*)::int as n from odoo.sale_order`;
    expect(orders?.['n']).toBe(51);
    const other = await startMirror({ pageSize: 20 });
    await other.sync.runOnce();
    expect(calls(mirror.odoo) - before).toBeLessThan(calls(other.odoo));
    expect((await mirror.told()).length).toBe((await other.told()).length);
    await other[Symbol.asyncDispose]();
  });

  test('finds a transaction that commits late with an earlier write_date', async () => {
    await mirror.sync.runOnce();
    const slow = mirror.odoo.world.begin();
    slow.write('stock.picking', 21, { carrier_tracking_ref: '1Z999AA10123456784' });
    mirror.odoo.world.setTrackingRef(20, '1Z999AA10300000001');
    await mirror.sync.runOnce();
    slow.commit();
    await mirror.sync.runOnce();
    const rows = await mirror.sql<
      { id: number; tracking_ref: string }[]
    >`select id, tracking_ref from odoo.picking where id in (20, 21) order by id`;
    expect(rows.map((row) => row.tracking_ref)).toEqual(['1Z999AA10300000001', '1Z999AA10123456784']);
  });

  test('finds what was being written while many pages were read, however long that takes', async () => {
    let now = Date.parse('2026-12-01T10:00:00Z');
    await using slow = await startMirror({ pageSize: 20, simulator: { clock: () => new Date(now) } });
    await slow.sync.runOnce();
    const { world } = slow.odoo;
    const ids = [...world.table('stock.picking').keys()].slice(0, 45);
    const [open = 0, ...others] = ids;
    const transaction = world.begin();
    transaction.write('stock.picking', open, { carrier_tracking_ref: '1Z999AA10123456784' });
    for (const id of others) {
      now += 1_000;
      world.setTrackingRef(id, false);
    }
    await slow
      .makeSync((odoo) => ({
        ...odoo,
        searchRead: async (model, query) => {
          const page = await odoo.searchRead<never>(model, query);
          // Each page takes a minute, and people go on.
          if (model === 'stock.picking' && query.order.startsWith('write_date asc')) {
            now += 60_000;
            world.setTrackingRef(others.at(-1) as number, false);
          }
          return page;
        },
      }))
      .runOnce();
    transaction.commit();
    await slow.sync.runOnce();
    expect(await slow.sql`select tracking_ref from odoo.picking where id = ${open}`).toEqual([
      { tracking_ref: '1Z999AA10123456784' },
    ]);
  });

  test('drains a second that holds more rows than a page', async () => {
    await mirror.sync.runOnce();
    const ids = [...mirror.odoo.world.table('stock.picking').keys()];
    mirror.odoo.world.writeRecords('stock.picking', ids, { carrier_tracking_ref: '1Z999AA10123456784' });
    await mirror.sync.runOnce();
    const [row] =
      await mirror.sql`select count(*)::int as n from odoo.picking where tracking_ref = '1Z999AA10123456784'`;
    expect(row?.['n']).toBe(ids.length);
  });

  test('tells a changed number once, with the split references', async () => {
    await mirror.sync.runOnce();
    await mirror.sql`delete from odoo.outbox`;
    mirror.odoo.world.setTrackingRef(20, '1Z999AA10300000001; 1Z 999 AA1 03 0000 0002');
    await mirror.sync.runOnce();
    await mirror.sync.runOnce();
    expect((await mirror.told()).map((event) => event.delivery?.references)).toEqual([
      ['1Z999AA10300000001', '1Z999AA10300000002'],
    ]);
  });
});

describe('when Odoo fails', () => {
  test('refused credentials stop every call until the secret changes', async () => {
    await using mirror = await startMirror();
    mirror.setSecret('wrong');
    for (let i = 0; i < 5; i += 1)
      await expect(mirror.sync.runOnce()).rejects.toMatchObject({ kind: 'authentication' });
    expect(calls(mirror.odoo)).toBe(0);
    mirror.setSecret(mirror.odoo.apiKey);
    await mirror.sync.runOnce();
  });

  test.each([
    // Each as often as the door tries.
    ['a proxy’s HTML', (odoo: OdooSimulator) => Object.assign(odoo.faults.proxyError, { count: 3 }), 'unavailable'],
    ['a dropped connection', (odoo: OdooSimulator) => Object.assign(odoo.faults, { drop: 3 }), 'unavailable'],
    [
      'a serialization conflict',
      (odoo: OdooSimulator) => Object.assign(odoo.faults, { serializationFailures: 3 }),
      'serialization',
    ],
  ])('%s is a typed error and the next round heals', async (_name, breakIt, kind) => {
    await using mirror = await startMirror();
    breakIt(mirror.odoo);
    await expect(mirror.sync.runOnce()).rejects.toMatchObject({ kind, retryable: true });
    await mirror.sync.runOnce();
  });
});
