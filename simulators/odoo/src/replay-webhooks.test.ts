import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aligned, answerOf, execute, type Recorded, recording } from './recorded.ts';
import { recordedDatabase } from './recorded-database.ts';
import { type OdooSimulator, startOdooSimulator } from './server.ts';
import { type Received, type Receiver, startReceiver } from './webhook-receiver.ts';

/** Recording 09: what a real Odoo sent to a receiver, request by request, header by header, with the same ids and names. */

const entries = new Map(recording('09-outgoing-webhooks').map((entry) => [entry.name, entry]));
const entry = (name: string) => entries.get(name) as Recorded;

let odoo: OdooSimulator;
let receiver: Receiver;
let now = new Date('2026-11-21T00:11:45.188Z');
const pickingFields = [
  'name',
  'carrier_id',
  'carrier_tracking_ref',
  'company_id',
  'date_deadline',
  'date_done',
  'move_ids',
  'origin',
  'partner_id',
  'picking_type_code',
  'sale_id',
  'scheduled_date',
  'state',
  'weight',
  'write_date',
  'backorder_id',
];

beforeAll(async () => {
  receiver = await startReceiver();
  odoo = await startOdooSimulator({ dataset: recordedDatabase(), hashingMs: 0, clock: () => now });
  const { world } = odoo;
  world.seed('res.partner', partner(45, 'Lifecycle Co', null));
  world.seed('res.partner', partner(46, 'Ann Buyer', 'contact'));
  world.seed('res.partner', partner(47, 'Dock 4', 'delivery'));
  world.seed('delivery.carrier', {
    id: 4,
    name: 'Lifecycle Express',
    active: true,
    delivery_type: 'fixed',
    tracking_url: false,
  });
  world.setSequence('sale.order', { id: 36, prefix: 'S', number: 37 });
  world.setSequence('stock.picking', { id: 36, prefix: 'WH/OUT/', number: 25 });
  world.setSequence('stock.move', { id: 85 });
  world.setSequence('ir.actions.server', { id: 455 });
});
afterAll(async () => {
  await odoo[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const partner = (id: number, name: string, type: string | null) => ({
  id,
  name,
  display_name: type ? `Lifecycle Co, ${name}` : name,
  complete_name: type ? `Lifecycle Co, ${name}` : name,
  type: type ?? 'contact',
  child_ids: type ? [] : [46, 47],
  commercial_partner_id: [45, 'Lifecycle Co'] as [number, string],
  active: true,
});

/** Every request in order: address, headers but the port, every key of the body. */
function expectReceived(name: string, received = receiver.take()) {
  const expected = entry(name).received_requests ?? [];
  expect(received.map(({ url }) => url)).toEqual(expected.map(({ url }) => url));
  received.forEach((request, i) => {
    const { headers, body } = expected[i] as NonNullable<(typeof expected)[number]>;
    expect(Object.keys(request.body)).toEqual(Object.keys(body));
    expect(alignedBody(request.body, body)).toEqual(body);
    // The recording lost Odoo's way of writing 0.0; the length shows that it was so.
    expect(request.headers.map(portless)).toEqual(headers.map(portless));
  });
}
const portless = (text: string) => text.replace(/^127\.0\.0\.1:\d+$/, '127.0.0.1');
/** Moments with microseconds are moments too. */
const alignedBody = (ours: Record<string, unknown>, theirs: Record<string, unknown>) => {
  const fine = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/;
  const isFine = (value: unknown) => typeof value === 'string' && fine.test(value);
  const same = aligned(ours, theirs) as Record<string, unknown>;
  for (const [key, value] of Object.entries(theirs)) if (isFine(value) && isFine(same[key])) same[key] = value;
  return same;
};

const order = async (quantity: number, partnerId = 46) =>
  (await odoo.asAdmin('sale.order', 'create', [
    {
      partner_id: partnerId,
      partner_shipping_id: 47,
      carrier_id: 4,
      order_line: [[0, 0, { product_id: 17, product_uom_qty: quantity }]],
    },
  ])) as number;
const confirmed = async (quantity: number) => {
  const id = await order(quantity);
  await odoo.asAdmin('sale.order', 'action_confirm', [[id]]);
  receiver.take();
};
const write = (model: string, ids: number[], values: object) =>
  execute(odoo, model, 'write', [ids, values], {}, { asAdmin: true });
const validate = (id: number) =>
  odoo.asAdmin('stock.picking', 'button_validate', [[id]], { context: { skip_sms: true } });

describe('09: outgoing webhooks', () => {
  test('a rule is made by the recorded calls and read back', async () => {
    const idOf = (name: string) =>
      [...odoo.world.table('ir.model.fields').values()].find(
        (row) => row['model'] === 'stock.picking' && row['name'] === name,
      )?.id;
    const action = await execute(
      odoo,
      'ir.actions.server',
      'create',
      [
        {
          name: 'SV: picking changed',
          model_id: 522,
          state: 'webhook',
          webhook_url: `${receiver.url}/hooks/odoo?token=s3cret`,
          webhook_field_ids: [[6, 0, pickingFields.map(idOf)]],
        },
      ],
      {},
      { asAdmin: true },
    );
    expect(action.result).toBe(answerOf(entry('create server action')).result);
    const triggers = [idOf('carrier_tracking_ref'), idOf('state')];
    const rule = await execute(
      odoo,
      'base.automation',
      'create',
      [
        {
          name: 'SV: picking state or tracking ref',
          model_id: 522,
          trigger: 'on_create_or_write',
          trigger_field_ids: [[6, 0, triggers]],
          filter_domain: "[['picking_type_code','=','outgoing']]",
          action_server_ids: [[6, 0, [455]]],
        },
      ],
      {},
      { asAdmin: true },
    );
    expect(rule.result).toBe(answerOf(entry('create automation')).result);
    const fields = [
      'name',
      'model_name',
      'trigger',
      'trigger_field_ids',
      'filter_pre_domain',
      'filter_domain',
      'action_server_ids',
      'active',
    ];
    const [read] = (await execute(odoo, 'base.automation', 'read', [[1], fields], {}, { asAdmin: true }))
      .result as object[];
    const [theirs] = answerOf(entry('read automation')).result as object[];
    expect({ ...read, trigger_field_ids: [7854, 6468] }).toEqual(theirs);
    const refused = await execute(odoo, 'base.automation', 'search_read', [[], ['name']]);
    expect(refused.error?.data.name).toBe('odoo.exceptions.AccessError');
  });

  test('confirm an order', async () => {
    await odoo.asAdmin('sale.order', 'action_confirm', [[await order(2)]]);
    expectReceived('confirm an order');
  });

  test('write tracking ref, receiver reads back during the request', async () => {
    let readback: unknown;
    receiver.answer(async () => {
      const fields = ['state', 'carrier_tracking_ref', 'write_date'];
      [readback] = (await execute(odoo, 'stock.picking', 'read', [[36], fields])).result as object[];
      return 200;
    });
    await write('stock.picking', [36], { carrier_tracking_ref: 'LX500000001' });
    const { readback_during_request: theirs } =
      entry('write tracking ref, receiver reads back during the request').received_requests?.[0] ?? {};
    expect(aligned(readback, theirs)).toEqual(theirs);
    receiver.answer(() => 200);
    expectReceived('write tracking ref, receiver reads back during the request');
  });

  test('write an unrelated field; write the same tracking ref again', async () => {
    await write('stock.picking', [36], { note: '<p>x</p>' });
    expectReceived('write an unrelated field');
    const before = odoo.world.table('stock.picking').get(36)?.['write_date'];
    await write('stock.picking', [36], { carrier_tracking_ref: 'LX500000001' });
    expectReceived('write the same tracking ref again');
    expect(odoo.world.table('stock.picking').get(36)?.['write_date']).not.toBe(before);
  });

  test('validate', async () => {
    const before = odoo.world.table('stock.picking').get(36)?.['write_date'];
    await validate(36);
    const received = receiver.take();
    // As recorded, the old one: Odoo writes it after the rule has fired.
    expect(received[0]?.body['write_date']).toBe(before);
    expectReceived('validate', received);
  });

  test('receiver answers 500; receiver takes too long; receiver down', async () => {
    await confirmed(1);
    receiver.answer(() => 500);
    expect((await write('stock.picking', [37], { carrier_tracking_ref: 'A1' })).result).toBe(true);
    expectReceived('receiver answers 500');

    receiver.answer(() => null);
    expect((await write('stock.picking', [37], { carrier_tracking_ref: 'A2' })).result).toBe(true);
    expectReceived('receiver takes 5 s');
    expect(odoo.automation.sent.at(-1)?.outcome).toBe('timeout');
    receiver.answer(() => 200);

    await odoo.asAdmin('ir.actions.server', 'write', [[455], { webhook_url: 'http://127.0.0.1:1/hooks/odoo' }]);
    expect((await write('stock.picking', [37], { carrier_tracking_ref: 'A3' })).result).toBe(true);
    expectReceived('receiver down (connection refused)');
    expect(odoo.automation.sent.at(-1)?.outcome).toBe('refused');
    // Nothing is sent later: the event is lost.
    await odoo.asAdmin('ir.actions.server', 'write', [
      [455],
      { webhook_url: `${receiver.url}/hooks/odoo?token=s3cret` },
    ]);
    expect(receiver.take()).toEqual([]);
  });

  test('one write on 3 records: one request after the other', async () => {
    for (const _ of [38, 39, 40]) await confirmed(1);
    // Somebody had renamed the action by then.
    await odoo.asAdmin('ir.actions.server', 'write', [[455], { name: 'Send Webhook Notification' }]);
    let underWay = 0;
    let most = 0;
    receiver.answer(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return 200;
    });
    await write('stock.picking', [38, 39, 40], { carrier_tracking_ref: 'BATCH1' });
    receiver.answer(() => 200);
    expect(most).toBe(1);
    expectReceived('one write on 3 records, receiver takes 300 ms');
  });

  test('transaction rolled back: the event was a phantom', async () => {
    const { error } = await write('stock.picking', [38], { carrier_tracking_ref: 'ROLL1', carrier_id: 999999 });
    const recorded = entry('transaction rolled back');
    expect(error?.data.name).toBe(recorded['write_error']);
    expectReceived('transaction rolled back');
    const after = await execute(odoo, 'stock.picking', 'read', [[38], ['carrier_tracking_ref']]);
    expect(after.result).toEqual(recorded['value_after']);
  });

  test('becomes done: both automations; write on a done picking', async () => {
    odoo.addWebhookRule({
      name: 'SV: delivered',
      model: 'stock.picking',
      url: `${receiver.url}/hooks/delivered`,
      fields: ['name', 'sale_id', 'state'],
      triggerFields: ['state', 'carrier_tracking_ref'],
      preDomain: "[['state','!=','done']]",
      filterDomain: "[['state','=','done']]",
    });
    now = new Date('2026-11-21T00:12:01.500Z');
    await validate(39);
    expectReceived('becomes done: both automations');
    await write('stock.picking', [39], { carrier_tracking_ref: 'LATE1' });
    expectReceived('write on a done picking');
  });

  test('an order created, confirmed, delivered, promised', async () => {
    odoo.world.setSequence('sale.order.line', { id: 75 });
    odoo.world.setSequence('stock.move', { id: 90 });
    odoo.addWebhookRule({
      name: 'SV: order',
      model: 'sale.order',
      url: `${receiver.url}/hooks/order`,
      fields: [
        'name',
        'state',
        'delivery_status',
        'commitment_date',
        'date_order',
        'amount_total',
        'partner_id',
        'order_line',
        'access_token',
      ],
      triggerFields: ['state', 'delivery_status', 'commitment_date'],
    });
    const id = await order(1, 45);
    expectReceived('order created');
    await odoo.asAdmin('sale.order', 'action_confirm', [[id]]);
    expectReceived('order confirmed');
    await validate(41);
    expectReceived('order delivered (delivery_status recomputed)');
    await write('sale.order', [id], { commitment_date: '2026-12-24 09:00:00' });
    expectReceived('order commitment_date');
  });

  test('webhook with a group-restricted field', async () => {
    const cost = [...odoo.world.table('ir.model.fields').values()].find(
      (row) => row['model'] === 'product.product' && row['name'] === 'standard_price',
    );
    const product = [...odoo.world.table('ir.model').values()].find((row) => row['model'] === 'product.product');
    const values = {
      name: 'SV: bad',
      model_id: product?.id,
      state: 'webhook',
      webhook_url: receiver.url,
      webhook_field_ids: [[6, 0, [cost?.id]]],
    };
    const { error } = await execute(odoo, 'ir.actions.server', 'create', [values], {}, { asAdmin: true });
    expect(error?.data).toMatchObject({
      name: answerOf(entry('webhook with a group-restricted field')).error?.data.name,
      message: answerOf(entry('webhook with a group-restricted field')).error?.data['message'],
    });
  });

  test('write_date is the transaction start: the slow one commits later with an earlier time', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    receiver.answer(async ({ body }: Received) => {
      if (body['carrier_tracking_ref'] === 'SLOW1') await held;
      return 200;
    });
    const slow = write('stock.picking', [40], { carrier_tracking_ref: 'SLOW1' });
    while (!odoo.world.isLocked('stock.picking', 40)) await new Promise((resolve) => setImmediate(resolve));
    now = new Date(now.getTime() + 200);
    await write('stock.picking', [38], { note: '<p>fast</p>' });
    const read = async () =>
      (await execute(odoo, 'stock.picking', 'read', [[38, 40], ['carrier_tracking_ref']])).result as {
        carrier_tracking_ref: string;
      }[];
    expect((await read())[1]?.carrier_tracking_ref).toBe('BATCH1');
    release();
    await slow;
    expect((await read())[1]?.carrier_tracking_ref).toBe('SLOW1');
    const [fastDate, slowDate] = [38, 40].map((id) =>
      String(odoo.world.table('stock.picking').get(id)?.['write_date']),
    );
    expect(String(slowDate) < String(fastDate)).toBe(true);
    expectReceived('write_date is the transaction start');
  });
});
