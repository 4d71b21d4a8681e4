import { readFileSync } from 'node:fs';
import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scansOf } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { probedTypes, probeType, readSchema } from './support/probe-access.ts';
import { accounts, type System, startSystem } from './support/system.ts';
import { orderWays } from './support/ways.ts';

const schema = readSchema(readFileSync(new URL('../../gateway/public.graphql', import.meta.url), 'utf8'));
/** Whose order it is not: order 46 of customer 45. */
const orderId = toGlobalId('Order', 46);
let system: System;
let shipment: { id: string; number: string; slug: string };
let minute = 100;
/** A cursor from before anything was told. */
let beginning: string;
let deliveryId: string;
let lineId: string;
/** Words of the order that no stranger may read anywhere. */
let secrets: string[];
const strangers = {
  nobody: () => ({}),
  'somebody who proved another order': () => orderHolder,
  'the account of another customer': () => accountOf(51),
  'an agent of another company': () => limitedTo({ companies: [999] }),
  'an agent of a region that the order is not in': () => limitedTo({ regions: ['ELSEWHERE'] }),
  'an agent of another company who looks at it as its customer sees it': () => lookingFrom({ companies: [999] }),
  'a partner for other customers': () => limitedPartner({ customers: [51] }),
  'a partner for another company': () => limitedPartner({ companies: [999] }),
  'a partner for another region': () => limitedPartner({ regions: ['ELSEWHERE'] }),
} as const;
let orderHolder: Record<string, string>;
let operator: Record<string, string>;

beforeAll(async () => {
  system = await startSystem();
  const [row] = await system.sql<(typeof shipment)[]>`
    select s.id, s.tracking_number as number, s.carrier_code as slug from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = 46`;
  shipment = { ...(row as typeof shipment), id: toGlobalId('Shipment', row?.id as string) };
  beginning = (await system.query<{ liveCursor: string }>('{ liveCursor }')).data.liveCursor;
  operator = await system.signIn(accounts.operator);
  await system.postScan(scansOf(shipment.number, [60, 'InTransit', 'InTransit_003']));
  await system.settled();
  const [delivery] =
    await system.sql`select id from odoo.picking where order_id = 46 and type_code = 'outgoing' limit 1`;
  deliveryId = toGlobalId('Delivery', delivery?.['id'] as number);
  const [line] = await system.sql`select id, name from odoo.order_line where order_id = 46 and is_goods limit 1`;
  lineId = toGlobalId('OrderLine', line?.['id'] as number);
  const [names] = await system.sql`
    select p.name as customer, o.amount_total::text as total from odoo.sale_order o join odoo.partner p on p.id = o.commercial_partner_id where o.id = 46`;
  secrets = [String(names?.['customer']), String(line?.['name']), String(names?.['total'])];
  const { data } = await system.query<{ orderAccessCreate: { token: string } }>(
    'mutation ($input: OrderAccessCreateInput!) { orderAccessCreate(input: $input) { token } }',
    { input: await proofOfAnotherOrder() },
  );
  orderHolder = { authorization: `Bearer ${data.orderAccessCreate.token}` };
}, 120_000);
afterAll(() => system[Symbol.asyncDispose]());

/** Order 43, by the postcode that Odoo has. */
async function proofOfAnotherOrder(): Promise<{ orderName: string; postalCode: string }> {
  const [row] = await system.sql<{ name: string; shipping: number }[]>`
    select name, shipping_partner_id as shipping from odoo.sale_order where id = 43`;
  const partner = system.odooSimulator.world.table('res.partner').get(row?.shipping as number);
  return { orderName: row?.name as string, postalCode: String(partner?.['zip']) };
}

/** Grants are looked up when a session is new to the gateway. */
async function accountOf(customer: number) {
  await system.sql`update auth.customer_grant set customers = ${[customer]}`;
  return system.signIn(accounts.customer);
}

async function limitedTo({
  companies = null,
  regions = null,
}: {
  companies?: number[] | null;
  regions?: string[] | null;
}) {
  await system.sql`update auth.staff_grant set companies = ${companies}, regions = ${regions} where role = 'agent'`;
  return system.signIn(accounts.agent);
}

/** A look that was begun while the order was theirs to see. */
async function lookingFrom(limits: { companies: number[] }) {
  const seeing = await limitedTo({});
  const { data } = await system.query<{ orderViewCreate: { viewId: string } }>(
    `mutation { orderViewCreate(input: { orderId: "${orderId}" }) { viewId } }`,
    {},
    seeing,
  );
  await limitedTo(limits);
  const headers = { ...seeing, 'x-mp-order-view': `${data.orderViewCreate.viewId} L3` };
  await eventually(async () =>
    expect((await system.query('{ viewer { access } orders { nodes { id } } }', {}, headers)).data).toEqual({
      viewer: { access: 'L3' },
      orders: { nodes: [] },
    }),
  );
  return headers;
}

async function limitedPartner({
  companies = null,
  regions = null,
  customers = null,
}: {
  companies?: number[] | null;
  regions?: string[] | null;
  customers?: number[] | null;
}) {
  await system.sql`update auth.api_client set companies = ${companies}, regions = ${regions}, customers = ${customers}`;
  return { authorization: `Bearer ${await system.partnerToken()}` };
}

describe.each(Object.entries(strangers))('%s', (_name, arrive) => {
  let headers: Record<string, string>;
  beforeAll(async () => {
    headers = await arrive();
  });
  const ask = (query: string) => system.query<Record<string, unknown>>(query, {}, headers);

  test('reaches nothing of the order by any field of any type', async () => {
    const ways = orderWays({
      order: (inner) => [
        `{ order(id: "${orderId}") { ${inner} } }`,
        '{ orderByName(name: "S00046") { … } }'.replace('…', inner),
        `{ node(id: "${orderId}") { ... on Order { ${inner} } } }`,
        `{ search(text: "PO-88150") { orders { nodes { ${inner} } } } }`,
        `{ search(text: "Ann Rivera") { orders { nodes { ${inner} } } } }`,
        `{ search(text: "${shipment.number}") { hits { nodes { order { ${inner} } } } } }`,
        `{ shipment(id: "${shipment.id}") { order { ${inner} } } }`,
        `{ shipmentByTrackingNumber(trackingNumber: "${shipment.number}") { orders { nodes { ${inner} } } } }`,
        `{ node(id: "${deliveryId}") { ... on Delivery { shipments { order { ${inner} } } } } }`,
      ],
      shipment: (inner) => [
        `{ shipment(id: "${shipment.id}") { ${inner} } }`,
        `{ shipment(id: "${shipment.id}", asOf: "2026-11-20T00:00:00Z") { ${inner} } }`,
        `{ order(id: "${orderId}") { shipments { ${inner} } } }`,
        `{ node(id: "${shipment.id}") { ... on Shipment { ${inner} } } }`,
        `{ node(id: "${deliveryId}") { ... on Delivery { shipments { ${inner} } } } }`,
      ],
    });
    for (const type of probedTypes(schema)) {
      const seen = await probeType(type, ways[type.name] ?? [], ask);
      expect(
        [...seen].filter(([, outcome]) => outcome !== '–'),
        type.name,
      ).toEqual([]);
    }
  });

  test('gets null for every id of it, and finds it in no list, whatever cursor is given', async () => {
    for (const id of [orderId, shipment.id, deliveryId, lineId, toGlobalId('Customer', 45)])
      expect((await ask(`{ node(id: "${id}") { id } }`)).data).toEqual({ node: null });
    const everything = '{ orders(first: 100) { nodes { id name } pageInfo { endCursor } } }';
    const listed = (await ask(everything)).data as { orders: { nodes: { id: string }[] } };
    expect(listed.orders.nodes.map(({ id }) => id)).not.toContain(orderId);
    // A cursor of somebody who sees all, from right before the order.
    const [before] = await system.sql`
      select n.placed_at::text as at, n.id from odoo.sale_order o, odoo.sale_order n where o.id = 46 and (n.placed_at, n.id) > (o.placed_at, o.id) order by n.placed_at, n.id limit 1`;
    const cursor = Buffer.from(JSON.stringify([before?.['at'], before?.['id'], ''])).toString('base64url');
    const after = await ask(`{ orders(first: 100, after: "${cursor}") { nodes { id } } }`);
    expect((after.data as typeof listed).orders.nodes.map(({ id }) => id)).not.toContain(orderId);
  });

  test('finds nothing of it by what is known of it', async () => {
    for (const text of [
      'S00046',
      's00-046',
      'S0004',
      'PO-88150',
      shipment.number,
      secrets[0],
      'Ann Rivera',
      'ann.rivera@alpine.example.com',
      '+1 303-555-0112',
    ]) {
      const { data, errors } = await ask(
        `{ search(text: ${JSON.stringify(text)}) { hits(first: 100) { nodes { order { id } customer { id } } } orders { nodes { id } } customers { nodes { id } } } }`,
      );
      expect(errors, text).toBeUndefined();
      for (const id of [orderId, toGlobalId('Customer', 45)]) expect(JSON.stringify(data), text).not.toContain(id);
    }
  });

  test('changes nothing of it', async () => {
    const attempts = [
      `mutation { shipmentCorrect(input: { shipmentId: "${shipment.id}", milestone: LOST, reason: "because I can" }) { shipment { id } userErrors { code } } }`,
      `mutation { shipmentPromise(input: { shipmentId: "${shipment.id}", latest: "${new Date().toISOString().slice(0, 10)}", reason: "because I can" }) { shipment { id } userErrors { code } } }`,
      `mutation { shipmentRegister(input: { trackingNumber: "STRANGER0046", orderName: "S00046" }) { shipment { id } userErrors { code } } }`,
      `mutation { carrierChoose(input: { shipmentId: "${shipment.id}", carrierCode: "gls" }) { shipment { id } userErrors { code } } }`,
      `mutation { orderLinkCreate(input: { orderId: "${orderId}", purpose: "mine" }) { url userErrors { code } } }`,
      `mutation { orderViewCreate(input: { orderId: "${orderId}" }) { viewId userErrors { code } } }`,
      `mutation { orderCodeRequest(input: { orderId: "${orderId}" }) { codeId userErrors { code } } }`,
    ];
    for (const attempt of attempts) {
      const { data, errors } = await ask(attempt);
      const [answer] = Object.values((data ?? {}) as Record<string, { userErrors: object[] } | null>);
      expect(errors?.[0]?.extensions.code === 'FORBIDDEN' || answer?.userErrors.length === 1, attempt).toBe(true);
    }
    expect(await system.sql`select 1 from auth.order_link`).toEqual([]);
    expect(await system.sql`select 1 from tracking.link where origin <> 'odoo'`).toEqual([]);
    expect(await system.sql`select 1 from tracking.fact where source = 'agent'`).toEqual([]);
  });

  test('no error says a word of it', async () => {
    const texts = await Promise.all(
      [
        `{ order(id: "${orderId}") { nothing } }`,
        '{ orderByName(name: "S00046", companyId: "x") { id } }',
        `{ shipment(id: "${orderId}") { id } }`,
        `{ orders(after: "${orderId}") { nodes { id } } }`,
        `{ shipmentByTrackingNumber(trackingNumber: "${shipment.number}", carrierCode: "nobody") { id order { name } } }`,
      ].map(async (query) => JSON.stringify(await ask(query))),
    );
    for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret);
  });

  test('hears nothing of it, while an operator does', async () => {
    await using own = await listen(headers);
    await using control = await listen(operator);
    // One loop of one process serves both: what is told in one round has reached everybody when the next has reached the operator.
    for (let round = 0; round < 3; round += 1) {
      minute += 1;
      await system.postScan(scansOf(shipment.number, [minute, 'InTransit', 'InTransit_007']));
      await system.settled();
      const { liveCursor } = (await system.query<{ liveCursor: string }>('{ liveCursor }')).data;
      await eventually(() => expect(control.heard()).toContain(liveCursor), { timeoutMs: 10_000 });
    }
    expect(own.heard()).not.toContain(shipment.number);
    expect(own.heard()).not.toContain('"cursor"');
  });
});

/** From the beginning on: what was told before, too. */
async function listen(headers: Record<string, string>) {
  const stop = new AbortController();
  let heard = '';
  const response = await fetch(`${system.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({
      query: `subscription { milestoneAdded(orderId: "${orderId}", after: "${beginning}") { cursor event { id } shipment { id trackingNumber } } }`,
    }),
    signal: stop.signal,
  });
  const reading = (async () => {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) heard += Buffer.from(chunk).toString('utf8');
  })().catch(() => {});
  return {
    heard: () => heard,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading;
    },
  };
}
