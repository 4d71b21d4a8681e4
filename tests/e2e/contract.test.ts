import { readFileSync } from 'node:fs';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { byId, expectedOrder, idOf, models, numbersOf, type Raw, ref } from './support/odoo-records.ts';
import { accounts, type System, secrets, startSystem } from './support/system.ts';

const operation = (name: string) => readFileSync(new URL(`../contract/${name}.graphql`, import.meta.url), 'utf8');

let system: System;
let partner: Record<string, string>;
beforeAll(async () => {
  system = await startSystem();
  partner = { authorization: `Bearer ${await system.partnerToken()}` };
});
afterAll(() => system[Symbol.asyncDispose]());

interface OrderAnswer {
  liveCursor: string;
  orderByName:
    | (Omit<ReturnType<typeof expectedOrder>, 'numbersByDelivery' | 'deliveries'> & {
        deliveries: { shipments: { id: string }[] }[];
        viewerAccess: string;
        asOf: string;
        shipments: {
          id: string;
          trackingNumber: string;
          status: string;
          direction: string;
          carrier: { code: string } | null;
          proofOfDelivery: unknown;
        }[];
      })
    | null;
}

describe('OrderWithShipments over the whole data set equals the raw records', () => {
  test.each((models['sale.order'] as Raw[]).map((raw) => [raw.name, raw] as const))('%s', async (name, raw) => {
    const { data, errors } = await system.query<OrderAnswer>(operation('OrderWithShipments'), { name }, partner);
    expect(errors).toBeUndefined();
    const { orderByName } = data;
    const { numbersByDelivery, ...want } = expectedOrder(raw);
    expect(orderByName).toMatchObject({ ...want, viewerAccess: 'PARTNER' });
    expect(Date.now() - Date.parse(orderByName?.asOf as string)).toBeLessThan(60_000);
    expect(orderByName?.shipments.map((s) => s.trackingNumber).sort()).toEqual(
      [...new Set(numbersByDelivery.flat())].sort(),
    );
    for (const [i, delivery] of (orderByName?.deliveries ?? []).entries()) {
      const numbers = delivery.shipments.map(
        ({ id }) => orderByName?.shipments.find((s) => s.id === id)?.trackingNumber,
      );
      expect(numbers.sort()).toEqual([...new Set(numbersByDelivery[i])].sort());
    }
  });

  test('a number that two orders share is one shipment with both', async () => {
    const [a, b] = await Promise.all(
      ['S00068', 'S00069'].map((name) => system.query<OrderAnswer>(operation('OrderWithShipments'), { name }, partner)),
    );
    const shared = a?.data.orderByName?.shipments[0]?.id as string;
    expect(b?.data.orderByName?.shipments[0]?.id).toBe(shared);
    const { data } = await system.query<{
      shipment: { order: { name: string }; orders: { nodes: { name: string }[] } };
    }>('query ($id: ID!) { shipment(id: $id) { order { name } orders { nodes { name } } } }', { id: shared }, partner);
    expect(data.shipment.orders.nodes.map((order) => order.name).sort()).toEqual(['S00068', 'S00069']);
  });

  test('a name that nobody has is null', async () => {
    expect(
      (await system.query<OrderAnswer>(operation('OrderWithShipments'), { name: 'S99999' }, partner)).data.orderByName,
    ).toBeNull();
  });
});

test('what each delivery carries adds up to the moves in Odoo, over the whole data set', async () => {
  interface Item {
    line: { id: string };
    description: string;
    quantity: number;
    unit: string;
    countsAsLine: boolean;
  }
  let compared = 0;
  for (const raw of models['sale.order'] as Raw[]) {
    const { data } = await system.query<{
      orderByName: { lines: { id: string; isShippable: boolean }[]; deliveries: { name: string; items: Item[] }[] };
    }>(
      'query ($name: String!) { orderByName(name: $name) { lines { id isShippable } deliveries { name items { line { id } description quantity unit countsAsLine } } } }',
      { name: raw.name },
      partner,
    );
    const lines = byId('sale.order.line');
    for (const { id, isShippable } of data.orderByName.lines)
      expect(isShippable).toBe(
        [...lines.values()].find((line) => idOf('OrderLine', line.id) === id)?.['product_type'] === 'consu',
      );
    for (const delivery of data.orderByName.deliveries) {
      const picking = (models['stock.picking'] as Raw[]).find((p) => p.name === delivery.name) as Raw;
      const expected = (models['stock.move'] as Raw[])
        .filter((m) => ref(m['picking_id']) === picking.id && m['state'] !== 'cancel' && ref(m['sale_line_id']))
        .map((m) => [
          idOf('OrderLine', ref(m['sale_line_id'])),
          m['state'] === 'done' ? m['quantity'] : m['product_uom_qty'],
          (m['product_uom'] as [number, string])[1],
        ]);
      expect(delivery.items.map(({ line, quantity, unit }) => [line.id, quantity, unit]).sort(), delivery.name).toEqual(
        expected.sort(),
      );
      for (const item of delivery.items) expect(item.countsAsLine).toBe(true);
      compared += delivery.items.length;
    }
  }
  expect(compared).toBeGreaterThan(60);
});

describe('AgentSearch', () => {
  interface SearchAnswer {
    search: {
      orders: { nodes: { name: string; customer: { name: string }; shipments: { id: string; status: string }[] }[] };
      shipments: { nodes: { trackingNumber: string; order: { name: string } | null }[] };
      customers: { nodes: { id: string; name: string }[] };
    };
  }

  test('a name, a tracking number, an e-mail address and a phone number lead to orders with their shipments', async () => {
    const agent = await system.signIn(accounts.agent);
    const order = (models['sale.order'] as Raw[]).find((raw) => raw.name === 'S00046') as Raw;
    const picking = (models['stock.picking'] as Raw[]).find(
      (p) => ref(p['sale_id']) === order.id && p['carrier_tracking_ref'],
    ) as Raw;
    const [number] = numbersOf(picking['carrier_tracking_ref']) as [string];
    for (const text of ['s00 046', number.toLowerCase(), 'PO 88150']) {
      const { data, errors } = await system.query<SearchAnswer>(operation('AgentSearch'), { text }, agent);
      expect(errors).toBeUndefined();
      expect(data.search.orders.nodes).toEqual([
        expect.objectContaining({ name: 'S00046', customer: expect.objectContaining({ name: 'Alpine Supply Co.' }) }),
      ]);
      expect(data.search.orders.nodes[0]?.shipments).toHaveLength(1);
    }
    for (const text of ['alpine', 'Ann.Rivera@alpine.example.com', '(303) 555-0111']) {
      const { data } = await system.query<SearchAnswer>(operation('AgentSearch'), { text }, agent);
      expect(data.search.customers.nodes).toEqual([{ id: idOf('Customer', 45), name: 'Alpine Supply Co.' }]);
      expect(data.search.orders.nodes).toHaveLength(5);
      expect(data.search.orders.nodes.flatMap(({ shipments }) => shipments).length).toBeGreaterThan(0);
      expect(data.search.shipments.nodes).toEqual([]);
    }
  });

  test('a tracking number finds its shipment, however it is written, for whoever may see it', async () => {
    const agent = await system.signIn(accounts.agent);
    const [row] = await system.sql<{ number: string }[]>`
      select s.tracking_number as number from tracking.link l join tracking.shipment s on s.id = l.shipment_id join odoo.sale_order o on o.id = l.order_id where o.name = 'S00046'`;
    const number = row?.number as string;
    const found = async (text: string, headers: Record<string, string>) => {
      const { data, errors } = await system.query<SearchAnswer>(operation('AgentSearch'), { text }, headers);
      expect(errors).toBeUndefined();
      return data.search.shipments.nodes;
    };
    for (const text of [number, number.toLowerCase(), ` ${number.slice(0, 4)} ${number.slice(4)}`])
      expect(await found(text, agent), text).toMatchObject([{ trackingNumber: number, order: { name: 'S00046' } }]);
    expect(await found('1Z999AA1SOMEBODYELSES', agent)).toEqual([]);
    // Who knows the number alone sees it by shipmentByTrackingNumber, and finds nothing.
    expect(await found(number, {})).toEqual([]);
    const [other] = await system.sql<{ number: string }[]>`
      select s.tracking_number as number from tracking.link l join tracking.shipment s on s.id = l.shipment_id where l.customer_id <> 45
      and not exists (select 1 from tracking.link k where k.shipment_id = s.id and k.customer_id = 45) limit 1`;
    expect(await found(other?.number as string, await system.signIn(accounts.customer))).toEqual([]);
  });
});

describe('OrderAccess', () => {
  interface Access {
    orderAccessCreate: {
      token: string | null;
      expiresAt: string | null;
      userErrors: { code: string; message: string; field: string[] | null }[];
    };
  }
  const access = async (variables: object) =>
    (await system.query<Access>(operation('OrderAccess'), variables)).data.orderAccessCreate;
  const partners = byId('res.partner');
  const contactOf = (raw: Raw) => partners.get(ref(raw['partner_id']) as number) as Raw;

  test('every order opens with its contact’s e-mail, and shows exactly that order', async () => {
    for (const raw of models['sale.order'] as Raw[]) {
      const email = contactOf(raw)['email'];
      if (!email) continue;
      const { token } = await access({ orderName: ` ${raw.name.toLowerCase()} `, email: String(email).toUpperCase() });
      expect(token, raw.name).not.toBeNull();
      const headers = { authorization: `Bearer ${token}` };
      const { data } = await system.query<OrderAnswer>(operation('OrderWithShipments'), { name: raw.name }, headers);
      expect(data.orderByName).toMatchObject({
        name: raw.name,
        viewerAccess: 'L1',
        customer: { name: expect.any(String) },
      });
      for (const shipment of data.orderByName?.shipments ?? []) expect(shipment.proofOfDelivery).toBeNull();
      const mine = await system.query<{ orders: { nodes: { name: string }[] } }>(
        '{ orders(first: 100) { nodes { name } } }',
        {},
        headers,
      );
      expect(mine.data.orders.nodes.map((order) => order.name)).toEqual([raw.name]);
    }
  });

  test('the postcode of the delivery address opens it too, however it is written', async () => {
    const raw = (models['sale.order'] as Raw[]).find(
      (order) => partners.get(ref(order['partner_shipping_id']) as number)?.['zip'],
    ) as Raw;
    const zip = String(partners.get(ref(raw['partner_shipping_id']) as number)?.['zip']);
    expect(
      (await access({ orderName: raw.name, postalCode: ` ${zip.slice(0, 2)} ${zip.slice(2)}` })).token,
    ).not.toBeNull();
  });

  test('a wrong pair and an unknown order get the same answer, byte for byte', async () => {
    const answers = await Promise.all([
      access({ orderName: 'S00046', email: 'somebody@else.example' }),
      access({ orderName: 'S99999', email: 'somebody@else.example' }),
      access({ orderName: 'S00046', postalCode: '00000' }),
      access({ orderName: 'x'.repeat(5_000), email: '' }),
    ]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      token: null,
      expiresAt: null,
      userErrors: [{ code: 'ORDER_ACCESS_DENIED', field: null }],
    });
  });

  test('both or none of e-mail and postcode is said to be wrong, naming the field', async () => {
    expect((await access({ orderName: 'S00046' })).userErrors[0]).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: ['input', 'email'],
    });
    expect((await access({ orderName: 'S00046', email: 'a@b.example', postalCode: '1' })).userErrors[0]).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });
});

describe('a stranger', () => {
  test('sees nothing of another’s order by any path', async () => {
    const raw = (models['sale.order'] as Raw[]).find((order) => order.name === 'S00046') as Raw;
    const own = (
      await system.query<{ orderAccessCreate: { token: string } }>(operation('OrderAccess'), {
        orderName: 'S00046',
        email: 'ann.rivera@alpine.example.com',
      })
    ).data.orderAccessCreate;
    const full = await system.query<OrderAnswer>(operation('OrderWithShipments'), { name: 'S00046' }, partner);
    const shipment = full.data.orderByName?.shipments[0] as { id: string; trackingNumber: string };
    const other = (models['sale.order'] as Raw[]).find((order) => order.name === 'S00043') as Raw;
    const email = String(byId('res.partner').get(ref(other['partner_id']) as number)?.['email']);
    const stranger = (
      await system.query<{ orderAccessCreate: { token: string } }>(operation('OrderAccess'), {
        orderName: 'S00043',
        email,
      })
    ).data.orderAccessCreate;
    expect(own.token === null || stranger.token !== null).toBe(true);

    const everything = `query ($order: ID!, $shipment: ID!, $number: String!) {
      order(id: $order) { name shipments { id } } orderByName(name: "S00046") { name } orders(first: 100) { nodes { name } }
      shipment(id: $shipment) { id order { name } } shipmentByTrackingNumber(trackingNumber: $number) { viewerAccess proofOfDelivery { signedBy } order { name } orders { nodes { name } } events { nodes { description location { text city } } } } }`;
    const variables = { order: idOf('Order', raw.id), shipment: shipment.id, number: shipment.trackingNumber };
    for (const headers of [{}, { authorization: `Bearer ${stranger.token}` }] as Record<string, string>[]) {
      const { data } = await system.query<Record<string, never>>(everything, variables, headers);
      expect(data).toMatchObject({
        order: null,
        orderByName: null,
        shipment: null,
        shipmentByTrackingNumber: { viewerAccess: 'L0', proofOfDelivery: null, order: null, orders: { nodes: [] } },
      });
      expect(JSON.stringify(data)).not.toContain('S00046');
    }
  });

  test('an account sees all orders of its company and no others', async () => {
    const headers = await system.signIn(accounts.customer);
    const { data } = await system.query<{ orders: { nodes: { name: string; viewerAccess: string }[] } }>(
      '{ orders(first: 100) { nodes { name viewerAccess } } }',
      {},
      headers,
    );
    const partners = byId('res.partner');
    const expected = (models['sale.order'] as Raw[])
      .filter((raw) => ref(partners.get(ref(raw['partner_id']) as number)?.['commercial_partner_id']) === 45)
      .map((raw) => raw.name);
    expect(data.orders.nodes.map((order) => order.name).sort()).toEqual(expected.sort());
    expect(new Set(data.orders.nodes.map((order) => order.viewerAccess))).toEqual(new Set(['L3']));
  });

  test('MyOrders pages through everything once', async () => {
    const names: string[] = [];
    let after: string | null = null;
    do {
      const {
        data,
      }: { data: { orders: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
        await system.query(operation('MyOrders'), { first: 7, after }, partner);
      names.push(...data.orders.nodes.map((order) => order.name));
      after = data.orders.pageInfo.hasNextPage ? data.orders.pageInfo.endCursor : null;
    } while (after);
    expect(names.sort()).toEqual((models['sale.order'] as Raw[]).map((raw) => raw.name).sort());
  });
});

describe('TrackShipment and Milestones', () => {
  test('every number of the data set is found anonymously, at level L0', async () => {
    const numbers = new Set(
      (models['stock.picking'] as Raw[])
        .filter((p) => p['picking_type_code'] === 'outgoing' || p['return_id'])
        .flatMap((p) => numbersOf(p['carrier_tracking_ref'])),
    );
    expect(numbers.size).toBeGreaterThan(35);
    for (const trackingNumber of numbers) {
      const { data, errors } = await system.query<{ shipmentByTrackingNumber: { status: string } | null }>(
        operation('TrackShipment'),
        { trackingNumber },
      );
      expect(errors).toBeUndefined();
      expect(data.shipmentByTrackingNumber, trackingNumber).not.toBeNull();
    }
  });

  test('a signed scan becomes a fact on the order and reaches a subscriber that started from liveCursor', async () => {
    const { data } = await system.query<OrderAnswer>(operation('OrderWithShipments'), { name: 'S00038' }, partner);
    const order = data.orderByName as NonNullable<OrderAnswer['orderByName']>;
    const number = order.shipments[0]?.trackingNumber as string;
    const client = system.subscriber(await system.partnerToken());
    const messages: {
      cursor: string;
      event: { milestone: string };
      shipment: { trackingNumber: string; order: { name: string; customer: { name: string } } };
    }[] = [];
    client.subscribe<{ milestoneAdded: (typeof messages)[number] }>(
      { query: operation('Milestones'), variables: { orderId: order.id, after: data.liveCursor } },
      {
        next: (message) => void (message.data && messages.push(message.data.milestoneAdded)),
        error: () => {},
        complete: () => {},
      },
    );
    const body = trackingUpdate({
      number,
      scans: [
        { minute: 0, tag: 'InTransit', subtag: 'InTransit_002' },
        { minute: 60, tag: 'OutForDelivery', subtag: 'OutForDelivery_001' },
      ],
    });
    expect((await system.postScan(body)).status).toBe(200);
    await eventually(() => messages.length === 2);
    expect(messages.map((message) => message.event.milestone)).toEqual(['ACCEPTED_BY_CARRIER', 'OUT_FOR_DELIVERY']);
    expect(messages[0]?.shipment).toMatchObject({
      trackingNumber: number,
      order: { name: 'S00038', customer: { name: order.customer.name } },
    });
    expect(
      (await system.query<OrderAnswer>(operation('OrderWithShipments'), { name: 'S00038' }, partner)).data.orderByName
        ?.shipments[0]?.status,
    ).toBe('OUT_FOR_DELIVERY');
    await client.dispose();
  });
});

describe('ShipmentRegister', () => {
  test('the same carrier and number again is the same shipment; it shows with its order at once', async () => {
    const [row] = await system.sql<{ name: string }[]>`
      select d.data->>'orderName' as name from tracking.delivery d where d.data->>'kind' = 'OUTGOING' and not (d.data->>'cancelled')::boolean
      group by 1 having count(*) = 1 order by 1 limit 1`;
    const given = {
      trackingNumber: '1z 999 aa1 01 2345 6784',
      carrierCode: 'ups',
      orderName: row?.name,
      idempotencyKey: 'contract',
    };
    interface Registered {
      shipmentRegister: {
        shipment: { id: string; trackingNumber: string; status: string } | null;
        userErrors: object[];
      };
    }
    const register = async (headers: Record<string, string>) =>
      (await system.query<Registered>(operation('ShipmentRegister'), given, headers)).data?.shipmentRegister;
    const agent = await system.signIn(accounts.agent);
    const first = await register(agent);
    expect(first).toMatchObject({
      shipment: { trackingNumber: '1Z999AA10123456784', carrier: { code: 'ups' }, status: 'PENDING' },
      userErrors: [],
    });
    expect(await register(agent)).toEqual(first);
    const { data } = await system.query<{ orderByName: { shipments: { id: string }[] } }>(
      'query ($name: String!) { orderByName(name: $name) { shipments { id } } }',
      { name: row?.name },
      agent,
    );
    expect(data.orderByName.shipments.map(({ id }) => id)).toContain(first?.shipment?.id);
    expect(await register({})).toBeUndefined();
  });
});

describe('DeadLetters and DeadLetterReplay', () => {
  interface Letters {
    deadLetters: { nodes: { id: string; source: string; cause: string; attempts: number }[] };
  }
  test('an operator sees what could not be processed and sends it through again; an agent does not', async () => {
    expect((await system.postScan(`{"event":"tracking_update","garbage":"${crypto.randomUUID()}"}`)).status).toBe(200);
    const headers = await system.signIn(accounts.operator);
    const read = async () =>
      (await system.query<Letters>(operation('DeadLetters'), {}, headers)).data.deadLetters.nodes;
    await eventually(async () => (await read()).length === 1);
    const [letter] = await read();
    expect(letter).toMatchObject({ source: 'aftership', cause: 'WRONG_SHAPE', attempts: 1 });
    const { data, errors } = await system.query<{ deadLetterReplay: object }>(
      operation('DeadLetterReplay'),
      { ids: [letter?.id] },
      headers,
    );
    expect([errors, data.deadLetterReplay]).toEqual([undefined, { replayed: 1, userErrors: [] }]);
    await eventually(async () => (await read())[0]?.attempts === 2);

    const agent = await system.signIn(accounts.agent);
    const denied = await system.query<Letters>(operation('DeadLetters'), {}, agent);
    expect(denied.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

// Last: everything above has been logged by now, down to the finest level.
test('no secret, token, e-mail address, phone number, street or message body got into the log', () => {
  if (process.env['E2E_LOG']) return;
  const text = system.lines.join('\n').toLowerCase();
  expect(system.lines.length).toBeGreaterThan(100);
  const personal = (models['res.partner'] as Raw[]).flatMap((row) =>
    ['email', 'phone', 'mobile', 'street'].map((field) => row[field]).filter((value) => typeof value === 'string'),
  );
  expect(personal.length).toBeGreaterThan(20);
  const passwords = Object.values(accounts).flatMap(({ email, password }) => [email, password]);
  const forbidden = [...personal, ...secrets, ...passwords, partner['authorization']?.slice(7), 'checkpoints', 'eyj'];
  expect(forbidden.filter((value) => text.includes(String(value).toLowerCase()))).toEqual([]);
});
