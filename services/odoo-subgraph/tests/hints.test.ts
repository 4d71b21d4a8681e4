import { request } from 'node:http';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHintInbox } from '../src/mirror/hints.ts';
import { checkHints } from '../src/odoo-check/hints.ts';
import { startServer } from '../src/server.ts';
import { logger, startMirror } from './support/mirror.ts';
import { startWorld } from './support/world.ts';

const secret = 'h1'.repeat(20);
const nextSecret = 'h2'.repeat(20);
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  // One round and no more: whatever comes in later came by a hint.
  world = await startWorld({
    env: {
      SYNC_INTERVAL_MS: '86400000',
      SYNC_SWEEP_INTERVAL_MS: '86400000',
      ODOO_WEBHOOK_SECRET: `${secret}, ${nextSecret}`,
    },
  });
  for (const [model, triggerFields] of [
    ['stock.picking', ['state', 'carrier_tracking_ref']],
    ['sale.order', ['state', 'commitment_date']],
  ] as const)
    world.odoo.addWebhookRule({ model, url: address(secret), fields: [], triggerFields });
});
afterAll(() => world[Symbol.asyncDispose]());

const address = (of: string) => `${world.server.publicUrl}/webhooks/odoo/${of}`;
const post = async (body: string, { to = address(secret), method = 'POST' } = {}) => {
  const response = await fetch(to, { method, ...(method === 'POST' && { body }) });
  return { status: response.status, text: await response.text() };
};
const hint = (model: string, id: number, values: object = {}) =>
  JSON.stringify({ _action: 'changed(#1)', _id: id, _model: model, id, ...values });
const reference = async (id: number) =>
  (await world.sql`select tracking_ref from odoo.picking where id = ${id}`)[0]?.['tracking_ref'];
const counted = async (outcome: string) => {
  const text = await (await fetch(`${world.server.privateUrl}/metrics`)).text();
  return Number(new RegExp(`odoo_hints_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
};
/** Every hint so far was read back. */
const quiet = () =>
  eventually(async () => {
    const [row] = await world.sql`
      select (select count(*) from odoo.hint)::int as waiting, (select sum(times) from odoo.hint_received)::int as taken`;
    expect(row?.['waiting']).toBe(0);
    // Another process counts for itself.
    expect(row?.['taken']).toBeGreaterThanOrEqual(await counted('taken'));
  });
/** Without a word of the rules. */
const refer = (id: number, carrier_tracking_ref: string) =>
  world.odoo.world.transact((tx) => tx.patch('stock.picking', id, { carrier_tracking_ref }));
const calls = (model: string) => world.odoo.stats.calls.get(`${model}.search_read`) ?? 0;

test('what a rule tells before its commit is in the mirror moments after it', async () => {
  await world.odoo.change((tx) => tx.write('stock.picking', 20, { carrier_tracking_ref: '1Z999AA10123456784' }));
  await eventually(async () => (await reference(20)) === '1Z999AA10123456784');
  expect(world.odoo.automation.sent.map(({ outcome }) => outcome)).toEqual(['answered']);
  expect(await checkHints(world.sql, new Date(), true)).toMatchObject({ state: 'ok' });
});

test('an order that is new here comes whole: contacts, lines, deliveries, what they carry', async () => {
  const { world: odoo } = world.odoo;
  const contact = odoo.transact((tx) =>
    tx.create('res.partner', { ...odoo.table('res.partner').get(46), name: 'New Contact' }),
  );
  const [product] = [...odoo.table('product.product').values()].filter((row) => row['type'] === 'consu');
  const order_line = [[0, 0, { product_id: product?.id, product_uom_qty: 1 }]];
  const placed = await world.odoo.asAdmin('sale.order', 'create', [{ partner_id: contact, order_line }]);
  await world.odoo.asAdmin('sale.order', 'action_confirm', [[placed]]);
  await eventually(async () => {
    const [found] = await world.sql`
      select p.name, (select count(*)::int from odoo.order_line where order_id = o.id) as lines,
        (select count(*)::int from odoo.picking k join odoo.move m on m.picking_id = k.id where k.order_id = o.id) as moves
      from odoo.sale_order o join odoo.partner p on p.id = o.partner_id and o.commercial_partner_id is not null where o.id = ${placed as number}`;
    expect(found).toEqual({ name: 'New Contact', lines: 1, moves: 1 });
  });
});

test('a burst is read back once', async () => {
  await quiet();
  const before = calls('stock.picking');
  for (let i = 0; i < 40; i += 1) expect((await post(hint('stock.picking', 21))).status).toBe(200);
  const [row] = await world.sql`select times::int as n from odoo.hint_received where model = 'stock.picking'`;
  expect(row?.['n']).toBeGreaterThan(1);
  await quiet();
  // By id, and those of its order.
  expect(calls('stock.picking') - before).toBe(2);
});

test('nothing of it is believed: not its values, nor what was rolled back, nor that there is such a record', async () => {
  const before = await world.sql`select * from odoo.picking order by id`;
  const events = (await world.sql`select 1 from odoo.outbox`).length;
  await post(hint('stock.picking', 22, { carrier_tracking_ref: 'FORGED123456', state: 'cancel', sale_id: 1 }));
  await post(hint('stock.picking', 999_999));
  await world.odoo
    .change((tx) => {
      tx.write('stock.picking', 23, { carrier_tracking_ref: 'ROLL1' });
      throw new Error('rolled back');
    })
    .catch(() => {});
  await post(hint('stock.picking', 23, { carrier_tracking_ref: 'ROLL1' }));
  await quiet();
  expect(await world.sql`select * from odoo.picking order by id`).toEqual(before);
  expect(await world.sql`select 1 from odoo.outbox`).toHaveLength(events);
});

test('a record that is gone in Odoo goes', async () => {
  world.odoo.world.transact((tx) => tx.unlink('stock.picking', 24));
  await post(hint('stock.picking', 24));
  await eventually(async () => (await world.sql`select 1 from odoo.picking where id = 24`).length === 0);
});

test('without the secret there is no such address; several secrets are valid at once', async () => {
  const nowhere = await post(hint('stock.picking', 20), { to: `${world.server.publicUrl}/nothing` });
  expect(nowhere.status).toBe(404);
  for (const wrong of ['', 'x', secret.slice(1), `${secret}x`, `${secret}/x`, secret.toUpperCase()])
    expect(await post(hint('stock.picking', 20), { to: address(wrong) }), wrong).toEqual(nowhere);
  expect(await post('', { method: 'GET' })).toEqual(nowhere);
  expect((await post(hint('stock.picking', 20), { to: address(nextSecret) })).status).toBe(200);
  expect(await counted('refused')).toBe(6);
  expect(world.lines.join('\n')).not.toMatch(/h1h1|h2h2/);
});

test('what is of no use is answered, counted and left alone', async () => {
  await quiet();
  const before = await counted('taken');
  const useless = ['', '{', '[]', 'null', '{"_model":"stock.picking"}', hint('stock.picking', -1), hint('x', 1.5)];
  for (const body of useless) expect((await post(body)).status, body).toBe(200);
  for (const model of ['res.users', 'constructor', 'ir.config_parameter'])
    expect((await post(hint(model, 1))).status).toBe(200);
  expect(await counted('unusable')).toBe(useless.length);
  expect(await counted('unknown_model')).toBe(3);
  expect((await post(JSON.stringify({ _model: 'x'.repeat(70_000) }))).status).toBe(413);
  expect(await counted('taken')).toBe(before);
  expect(await world.sql`select 1 from odoo.hint`).toHaveLength(0);
});

test('a sender who goes away in the middle disturbs nobody', async () => {
  const { hostname, port, pathname } = new URL(address(secret));
  const started = request({ hostname, port, path: pathname, method: 'POST', headers: { 'content-length': 100 } });
  started.on('error', () => {});
  started.write('{');
  started.destroy();
  expect((await post(hint('stock.picking', 20))).status).toBe(200);
});

test('any process takes hints, the one that reads acts on them', async () => {
  await using other = await startServer({ ...world.config, roles: ['api'] }, { logger: world.logger });
  refer(20, '1Z999AA10123456793');
  await post(hint('stock.picking', 20), { to: `${other.publicUrl}/webhooks/odoo/${secret}` });
  await eventually(async () => (await reference(20)) === '1Z999AA10123456793');
});

test('while Odoo is away hints wait', async () => {
  await quiet();
  await world.odoo.stop();
  refer(20, '1Z999AA10123456800');
  await post(hint('stock.picking', 20));
  await eventually(() => world.lines.some((line) => line.includes('"name":"hints"')));
  expect(await world.sql`select 1 from odoo.hint`).toHaveLength(1);
  await world.odoo.start();
  await eventually(async () => (await reference(20)) === '1Z999AA10123456800', { timeoutMs: 20_000 });
  await quiet();
});

test('is read back a second after the last hint of the record, three after the first: Odoo sends before it commits', async () => {
  await using mirror = await startMirror();
  await mirror.sync.runOnce();
  await using inbox = createHintInbox({ sql: mirror.sql, logger, onDropped: () => {} });
  const row = async () => {
    const [found] = await mirror.sql`
      select extract(epoch from due_at - last_at)::float8 as "afterLast", extract(epoch from due_at - first_at)::float8 as "afterFirst" from odoo.hint`;
    return found as { afterLast: number; afterFirst: number } | undefined;
  };
  const transaction = mirror.odoo.world.begin();
  transaction.write('stock.picking', 20, { carrier_tracking_ref: '1Z999AA10123456784' });
  inbox.add({ model: 'stock.picking', id: 20 });
  await eventually(async () => (await row()) !== undefined);
  expect(await row()).toEqual({ afterLast: 1, afterFirst: 1 });
  const before = mirror.odoo.stats.calls.get('stock.picking.search_read');
  await mirror.sync.readHints();
  expect(mirror.odoo.stats.calls.get('stock.picking.search_read')).toBe(before);
  // The burst goes on.
  await mirror.sql`update odoo.hint set first_at = first_at - interval '2.5 seconds', last_at = last_at - interval '0.9 seconds'`;
  inbox.add({ model: 'stock.picking', id: 20 });
  await eventually(async () => expect((await row())?.afterFirst).toBe(3));
  transaction.commit();
  await mirror.sql`update odoo.hint set due_at = clock_timestamp()`;
  await mirror.sync.readHints();
  expect(await mirror.sql`select tracking_ref from odoo.picking where id = 20`).toEqual([
    { tracking_ref: '1Z999AA10123456784' },
  ]);
  expect(await row()).toBeUndefined();
});
