import { scopeAllows, type Viewer } from '@milepost/service-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopeCondition } from '../src/scope.ts';
import { deliveryChanged, nextVersion, scansOf, trackingUpdate } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
const statements: string[] = [];
beforeAll(async () => {
  world = await startWorld({ onStatement: (text) => void statements.push(text) });
});
afterAll(() => world[Symbol.asyncDispose]());

const globalId = (type: string, local: string | number) => Buffer.from(`${type}:${local}`).toString('base64url');
const byOrder = (order: number) =>
  `{ _entities(representations: [{ __typename: "Order", id: "${globalId('Order', order)}" }]) { ... on Order { shipments { id trackingNumber status viewerAccess carrier { code trackingUrl } } } } }`;
interface ByOrder {
  _entities: [
    {
      shipments: {
        id: string;
        trackingNumber: string;
        status: string;
        carrier: { code: string; trackingUrl: string } | null;
      }[];
    },
  ];
}
const shipmentsOf = async (order: number, as: Viewer = viewer()) =>
  (await world.query<ByOrder>(as, byOrder(order))).data._entities[0].shipments;

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
    const first = await shipmentsOf(101);
    expect(first).toMatchObject([
      { trackingNumber: '1ZA', carrier: { code: 'ups', trackingUrl: 'https://ups.example.com/?n=1ZA' } },
      { trackingNumber: '1ZB' },
    ]);
    await world.tell([deliveryChanged(101, { references: ['1ZA', '1ZB'] })]);
    expect(await shipmentsOf(101)).toEqual(first);
    await world.tell([deliveryChanged(101, { references: ['1ZB'] })]);
    expect((await shipmentsOf(101)).map((s) => s.trackingNumber)).toEqual(['1ZB']);
  });

  test('an older version that arrives late changes nothing; the same post twice neither', async () => {
    const old = deliveryChanged(102, { references: ['OLD1'] });
    const id = crypto.randomUUID();
    const now = [deliveryChanged(102, { references: ['NEW1'] })];
    await world.tell(now, { id });
    await world.tell([old]);
    await world.tell(now, { id });
    expect((await shipmentsOf(102)).map((s) => s.trackingNumber)).toEqual(['NEW1']);
  });

  test('one number on two orders is one shipment with both links', async () => {
    await world.tell([
      deliveryChanged(103, { references: ['SHARED1'] }),
      deliveryChanged(104, { references: ['SHARED1'] }),
    ]);
    const [a] = await shipmentsOf(103);
    const [b] = await shipmentsOf(104);
    expect(a?.id).toBe(b?.id);
    const { data } = await world.query<{ shipment: { order: { id: string }; orders: { nodes: { id: string }[] } } }>(
      viewer(),
      `{ shipment(id: "${a?.id}") { order { id } orders { nodes { id } } } }`,
    );
    expect(data.shipment.orders.nodes.map((order) => order.id)).toEqual([
      globalId('Order', 103),
      globalId('Order', 104),
    ]);
    const own = await world.query<{ shipment: { order: { id: string }; orders: { nodes: { id: string }[] } } }>(
      orderHolder(104),
      `{ shipment(id: "${a?.id}") { order { id } orders { nodes { id } } } }`,
    );
    expect(own.data.shipment).toEqual({
      order: { id: globalId('Order', 104) },
      orders: { nodes: [{ id: globalId('Order', 104) }] },
    });
  });

  test('a changed owner moves the scope at once', async () => {
    await world.tell([deliveryChanged(105, { references: ['OWNER1'], customerId: 20 })]);
    const owner = (customer: number) => viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] });
    expect(await shipmentsOf(105, owner(20))).toHaveLength(1);
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
    expect(await shipmentsOf(105, owner(20))).toHaveLength(0);
    expect(await shipmentsOf(105, owner(21))).toHaveLength(1);
  });

  test('a cancelled delivery cancels a shipment the carrier never had', async () => {
    await world.tell([deliveryChanged(106, { references: ['CANCEL1'], cancelled: true })]);
    expect(await shipmentsOf(106)).toMatchObject([{ status: 'CANCELLED' }]);
  });

  test('a carrier that was not known is named later, by the mapping or by the provider', async () => {
    await world.tell([deliveryChanged(107, { references: ['UNMAPPED1'], deliveryMethod: 'Somebody' })]);
    expect(await shipmentsOf(107)).toMatchObject([{ carrier: null }]);
    const message = trackingUpdate({
      number: 'UNMAPPED1',
      slug: 'gls',
      scans: [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_002' }],
    });
    await world.deliver(message);
    expect(await shipmentsOf(107)).toMatchObject([{ carrier: { code: 'gls' }, status: 'PICKED_UP' }]);
  });
});

describe('scope', () => {
  const strangers: [string, Viewer][] = [
    ['anonymous', anonymous],
    ['holder of another order', orderHolder(999)],
    ['another customer', viewer({ role: 'customer', level: 'L3', companies: [], customers: [99] })],
    ['a customer whose list is missing', viewer({ role: 'customer', level: 'L3', companies: null, customers: null })],
    ['partner of another company', viewer({ role: 'partner', level: 'PARTNER', companies: [9], customers: null })],
    ['partner of another customer', viewer({ role: 'partner', level: 'PARTNER', companies: null, customers: [99] })],
    ['agent of another company', viewer({ role: 'agent', companies: [9] })],
  ];
  let id: string;
  beforeAll(async () => {
    await world.tell([deliveryChanged(200, { references: ['SCOPED1'] })]);
    id = (await shipmentsOf(200))[0]?.id as string;
    const message = trackingUpdate({
      number: 'SCOPED1',
      scans: [{ minute: 1, tag: 'Delivered', subtag: 'Delivered_003', city: 'Secret City' }],
    });
    await world.deliver(message);
  });

  test.each(strangers)('%s sees nothing by any path, and by number only what anybody may', async (_name, as) => {
    expect(await shipmentsOf(200, as)).toEqual([]);
    const { data } = await world.query<Record<string, unknown>>(
      as,
      `{ shipment(id: "${id}") { id } byRef: _entities(representations: [{ __typename: "Shipment", id: "${id}" }, { __typename: "Delivery", id: "${globalId('Delivery', 200)}" }]) { ... on Shipment { id } ... on Delivery { shipments { id } } }
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
      order: { id: globalId('Order', 200) },
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
      })
      .map((part) => viewer(part as Partial<Viewer>));
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

test('statements for orders, their deliveries, shipments and events do not grow with the page', async () => {
  await world.tell(
    Array.from({ length: 20 }, (_, i) =>
      deliveryChanged(300 + i, { references: Array.from({ length: 5 }, (_, n) => `PAGE${i}N${n}`) }),
    ),
  );
  const count = async (orders: number) => {
    const representations = Array.from({ length: orders }, (_, i) => [
      `{ __typename: "Order", id: "${globalId('Order', 300 + i)}" }`,
      `{ __typename: "Delivery", id: "${globalId('Delivery', 300 + i)}" }`,
    ]).flat();
    statements.length = 0;
    const { data } = await world.query<{ _entities: { shipments: object[] }[] }>(
      viewer(),
      `{ _entities(representations: [${representations.join(' ')}]) { ... on Order { shipments { id status events(first: 50) { nodes { id } } } } ... on Delivery { shipments { id } } } }`,
    );
    expect(data._entities.every((entity) => entity.shipments.length === 5)).toBe(true);
    // Each reads in a transaction of its own, under the viewer's settings.
    return statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
  };
  await count(1);
  expect(await count(1)).toBe(2);
  expect(await count(20)).toBe(2);
});

describe('arguments', () => {
  test.each([
    ['{ shipment(id: "nonsense") { id } }', 'id'],
    [`{ shipment(id: "${globalId('Order', 1)}") { id } }`, 'id'],
    [`{ shipment(id: "${globalId('Shipment', '00000000-0000-4000-8000-000000000000')}") { id } }`, 'id'],
    ['{ shipmentByTrackingNumber(trackingNumber: "1") { id } }', 'trackingNumber'],
    ['{ shipmentByTrackingNumber(trackingNumber: "SCOPED1") { events(first: 0) { nodes { id } } } }', 'first'],
    ['{ shipmentByTrackingNumber(trackingNumber: "SCOPED1") { events(first: 101) { nodes { id } } } }', 'first'],
    ['{ shipmentByTrackingNumber(trackingNumber: "SCOPED1") { events(after: "zzz") { nodes { id } } } }', 'after'],
  ])('%s is refused, naming the field', async (query, field) => {
    const { errors } = await world.query(viewer(), query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('events page newest first, each once', async () => {
    await world.register('PAGED1', 'ups');
    const scans = Array.from({ length: 25 }, (_, i) => ({ minute: i, tag: 'InTransit', subtag: 'InTransit_003' }));
    await world.deliver(trackingUpdate({ number: 'PAGED1', scans }));
    const times: string[] = [];
    let after: string | null = null;
    do {
      const {
        data,
      }: {
        data: {
          s: {
            events: {
              nodes: { occurredAt: { instant: string } }[];
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          };
        };
      } = await world.query(
        viewer(),
        'query ($after: String) { s: shipmentByTrackingNumber(trackingNumber: "PAGED1") { events(first: 10, after: $after) { nodes { occurredAt { instant } } pageInfo { hasNextPage endCursor } } } }',
        { after },
      );
      times.push(...data.s.events.nodes.map((event) => event.occurredAt.instant));
      after = data.s.events.pageInfo.hasNextPage ? data.s.events.pageInfo.endCursor : null;
    } while (after);
    expect(times).toHaveLength(25);
    expect(times).toEqual([...new Set(times)].sort().reverse());
  });
});

test('the audit table cannot be changed', async () => {
  const [row] = await world.sql`select count(*)::int as n from tracking.audit where action = 'shipment.registered'`;
  expect(row?.['n']).toBeGreaterThan(0);
  await expect(world.sql`update tracking.audit set actor = 'nobody'`).rejects.toThrow('append-only');
  await expect(world.sql`delete from tracking.audit`).rejects.toThrow('append-only');
});

describe('why', () => {
  const query =
    '{ shipmentByTrackingNumber(trackingNumber: "1ZWHY000000000001") { why { statement rule facts { id kind source mappingVersion recordedAt } } } }';
  interface Answer {
    shipmentByTrackingNumber: {
      why: { statement: string; rule: string; facts: { kind: string; source: string }[] }[] | null;
    };
  }
  beforeAll(async () => {
    await world.tell([deliveryChanged(180, { references: ['1ZWHY000000000001'], promisedAt: '2026-10-20T10:00:00Z' })]);
    await world.deliver(
      scansOf('1ZWHY000000000001', [0, 'InTransit', 'InTransit_002'], [60, 'OutForDelivery', 'OutForDelivery_001']),
    );
  });

  test('each statement names its rule and the facts it rests on', async () => {
    const { data, errors } = await world.query<Answer>(viewer(), query);
    expect(errors).toBeUndefined();
    const why = data.shipmentByTrackingNumber.why ?? [];
    expect(
      why.map(({ statement, facts }) => [statement, facts.map(({ kind, source }) => `${source} ${kind}`)]),
    ).toEqual([
      ['status is OUT_FOR_DELIVERY, milestone is OUT_FOR_DELIVERY', ['aftership carrier-event']],
      ['promised for 2026-10-20', ['odoo delivery']],
    ]);
    expect(why.every(({ rule }) => /^fold \d+: /.test(rule))).toBe(true);
  });

  test('partners see it within their scope; customers and strangers do not', async () => {
    const ask = async (as: Viewer) => (await world.query<Answer>(as, query)).data.shipmentByTrackingNumber.why;
    expect(await ask(viewer({ role: 'partner', level: 'PARTNER' }))).toHaveLength(2);
    expect(await ask(viewer({ role: 'partner', level: 'PARTNER', companies: [9] }))).toBeNull();
    expect(await ask(orderHolder(180))).toBeNull();
    expect(await ask(anonymous)).toBeNull();
  });
});

describe('a shipment as it was', () => {
  const query = `query ($id: ID!, $asOf: DateTime, $first: Int, $after: String) {
    shipment(id: $id, asOf: $asOf) { status checkedAt events(first: $first, after: $after) { nodes { milestone } pageInfo { hasNextPage endCursor } } } }`;
  interface Answer {
    shipment: {
      status: string;
      checkedAt: string | null;
      events: { nodes: { milestone: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    } | null;
  }
  const number = '1ZASOF00000000001';
  let id: string;
  const moments: string[] = [];
  beforeAll(async () => {
    moments.push(new Date().toISOString());
    await world.tell([deliveryChanged(190, { references: [number] })]);
    id = (await shipmentsOf(190))[0]?.id as string;
    moments.push(await now());
    for (const [tag, subtag] of [
      ['InTransit', 'InTransit_003'],
      ['OutForDelivery', 'OutForDelivery_001'],
      ['Delivered', 'Delivered_001'],
    ] as const) {
      await world.deliver(scansOf(number, [moments.length * 60, tag, subtag]));
      moments.push(await now());
    }
  });
  /** The database's clock, by which facts are stored; rounded up, because a Date has no microseconds. */
  const now = async () => {
    const [row] = await world.sql<{ at: Date }[]>`select clock_timestamp() as at`;
    return new Date((row?.at.getTime() ?? 0) + 1).toISOString();
  };
  const ask = async (asOf: string | null, as: Viewer = viewer(), page: object = {}) =>
    world.query<Answer>(as, query, { id, asOf, ...page });

  test('before it was registered, after, and after each scan', async () => {
    const seen = [];
    for (const moment of moments) seen.push((await ask(moment)).data.shipment?.status ?? null);
    expect(seen).toEqual([null, 'PENDING', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED']);
    expect((await ask(null)).data.shipment?.status).toBe('DELIVERED');
  });

  test('with the timeline of that time, in pages', async () => {
    const first = (await ask(moments[3] as string, viewer(), { first: 1 })).data.shipment?.events;
    expect(first?.nodes).toEqual([{ milestone: 'OUT_FOR_DELIVERY' }]);
    const rest = (await ask(moments[3] as string, viewer(), { first: 5, after: first?.pageInfo.endCursor })).data
      .shipment;
    expect(rest?.events).toMatchObject({
      nodes: [{ milestone: 'ARRIVED_FACILITY' }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('now is what is stored', async () => {
    const stored = (await ask(null)).data.shipment;
    expect((await ask(moments[4] as string)).data.shipment?.events).toEqual(stored?.events);
  });

  test('not for strangers, and a time that is none is named', async () => {
    expect((await ask(moments[4] as string, orderHolder(999))).data.shipment).toBeNull();
    expect((await ask('yesterday')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
