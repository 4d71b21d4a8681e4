import { connectDatabase, type Reader, readAs, type Sql, viewerSettings } from '@milepost/service-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSync } from '../src/mirror/sync.ts';
import type { OdooClient } from '../src/odoo/client.ts';
import { OdooCallError } from '../src/odoo/errors.ts';
import { findOrderByName, listOrders } from '../src/order/find-orders.ts';
import { createOrderLoaders } from '../src/order/order.loaders.ts';
import { readOrderFilter } from '../src/order/order-filter.ts';
import { readerSettings } from '../src/scope.ts';
import { createSearches } from '../src/search/search.ts';
import { logger, type Mirror, startMirror, sweepAll } from './support/mirror.ts';
import { viewer } from './support/world.ts';

/** An age never claims more than what is shown. Time is told, so that each round has its own. */
let mirror: Mirror;
let readSql: Sql;
let reader: Reader;
let clock: Date;
const everybody = viewer();
beforeEach(async () => {
  mirror = await startMirror();
  readSql = connectDatabase(mirror.database.url, {
    application: 'test',
    searchPath: 'odoo',
    max: 2,
    settings: readerSettings,
  });
  reader = readAs(readSql, viewerSettings(everybody));
  clock = new Date('2026-11-21T12:00:00.000Z');
});
afterEach(async () => {
  await readSql.end({ timeout: 2 });
  await mirror[Symbol.asyncDispose]();
});

type Through = (odoo: OdooClient) => OdooClient;
/** The mirror's reader with something between it and Odoo. */
const syncThrough = (through: Through = (odoo) => odoo) =>
  createSync({
    sql: mirror.sql,
    odoo: through(mirror.connect()),
    keys: mirror.keys,
    overlapSeconds: 150,
    pageSize: 200,
    sweep: sweepAll,
    logger,
    now: () => clock,
  });
/** A round, an hour after the one before; answers when it began. */
async function round(sync: ReturnType<typeof syncThrough>): Promise<Date> {
  clock = new Date(clock.getTime() + 3_600_000);
  const began = clock;
  await sync.runOnce();
  return began;
}
const sweepEverything = async (sync: ReturnType<typeof syncThrough>) => {
  for (let page = 0; page < 20; page += 1) await sync.sweepPage();
};
/** What the graph says of an order by its name, read as a viewer. */
const ageOf = async (name: string) =>
  (await findOrderByName({ reader, viewer: everybody }, { name, companyId: null }))?.asOf ?? null;
const refusal = (model: string) => new OdooCallError('access', 'AccessError', `${model}.search_read`);
/** Odoo answers for all models but one. */
const without =
  (refused: string): Through =>
  (odoo) => ({
    ...odoo,
    searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) => {
      if (model === refused) throw refusal(model);
      return odoo.searchRead<T>(model, query);
    },
  });

test('before everything was read once nothing is known to equal Odoo; lists and searches say so, too', async () => {
  await expect(round(syncThrough(without('stock.move')))).rejects.toThrow('access');
  expect(await findOrderByName({ reader, viewer: everybody }, { name: 'S00046', companyId: null })).toMatchObject({
    asOf: null,
  });
  const list = () =>
    listOrders({ reader, viewer: everybody }, { first: 2, after: null, filter: readOrderFilter({ states: ['SALE'] }) });
  const none = () =>
    listOrders(
      { reader, viewer: everybody },
      { first: 2, after: null, filter: readOrderFilter({ carrierName: 'Nobody' }) },
    );
  const searched = () =>
    createSearches({ reader, viewer: everybody, findContacts: async () => [] })
      .open('nothing at all')
      .asOf();
  const beginning = '1970-01-01T00:00:00.000Z';
  expect(await list()).toMatchObject({ asOf: beginning, nodes: [{}, {}] });
  expect([await none(), await searched()]).toMatchObject([{ asOf: beginning, nodes: [] }, null]);
  const began = await round(syncThrough());
  expect(await ageOf('S00046')).toEqual(began);
  expect(await list()).toMatchObject({ asOf: began.toISOString(), nodes: [{ asOf: began }, { asOf: began }] });
  expect([await none(), await searched()]).toMatchObject([{ asOf: began.toISOString(), nodes: [] }, began]);
});

test('while Odoo is away, or refuses one model, it stands still; what was read meanwhile shows all the same', async () => {
  const began = await round(syncThrough());
  await mirror.odoo.stop();
  await expect(round(syncThrough((odoo) => odoo))).rejects.toThrow();
  expect(await ageOf('S00046')).toEqual(began);
  await mirror.odoo.start();
  mirror.odoo.world.writeRecords('sale.order', [46], { client_order_ref: 'PO-NEW' });
  await expect(round(syncThrough(without('stock.picking')))).rejects.toThrow('access');
  expect(await findOrderByName({ reader, viewer: everybody }, { name: 'S00046', companyId: null })).toMatchObject({
    asOf: began,
    customerReference: 'PO-NEW',
  });
});

test('catching up, it moves when the last model was read, to the moment when the first one was', async () => {
  const first = await round(syncThrough());
  const meanwhile: (Date | null)[] = [];
  const sync = syncThrough((odoo) => ({
    ...odoo,
    searchRead: async (model, query) => {
      clock = new Date(clock.getTime() + 60_000);
      meanwhile.push(await ageOf('S00046'));
      return odoo.searchRead(model, query);
    },
  }));
  const began = await round(sync);
  expect(meanwhile.length).toBeGreaterThan(8);
  expect(new Set(meanwhile.map(Number))).toEqual(new Set([first.getTime()]));
  expect(await ageOf('S00046')).toEqual(began);
});

test.each<[string, string, number, object, object, string, string]>([
  ['the order', 'sale.order', 29, { state: 'to_approve' }, { state: 'sale' }, 'S00029', 'S00046'],
  ['a delivery', 'stock.picking', 20, { state: 'packed' }, { state: 'assigned' }, 'S00029', 'S00046'],
])(
  '%s does not fit: that order is as old as its last good copy, others are not',
  async (_name, model, id, odd, good, theirs, others) => {
    const first = await round(syncThrough());
    mirror.odoo.world.writeRecords(model, [id], odd as never);
    const second = await round(syncThrough());
    const third = await round(syncThrough());
    expect([await ageOf(theirs), await ageOf(others)]).toEqual([first, third]);
    expect(third).not.toEqual(second);
    const loaders = createOrderLoaders({ reader, viewer: everybody });
    expect(await loaders.deliveries.load(29)).toMatchObject([{ asOf: first }]);
    expect(await loaders.deliveries.load(46)).toMatchObject([{ asOf: third }, { asOf: third }]);
    mirror.odoo.world.writeRecords(model, [id], good as never);
    const healed = await round(syncThrough());
    expect([await ageOf(theirs), await ageOf(others)]).toEqual([healed, healed]);
  },
);

test('a new line that does not fit is laid to its order; a contact to all orders that name it', async () => {
  const first = await round(syncThrough());
  const { world } = mirror.odoo;
  const line = [...world.table('sale.order.line').values()].find(
    (row) => (row['order_id'] as [number, string])[0] === 46,
  );
  const { id: _id, ...values } = line as { id: number };
  world.transact((tx) => tx.create('sale.order.line', { ...values, name: false }));
  const second = await round(syncThrough());
  expect([await ageOf('S00046'), await ageOf('S00029')]).toEqual([first, second]);
  // Contact 47 receives S00029 and S00046.
  world.writeRecords('res.partner', [47], { commercial_partner_id: false });
  const third = await round(syncThrough());
  expect([await ageOf('S00046'), await ageOf('S00029'), await ageOf('S00072')]).toEqual([first, second, third]);
});

test('a record that Odoo refuses: its order stands still until it was read again, which the reconciliation tries', async () => {
  const first = await round(syncThrough());
  mirror.odoo.world.setTrackingRef(20, '1Z999AA10123456784');
  // What the door does with a record that Odoo refuses: left out, and remembered for ten minutes.
  let refused: readonly number[] = [20];
  const sync = syncThrough((odoo) => ({
    ...odoo,
    leftOut: (model) => (model === 'stock.picking' ? refused : []),
    searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) =>
      (await odoo.searchRead<T & { id: number }>(model, query)).filter(
        ({ id }) => model !== 'stock.picking' || query.fields.length < 2 || !refused.includes(id),
      ),
  }));
  await round(sync);
  const third = await round(sync);
  expect([await ageOf('S00029'), await ageOf('S00046')]).toEqual([first, third]);
  // Not remembered any more, and behind the cursor: nothing but the reconciliation asks for it.
  refused = [];
  await mirror.sql`update odoo.sync_cursor set generation_cursor = now() + interval '1 day' where model = 'stock.picking'`;
  const fourth = await round(sync);
  expect([await ageOf('S00029'), await ageOf('S00046')]).toEqual([first, fourth]);
  await sweepEverything(sync);
  expect(await ageOf('S00029')).toEqual(fourth);
  expect(await mirror.sql`select tracking_ref from odoo.picking where id = 20`).toEqual([
    { tracking_ref: '1Z999AA10123456784' },
  ]);
});

test('a record that did not fit and is gone is no reason any more', async () => {
  const { world } = mirror.odoo;
  const line = [...world.table('sale.order.line').values()].find(
    (row) => (row['order_id'] as [number, string])[0] === 46,
  );
  const { id: _id, ...values } = line as { id: number };
  let added = 0;
  world.transact((tx) => {
    added = tx.create('sale.order.line', { ...values, name: false });
  });
  await round(syncThrough());
  expect(await ageOf('S00046')).toEqual(new Date(0));
  world.transact((tx) => tx.unlink('sale.order.line', added));
  const sync = syncThrough();
  const second = await round(sync);
  await sweepEverything(sync);
  expect(await ageOf('S00046')).toEqual(second);
});

test('a part that Odoo refuses from now on makes all old; if it does so still, it is forgotten', async () => {
  const first = await round(syncThrough());
  const invoices = async () =>
    (
      await mirror.sql`select (select count(*) from odoo.invoice) + (select count(*) from odoo.order_invoices) as n`
    )[0]?.['n'];
  expect(Number(await invoices())).toBeGreaterThan(0);
  const minutes = async (sync: ReturnType<typeof syncThrough>, by: number) => {
    clock = new Date(clock.getTime() + by * 60_000);
    await sync.runOnce();
    return clock;
  };
  const sync = syncThrough(without('account.move'));
  await minutes(sync, 1);
  await minutes(sync, 5);
  expect(await ageOf('S00046')).toEqual(first);
  const later = await minutes(sync, 6);
  expect(await ageOf('S00046')).toEqual(later);
  expect(await mirror.sql`select 1 from odoo.invoice`).toHaveLength(0);
  expect(await mirror.sql`select 1 from odoo.search_term where kind = 'INVOICE_NUMBER'`).toHaveLength(0);
  // Allowed again.
  await round(syncThrough());
  expect(await mirror.sql`select 1 from odoo.invoice`).not.toHaveLength(0);
});

test('orders of a company that cannot be seen any more are as old as the last round that saw it', async () => {
  const first = await round(syncThrough());
  mirror.odoo.setRights({ companies: [1] });
  const second = await round(syncThrough());
  const [theirs] = await mirror.sql<{ name: string }[]>`select name from odoo.sale_order where company_id = 3 limit 1`;
  expect([await ageOf(theirs?.name as string), await ageOf('S00046')]).toEqual([first, second]);
});
