import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorModels } from '../src/mirror/models.ts';
import type { OdooClient } from '../src/odoo/client.ts';
import { type Mirror, startMirror, sweepAll } from './support/mirror.ts';

const order = 46;
const ann = 46;
const alpine = 45;
const trailhead = 53;

let mirror: Mirror;
beforeEach(async () => {
  mirror = await startMirror();
  await mirror.sync.runOnce();
  await mirror.sql`delete from odoo.outbox`;
  return () => mirror[Symbol.asyncDispose]();
});

/** Every model once. */
const sweep = async (sync = mirror.sync) => {
  for (const _ of mirrorModels) await sync.sweepPage();
};
/** What Odoo changes by SQL or by a foreign key: no write_date moves. */
const silently = (model: string, id: number, values: object) =>
  Object.assign(mirror.odoo.world.table(model).get(id) as object, values);
const unlink = (model: string, ids: readonly number[]) =>
  mirror.odoo.world.transact((tx) => {
    for (const id of ids) tx.unlink(model, id);
  });
const idsOf = async (table: string, where = 'true') =>
  (await mirror.sql.unsafe<{ id: number }[]>(`select id from odoo.${table} where ${where} order by id`)).map(
    ({ id }) => id,
  );
type Told = { order?: { id: number; deleted: boolean; customerId: number }; delivery?: Told['order'] };
const told = async () => (await mirror.told()) as unknown as Told[];
const deleted = async () =>
  (await told()).flatMap(({ order, delivery }) =>
    order?.deleted ? `order ${order.id}` : delivery?.deleted ? `delivery ${delivery.id}` : [],
  );

describe('what Odoo deletes without a trace', () => {
  test('an order goes with its lines, deliveries and what they carry; tracking hears of it once', async () => {
    const lines = await idsOf('order_line', `order_id = ${order}`);
    const deliveries = await idsOf('picking', `order_id = ${order}`);
    expect(lines.length * deliveries.length).toBeGreaterThan(0);
    mirror.odoo.world.deleteOrder(order);
    await mirror.sync.runOnce();
    expect(await idsOf('sale_order', `id = ${order}`)).toEqual([order]);
    await sweep();
    await sweep();
    for (const [table, where] of [
      ['sale_order', `id = ${order}`],
      ['order_line', `order_id = ${order}`],
      ['picking', `order_id = ${order}`],
      ['order_invoices', `id = ${order}`],
      ['search_term', `order_id = ${order}`],
    ] as const)
      expect(await mirror.sql.unsafe(`select 1 from odoo.${table} where ${where}`), table).toHaveLength(0);
    expect((await deleted()).sort()).toEqual([...deliveries.map((id) => `delivery ${id}`), `order ${order}`]);
    expect(await mirror.sync.runOnce()).toBe(0);
  });

  test('an order goes, its transfers stay behind with an empty field: they are no deliveries any more', async () => {
    const deliveries = await idsOf('picking', `order_id = ${order}`);
    unlink('sale.order', [order]);
    for (const id of deliveries) silently('stock.picking', id, { sale_id: false });
    await sweep();
    expect(await idsOf('picking', `id = any('{${deliveries}}') and order_id is null`)).toEqual(deliveries);
    expect((await deleted()).sort()).toEqual([...deliveries.map((id) => `delivery ${id}`), `order ${order}`]);
  });

  test('a delivery goes, and a move; their neighbours stay', async () => {
    const [delivery = 0] = await idsOf('picking', `order_id = ${order}`);
    const moves = await idsOf('move', `picking_id = ${delivery}`);
    const others = await idsOf('move', `picking_id <> ${delivery}`);
    unlink('stock.picking', [delivery]);
    unlink('stock.move', moves);
    await sweep();
    expect(await idsOf('move')).toEqual(others);
    expect(await deleted()).toEqual([`delivery ${delivery}`]);
    expect(await idsOf('sale_order', `id = ${order}`)).toEqual([order]);
  });

  test('a move that loses its order line is carried for nobody', async () => {
    const [move = 0] = await idsOf('move');
    mirror.odoo.world.transact((tx) => tx.write('stock.move', move, { sale_line_id: false }));
    await mirror.sync.runOnce();
    expect(await idsOf('move', `id = ${move}`)).toEqual([move]);
    await sweep();
    expect(await idsOf('move', `id = ${move}`)).toEqual([]);
  });

  test('a delivery method goes: deliveries have none any more', async () => {
    const [{ carrier_id: carrier } = { carrier_id: 0 }] = await mirror.sql<
      { carrier_id: number }[]
    >`select carrier_id from odoo.picking where carrier_id is not null limit 1`;
    const deliveries = await idsOf('picking', `carrier_id = ${carrier}`);
    unlink('delivery.carrier', [carrier]);
    for (const id of deliveries) silently('stock.picking', id, { carrier_id: false });
    // Small tables are read whole, each round.
    await mirror.sync.runOnce();
    expect(await idsOf('delivery_carrier', `id = ${carrier}`)).toEqual([]);
    expect(await idsOf('picking', `id = any('{${deliveries}}') and carrier_id is null`)).toEqual(deliveries);
  });
});

describe('a contact that is merged into another', () => {
  test('hands its orders over at once: the account that sees them, and what tracking knows of it', async () => {
    const [{ id = 0, partner_id: contact } = { id: 0, partner_id: 0 }] = await mirror.sql<
      { id: number; partner_id: number }[]
    >`select id, partner_id from odoo.sale_order where partner_id = ${ann} limit 1`;
    expect(contact).toBe(ann);
    // Odoo's wizard rewrites every foreign key by SQL.
    unlink('res.partner', [ann]);
    for (const row of mirror.odoo.world.table('sale.order').values())
      for (const field of ['partner_id', 'partner_shipping_id', 'partner_invoice_id'])
        if ((row[field] as [number, string])[0] === ann) silently('sale.order', row.id, { [field]: [trailhead, 'T'] });
    await sweep();
    expect((await mirror.sql`select commercial_partner_id as c from odoo.sale_order where id = ${id}`)[0]?.['c']).toBe(
      trailhead,
    );
    expect((await told()).filter((event) => event.order?.id === id).map((event) => event.order?.customerId)).toEqual([
      trailhead,
    ]);
    expect(await mirror.sql`select is_active, is_gone, email_index from odoo.partner where id = ${ann}`).toEqual([
      { is_active: false, is_gone: true, email_index: null },
    ]);
    // Known as gone: not looked for again.
    const calls = mirror.odoo.stats.calls.get('res.partner.search_read') ?? 0;
    await sweep();
    expect((mirror.odoo.stats.calls.get('res.partner.search_read') ?? 0) - calls).toBe(1);
  });

  test('an account that is merged takes its contacts along', async () => {
    const contacts = await idsOf('partner', `commercial_partner_id = ${alpine} and id <> ${alpine}`);
    expect(contacts.length).toBeGreaterThan(0);
    unlink('res.partner', [alpine]);
    for (const id of contacts) silently('res.partner', id, { commercial_partner_id: [trailhead, 'Trailhead'] });
    await sweep();
    expect(await idsOf('partner', `commercial_partner_id = ${alpine} and not is_gone`)).toEqual([]);
    expect(await idsOf('sale_order', `commercial_partner_id = ${trailhead}`)).toContain(order);
  });
});

describe('what is not gone', () => {
  /** Our user as Odoo serves it once company 3 was taken from it. */
  const without3 = (odoo: OdooClient): OdooClient => {
    const isSeen = (model: string, id: number) => {
      const row = mirror.odoo.world.table(model).get(id) ?? { id };
      const company = model === 'res.company' ? [row.id] : (row as Record<string, unknown>)['company_id'];
      return !Array.isArray(company) || company[0] !== 3;
    };
    return {
      ...odoo,
      searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) =>
        (await odoo.searchRead<T & { id: number }>(model, query)).filter(({ id }) => isSeen(model, id)),
      searchIds: async (model, query) => (await odoo.searchIds(model, query)).filter((id) => isSeen(model, id)),
    };
  };

  test('a record that Odoo refuses to show is there', async () => {
    const sync = mirror.makeSync((odoo) => ({
      ...odoo,
      searchRead: async <T>(model: string, query: Parameters<OdooClient['searchRead']>[1]) =>
        (await odoo.searchRead<T & { id: number }>(model, query)).filter(
          ({ id }) => model !== 'sale.order' || id !== order,
        ),
    }));
    await sweep(sync);
    expect(await idsOf('sale_order', `id = ${order}`)).toEqual([order]);
  });

  test('orders of a company that our user may not see any more stay, and age; of other companies they go', async () => {
    const theirs = await idsOf('sale_order', 'company_id = 3');
    const counts = async () =>
      (
        await mirror.sql`select (select count(*) from odoo.order_line)::int as lines, (select count(*) from odoo.picking)::int as pickings, (select count(*) from odoo.move)::int as moves,
        (select count(*) from odoo.partner where not is_gone)::int as partners`
      )[0];
    const before = await counts();
    expect(theirs.length).toBeGreaterThan(0);
    const sync = mirror.makeSync(without3);
    await sync.runOnce();
    await sweep(sync);
    expect(await idsOf('sale_order', 'company_id = 3')).toEqual(theirs);
    expect(await counts()).toEqual(before);
    expect(await deleted()).toEqual([]);
    const [{ isOlder } = { isOlder: null }] = await mirror.sql<
      { isOlder: boolean }[]
    >`select lost_at is not null as "isOlder" from odoo.company where id = 3`;
    expect(isOlder).toBe(true);
    const [mine = 0] = await idsOf('sale_order', 'company_id = 1');
    unlink('sale.order', [mine]);
    await sweep(sync);
    expect(await deleted()).toContain(`order ${mine}`);
    expect(await idsOf('sale_order', 'company_id = 3')).toEqual(theirs);
    // Given back.
    await mirror.sync.runOnce();
    expect(await mirror.sql`select 1 from odoo.company where lost_at is not null`).toHaveLength(0);
  });

  test('too much at once is not believed, until an operator says so', async () => {
    const lines = await idsOf('order_line');
    expect(lines.length).toBeGreaterThan(100);
    unlink('sale.order.line', lines.slice(0, 80));
    await sweep();
    expect(await idsOf('order_line')).toEqual(lines);
    await sweep(mirror.makeSync(undefined, undefined, { ...sweepAll, goneLimitPercent: 100 }));
    expect(await idsOf('order_line')).toEqual(lines.slice(80));
    expect(
      await mirror.sql`select 1 from odoo.sync_cursor where model = 'sale.order.line' and swept_at is not null`,
    ).toHaveLength(1);
  });
});

test('a transaction that was open longer than the overlap is found, and a record that had not been there', async () => {
  let now = Date.parse('2026-12-01T10:00:00Z');
  await using late = await startMirror({
    overlapSeconds: 0,
    sweep: { ...sweepAll, pageSize: 7 },
    simulator: { clock: () => new Date(now) },
  });
  await late.sync.runOnce();
  const slow = late.odoo.world.begin();
  slow.write('stock.picking', 21, { carrier_tracking_ref: '1Z999AA10123456784' });
  late.odoo.world.setTrackingRef(20, '1Z999AA10300000001');
  now += 300_000;
  late.odoo.world.setTrackingRef(20, '1Z999AA10300000002');
  await late.sync.runOnce();
  slow.commit();
  await late.sql`delete from odoo.sale_order where id = ${order}`;
  await late.sync.runOnce();
  expect(await late.sql`select 1 from odoo.picking where tracking_ref = '1Z999AA10123456784'`).toHaveLength(0);
  // Page after page, of every model in turn.
  for (let i = 0; i < 300; i += 1) await late.sync.sweepPage();
  expect(await late.sql`select id from odoo.picking where tracking_ref = '1Z999AA10123456784'`).toEqual([{ id: 21 }]);
  expect(await late.sql`select id from odoo.sale_order where id = ${order}`).toEqual([{ id: order }]);
});

test('Odoo goes away while what names a merged contact is read back: the next pass finds it once more', async () => {
  const [{ id = 0 } = { id: 0 }] = await mirror.sql<{ id: number }[]>`
    select id from odoo.sale_order where partner_id = ${ann} limit 1`;
  unlink('res.partner', [ann]);
  for (const row of mirror.odoo.world.table('sale.order').values())
    for (const field of ['partner_id', 'partner_shipping_id', 'partner_invoice_id'])
      if ((row[field] as [number, string])[0] === ann) silently('sale.order', row.id, { [field]: [trailhead, 'T'] });
  const failing = mirror.makeSync((odoo) => ({
    ...odoo,
    searchRead: (model, query) =>
      model === 'sale.order' && JSON.stringify(query.domain).includes('"in"')
        ? Promise.reject(new Error('away'))
        : odoo.searchRead(model, query),
  }));
  await expect(sweep(failing)).rejects.toThrow('away');
  await sweep();
  await sweep();
  expect((await mirror.sql`select partner_id from odoo.sale_order where id = ${id}`)[0]?.['partner_id']).toBe(
    trailhead,
  );
  expect(await idsOf('partner', `id = ${ann} and is_gone`)).toEqual([ann]);
});

test('a record that is older in Odoo than here (a backup was put back, the clock had been wrong) is as Odoo has it', async () => {
  const [delivery = 0] = await idsOf('picking', `order_id = ${order}`);
  mirror.odoo.world.setTrackingRef(delivery, '1Z999AA10300000001');
  const written = String(mirror.odoo.world.table('stock.picking').get(delivery)?.['write_date']);
  await mirror.sync.runOnce();
  silently('stock.picking', delivery, {
    carrier_tracking_ref: '1Z999AA10123456784',
    write_date: `2026-11-20${written.slice(10)}`,
  });
  await mirror.sync.runOnce();
  expect(await idsOf('picking', "tracking_ref = '1Z999AA10123456784'")).toEqual([]);
  await sweep();
  expect(await idsOf('picking', "tracking_ref = '1Z999AA10123456784'")).toEqual([delivery]);
  expect((await mirror.told()).map((event) => event.delivery?.references)).toEqual([
    ['1Z999AA10300000001'],
    ['1Z999AA10123456784'],
  ]);
});

test('an order whose contact was merged before anybody had read it follows to the other one', async () => {
  let now = Date.parse('2026-12-01T10:00:00Z');
  await using late = await startMirror({ simulator: { clock: () => new Date(now) } });
  const { world } = late.odoo;
  const contact = world.transact((tx) =>
    tx.create('res.partner', { ...world.table('res.partner').get(ann), name: 'Ann once more' }),
  );
  const placed = world.quoteOrder({ partner_id: [contact, 'Ann once more'] });
  late.odoo.rules.forbid('res.partner', [contact]);
  await late.sync.runOnce();
  // Long after, behind the overlap.
  now += 3_600_000;
  world.quoteOrder({ partner_id: [ann, 'Ann'] });
  await late.sync.runOnce();
  Object.assign(world.table('sale.order').get(placed) as object, { partner_id: [trailhead, 'Trailhead'] });
  world.transact((tx) => tx.unlink('res.partner', contact));
  await late.sync.runOnce();
  const account = () => late.sql`select commercial_partner_id as id from odoo.sale_order where id = ${placed}`;
  expect(await account()).toEqual([{ id: null }]);
  await sweep(late.sync);
  expect(await account()).toEqual([{ id: trailhead }]);
});

test('a transfer that is taken from its order is no delivery any more', async () => {
  const [delivery = 0] = await idsOf('picking', `order_id = ${order}`);
  mirror.odoo.world.transact((tx) => tx.write('stock.picking', delivery, { sale_id: false }));
  await mirror.sync.runOnce();
  await mirror.sync.runOnce();
  expect(await deleted()).toEqual([`delivery ${delivery}`]);
  // Given back.
  mirror.odoo.world.transact((tx) => tx.write('stock.picking', delivery, { sale_id: [order, 'S00046'] }));
  await mirror.sync.runOnce();
  expect((await told()).map((event) => event.delivery?.deleted)).toEqual([true, false]);
});

test('a reference that is changed is told anew; one that is blanked leaves none', async () => {
  const references = async () => (await mirror.told()).map((event) => event.delivery?.references);
  mirror.odoo.world.setTrackingRef(20, '1Z999AA10300000001');
  await mirror.sync.runOnce();
  mirror.odoo.world.setTrackingRef(20, '1Z999AA10300000002');
  await mirror.sync.runOnce();
  mirror.odoo.world.setTrackingRef(20, false);
  await mirror.sync.runOnce();
  expect(await references()).toEqual([['1Z999AA10300000001'], ['1Z999AA10300000002'], []]);
});
