import { eventually } from '@milepost/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MirrorModel } from '../src/mirror/mirror-model.ts';
import { createModelReader } from '../src/mirror/model-reader.ts';
import { mirrorModels } from '../src/mirror/models.ts';
import { createRecordStore } from '../src/mirror/record-store.ts';
import { logger, type Mirror, startMirror } from './support/mirror.ts';
import { lastTold } from './support/told.ts';

const order = 46;
let mirror: Mirror;
let delivery = 0;
beforeEach(async () => {
  mirror = await startMirror();
  await mirror.sync.runOnce();
  delivery = (await mirror.sql`select id from odoo.picking where order_id = ${order} order by id`)[0]?.['id'] as number;
  return () => mirror[Symbol.asyncDispose]();
});

const modelOf = (name: string) => mirrorModels.find((model) => model.name === name) as MirrorModel;
/** One record as Odoo has it now, stored in a transaction that ends when told to. */
async function storing(name: string, id: number) {
  const model = modelOf(name);
  const records = await createModelReader(mirror.connect()).records(model, { where: [['id', '=', id]], limit: 1 });
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const { promise: isStored, resolve: stored } = Promise.withResolvers<void>();
  const done = mirror.sql.begin(async (tx) => {
    await createRecordStore({ keys: mirror.keys, logger }).store(tx, model, records);
    stored();
    await mayCommit;
  });
  return { isStored, done, commit };
}
/** Somebody waits for a row that another transaction has written. */
const somebodyWaits = () =>
  eventually(async () => {
    const waiting = await mirror.sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return waiting.length > 0;
  });

test('an order and its delivery that are stored at once are told with both changes', async () => {
  const { world } = mirror.odoo;
  // One that touches the order, too, so that only the delivery's own row is written when it is stored.
  world.transact((tx) => {
    tx.write('stock.picking', delivery, { carrier_id: [8, 'DPD Classic'] });
    tx.touch('sale.order', order);
  });
  const touched = await storing('sale.order', order);
  touched.commit();
  await touched.done;
  const one = await storing('stock.picking', delivery);
  await one.isStored;
  world.transact((tx) => tx.write('sale.order', order, { commitment_date: '2026-12-24 09:00:00' }));
  const other = await storing('sale.order', order);
  await somebodyWaits();
  one.commit();
  other.commit();
  await Promise.all([one.done, other.done]);
  expect((await lastTold(mirror.sql))[`delivery/${delivery}`]).toMatchObject({
    deliveryMethod: 'DPD Classic',
    promisedAt: '2026-12-24T09:00:00.000Z',
  });
});

describe('what is new and stored at once with what it belongs to', () => {
  test('a delivery method and the delivery that goes by it', async () => {
    const { world } = mirror.odoo;
    const method = world.transact((tx) => {
      const { id: _id, ...like } = world.table('delivery.carrier').get(8) as { id: number } & Record<string, never>;
      return tx.create('delivery.carrier', { ...like, name: 'Quite new' });
    });
    world.writeRecords('stock.picking', [delivery], { carrier_id: [method, 'Quite new'] });
    await bothAtOnce(['delivery.carrier', method], ['stock.picking', delivery]);
    expect((await lastTold(mirror.sql))[`delivery/${delivery}`]).toMatchObject({ deliveryMethod: 'Quite new' });
  });

  test.each([
    ['the order first', false],
    ['the delivery first', true],
  ])('an order and its delivery, %s', async (_name, isTurned) => {
    const { world } = mirror.odoo;
    const product = [...world.table('product.product').values()].find((row) => row['type'] === 'consu');
    const made = world.placeOrder({
      partner_id: 46,
      order_line: [[0, 0, { product_id: product?.id as number, product_uom_qty: 1 }]],
    });
    const transfer = [...world.table('stock.picking').values()].find(
      (row) => (row['sale_id'] as [number, string] | false) && (row['sale_id'] as [number])[0] === made,
    );
    const id = transfer?.id as number;
    world.setTrackingRef(id, '1Z999AA10123456784');
    const parts: [string, number][] = [
      ['sale.order', made],
      ['stock.picking', id],
    ];
    if (isTurned) parts.reverse();
    await bothAtOnce(...(parts as [[string, number], [string, number]]));
    expect((await lastTold(mirror.sql))[`delivery/${id}`]).toMatchObject({
      orderId: made,
      references: ['1Z999AA10123456784'],
    });
    const keys =
      await mirror.sql`select kind from odoo.search_term where order_id = ${made} and kind = 'TRACKING_NUMBER'`;
    expect(keys).toHaveLength(1);
  });
});

/** The second is stored while the first is, and as long as nobody makes it wait it is done before. */
async function bothAtOnce([first, firstId]: [string, number], [second, secondId]: [string, number]): Promise<void> {
  const one = await storing(first, firstId);
  await one.isStored;
  const other = await storing(second, secondId);
  other.commit();
  await Promise.race([other.done, somebodyWaits()]);
  one.commit();
  await Promise.all([one.done, other.done]);
}
