import { afterEach, expect, test } from 'vitest';
import type { OdooChange, OdooClient } from '../src/odoo/client.ts';
import { createRandom } from './support/random.ts';
import { caseBody, Killed, milestoneBody, startWriteBackWorld, type WriteBackWorld } from './support/write-back.ts';

let world: WriteBackWorld;
afterEach(() => world[Symbol.asyncDispose]());

const parcel = '1Z999AA10300316769';
const at38 = [{ id: 29, orderId: 38 }];
const [overCase, openCase] = [crypto.randomUUID(), crypto.randomUUID()];
const over = { id: overCase, told: { orderIds: [39] }, shipment: { parcel: 'MP-OVER' } };
const open = { id: openCase, told: { orderIds: [40] }, shipment: { parcel: 'MP-OPEN' } };

/** A story with every kind of effect, in the order in which tracking tells it. */
const story = [
  milestoneBody({ parcel, deliveries: at38, milestone: 'PICKED_UP' }),
  caseBody({ ...over, version: 1 }),
  milestoneBody({
    parcel: 'MP-LATE',
    deliveries: [{ id: 21, orderId: 30 }],
    milestone: 'DELAYED',
    expectedBy: '2026-12-03',
  }),
  caseBody({ ...open, version: 1 }),
  milestoneBody({ parcel, deliveries: at38, milestone: 'OUT_FOR_DELIVERY' }),
  milestoneBody({
    parcel: 'JD010000000000269246',
    deliveries: [{ id: 74, orderId: 71 }],
    status: 'DELIVERED',
    milestone: 'DELIVERED',
  }),
  caseBody({ ...over, version: 2, isOpen: false }),
  milestoneBody({ parcel, deliveries: at38, status: 'DELIVERED', milestone: 'DELIVERED' }),
];

const start = async () => {
  world = await startWriteBackWorld({ policy: { mode: 'live', gatherSeconds: 0, invoice: { as: 'draft' } } });
  return world;
};

/** What stands in Odoo when all is over, whatever happened on the way. */
function standsInOdoo() {
  const { messages, todos, order, odoo } = world;
  const own = (id: number) => todos('sale.order', id).map(({ summary }) => summary);
  const invoices = (id: number) =>
    (order(id)['invoice_ids'] as number[]).map((invoice) => odoo.world.table('account.move').get(invoice)?.['state']);
  return {
    lines: messages('stock.picking', 29)
      .flatMap((text) => text.split('\n'))
      .filter((line) => !line.startsWith('Milepost'))
      .map((line) => line.split(', ')[0]?.split(': ')[1])
      .sort(),
    todos: { 38: own(38), 39: own(39), 40: own(40), 71: own(71) },
    closedAt39: messages('sale.order', 39).filter((text) => text.includes('Closed in Milepost')).length,
    promised: order(30)['commitment_date'],
    invoices: { 38: invoices(38), 71: invoices(71) },
  };
}
const expected = {
  lines: ['delivered', 'out for delivery', 'taken over by the carrier'],
  todos: { 38: [], 39: [], 40: ['Held by customs: UPS MP-OPEN'], 71: [] },
  closedAt39: 1,
  promised: '2026-12-03 12:00:00',
  invoices: { 38: ['draft'], 71: ['draft'] },
};

async function play({ told = story }: { told?: readonly { type: string }[] } = {}) {
  for (const body of told) {
    await world.tell(body);
    await world.settle({ minutes: 600 });
  }
}
/** What a call is about; a wizard is another one each time. */
const perCall = ({ model, method, ids }: OdooChange) => `${model}.${method} ${method === 'create_invoices' ? '' : ids}`;

test('undisturbed: the table of expectations, and only calls that it takes', async () => {
  await start();
  await play();
  expect(standsInOdoo()).toEqual(expected);
  expect(world.changes()).toEqual({
    'stock.picking.message_post': 4,
    'sale.order.activity_schedule': 2,
    'mail.activity.action_feedback': 1,
    'sale.order.write': 1,
    'sale.advance.payment.inv.create': 2,
    'sale.advance.payment.inv.create_invoices': 2,
  });
});

test('killed before and after each call that changes something: once each all the same', {
  timeout: 120_000,
}, async () => {
  await start();
  const tries = new Map<string, number>();
  let kills = 0;
  world.setThrough(
    (odoo): OdooClient => ({
      ...odoo,
      async change(call) {
        const key = perCall(call);
        const count = (tries.get(key) ?? 0) + 1;
        tries.set(key, count);
        if (count % 3 === 1) {
          kills += 1;
          throw new Killed('before the call');
        }
        const answer = await odoo.change(call);
        if (count % 3 === 2) {
          kills += 1;
          throw new Killed('after the call');
        }
        return answer;
      },
    }),
  );
  await play().catch(async (e) => {
    console.log(await world.sql`select * from odoo.effect`, world.outcomes);
    throw e;
  });
  expect(kills).toBeGreaterThan(12);
  expect(standsInOdoo()).toEqual(expected);
});

test('connections that drop before and after the call, proxies without a backend, conflicts of transactions', {
  timeout: 120_000,
}, async () => {
  await start();
  const { faults } = world.odoo;
  const random = createRandom(7);
  const met = { drop: 0, dropAfter: 0, serializationFailures: 0, proxyError: 0 };
  world.setThrough(
    (odoo): OdooClient => ({
      ...odoo,
      async change(call) {
        const fault =
          random.pick(['drop', 'dropAfter', 'serializationFailures', 'proxyError', null, null] as const) ?? null;
        if (fault !== null) met[fault] += 1;
        if (fault === 'proxyError') faults.proxyError = { status: 502, count: 1 };
        else if (fault !== null) faults[fault] = 1;
        return odoo.change(call);
      },
    }),
  );
  await play();
  expect(Math.min(...Object.values(met))).toBeGreaterThan(1);
  expect(standsInOdoo()).toEqual(expected);
});

test('news twice, in any order, and the same again months later by a replay', { timeout: 120_000 }, async () => {
  await start();
  const numbered = story.map((body, i) => ({ body, number: i + 1 }));
  // Of one subject tracking keeps the order; a resend may bring an old one late.
  const shuffled = [...numbered.slice(3), ...numbered.slice(0, 3), ...numbered];
  for (const { body, number } of shuffled) {
    await world.tell(body, number);
    await world.settle({ minutes: 600 });
  }
  await world.sql`delete from odoo.received_message`;
  for (const { body, number } of numbered) await world.tell(body, number);
  await world.settle({ minutes: 600 });
  expect(standsInOdoo()).toEqual({ ...expected, closedAt39: 0 });
});

test('a person closes our to-do between the call and our note of it: it is not made again', async () => {
  await start();
  world.setThrough(
    (odoo): OdooClient => ({
      ...odoo,
      async change(call) {
        const answer = await odoo.change(call);
        if (call.method !== 'activity_schedule' || call.ids?.[0] !== 40) return answer;
        const [todo] = world.todos('sale.order', 40);
        await world.odoo.asAdmin('mail.activity', 'action_feedback', [[todo?.id]], { feedback: 'Done already' });
        return answer;
      },
    }),
  );
  await play();
  expect(await world.look()).toBe(1);
  await world.settle();
  expect(standsInOdoo()).toEqual({ ...expected, todos: { ...expected.todos, 40: [] } });
});

test('Odoo away for a day: everything waits, nobody is told of a failure, and then it is done once', {
  timeout: 60_000,
}, async () => {
  await start();
  await world.odoo.stop();
  for (const body of story) await world.tell(body);
  await world.take();
  for (let hour = 0; hour < 24; hour += 1) {
    await expect(world.write()).rejects.toThrow('unavailable');
    world.pass(3_600_000);
  }
  expect((await world.effects()).filter(({ state }) => state !== 'WAITING')).toEqual([]);
  await world.odoo.start();
  await world.settle();
  // What opened and closed in the meantime was never written.
  expect(standsInOdoo()).toEqual({ ...expected, closedAt39: 0 });
  expect(await world.told()).toEqual([]);
});

test('a missing right: a dead letter with the right named and a case for it, until it is there', async () => {
  await start();
  world.odoo.rules.forbid('stock.picking', [29]);
  await play({ told: story.slice(0, 2) });
  expect((await world.effects()).map(({ state, reason }) => [state, reason])).toEqual([
    ['FAILED', 'access: odoo.exceptions.AccessError'],
    ['DONE', null],
  ]);
  expect(await world.told()).toMatchObject([
    {
      type: 'problem.changed',
      problem: {
        kind: 'WRITE_BACK_FAILED',
        orderId: 38,
        message: expect.stringContaining('Sales / User: All Documents'),
        since: expect.any(String),
      },
    },
  ]);
});

test('a refused key stops everything and fails nothing', async () => {
  await start();
  world.setSecret('another');
  await world.tell(story[0] as { type: string });
  await world.take();
  await expect(world.write()).rejects.toThrow('authentication');
  expect((await world.effects()).map(({ state }) => state)).toEqual(['WAITING']);
  world.setSecret(world.odoo.apiKey);
  world.pass(600_000);
  await world.settle();
  expect((await world.effects()).map(({ state }) => state)).toEqual(['DONE']);
});
