import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryChanged, nextVersion, trackingUpdate } from './support/messages.ts';
import { orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('the channel from Odoo', () => {
  test('an unsigned or foreign post is 401, a body of another shape 400', async () => {
    expect(
      await world.tell([deliveryChanged(100)], { secret: `whsec_${Buffer.alloc(32, 3).toString('base64')}` }),
    ).toBe(401);
    expect((await fetch(`${world.server.privateUrl}/events`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(await world.tell([{ type: 'nonsense' }])).toBe(400);
  });

  test('references become shipments with carrier and link, once; an ended reference leaves the order', async () => {
    expect(await world.tell([deliveryChanged(101, { references: ['1ZA', '1ZB'] })])).toBe(200);
    const first = await world.shipmentsOf(101);
    expect(first).toMatchObject([
      { trackingNumber: '1ZA', carrier: { code: 'ups', trackingUrl: 'https://ups.example.com/?n=1ZA' } },
      { trackingNumber: '1ZB' },
    ]);
    await world.tell([deliveryChanged(101, { references: ['1ZA', '1ZB'] })]);
    expect(await world.shipmentsOf(101)).toEqual(first);
    await world.tell([deliveryChanged(101, { references: ['1ZB'] })]);
    expect((await world.shipmentsOf(101)).map((s) => s.trackingNumber)).toEqual(['1ZB']);
  });

  test('an older version that arrives late changes nothing; the same post twice neither', async () => {
    const old = deliveryChanged(102, { references: ['OLD1'] });
    const id = crypto.randomUUID();
    const now = [deliveryChanged(102, { references: ['NEW1'] })];
    await world.tell(now, { id });
    await world.tell([old]);
    await world.tell(now, { id });
    expect((await world.shipmentsOf(102)).map((s) => s.trackingNumber)).toEqual(['NEW1']);
  });

  test('one number on two orders is one shipment with both links', async () => {
    await world.tell([
      deliveryChanged(103, { references: ['SHARED1'] }),
      deliveryChanged(104, { references: ['SHARED1'] }),
    ]);
    const [a] = await world.shipmentsOf(103);
    const [b] = await world.shipmentsOf(104);
    expect(a?.id).toBe(b?.id);
    const { data } = await world.query<{ shipment: { order: { id: string }; orders: { nodes: { id: string }[] } } }>(
      viewer(),
      `{ shipment(id: "${a?.id}") { order { id } orders { nodes { id } } } }`,
    );
    expect(data.shipment.orders.nodes.map((order) => order.id)).toEqual([
      toGlobalId('Order', 103),
      toGlobalId('Order', 104),
    ]);
    const own = await world.query<{ shipment: { order: { id: string }; orders: { nodes: { id: string }[] } } }>(
      orderHolder(104),
      `{ shipment(id: "${a?.id}") { order { id } orders { nodes { id } } } }`,
    );
    expect(own.data.shipment).toEqual({
      order: { id: toGlobalId('Order', 104) },
      orders: { nodes: [{ id: toGlobalId('Order', 104) }] },
    });
  });

  test('a changed owner moves the scope at once', async () => {
    await world.tell([deliveryChanged(105, { references: ['OWNER1'], customerId: 20 })]);
    const owner = (customer: number) => viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] });
    expect(await world.shipmentsOf(105, owner(20))).toHaveLength(1);
    await world.tell([
      {
        type: 'order.changed',
        version: nextVersion(),
        correlationId: 'channel-test-0001',
        order: {
          id: 105,
          name: 'S105',
          companyId: 1,
          customerId: 21,
          promisedAt: null,
          cancelled: false,
          deleted: false,
        },
      },
    ]);
    expect(await world.shipmentsOf(105, owner(20))).toHaveLength(0);
    expect(await world.shipmentsOf(105, owner(21))).toHaveLength(1);
  });

  test('a cancelled delivery cancels a shipment the carrier never had', async () => {
    await world.tell([deliveryChanged(106, { references: ['CANCEL1'], cancelled: true })]);
    expect(await world.shipmentsOf(106)).toMatchObject([{ status: 'CANCELLED' }]);
  });

  test('a carrier that was not known is named later, by the mapping or by the provider', async () => {
    await world.tell([deliveryChanged(107, { references: ['UNMAPPED1'], deliveryMethod: 'Somebody' })]);
    expect(await world.shipmentsOf(107)).toMatchObject([{ carrier: null }]);
    const message = trackingUpdate({
      number: 'UNMAPPED1',
      slug: 'gls',
      scans: [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_002' }],
    });
    await world.deliver(message);
    expect(await world.shipmentsOf(107)).toMatchObject([{ carrier: { code: 'gls' }, status: 'PICKED_UP' }]);
  });
});
