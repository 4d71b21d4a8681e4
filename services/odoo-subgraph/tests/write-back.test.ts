import { splitReferences } from '@milepost/service-kit';
import { afterEach, expect, test } from 'vitest';
import { dropSettled } from '../src/write-back/effect-rows.ts';
import { shipmentIdOf, startWriteBackWorld, type WriteBackWorld } from './support/write-back.ts';

let world: WriteBackWorld;
afterEach(() => world[Symbol.asyncDispose]());
const start = async (...given: Parameters<typeof startWriteBackWorld>) => {
  world = await startWriteBackWorld(...given);
  return world;
};

const parcel = '1Z999AA10300316769';
const of38 = [{ id: 29, orderId: 38 }];

test('thirty scans of a parcel are at most six lines at its delivery, its end among them', async () => {
  const { milestone, settle, messages, changes } = await start({ policy: { mode: 'live', gatherSeconds: 0 } });
  const scans = [
    'LABEL_CREATED',
    'INFO_RECEIVED',
    'PICKED_UP',
    'ACCEPTED_BY_CARRIER',
    'DEPARTED_FACILITY',
    'ARRIVED_FACILITY',
    'IN_TRANSIT',
    'CUSTOMS_STARTED',
    'CUSTOMS_HELD',
    'CUSTOMS_HELD',
    'CUSTOMS_CLEARED',
    'ARRIVED_FACILITY',
    'DEPARTED_FACILITY',
    'EXCEPTION',
    'ISSUE_RESOLVED',
    'OUT_FOR_DELIVERY',
    'ATTEMPT_FAILED',
    'ARRIVED_FACILITY',
    'OUT_FOR_DELIVERY',
    'ATTEMPT_FAILED',
    'READY_FOR_PICKUP',
    'RECIPIENT_CONTACTED',
    'ETA_CHANGED',
    'DELAYED',
    'REROUTED',
    'OUT_FOR_DELIVERY',
    'DAMAGED',
    'ARRIVED_DELIVERY_FACILITY',
    'OUT_FOR_DELIVERY',
    'DELIVERED_SIGNED',
  ];
  expect(scans).toHaveLength(30);
  for (const code of scans) {
    await milestone({
      parcel,
      deliveries: of38,
      milestone: code,
      status: code.startsWith('DELIVERED') ? 'DELIVERED' : 'IN_TRANSIT',
    });
    await settle();
  }
  const lines = messages('stock.picking', 29).map((text) => text.split('\n')[0]);
  expect(lines).toEqual([
    "UPS 1Z999AA10300316769: taken over by the carrier, Leipzig, DE, 2026-12-01 09:29 (carrier's time)",
    "UPS 1Z999AA10300316769: held by customs, Leipzig, DE, 2026-12-01 09:29 (carrier's time)",
    "UPS 1Z999AA10300316769: problem reported by the carrier, Leipzig, DE, 2026-12-01 09:29 (carrier's time)",
    "UPS 1Z999AA10300316769: out for delivery, Leipzig, DE, 2026-12-01 09:29 (carrier's time)",
    "UPS 1Z999AA10300316769: delivered, says the carrier, Leipzig, DE, 2026-12-01 09:29 (carrier's time)",
  ]);
  expect(changes()['stock.picking.message_post']).toBe(5);
});

test('a thousand events on a hundred deliveries are at most a hundred writes', { timeout: 120_000 }, async () => {
  const { odoo, sync, milestone, settle, changes, sql } = await start();
  for (let n = 0; n < 100; n += 1) odoo.world.cloneOrder(38, { references: [`MP${n}`], name: `W${n}` });
  await sync.runOnce();
  const deliveries = await sql<
    { id: number; orderId: number }[]
  >`select id, order_id as "orderId" from odoo.picking where type_code = 'outgoing' order by id desc limit 100`;
  expect(deliveries).toHaveLength(100);
  for (const code of [
    'LABEL_CREATED',
    'PICKED_UP',
    'IN_TRANSIT',
    'CUSTOMS_HELD',
    'CUSTOMS_CLEARED',
    'ARRIVED_FACILITY',
    'OUT_FOR_DELIVERY',
    'ATTEMPT_FAILED',
    'READY_FOR_PICKUP',
    'IN_TRANSIT',
  ])
    for (const delivery of deliveries)
      await milestone({ parcel: `MP${delivery.id}`, deliveries: [delivery], milestone: code });
  const before = changes();
  await settle();
  const written = Object.entries(changes()).reduce((sum, [name, count]) => sum + count - (before[name] ?? 0), 0);
  expect(written).toBe(100);
});

test('a scan that wants nothing of Odoo costs two statements, however much its order has', async () => {
  const { milestone, take, statements, effects } = await start();
  for (let n = 0; n < 50; n += 1)
    await milestone({ parcel: `MP${n}`, deliveries: of38, milestone: 'ARRIVED_FACILITY' });
  statements.length = 0;
  await take();
  const own = statements.filter((text) => !/^(begin|commit)|received_message/.test(text.trim()));
  expect(own).toHaveLength(100);
  expect(await effects()).toEqual([]);
});

test('one to-do for an open case, closed when its cause is gone; what opens and closes at once is never written', async () => {
  const { case: tell, settle, todos, messages, changes, effects } = await start();
  const id = crypto.randomUUID();
  const given = { id, told: { deliveries: of38 }, shipment: { parcel } };
  await tell({ ...given, version: 1 });
  await tell({ ...given, version: 2 });
  await settle();
  const [todo, ...more] = todos('sale.order', 38);
  expect(more).toEqual([]);
  expect(todo).toMatchObject({
    summary: 'Held by customs: UPS 1Z999AA10300316769',
    date_deadline: '2026-12-02',
    user_id: [2, 'Mitchell Admin'],
    activity_type_id: [4, 'To-Do'],
  });
  expect(String(todo?.['note'])).toContain(`Milepost case:${id}`);
  // The same again, and an older one.
  await tell({ ...given, version: 2 });
  await tell({ ...given, version: 1, isOpen: false });
  await settle();
  expect(todos('sale.order', 38)).toHaveLength(1);
  await tell({ ...given, version: 3, isOpen: false });
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
  expect(messages('sale.order', 38).at(-1)).toContain('Closed in Milepost');
  // Another case, over before it was written.
  const other = { ...given, id: crypto.randomUUID() };
  await tell({ ...other, version: 1 });
  await tell({ ...other, version: 2, isOpen: false });
  await settle();
  expect(changes()).toEqual({ 'sale.order.activity_schedule': 1, 'mail.activity.action_feedback': 1 });
  expect((await effects()).map(({ state, reason }) => [state, reason])).toEqual([
    ['DONE', null],
    ['DROPPED', 'NOTHING_TO_CLOSE'],
  ]);
});

test('a case of a delivery stands at the delivery, a type can be left out, and a case about our own writing makes none', async () => {
  const {
    case: tell,
    settle,
    todos,
    effects,
  } = await start({
    policy: {
      mode: 'live',
      activity: { types: { PROOF_MISSING: null, LATE_DISPATCH: 'mail.mail_activity_data_call' } },
    },
  });
  const told = { deliveries: [{ id: 20, orderId: 29 }] };
  await tell({ id: crypto.randomUUID(), version: 1, type: 'LATE_DISPATCH', told });
  await tell({ id: crypto.randomUUID(), version: 1, type: 'PROOF_MISSING', told });
  await tell({ id: crypto.randomUUID(), version: 1, type: 'WRITE_BACK_FAILED', told });
  await settle();
  expect(todos('stock.picking', 20)).toMatchObject([{ summary: 'Not sent in time', activity_type_id: [2, 'Call'] }]);
  expect(todos('sale.order', 29)).toEqual([]);
  expect(await effects()).toHaveLength(1);
});

test('a to-do that somebody closed in Odoo closes the case; one whose order we may not see any more does not', async () => {
  const { case: tell, settle, look, todos, odoo, told, changes } = await start();
  const [seen, hidden] = [crypto.randomUUID(), crypto.randomUUID()];
  await tell({ id: seen, version: 1, told: { deliveries: of38 }, shipment: { parcel } });
  await tell({
    id: hidden,
    version: 1,
    told: { deliveries: [{ id: 30, orderId: 39 }] },
    shipment: { parcel: 'MPOTHER' },
  });
  await settle();
  expect(await look()).toBe(0);
  for (const [order, id] of [
    [38, seen],
    [39, hidden],
  ] as const) {
    const [todo] = todos('sale.order', order);
    expect(todo, id).toBeDefined();
    await odoo.asAdmin('mail.activity', 'action_feedback', [[todo?.id]], { feedback: 'Called them' });
  }
  odoo.rules.forbid('sale.order', [39]);
  expect(await look()).toBe(1);
  expect(await told()).toMatchObject([{ type: 'activity.closed', caseId: seen }]);
  expect(await look()).toBe(0);
  // Tracking closes the case: nothing is left to do here.
  await tell({ id: seen, version: 2, isOpen: false, told: { deliveries: of38 }, shipment: { parcel } });
  await settle();
  expect(changes()['mail.activity.action_feedback']).toBe(2);
});

test('the promised date follows the carrier, later only; the first one and the one by a person are kept', async () => {
  const { milestone, settle, order, sync, sql, told, odoo, changes } = await start();
  const late = (at: string, n: string) =>
    milestone({ parcel: `MP${n}`, deliveries: [{ id: 21, orderId: 30 }], milestone: 'DELAYED', expectedBy: at });
  await late('2026-12-03T17:00:00', '1');
  await settle();
  expect(order(30)['commitment_date']).toBe('2026-12-03 12:00:00');
  // It comes back by the mirror: nobody has promised anything new.
  await sync.runOnce();
  const [row] =
    await sql`select commitment_date::text as now, promised_date::text as person, first_commitment_date::text as first from odoo.sale_order where id = 30`;
  expect(row).toEqual({ now: '2026-12-03 12:00:00', person: '2026-11-30 12:00:00', first: '2026-11-30 12:00:00' });
  expect((await told()).filter(({ type }) => type === 'order.changed')).toEqual([]);
  expect(
    (await sql`select promised_at::text as at, told_by as who from odoo.promise where order_id = 30 order by id`).map(
      (one) => ({ ...one }),
    ),
  ).toEqual([
    { at: '2026-11-30 12:00:00', who: 'ODOO' },
    { at: '2026-12-03 12:00:00', who: 'MILEPOST' },
  ]);
  // Earlier, or the same day (of Berlin): it stays.
  await late('2026-12-02', '1');
  await late('2026-12-03T22:30:00.000Z', '2');
  await settle();
  expect(changes()['sale.order.write']).toBe(1);
  // A person promises another day: that is a new promise, and tracking is told.
  odoo.world.setCommitmentDate(30, '2026-12-05 12:00:00');
  await sync.runOnce();
  expect((await told()).filter(({ type }) => type === 'order.changed')).toMatchObject([
    { order: { promisedAt: '2026-12-05T12:00:00.000Z' } },
  ]);
  await late('2026-12-08', '1');
  // And once more, after we looked: who knows better.
  odoo.world.setCommitmentDate(30, '2026-12-06 12:00:00');
  await settle();
  expect(order(30)['commitment_date']).toBe('2026-12-06 12:00:00');
});

test('everything delivered: a to-do that it can be invoiced; taken back: another one, and nothing is reversed', async () => {
  const { milestone, settle, todos, odoo, effects } = await start();
  const before = snapshot(world);
  const numbers = ['1Z999AA10300791906', '1Z999AA10300871098'];
  const at = [{ id: 35, orderId: 44 }];
  await milestone({ parcel: numbers[0] as string, deliveries: at, status: 'DELIVERED', milestone: 'DELIVERED' });
  await settle();
  expect(todos('sale.order', 44)).toEqual([]);
  await milestone({ parcel: numbers[1] as string, deliveries: at, status: 'DELIVERED', milestone: 'DELIVERED' });
  await settle();
  expect(todos('sale.order', 44)).toMatchObject([{ summary: 'Ready to invoice: everything was delivered' }]);
  await milestone({ parcel: numbers[1] as string, deliveries: at, status: 'IN_TRANSIT', milestone: null });
  await settle();
  expect(todos('sale.order', 44)).toMatchObject([{ summary: 'Delivery taken back: check the invoice' }]);
  await milestone({ parcel: numbers[1] as string, deliveries: at, status: 'DELIVERED', milestone: 'DELIVERED' });
  await settle();
  expect(todos('sale.order', 44)).toMatchObject([{ summary: 'Ready to invoice: everything was delivered' }]);
  expect((await effects()).filter(({ key }) => !key.startsWith('line')).map(({ key, state }) => [key, state])).toEqual([
    ['ready:44', 'DONE'],
    [`recalled:44:${shipmentIdOf(numbers[1] as string)}`, 'DONE'],
  ]);
  expect(snapshot(world)).toEqual(before);
  expect(odoo.stats.calls.get('sale.advance.payment.inv.create')).toBeUndefined();
});

test('where switched on, a draft invoice; but never with anything undelivered on it, and never posted', async () => {
  const policy = { mode: 'live', invoice: { as: 'draft', needs: 'proof' } };
  const { milestone, settle, todos, odoo, order, effects } = await start({ policy });
  // S00071 of one delivery, all of it; S00048 of two, of which the second has not left.
  await milestone({
    parcel: 'JD010000000000269246',
    deliveries: [{ id: 74, orderId: 71 }],
    status: 'DELIVERED',
    milestone: 'DELIVERED',
  });
  await settle();
  expect(order(71)['invoice_ids']).toEqual([]);
  await milestone({
    parcel: 'JD010000000000269246',
    deliveries: [{ id: 74, orderId: 71 }],
    status: 'DELIVERED',
    milestone: 'PROOF_OF_DELIVERY_ADDED',
    hasProof: true,
  });
  await settle();
  const [invoice] = order(71)['invoice_ids'] as number[];
  expect(odoo.world.table('account.move').get(invoice as number)).toMatchObject({ state: 'draft', name: false });
  await milestone({
    parcel: 'JD010000000000126704',
    deliveries: [{ id: 41, orderId: 48 }],
    status: 'DELIVERED',
    milestone: 'DELIVERED_SIGNED',
    hasProof: true,
  });
  await settle();
  expect(order(48)['invoice_ids']).toEqual([]);
  expect(todos('sale.order', 48)).toEqual([]);
  expect((await effects()).filter(({ kind }) => kind === 'INVOICE')).toMatchObject([
    { key: 'invoice:71', state: 'DONE', recordId: invoice },
  ]);
});

test('short-shipped without a backorder: Odoo would invoice all of it, so a person is told line by line why not', async () => {
  const { milestone, settle, todos, odoo, order, sync } = await start({
    policy: { mode: 'live', invoice: { as: 'draft' } },
  });
  // One piece more is ordered than left.
  const [line] = (order(71)['order_line'] as number[]).filter(
    (id) => odoo.world.table('sale.order.line').get(id)?.['is_delivery'] !== true,
  );
  const ordered = Number(odoo.world.table('sale.order.line').get(line as number)?.['product_uom_qty']);
  odoo.world.writeRecords('sale.order.line', [line as number], { product_uom_qty: ordered + 1 });
  for (const [id, picking] of odoo.world.table('stock.picking'))
    if (
      (picking['sale_id'] as [number] | false) &&
      (picking['sale_id'] as [number])[0] === 71 &&
      picking['state'] !== 'done'
    )
      odoo.world.cancelPicking(id);
  await sync.runOnce();
  await milestone({
    parcel: 'JD010000000000269246',
    deliveries: [{ id: 74, orderId: 71 }],
    status: 'DELIVERED',
    milestone: 'DELIVERED',
  });
  await settle();
  expect(order(71)['invoice_ids']).toEqual([]);
  const [todo] = todos('sale.order', 71);
  expect(String(todo?.['note'])).toMatch(/No draft invoice was made: .+: \d+ would be invoiced, \d+ arrived/);
});

test('off notes nothing, shadow writes nothing, and the more careful one of effect and source counts', async () => {
  const { milestone, settle, setPolicy, effects, changes } = await start({ policy: { mode: 'off' } });
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await settle();
  expect(await effects()).toEqual([]);
  setPolicy({ mode: 'shadow' });
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await settle();
  setPolicy({ mode: 'live', sources: { partner: 'shadow', file: { chatter: 'off' } } });
  await milestone({ parcel, deliveries: of38, milestone: 'OUT_FOR_DELIVERY', source: 'partner' });
  await milestone({ parcel, deliveries: of38, milestone: 'CUSTOMS_HELD', source: 'file' });
  await settle();
  expect((await effects()).map(({ key, state }) => [key.split(':').at(-1), state])).toEqual([
    ['ACCEPTED', 'SHADOW'],
    ['OUT_FOR_DELIVERY', 'SHADOW'],
  ]);
  expect(changes()).toEqual({});
});

test('what is first heard of long after it happened makes no line and no invoice', async () => {
  const { milestone, settle, pass, effects } = await start();
  pass(8 * 86_400_000);
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await milestone({ parcel, deliveries: of38, milestone: 'DELIVERED', status: 'DELIVERED' });
  await settle();
  expect(await effects()).toEqual([]);
});

test('an order that is invoiced already is not ready to be invoiced', async () => {
  const { milestone, settle, todos, sql } = await start();
  await sql`update odoo.sale_order set invoice_status = 'invoiced' where id = 38`;
  await milestone({ parcel, deliveries: of38, milestone: 'DELIVERED', status: 'DELIVERED' });
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
});

test('what was settled long ago goes, and what is open in Odoo stays', async () => {
  const { case: tell, milestone, settle, sql, effects } = await start();
  await tell({ id: crypto.randomUUID(), version: 1, told: { deliveries: of38 }, shipment: { parcel } });
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await settle();
  expect(await dropSettled(sql)).toBe(false);
  expect(await effects()).toHaveLength(2);
  await sql`update odoo.effect set settled_at = now() - interval '401 days'`;
  expect(await dropSettled(sql)).toBe(false);
  expect(await effects()).toMatchObject([{ kind: 'ACTIVITY', state: 'DONE' }]);
});

test('whole journeys of every parcel leave everything in Odoo as it was, but what we may write', {
  timeout: 60_000,
}, async () => {
  const { odoo, sql, milestone, settle, sync, messages } = await start({ policy: { mode: 'live', gatherSeconds: 0 } });
  await sync.runOnce();
  const before = everything(world);
  const deliveries = await sql<{ id: number; orderId: number; reference: string }[]>`
    select id, order_id as "orderId", tracking_ref as reference from odoo.picking where type_code = 'outgoing' and state = 'done' and tracking_ref is not null order by id`;
  expect(deliveries.length).toBeGreaterThan(25);
  for (const [code, status] of [
    ['PICKED_UP', 'PICKED_UP'],
    ['CUSTOMS_HELD', 'EXCEPTION'],
    ['OUT_FOR_DELIVERY', 'OUT_FOR_DELIVERY'],
    ['DELIVERED', 'DELIVERED'],
    ['RETURN_STARTED', 'RETURNING'],
    ['RETURNED_TO_SENDER', 'RETURNED'],
  ])
    for (const { id, orderId, reference } of deliveries)
      for (const number of splitReferences(reference))
        await milestone({
          parcel: number,
          deliveries: [{ id, orderId }],
          milestone: code as string,
          status: status as string,
          expectedBy: '2026-12-20T12:00:00.000Z',
        });
  await settle({ minutes: 600 });
  expect(messages('stock.picking', 29)).not.toEqual([]);
  const changed = Object.entries(everything(world)).flatMap(([row, fields]) =>
    Object.keys(fields).flatMap((field) =>
      before[row]?.[field] === fields[field] ? [] : [`${row.split(' ')[0]}.${field}`],
    ),
  );
  expect([...new Set(changed.filter((field) => !field.startsWith('mail.')))].sort()).toEqual([
    'sale.order.activity_ids',
    // S00074 promised a day.
    'sale.order.commitment_date',
    'sale.order.write_date',
  ]);
  expect(odoo.world.table('stock.picking').size).toBeGreaterThan(50);
});

/** Every field of every record, by model and id. */
function everything({ odoo }: WriteBackWorld): Record<string, Record<string, string>> {
  return Object.fromEntries(
    [...odoo.world.models()].flatMap((model) =>
      [...odoo.world.table(model)].map(([id, row]) => [
        `${model} ${id}`,
        Object.fromEntries(Object.entries(row).map(([field, value]) => [field, JSON.stringify(value)])),
      ]),
    ),
  );
}

/** What tracking must never touch. */
function snapshot({ odoo }: WriteBackWorld) {
  return Object.fromEntries(
    ['stock.move', 'stock.picking', 'stock.quant', 'account.move'].map((model) => [
      model,
      JSON.stringify([...odoo.world.table(model).values()]),
    ]),
  );
}
