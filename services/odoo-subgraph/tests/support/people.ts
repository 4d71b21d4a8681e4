import type { OdooSimulator, Row, World } from '@milepost/odoo-simulator';
import type { Random } from './random.ts';

/** What people do in Odoo, at random, each inside a transaction that the caller ends. What needs something that is not there does nothing. */

type Transaction = ReturnType<World['begin']>;
interface Desk {
  world: World;
  tx: Transaction;
  random: Random;
}
type Pair = [number, string];

const refOf = (value: unknown): number => (Array.isArray(value) ? Number(value[0]) : 0);
const idsOf = (value: unknown): number[] => (Array.isArray(value) ? (value as number[]) : []);
const pairOf = (row: Row): Pair => [row.id, String(row['name'])];
const isOpen = (row: Row) => row['state'] !== 'done' && row['state'] !== 'cancel';
const unlessGone = (desk: Desk, model: string, row: Row) => desk.tx.get(model, row.id) !== undefined;

/** One of those that are committed, as this transaction sees it. */
function one({ world, tx, random }: Desk, model: string, fits: (row: Row) => boolean = () => true): Row | undefined {
  const rows = [...world.table(model).keys()].flatMap((id) => tx.get(model, id) ?? []).filter(fits);
  // Half of the time among the newest: what is new changes most.
  return random.pick(random.chance(0.5) ? rows.slice(-12) : rows);
}

const words = ['Alder', 'Birke', 'Çınar', 'Dénes', 'Erle', 'Föhre', '樫', "O'Ak", 'Quince  ', '-'];
const someName = (random: Random) => `${random.pick(words)} ${random.between(1, 999)}`;
const someNumber = (random: Random) => `1Z999AA1${random.between(10_000_000, 99_999_999)}`;
const someProduct = (desk: Desk) => one(desk, 'product.product', (row) => row.id >= 51 && row.id <= 63) as Row;
const newLine = (desk: Desk) => {
  const quantity = desk.random.between(1, 5);
  return desk.random.chance(0.1)
    ? [0, 0, { display_type: 'line_section', name: someName(desk.random) }]
    : [0, 0, { product_id: pairOf(someProduct(desk)), product_uom_qty: quantity }];
};
const someText = (random: Random) =>
  random.pick([false, '', '  ', someName(random), someName(random)]) as string | false;
const someMoment = (random: Random) =>
  random.chance(0.2) ? false : `2026-12-${random.between(10, 28)} ${random.between(10, 20)}:00:00`;

function quote(desk: Desk): number {
  const { world, random } = desk;
  const partner = one(desk, 'res.partner', (row) => row.id >= 45) as Row;
  const warehouse = one(desk, 'stock.warehouse') as Row;
  const method = one(desk, 'delivery.carrier');
  return world.quoteOrder({
    partner_id: pairOf(partner),
    warehouse_id: pairOf(warehouse),
    client_order_ref: someText(random),
    commitment_date: someMoment(random),
    carrier_id: method && random.chance(0.7) ? pairOf(method) : false,
    order_line: Array.from({ length: random.between(1, 4) }, () => newLine(desk)),
  });
}

const writes =
  (
    model: string,
    fits: (row: Row) => boolean,
    values: (desk: Desk, row: Row) => Parameters<World['writeRecords']>[2],
  ) =>
  (desk: Desk) => {
    const row = one(desk, model, fits);
    if (row) desk.world.writeRecords(model, [row.id], values(desk, row));
  };
const all = () => true;

/** Rows of other models that name these lose them, as by a foreign key that is set to null: nothing moves their write_date. */
function forget(
  desk: Desk,
  named: readonly [model: string, field: string][],
  id: number,
  instead: Pair | false = false,
) {
  for (const [model, field] of named)
    for (const key of desk.world.table(model).keys()) {
      const row = desk.tx.get(model, key);
      if (row && refOf(row[field]) === id) desk.tx.patch(model, key, { [field]: instead });
    }
}

const transferRefs = [
  ['stock.picking', 'backorder_id'],
  ['stock.picking', 'return_id'],
] as const satisfies [string, string][];
const contactRefs = [
  ['sale.order', 'partner_id'],
  ['sale.order', 'partner_shipping_id'],
  ['sale.order', 'partner_invoice_id'],
  ['stock.picking', 'partner_id'],
  ['res.partner', 'parent_id'],
  ['res.partner', 'commercial_partner_id'],
] as const satisfies [string, string][];

function deleteContact({ tx }: Desk, contact: Row): void {
  tx.link('res.partner', refOf(contact['parent_id']) || null, 'child_ids', contact.id, false);
  tx.unlink('res.partner', contact.id);
}
function deleteTransfer(desk: Desk, transfer: Row): void {
  const { tx } = desk;
  for (const id of idsOf(transfer['move_ids'])) deleteMove(desk, id);
  for (const id of idsOf(transfer['move_line_ids'])) tx.unlink('stock.move.line', id);
  forget(desk, transferRefs, transfer.id);
  tx.link('sale.order', refOf(transfer['sale_id']), 'picking_ids', transfer.id, false);
  tx.unlink('stock.picking', transfer.id);
}
function deleteMove({ world, tx }: Desk, id: number): void {
  for (const other of world.table('stock.move').keys())
    for (const field of ['move_orig_ids', 'move_dest_ids'])
      if (idsOf(tx.get('stock.move', other)?.[field]).includes(id)) tx.link('stock.move', other, field, id, false);
  tx.unlink('stock.move', id);
}

export const deeds: Readonly<Record<string, (desk: Desk) => void>> = {
  quote: (desk) => void quote(desk),
  place: (desk) => desk.world.confirmOrder(quote(desk)),
  confirm(desk) {
    const order = one(desk, 'sale.order', (row) => row['state'] === 'draft' || row['state'] === 'sent');
    if (order) desk.world.confirmOrder(order.id);
  },
  send: writes(
    'sale.order',
    (row) => row['state'] === 'draft',
    () => ({ state: 'sent' }),
  ),
  promise: (desk) => {
    const order = one(desk, 'sale.order');
    if (order) desk.world.setCommitmentDate(order.id, someMoment(desk.random));
  },
  'customer reference': writes('sale.order', all, ({ random }) => ({ client_order_ref: someText(random) })),
  'order elsewhere': writes('sale.order', all, (desk) => ({
    partner_shipping_id: pairOf(one(desk, 'res.partner', (row) => row.id >= 45) as Row),
  })),
  'method of order': writes('sale.order', all, (desk) => ({
    carrier_id: pairOf(one(desk, 'delivery.carrier') as Row),
  })),
  'add lines': (desk) => {
    const order = one(desk, 'sale.order', (row) => row['state'] !== 'cancel');
    if (order) desk.world.writeRecords('sale.order', [order.id], { order_line: [newLine(desk), newLine(desk)] });
  },
  'more of a line': writes(
    'sale.order.line',
    (row) => !row['display_type'] && row['state'] !== 'cancel',
    ({ random }, row) => ({ product_uom_qty: Number(row['product_uom_qty']) + random.between(1, 3) }),
  ),
  'words of a line': writes('sale.order.line', all, ({ random }) => ({
    name: someName(random),
    sequence: random.between(1, 30),
  })),
  'drop a line': (desk) => {
    const line = one(desk, 'sale.order.line', (row) => row['state'] === 'draft' || row['state'] === 'sent');
    if (line) desk.world.writeRecords('sale.order', [refOf(line['order_id'])], { order_line: [[2, line.id]] });
  },
  'cancel order': (desk) => {
    const order = one(desk, 'sale.order', (row) => row['state'] !== 'cancel');
    if (order) desk.world.cancelOrder(order.id);
  },
  'quote again': (desk) => {
    const order = one(desk, 'sale.order', (row) => row['state'] === 'cancel');
    if (!order) return;
    desk.world.requoteOrder(order.id);
    if (desk.random.chance(0.5)) desk.world.confirmOrder(order.id);
  },
  /** Its transfers stay behind and serve no order, or went before. */
  'delete order'(desk) {
    const { tx, world, random } = desk;
    const order = one(
      desk,
      'sale.order',
      (row) => (row['state'] === 'draft' || row['state'] === 'cancel') && idsOf(row['invoice_ids']).length === 0,
    );
    if (!order) return;
    const transfers = idsOf(order['picking_ids']).flatMap((id) => tx.get('stock.picking', id) ?? []);
    if (random.chance(0.5)) for (const transfer of transfers) if (!isOpen(transfer)) deleteTransfer(desk, transfer);
    for (const id of idsOf(order['order_line'])) {
      forget(desk, [['stock.move', 'sale_line_id']], id);
      tx.unlink('sale.order.line', id);
    }
    forget(desk, [['stock.picking', 'sale_id']], order.id);
    for (const group of world.table('procurement.group').keys())
      if (refOf(tx.get('procurement.group', group)?.['sale_id']) === order.id)
        tx.patch('procurement.group', group, { sale_id: false });
    tx.unlink('sale.order', order.id);
  },

  track: (desk) => {
    const transfer = one(desk, 'stock.picking');
    const { random } = desk;
    const reference = random.weighted({ one: 5, two: 2, none: 2, words: 1 });
    const text = {
      one: someNumber(random),
      two: `${someNumber(random)},${someNumber(random)}`,
      none: false,
      words: 'see e-mail',
    };
    if (transfer) desk.world.setTrackingRef(transfer.id, text[reference] as string | false);
  },
  'method of transfer': writes('stock.picking', all, (desk) => ({
    carrier_id: desk.random.chance(0.2) ? false : pairOf(one(desk, 'delivery.carrier') as Row),
  })),
  'carrier’s price': writes('stock.picking', all, ({ random }) => ({ carrier_price: random.between(0, 3) * 3.3 })),
  /** More than a page, in one second. */
  'many prices'({ world, random }) {
    const ids = [...world.table('stock.picking').keys()].slice(random.between(-60, -10));
    world.writeRecords('stock.picking', ids, { carrier_price: random.between(0, 3) * 1.1 });
  },
  'plan anew': writes('stock.picking', isOpen, ({ random }) => ({
    scheduled_date: `2026-12-${random.between(10, 28)} 08:00:00`,
  })),
  reserve: (desk) => {
    const transfer = one(desk, 'stock.picking', isOpen);
    if (transfer) desk.world.assignPicking(transfer.id);
  },
  unreserve: (desk) => {
    const transfer = one(desk, 'stock.picking', isOpen);
    if (transfer) desk.world.unreservePicking(transfer.id);
  },
  validate: (desk) => {
    const transfer = one(desk, 'stock.picking', (row) => row['state'] === 'assigned');
    if (transfer) desk.world.validatePicking(transfer.id);
  },
  'validate in part': (desk) => {
    const transfer = one(desk, 'stock.picking', (row) => row['state'] === 'assigned');
    if (!transfer) return;
    const moves = idsOf(transfer['move_ids']).flatMap((id) => desk.tx.get('stock.move', id) ?? []);
    const quantities = Object.fromEntries(
      moves.map((move) => [refOf(move['product_id']), desk.random.between(0, Number(move['quantity']))]),
    );
    desk.world.validatePicking(transfer.id, { quantities, backorder: desk.random.chance(0.7) });
  },
  return: (desk) => {
    const transfer = one(
      desk,
      'stock.picking',
      (row) => row['state'] === 'done' && row['picking_type_code'] === 'outgoing' && refOf(row['sale_id']) > 0,
    );
    if (transfer) desk.world.returnPicking(transfer.id);
  },
  'cancel transfer': (desk) => {
    const transfer = one(desk, 'stock.picking', isOpen);
    if (transfer) desk.world.cancelPicking(transfer.id);
  },
  'delete transfer': (desk) => {
    const transfer = one(desk, 'stock.picking', (row) => row['state'] === 'cancel');
    if (transfer) deleteTransfer(desk, transfer);
  },
  pack(desk) {
    const { tx, world } = desk;
    const transfer = one(desk, 'stock.picking', (row) => idsOf(row['move_line_ids']).length > 0);
    if (!transfer) return;
    const name = world.nextName('stock.quant.package', 'PACK', 7);
    const parcel = tx.create('stock.quant.package', { name, location_id: transfer['location_id'] ?? false });
    for (const id of idsOf(transfer['move_line_ids']))
      tx.write('stock.move.line', id, { result_package_id: [parcel, name] });
  },
  unpack: (desk) => {
    const line = one(desk, 'stock.move.line', (row) => refOf(row['result_package_id']) > 0);
    if (line) desk.tx.write('stock.move.line', line.id, { result_package_id: false });
  },

  'rename contact': writes(
    'res.partner',
    (row) => row.id >= 45,
    ({ random }) => ({ name: someName(random) }),
  ),
  move: writes(
    'res.partner',
    (row) => row.id >= 45,
    ({ random }) => ({
      street: someText(random),
      street2: someText(random),
      city: someText(random),
      zip: someText(random),
      country_code: random.pick(['US', 'DE', 'FR', false]) as string | false,
    }),
  ),
  'reach contact': writes(
    'res.partner',
    (row) => row.id >= 45,
    ({ random }) => ({
      email_normalized: random.chance(0.3) ? false : `box${random.between(1, 9)}@example.com`,
      phone: random.pick([false, '+1 303-555-0199', '+49 89 5550150']) as string | false,
      mobile: random.pick([false, '+1 303-555-0198']) as string | false,
    }),
  ),
  'archive contact': writes(
    'res.partner',
    (row) => row.id >= 45,
    (_desk, row) => ({ active: row['active'] === false }),
  ),
  'new contact'({ tx, random, world }) {
    const [like] = [...world.table('res.partner').values()].slice(-1) as [Row];
    const name = someName(random);
    const id = tx.create('res.partner', { ...like, name, display_name: name, parent_id: false, child_ids: [] });
    tx.patch('res.partner', id, { commercial_partner_id: [id, name] });
  },
  /** To another account: it takes its orders along. */
  'change account'(desk) {
    const contact = one(desk, 'res.partner', (row) => row.id >= 45 && idsOf(row['child_ids']).length === 0);
    const account = one(desk, 'res.partner', (row) => row.id >= 45 && refOf(row['commercial_partner_id']) === row.id);
    if (!contact || !account || contact.id === account.id) return;
    desk.tx.write('res.partner', contact.id, { parent_id: pairOf(account), commercial_partner_id: pairOf(account) });
    desk.tx.link('res.partner', refOf(contact['parent_id']) || null, 'child_ids', contact.id, false);
    desk.tx.link('res.partner', account.id, 'child_ids', contact.id);
  },
  /** Odoo's wizard rewrites every foreign key by SQL, and the one that stays is written. */
  'merge contacts'(desk) {
    const gone = one(desk, 'res.partner', (row) => row.id >= 45);
    const kept = one(desk, 'res.partner', (row) => row.id >= 45 && refOf(row['commercial_partner_id']) === row.id);
    if (!gone || !kept || gone.id === kept.id || !unlessGone(desk, 'res.partner', kept)) return;
    forget(desk, contactRefs, gone.id, pairOf(kept));
    for (const child of idsOf(gone['child_ids'])) desk.tx.link('res.partner', kept.id, 'child_ids', child);
    desk.tx.touch('res.partner', kept.id);
    deleteContact(desk, gone);
  },
  'delete contact'(desk) {
    const named = new Set(
      contactRefs.flatMap(([model, field]) =>
        [...desk.world.table(model).values()].flatMap((row) => (row.id === refOf(row[field]) ? [] : refOf(row[field]))),
      ),
    );
    const contact = one(desk, 'res.partner', (row) => row.id >= 45 && !named.has(row.id));
    if (contact) deleteContact(desk, contact);
  },
  'rename method': writes('delivery.carrier', all, ({ random }) => ({
    name: someName(random),
    tracking_url: random.pick([false, 'https://example.com/<shipmenttrackingnumber>']) as string | false,
  })),
  'new method'({ tx, world, random }) {
    const [like] = [...world.table('delivery.carrier').values()] as [Row];
    tx.create('delivery.carrier', { ...like, name: someName(random) });
  },
  'delete method'(desk) {
    if (desk.world.table('delivery.carrier').size < 6) return;
    const transfer = one(desk, 'stock.picking', (row) => refOf(row['carrier_id']) > 0);
    const method = transfer && desk.tx.get('delivery.carrier', refOf(transfer['carrier_id']));
    if (!method) return;
    forget(
      desk,
      [
        ['stock.picking', 'carrier_id'],
        ['sale.order', 'carrier_id'],
      ],
      method.id,
    );
    desk.tx.unlink('delivery.carrier', method.id);
  },
  'rename company': writes('res.company', all, ({ random }) => ({ name: someName(random) })),
};

/** What PostgreSQL lets nobody do while others write what is named: foreign keys hold it. */
export const destroys: ReadonlySet<string> = new Set([
  'delete order',
  'delete transfer',
  'merge contacts',
  'delete contact',
  'delete method',
]);

/** After these some record may be gone, or changed without a new write_date: only the reconciliation finds that. */
export const leavesNoTrace: ReadonlySet<string> = new Set([...destroys, 'drop a line', 'pack', 'unpack']);

/** How often each is done, beside the others. */
export const usualDay: Readonly<Record<string, number>> = Object.fromEntries(
  Object.keys(deeds).map((name) => [
    name,
    ['validate', 'validate in part', 'track'].includes(name)
      ? 4
      : ['place', 'confirm', 'promise', 'pack'].includes(name)
        ? 2
        : 1,
  ]),
);

/** An invoice, posted or not, by calls of an administrator: each its own transaction. */
export async function invoice(odoo: OdooSimulator, random: Random): Promise<void> {
  const order = random.pick([...odoo.world.table('sale.order').values()].filter((row) => row['state'] === 'sale'));
  if (!order) return;
  const context = { active_model: 'sale.order', active_ids: [order.id], active_id: order.id };
  const wizard = await odoo.asAdmin('sale.advance.payment.inv', 'create', [{ advance_payment_method: 'delivered' }], {
    context,
  });
  const action = (await odoo.asAdmin('sale.advance.payment.inv', 'create_invoices', [[wizard]], { context })) as {
    res_id: number;
  };
  if (random.chance(0.7)) await odoo.asAdmin('account.move', 'action_post', [[action.res_id]]);
}
