import { afterEach, expect, test } from 'vitest';
import type { OdooChange, OdooClient } from '../src/odoo/client.ts';
import { OdooCallError } from '../src/odoo/errors.ts';
import { caseBody, startWriteBackWorld, type WriteBackWorld } from './support/write-back.ts';

let world: WriteBackWorld;
afterEach(() => world[Symbol.asyncDispose]());
const start = async (...given: Parameters<typeof startWriteBackWorld>) => {
  world = await startWriteBackWorld(...given);
  return world;
};
const live = { mode: 'live', gatherSeconds: 0 };

const parcel = '1Z999AA10300316769';
const of38 = [{ id: 29, orderId: 38 }];
const delivered = { status: 'DELIVERED', milestone: 'DELIVERED' };
const only71 = { parcel: 'JD010000000000269246', deliveries: [{ id: 74, orderId: 71 }], ...delivered };

/** Lets something happen when a change is sent: before it, instead of it, or after it. */
const whenSent = (then: (call: OdooChange, send: () => Promise<unknown>) => Promise<unknown>) =>
  world.setThrough((odoo): OdooClient => ({ ...odoo, change: (call) => then(call, () => odoo.change(call)) }));
const lost = (call: OdooChange) => new OdooCallError('unavailable', 'no answer', `${call.model}.${call.method}`);
const updated = (...given: Parameters<typeof caseBody>) => ({ ...caseBody(...given), type: 'case.updated' });

test('other news of a case while a call may still be carried out: nobody looks, or begins, before Odoo has given it up', async () => {
  const { tell, take, write, todos, pass, settle } = await start({ policy: live });
  const given = { id: crypto.randomUUID(), told: { deliveries: of38 }, shipment: { parcel } };
  let late: (() => Promise<unknown>) | null = null;
  whenSent(async (call, send) => {
    if (late !== null) return send();
    late = send;
    throw lost(call);
  });
  await tell(caseBody({ ...given, version: 1 }));
  await take();
  await write().catch(() => {});
  await tell(updated({ ...given, version: 2 }));
  await take();
  pass(60_000);
  await write().catch(() => {});
  await (late as (() => Promise<unknown>) | null)?.();
  await settle();
  expect(todos('sale.order', 38)).toHaveLength(1);
});

test('two writers for a moment, as when a leader is cut off while it reads: one call', async () => {
  const { milestone, case: tell, take, write, todos, changes, setThrough } = await start({ policy: live });
  await tell({ id: crypto.randomUUID(), version: 1, told: { deliveries: of38 }, shipment: { parcel } });
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await take();
  let slow = true;
  setThrough((odoo) => ({
    ...odoo,
    async readOne(...given) {
      const record = await odoo.readOne(...given);
      if (slow) {
        slow = false;
        await write();
      }
      return record as never;
    },
  }));
  await write();
  await write();
  expect(todos('sale.order', 38)).toHaveLength(1);
  expect(changes()).toEqual({ 'sale.order.activity_schedule': 1, 'stock.picking.message_post': 1 });
});

test('a wish that came while Odoo refused the one before it is not given up with it', async () => {
  const { tell, take, settle, effects, told } = await start({ policy: live });
  const given = { id: crypto.randomUUID(), told: { deliveries: of38 }, shipment: { parcel } };
  whenSent(async (call) => {
    await tell(caseBody({ ...given, version: 2, isOpen: false }));
    await take();
    throw new OdooCallError('validation', 'odoo.exceptions.UserError', `${call.model}.${call.method}`);
  });
  await tell(caseBody({ ...given, version: 1 }));
  await settle();
  expect(await effects()).toMatchObject([{ state: 'DROPPED', reason: 'NOTHING_TO_CLOSE' }]);
  expect(await told()).toEqual([]);
});

test('a later date while one is written whose answer is lost: both are ours, and nobody’s promise', async () => {
  const { milestone, take, write, settle, sync, sql, order, effects, told } = await start({ policy: live });
  const late = (at: string) =>
    milestone({ parcel: 'MP1', deliveries: [{ id: 21, orderId: 30 }], milestone: 'DELAYED', expectedBy: at });
  let calls = 0;
  whenSent(async (call, send) => {
    calls += 1;
    const answer = await send();
    if (calls > 1) return answer;
    await late('2026-12-05');
    await take();
    throw lost(call);
  });
  await late('2026-12-03');
  await take();
  await write().catch(() => {});
  await sync.runOnce();
  await settle();
  await sync.runOnce();
  expect(order(30)['commitment_date']).toBe('2026-12-05 12:00:00');
  expect(await effects()).toMatchObject([{ kind: 'PROMISE', state: 'DONE' }]);
  const [row] = await sql`select promised_date::text as person from odoo.sale_order where id = 30`;
  expect(row).toEqual({ person: '2026-11-30 12:00:00' });
  expect(
    (await sql`select told_by as who from odoo.promise where order_id = 30 order by id`).map(({ who }) => who),
  ).toEqual(['ODOO', 'MILEPOST', 'MILEPOST']);
  expect((await told()).filter(({ type }) => type === 'order.changed')).toEqual([]);
});

test('a delivery that is taken back while its draft invoice waits for Odoo: none is made', async () => {
  const { milestone, take, settle, odoo, effects } = await start({
    policy: { ...live, effects: { chatter: 'off' }, invoice: { as: 'draft' } },
  });
  await milestone(only71);
  await take();
  await milestone({ ...only71, status: 'IN_TRANSIT', milestone: null });
  await settle();
  expect(odoo.stats.calls.get('sale.advance.payment.inv.create')).toBeUndefined();
  expect((await effects()).find(({ kind }) => kind === 'INVOICE')).toMatchObject({ reason: 'NOT_ALL_DELIVERED' });
});

test('a number that was corrected: what was told of the wrong one does not stand for the right one', async () => {
  const { milestone, settle, sql, todos } = await start({ policy: live });
  await milestone({ ...only71, parcel: 'WRONG1234567', ...delivered });
  await milestone({ parcel: 'OTHER1234567', deliveries: [{ id: 74, orderId: 71 }] });
  await settle();
  expect(todos('sale.order', 71)).toEqual([]);
  // The right one alone says that it is there; the others are nobody's concern any more.
  await milestone(only71);
  await settle();
  expect(todos('sale.order', 71)).toMatchObject([{ summary: 'Ready to invoice: everything was delivered' }]);
  expect((await sql`select 1 from odoo.told_shipment`).count).toBe(3);
});

test('an order to which something was added, and which all arrived again: once more ready to be invoiced', async () => {
  const { milestone, settle, sql, todos, odoo, look } = await start({ policy: live });
  await milestone(only71);
  await settle();
  const [todo] = todos('sale.order', 71);
  await odoo.asAdmin('mail.activity', 'action_feedback', [[todo?.id]], { feedback: 'Done' });
  expect(await look()).toBe(1);
  await milestone({ ...only71, status: 'DELIVERED', milestone: 'DELIVERED_SIGNED' });
  await settle();
  expect(todos('sale.order', 71)).toEqual([]);
  await sql`update odoo.picking set tracking_ref = 'JD010000000000269246, JD01460700269999' where id = 74`;
  await milestone({ ...only71, parcel: 'JD01460700269999' });
  await settle();
  expect(todos('sale.order', 71)).toHaveLength(1);
});

test('closed by a person: other news of the case do not put it before him again, opening it again does', async () => {
  const { tell, settle, look, todos, odoo } = await start({ policy: live });
  const given = { id: crypto.randomUUID(), told: { deliveries: of38 }, shipment: { parcel } };
  await tell(caseBody({ ...given, version: 1 }));
  await settle();
  await odoo.asAdmin('mail.activity', 'action_feedback', [[todos('sale.order', 38)[0]?.id]], { feedback: 'Called' });
  expect(await look()).toBe(1);
  await tell(updated({ ...given, version: 2 }));
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
  await tell(caseBody({ ...given, version: 3, isOpen: false }));
  await tell(updated({ ...given, version: 4 }));
  await settle();
  expect(todos('sale.order', 38)).toHaveLength(1);
  await odoo.asAdmin('mail.activity', 'action_feedback', [[todos('sale.order', 38)[0]?.id]], { feedback: 'Called' });
  expect(await look()).toBe(1);
  await tell(caseBody({ ...given, version: 6 }));
  await settle();
  expect(todos('sale.order', 38)).toHaveLength(1);
});

test('a case whose parcel no order has any more leaves no to-do behind', async () => {
  const { tell, settle, todos } = await start({ policy: live });
  const id = crypto.randomUUID();
  await tell(caseBody({ id, version: 1, told: { deliveries: of38 }, shipment: { parcel } }));
  await settle();
  expect(todos('sale.order', 38)).toHaveLength(1);
  await tell(caseBody({ id, version: 2, isOpen: false, told: {}, shipment: { parcel } }));
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
});

test('a case that moves to another order: its to-do is closed where it stood, and stands at the other with the next news', async () => {
  const { tell, settle, todos } = await start({ policy: live });
  const given = { id: crypto.randomUUID(), shipment: { parcel } };
  await tell(caseBody({ ...given, version: 1, told: { deliveries: of38 } }));
  await settle();
  const at39 = { deliveries: [{ id: 30, orderId: 39 }] };
  await tell(updated({ ...given, version: 2, told: at39 }));
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
  await tell(updated({ ...given, version: 3, told: at39 }));
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
  expect(todos('sale.order', 39)).toHaveLength(1);
});

test('a message that cannot be taken keeps no other waiting', async () => {
  const { tell, milestone, take, sql, effects } = await start({ policy: live });
  const body = caseBody({ id: crypto.randomUUID(), version: 1, told: { deliveries: of38 }, shipment: { parcel } });
  const { shipment } = body.data;
  await tell({ ...body, data: { ...body.data, shipment: { ...shipment, id: 'U2hpcG1lbnQ6bm8tdXVpZA' } } } as never);
  await sql`create function odoo.refuse() returns trigger language plpgsql as $$ begin if new.tracking_number = 'POISON' then raise 'no' using errcode = '22003'; end if; return new; end $$`;
  await sql`create trigger refuse before insert on odoo.told_shipment for each row execute function odoo.refuse()`;
  await milestone({ parcel: 'POISON', deliveries: of38, milestone: 'PICKED_UP' });
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await take();
  expect((await effects()).filter(({ kind }) => kind === 'LINE')).toHaveLength(1);
  expect((await sql`select 1 from odoo.received_message where taken_at is null`).count).toBe(0);
});

test('a moment that is none moves no promise', async () => {
  const { milestone, settle, effects } = await start({ policy: { ...live, effects: { chatter: 'off' } } });
  await milestone({ parcel: 'MP1', deliveries: [{ id: 21, orderId: 30 }], expectedBy: '2026-99-99T10:00:00Z' });
  await settle();
  expect(await effects()).toEqual([]);
});

test('switched off while something waits for Odoo: it is not written, and what stands there is still known', async () => {
  const { tell, milestone, take, settle, changes, effects, setPolicy, todos } = await start({ policy: live });
  const given = { id: crypto.randomUUID(), told: { deliveries: of38 }, shipment: { parcel } };
  await tell(caseBody({ ...given, version: 1 }));
  await settle();
  await milestone({ parcel, deliveries: of38, milestone: 'PICKED_UP' });
  await tell(caseBody({ ...given, version: 2, isOpen: false }));
  await take();
  setPolicy({ ...live, mode: 'off' });
  await settle();
  expect(changes()).toEqual({ 'sale.order.activity_schedule': 1 });
  expect((await effects()).map(({ state, reason }) => [state, reason])).toEqual([
    ['SHADOW', 'NOT_LIVE'],
    ['SHADOW', 'NOT_LIVE'],
  ]);
  setPolicy(live);
  await tell(caseBody({ ...given, version: 3, isOpen: false }));
  await settle();
  expect(todos('sale.order', 38)).toEqual([]);
});

test('a note is text, whatever looks like a page in it', async () => {
  const { tell, settle, todos } = await start({ policy: live });
  const reason = 'Cable <5m> & "more" <a href="https://example.org">here</a>.';
  await tell(
    caseBody({ id: crypto.randomUUID(), version: 1, reason, told: { deliveries: of38 }, shipment: { parcel } }),
  );
  await settle();
  expect(String(todos('sale.order', 38)[0]?.['note'])).toContain('Cable &lt;5m&gt; &amp; &#34;more&#34; &lt;a href');
});

test('a promise that moves past a change of clocks keeps its time of day, and moves once', async () => {
  const { milestone, settle, sync, order, odoo, changes } = await start({ policy: live });
  // Half past midnight of 25 October in Berlin, in summer time; the clocks go back that night.
  odoo.world.setCommitmentDate(30, '2026-10-24 22:30:00');
  await sync.runOnce();
  const late = () => milestone({ parcel: 'MP1', deliveries: [{ id: 21, orderId: 30 }], expectedBy: '2026-10-27' });
  await late();
  await settle();
  expect(order(30)['commitment_date']).toBe('2026-10-26 23:30:00');
  await sync.runOnce();
  await late();
  await settle();
  expect(changes()['sale.order.write']).toBe(1);
});
