import type { Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

interface Step {
  kind: string;
  state: string;
  doneAt: string | null;
  transferNames: string[];
}
interface Order {
  deliveryMethod: string | null;
  invoiceState: string | null;
  stepsBeforeDelivery: Step[];
  deliveries: {
    name: string;
    carrierPrice: { amount: string; currencyCode: string } | null;
    packages: { name: string }[] | null;
    steps: Step[];
  }[];
}

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({ env: { SYNC_INTERVAL_MS: '50' } });
});
afterAll(() => world[Symbol.asyncDispose]());

const step = 'kind state doneAt transferNames';
const order = async (name: string, as: Partial<Viewer> = {}) => {
  const { data, errors } = await world.query<{ orderByName: Order }>(
    viewer(as),
    `{ orderByName(name: "${name}") { deliveryMethod invoiceState stepsBeforeDelivery { ${step} } deliveries { name carrierPrice { amount currencyCode } packages { name } steps { ${step} } } } }`,
  );
  expect(errors).toBeUndefined();
  return data?.orderByName as Order;
};
const shown = (steps: readonly Step[]) =>
  steps.map(({ kind, state, transferNames }) => `${kind} ${state} ${transferNames.length}`);

/** An order over two pieces of one product, from the warehouse of this code. */
function place(code: string): { id: number; name: string } {
  const { world: odoo } = world.odoo;
  const warehouse = [...odoo.table('stock.warehouse').values()].find((row) => row['code'] === code);
  const product = [...odoo.table('product.product').values()].find((row) => row['type'] === 'consu');
  const id = odoo.placeOrder({
    partner_id: 46,
    warehouse_id: warehouse?.id as number,
    order_line: [[0, 0, { product_id: product?.id as number, product_uom_qty: 2 }]],
  });
  return { id, name: String(odoo.table('sale.order').get(id)?.['name']) };
}
/** The transfers of an order that can be done now. */
const ready = (orderId: number) =>
  [...world.odoo.world.table('stock.picking').values()]
    .filter((row) => (row['sale_id'] as [number])[0] === orderId && row['state'] === 'assigned')
    .map(({ id }) => id);

describe('a warehouse of three steps, whose transfers are made late', () => {
  test('every step shows before there is a delivery, and as its steps afterwards', async () => {
    const { id, name } = place('WEST');
    const seen = async (before: string[], ofDelivery: string[][]) =>
      eventually(async () => {
        const found = await order(name);
        expect(shown(found?.stepsBeforeDelivery ?? [])).toEqual(before);
        expect(found.deliveries.map(({ steps }) => shown(steps))).toEqual(ofDelivery);
        return found;
      });
    await seen(['RELEASED DONE 0', 'PICKING READY 1'], []);
    world.odoo.world.validatePicking(ready(id)[0] as number);
    await seen(['RELEASED DONE 0', 'PICKING DONE 1', 'PACKED READY 1'], []);
    world.odoo.world.validatePicking(ready(id)[0] as number);
    await seen([], [['RELEASED DONE 0', 'PICKING DONE 1', 'PACKED DONE 1', 'LEFT READY 1']]);
    world.odoo.world.validatePicking(ready(id)[0] as number);
    const found = await seen([], [['RELEASED DONE 0', 'PICKING DONE 1', 'PACKED DONE 1', 'LEFT DONE 1']]);
    expect(found.deliveries[0]?.steps.map(({ transferNames }) => transferNames[0]?.split('/')[1])).toEqual([
      undefined,
      'PICK',
      'PACK',
      'OUT',
    ]);
    expect(found.deliveries[0]?.steps.every(({ doneAt }) => /^20.*Z$/.test(doneAt ?? ''))).toBe(true);
  });

  test('a part that is picked later has steps of its own', async () => {
    const { id, name } = place('EAST');
    const [picking = 0] = ready(id);
    const product = [...world.odoo.world.table('product.product').values()].find((row) => row['type'] === 'consu');
    world.odoo.world.validatePicking(picking, { quantities: { [product?.id as number]: 1 } });
    await eventually(async () => {
      const found = await order(name);
      expect(shown(found?.stepsBeforeDelivery ?? [])).toEqual(['RELEASED DONE 0', 'PICKING READY 1']);
      expect(found.deliveries.map(({ steps }) => shown(steps))).toEqual([
        ['RELEASED DONE 0', 'PICKING DONE 1', 'LEFT READY 1'],
      ]);
    });
  });

  test('the recorded orders: two steps, three steps, one', async () => {
    const of = async (name: string) => (await order(name)).deliveries.map(({ steps }) => shown(steps).join(', '));
    expect(await of('S00063')).toEqual(['RELEASED DONE 0, PICKING DONE 1, LEFT DONE 1']);
    expect(await of('S00064')).toEqual([]);
    expect(shown((await order('S00064')).stepsBeforeDelivery)).toEqual([
      'RELEASED DONE 0',
      'PICKING DONE 1',
      'PACKED READY 1',
    ]);
    expect(await of('S00065')).toEqual(['RELEASED DONE 0, PICKING DONE 1, PACKED DONE 1, LEFT DONE 1']);
    // With a return: it has no steps.
    expect(await of('S00053')).toEqual(['RELEASED DONE 0, LEFT DONE 1', '']);
  });

  test('statements do not grow with the page', async () => {
    const count = async (first: number) => {
      world.statements.length = 0;
      await world.query(
        viewer(),
        `{ orders(first: ${first}) { nodes { stepsBeforeDelivery { kind } deliveries { steps { kind } packages { name } carrierPrice { amount } } } } }`,
      );
      return world.statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
    };
    await count(1);
    expect(await count(40)).toBe(4);
  });
});

describe('what a delivery and an order tell besides', () => {
  test('packages, method, invoicing as Odoo has them', async () => {
    const { deliveries } = await order('S00044');
    expect(deliveries.map(({ packages }) => packages)).toEqual([[{ name: 'PACK0000001' }, { name: 'PACK0000002' }]]);
    const raw = [...world.odoo.world.table('sale.order').values()];
    const states: Record<string, string> = {
      no: 'NOTHING_TO_INVOICE',
      'to invoice': 'TO_INVOICE',
      invoiced: 'INVOICED',
    };
    for (const row of raw.slice(0, 12)) {
      const found = await order(String(row['name']), { companies: [(row['company_id'] as [number])[0]] });
      expect(found, String(row['name'])).toMatchObject({
        deliveryMethod: Array.isArray(row['carrier_id']) ? row['carrier_id'][1] : null,
        invoiceState: states[String(row['invoice_status'])],
      });
    }
  });

  test('what the carrier takes is for staff alone', async () => {
    const picking = [...world.odoo.world.table('stock.picking').values()].find(
      (row) => (row['sale_id'] as [number])[0] === 46 && row['picking_type_code'] === 'outgoing',
    );
    world.odoo.world.writeRecords('stock.picking', [picking?.id as number], { carrier_price: 11.900000000000002 });
    await eventually(async () =>
      expect((await order('S00046')).deliveries.map(({ carrierPrice }) => carrierPrice)).toContainEqual({
        amount: '11.90',
        currencyCode: 'USD',
      }),
    );
    for (const as of [
      { role: 'customer', level: 'L3', customers: [45] },
      { role: 'partner', level: 'PARTNER', scopes: ['shipments:read', 'customers:read'] },
    ] as const)
      expect((await order('S00046', as as never)).deliveries.every(({ carrierPrice }) => carrierPrice === null)).toBe(
        true,
      );
  });
});
