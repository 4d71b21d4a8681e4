import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readThroughLimits } from '../src/mirror/read-through.ts';
import { startWorld, viewer } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  // One round and no more: what comes in later was read through.
  world = await startWorld({ env: { SYNC_INTERVAL_MS: '86400000', SYNC_SWEEP_INTERVAL_MS: '86400000' } });
});
afterAll(() => world[Symbol.asyncDispose]());

let viewers = 0;
/** Somebody new, whom no limit knows. */
const somebody = (as: Partial<Viewer> = {}): Viewer => {
  viewers += 1;
  return viewer({ sub: `somebody-${viewers}`, ...as });
};
const customerOf = (...customers: number[]) => somebody({ role: 'customer', level: 'L3', companies: [], customers });
/** A confirmed order of one piece. */
function place(values: object = {}): { id: number; name: string } {
  const { world: odoo } = world.odoo;
  const product = [...odoo.table('product.product').values()].find((row) => row['type'] === 'consu');
  const order_line = [[0, 0, { product_id: product?.id as number, product_uom_qty: 1 }]];
  const id = odoo.placeOrder({ partner_id: 46, order_line, ...values });
  return { id, name: String(odoo.table('sale.order').get(id)?.['name']) };
}
const fields = 'name customer { name } lines { description } deliveries { name items { quantity } }';
const byName = async (as: Viewer, name: string, select = fields) =>
  (await world.query(as, `{ orderByName(name: ${JSON.stringify(name)}) { ${select} } }`)).data?.['orderByName'];
const byId = async (as: Viewer, id: number, select = fields) =>
  (await world.query(as, `{ order(id: "${toGlobalId('Order', id)}") { ${select} } }`)).data?.['order'];
const searches = () => world.odoo.stats.calls.get('sale.order.search') ?? 0;
const calls = () => [...world.odoo.stats.calls.values()].reduce((sum, n) => sum + n, 0);
/** How often Odoo was asked for an order meanwhile. */
async function asked(run: () => Promise<unknown>): Promise<number> {
  const before = searches();
  await run();
  return searches() - before;
}

test('an order that is not here yet comes whole, by name or id, and is stored: the next reader costs nothing', async () => {
  const whole = {
    customer: { name: 'Alpine Supply Co.' },
    lines: [{ description: expect.any(String) }],
    deliveries: [{ name: expect.any(String), items: [{ quantity: 1 }] }],
  };
  const first = place();
  expect(await byName(somebody(), first.name.toLowerCase())).toMatchObject({ name: first.name, ...whole });
  const second = place();
  expect(await byId(customerOf(45), second.id)).toMatchObject({ name: second.name, ...whole });
  const before = calls();
  expect(await byId(somebody(), second.id)).toMatchObject(whole);
  expect(calls()).toBe(before);
  // Tracking will hear of it as of every order.
  const told = await world.sql`select 1 from odoo.outbox where body->'order'->>'id' = ${String(second.id)}`;
  expect(told).toHaveLength(1);
});

test('several that are missed in one moment share questions', async () => {
  const orders = [place(), place(), place()];
  const as = somebody();
  const query = `{ ${orders.map(({ name }, i) => `o${i}: orderByName(name: "${name}") { name }`).join(' ')} gone: orderByName(name: "S99999") { name } }`;
  let data: Record<string, unknown> | null = null;
  expect(
    await asked(async () => {
      data = (await world.query(as, query)).data;
    }),
    // Who comes while one is being asked shares the next.
  ).toBeLessThanOrEqual(2);
  expect(data).toEqual({
    ...Object.fromEntries(orders.map(({ name }, i) => [`o${i}`, { name }])),
    gone: null,
  });
});

test('who could not see it does not make us ask; whose it is not gets what nobody gets, at the same price', async () => {
  const { id, name } = place();
  const others = [
    somebody({ role: 'anonymous', level: 'L0', companies: [], customers: [] }),
    somebody({ role: 'customer', level: 'L1', companies: [], customers: [], orders: [46] }),
    somebody({ role: 'agent', companies: [] }),
  ];
  for (const as of others)
    expect(
      await asked(async () => {
        expect(await byName(as, name)).toBeNull();
        expect(await byId(as, id)).toBeNull();
      }),
    ).toBe(0);
  for (const as of [
    customerOf(54),
    somebody({ role: 'partner', level: 'PARTNER', scopes: ['shipments:read'], customers: [53] }),
    somebody({ role: 'agent', companies: [3] }),
  ]) {
    // Of another, not here yet; of another, here since long; of nobody.
    for (const wanted of [id, 46, 999_999])
      expect(await asked(async () => expect(await byId(as, wanted)).toBeNull()), `${as.sub} ${wanted}`).toBe(1);
  }
  expect(await world.sql`select 1 from odoo.sale_order where id = ${id}`).toHaveLength(0);
});

test('an order of a region that is not the viewer’s is not shown', async () => {
  const { id } = place();
  expect(await byId(somebody({ regions: ['EU'] }), id)).toBeNull();
});

test('what was not there a moment ago is not asked for again', async () => {
  const as = somebody();
  expect(await asked(() => byName(as, 'S88888'))).toBe(1);
  expect(await asked(() => byName(as, 'S88888'))).toBe(0);
});

test('Odoo that does not answer is left alone for a while; the answer is that there is none', async () => {
  const { name } = place();
  await world.odoo.stop();
  const before = world.lines.length;
  expect(await byName(somebody(), name)).toBeNull();
  expect(await byName(somebody(), 'S77777')).toBeNull();
  await world.odoo.start();
  expect(world.lines.slice(before).filter((line) => line.includes('orders not read through'))).toHaveLength(1);
});

test('one viewer makes us ask so often and no more', async () => {
  // The rest that the test before has brought about.
  await eventually(async () => (await asked(() => byName(somebody(), `S6${viewers}`))) === 1, {
    timeoutMs: 15_000,
    everyMs: 500,
  });
  const as = somebody();
  const { points } = readThroughLimits.viewer;
  const made = await asked(async () => {
    for (let i = 0; i < points + 10; i += 1) await byName(as, `S5${1_000 + i}`);
  });
  expect(made).toBe(points);
  expect(await asked(() => byName(somebody(), 'S41111'))).toBe(1);
});
