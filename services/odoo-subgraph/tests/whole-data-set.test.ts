import type { Row } from '@milepost/odoo-simulator';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSchema } from '../src/schema.ts';
import { fieldsLeftOut, graphOrders, graphPhones } from './support/graph-orders.ts';
import { rawOrders, rawPhones, rawSubjects } from './support/raw-orders.ts';
import { lastTold } from './support/told.ts';
import { startWorld } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({ env: { SYNC_INTERVAL_MS: '50' } });
});
afterAll(() => world[Symbol.asyncDispose]());

test('everything that the demo shop has comes out of the graph as it stands in Odoo, whatever the page', async () => {
  const expected = rawOrders(world.odoo.world);
  for (const pageSize of [100, 7]) expect(await graphOrders(world.query, pageSize)).toEqual(expected);
  const phones = rawPhones(world.odoo.world);
  expect(await graphPhones(world.query, Object.keys(phones))).toEqual(phones);
  expect(await lastTold(world.sql)).toEqual(rawSubjects(world.odoo.world));
});

test('there is something of every kind to compare', () => {
  const orders = rawOrders(world.odoo.world);
  const deliveries = orders.flatMap((order) => order.deliveries);
  const count = (kinds: readonly unknown[]) =>
    Object.fromEntries([...Map.groupBy(kinds, String)].map(([kind, all]) => [kind, all.length]));
  expect(count(orders.map(({ state }) => state))).toEqual({ SALE: 45, DRAFT: 2, SENT: 1, CANCELLED: 3 });
  // 60 transfers, seven of them steps inside a warehouse.
  expect(count(deliveries.map(({ kind }) => kind))).toEqual({ OUTGOING: 51, RETURN: 2 });
  expect(count(deliveries.map(({ state }) => state))).toEqual({ READY: 15, DONE: 31, CANCELLED: 4, CONFIRMED: 3 });
  expect(deliveries.filter(({ backorderOf }) => backorderOf !== null)).toHaveLength(6);
  expect(deliveries.filter(({ returnOf }) => returnOf !== null)).toHaveLength(2);
  expect(orders.filter(({ stepsBeforeDelivery }) => stepsBeforeDelivery.length > 0)).toHaveLength(2);
  expect(count(deliveries.flatMap(({ steps }) => steps.map(({ kind }) => kind)))).toMatchObject({
    PICKING: 3,
    PACKED: 1,
  });
  expect(count(orders.map(({ company }) => company.name))).toEqual({
    'Northpeak Outfitters Inc.': 47,
    'Northpeak Europe GmbH': 4,
  });
  expect(new Set(orders.map(({ customer }) => customer.id)).size).toBeGreaterThan(8);
});

test('goods that go back to their shelf from a step inside the warehouse are no return, and no step', async () => {
  const { world: odoo } = world.odoo;
  const done = odoo.table('stock.picking').get(60) as Row;
  expect(done).toMatchObject({ name: 'EAST/PICK/00002', picking_type_code: 'internal', state: 'done' });
  const [move = 0] = done['move_ids'] as number[];
  odoo.transact((tx) => {
    const back = tx.create('stock.picking', {
      ...done,
      name: 'EAST/PICK/00099',
      state: 'assigned',
      return_id: [done.id, 'EAST/PICK/00002'],
      carrier_tracking_ref: '1Z999AA10123456784',
      move_ids: [],
    });
    const moved = odoo.table('stock.move').get(move);
    tx.create('stock.move', {
      ...moved,
      picking_id: [back, 'EAST/PICK/00099'],
      move_orig_ids: [move],
      move_dest_ids: [],
    });
  });
  await eventually(
    async () =>
      (
        await world.sql`select 1 from odoo.move m join odoo.picking k on k.id = m.picking_id where k.name = 'EAST/PICK/00099'`
      ).length === 1,
  );
  expect(await graphOrders(world.query)).toEqual(rawOrders(odoo));
  expect(await lastTold(world.sql)).toEqual(rawSubjects(odoo));
  expect(JSON.stringify(rawOrders(odoo))).not.toContain('EAST/PICK/00099');
});

test('no field of an order is left out of the comparison but these', () => {
  expect(fieldsLeftOut(createSchema()).filter((field) => !/\.(asOf|viewerAccess)$/.test(field))).toEqual([
    // Odoo keeps only the newest; first-promise.test.ts.
    'Order.firstPromisedDeliveryAt',
    // What was promised when, which Odoo forgets; promises.test.ts of tests/e2e.
    'Order.shopPromises',
    // What we write to Odoo ourselves; write-back.test.ts.
    'Order.writeBacks',
    // Staff ask for it with a reason; compared above as the customers see it.
    'Customer.phone',
  ]);
});
