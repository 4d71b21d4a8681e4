import { scopeAllows, toGlobalId, type Viewer } from '@milepost/service-kit';
import fc from 'fast-check';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { scopeCondition } from '../src/scope.ts';
import { deliveryChanged, trackingUpdate } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('scope', () => {
  const strangers: [string, Viewer][] = [
    ['anonymous', anonymous],
    ['holder of another order', orderHolder(999)],
    ['another customer', viewer({ role: 'customer', level: 'L3', companies: [], customers: [99] })],
    ['a customer whose list is missing', viewer({ role: 'customer', level: 'L3', companies: null, customers: null })],
    ['partner of another company', viewer({ role: 'partner', level: 'PARTNER', companies: [9], customers: null })],
    ['partner of another customer', viewer({ role: 'partner', level: 'PARTNER', companies: null, customers: [99] })],
    ['agent of another company', viewer({ role: 'agent', companies: [9] })],
    [
      'agent of another company who looks as its customer does',
      viewer({ role: 'customer', viewedBy: 'agent', level: 'L3', companies: [9], customers: [], orders: [200] }),
    ],
    [
      'agent of all companies who looks at another order as its customer does',
      viewer({ role: 'customer', viewedBy: 'operator', level: 'L3', customers: [], orders: [999] }),
    ],
  ];
  let id: string;
  beforeAll(async () => {
    await world.tell([deliveryChanged(200, { references: ['SCOPED1'] })]);
    id = (await world.shipmentsOf(200))[0]?.id as string;
    const message = trackingUpdate({
      number: 'SCOPED1',
      scans: [{ minute: 1, tag: 'Delivered', subtag: 'Delivered_003', city: 'Secret City' }],
    });
    await world.deliver(message);
  });

  test('a partner’s token is good for what it was granted, over a socket too', async () => {
    const query = `{ shipment(id: "${id}") { id } }`;
    const change = `mutation { shipmentCorrect(input: { shipmentId: "${id}", milestone: LOST, reason: "because" }) { userErrors { code } } }`;
    const live = 'subscription { milestoneAdded(after: null) { cursor } }';
    const partner = (...scopes: string[]) => viewer({ role: 'partner', level: 'PARTNER', scopes });
    const lacks = (scope: string) => `the token lacks the scope ${scope}`;
    const overHttp = async (as: Viewer, text: string) =>
      (await world.query<object>(as, text)).errors?.[0]?.message ?? null;
    expect(await overHttp(partner('shipments:read'), query)).toBeNull();
    expect(await overHttp(partner('shipments:write'), query)).toBe(lacks('shipments:read'));
    expect(await overHttp(partner('shipments:read'), change)).toBe(lacks('shipments:write'));
    // Its own webhook endpoints are another matter than orders and shipments; what does not show its name needs both.
    const own = 'mutation { webhookEndpointPause(input: { endpointId: "x" }) { userErrors { code } } }';
    const veiled = `mutation { ...F } fragment F on Mutation ${own.slice('mutation '.length)}`;
    const both = `mutation { ${own.slice('mutation { '.length, -2)} ${change.slice('mutation { '.length)}`;
    expect(await overHttp(partner('webhooks:write'), own)).toBeNull();
    expect(await overHttp(partner('shipments:write'), own)).toBe(lacks('webhooks:write'));
    expect(await overHttp(partner('webhooks:write'), change)).toBe(lacks('shipments:write'));
    for (const text of [veiled, both]) {
      expect(await overHttp(partner('webhooks:write'), text)).toBe(lacks('shipments:write'));
      expect(await overHttp(partner('shipments:write'), text)).toBe(lacks('webhooks:write'));
    }

    const client = createClient({
      url: `${world.server.privateUrl.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const overSocket = async (as: Viewer, text: string) => {
      const outcome = client.iterate({ query: text, extensions: { viewer: await world.keys.sign(as) } }).next();
      return outcome.then(
        ({ value }) => value?.errors?.[0]?.message ?? null,
        (errors: { message: string }[]) => errors[0]?.message,
      );
    };
    expect(await overSocket(partner('shipments:write'), live)).toBe(lacks('shipments:read'));
    expect(await overSocket(partner('shipments:write'), query)).toBe(lacks('shipments:read'));
    expect(await overSocket(partner('shipments:read'), change)).toBe(lacks('shipments:write'));
    expect(await overSocket(partner('shipments:read'), query)).toBeNull();
    await client.dispose();
  });

  test.each(strangers)('%s sees nothing by any path, and by number only what anybody may', async (_name, as) => {
    expect(await world.shipmentsOf(200, as)).toEqual([]);
    const { data } = await world.query<Record<string, unknown>>(
      as,
      `{ shipment(id: "${id}") { id } byRef: _entities(representations: [{ __typename: "Shipment", id: "${id}" }, { __typename: "Delivery", id: "${toGlobalId('Delivery', 200)}" }]) { ... on Shipment { id } ... on Delivery { shipments { id } } }
       shipmentByTrackingNumber(trackingNumber: "scoped1") { viewerAccess status order { id } orders { nodes { id } } proofOfDelivery { signedBy } events { nodes { description location { text city countryCode } } } } }`,
    );
    expect(data).toEqual({
      shipment: null,
      byRef: [null, { shipments: [] }],
      shipmentByTrackingNumber: {
        viewerAccess: 'L0',
        status: 'DELIVERED',
        order: null,
        orders: { nodes: [] },
        proofOfDelivery: null,
        events: { nodes: [{ description: null, location: { text: null, city: null, countryCode: 'DE' } }] },
      },
    });
  });

  test('levels open step by step: L1 has places and order, proof needs L3', async () => {
    const query = `{ shipment(id: "${id}") { viewerAccess order { id } proofOfDelivery { signedBy documentCount } events { nodes { description location { city } } } } }`;
    const l1 = (await world.query<{ shipment: object }>(orderHolder(200), query)).data.shipment;
    expect(l1).toMatchObject({
      viewerAccess: 'L1',
      order: { id: toGlobalId('Order', 200) },
      proofOfDelivery: null,
      events: { nodes: [{ location: { city: 'Secret City' } }] },
    });
    const l3 = (
      await world.query<{ shipment: object }>(
        viewer({ role: 'customer', level: 'L3', companies: [], customers: [10] }),
        query,
      )
    ).data.shipment;
    expect(l3).toMatchObject({ viewerAccess: 'L3', proofOfDelivery: { documentCount: 0 } });
  });

  test('the rule in SQL and the rule in memory are one rule', async () => {
    const ids = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
    const region = fc.constantFrom('EU', 'UK', 'US');
    const anyViewer = fc
      .record({
        role: fc.constantFrom('anonymous', 'customer', 'partner', 'agent', 'operator', 'system'),
        companies: fc.option(ids),
        regions: fc.option(fc.array(region, { maxLength: 2 })),
        customers: fc.option(ids),
        orders: ids,
        viewedBy: fc.constantFrom(undefined, 'agent'),
      })
      .map(({ viewedBy, ...part }) =>
        viewer({ ...part, ...(viewedBy && { viewedBy, role: 'customer' }) } as Partial<Viewer>),
      );
    const anyLink = fc.record({
      orderId: fc.integer({ min: 1, max: 4 }),
      companyId: fc.integer({ min: 1, max: 4 }),
      customerId: fc.integer({ min: 1, max: 4 }),
      region: fc.option(region),
    });
    await fc.assert(
      fc.asyncProperty(anyViewer, anyLink, async (as, link) => {
        const scope = scopeCondition(as, 'l', 5);
        const [row] = await world.sql.unsafe<{ visible: boolean }[]>(
          `select ${scope.text} as visible from (select $1::int as order_id, $2::int as company_id, $3::int as customer_id, $4::text as region) l`,
          [link.orderId, link.companyId, link.customerId, link.region, ...scope.values] as never,
        );
        // Unknown, as for an order without region, is not seen either.
        expect(row?.visible ?? false).toBe(scopeAllows(as, link));
      }),
      { numRuns: 150 },
    );
  });
});
