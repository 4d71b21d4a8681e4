import { SimulatorUnsupportedError, userError } from './errors.ts';
import { addMoves, growMove } from './moves.ts';
import { displayName, pair } from './names.ts';
import { linesOf, refreshDelivery, refreshInvoicing, refreshLineAmounts, refreshTotals } from './order-status.ts';
import { cancelPicking, createPicking } from './pickings.ts';
import { isOpen, movesOf } from './reservation.ts';
import { idsIn, isEmpty, isSame, number, type Row, refId, type Value } from './rows.ts';
import { firstStep } from './steps.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

/** Orders: made, changed, confirmed, cancelled, with the bumps of CONTRACT section 9. */

type Values = Record<string, Value>;

/** A quotation with its lines. `partner_id` is the only field that must be there; the caller has checked it. */
export function createOrder(store: Store, tx: Transaction, values: Values, userId: number): number {
  const get = tx.get.bind(tx);
  const partner = get('res.partner', refId(values['partner_id'])) as Row;
  const top = get('res.partner', refId(partner['commercial_partner_id'])) ?? partner;
  const child = (type: string): Value => {
    const id = idsIn(top['child_ids']).find((other) => get('res.partner', other)?.['type'] === type);
    return pair('res.partner', id ?? partner.id, get);
  };
  const warehouseId = refId(values['warehouse_id']) ?? (tx.find('stock.warehouse', () => true) as Row).id;
  const company = (get('stock.warehouse', warehouseId) as Row)['company_id'] as Value;
  const name = store.nextName('sale.order', 'S');
  const { order_line: lines, ...given } = values;
  const fields = {
    name,
    state: 'draft',
    locked: false,
    company_id: company,
    partner_invoice_id: child('invoice'),
    partner_shipping_id: child('delivery'),
    client_order_ref: false,
    origin: false,
    date_order: tx.now,
    commitment_date: false,
    effective_date: false,
    validity_date: false,
    currency_id: get('res.company', refId(company))?.['currency_id'] ?? false,
    amount_untaxed: 0,
    amount_tax: 0,
    amount_total: 0,
    invoice_status: 'no',
    invoice_ids: [],
    order_line: [],
    user_id: pair('res.users', userId, get),
    team_id: false,
    picking_policy: 'direct',
    picking_ids: [],
    delivery_status: false,
    procurement_group_id: false,
    carrier_id: false,
    delivery_set: false,
    shipping_weight: 0,
    note: false,
    access_url: '',
    access_token: false,
    ...given,
    warehouse_id: pair('stock.warehouse', warehouseId, get),
    partner_id: pair('res.partner', partner.id, get),
  };
  const id = tx.create('sale.order', fields, { isAnnounced: false });
  tx.patch('sale.order', id, { access_url: `/my/orders/${id}` });
  applyLineCommands(store, tx, id, lines ?? []);
  tx.announce('sale.order', id, 'all');
  return id;
}

/** A line as `[0, 0, values]` gives it; after confirmation it is delivered as well. */
export function addLine(store: Store, tx: Transaction, orderId: number, values: Values): number {
  const get = tx.get.bind(tx);
  const order = get('sale.order', orderId) as Row;
  const product = get('product.product', refId(values['product_id']));
  const isNote = !isEmpty(values['display_type'] as Value);
  if (!product && !isNote) throw userError('The product is missing on an order line.');
  const sequence = Math.max(9, ...linesOf(tx, order).map((line) => number(line['sequence']))) + 1;
  const quantity = isNote ? 0 : number(values['product_uom_qty'] ?? 1);
  const id = tx.create('sale.order.line', {
    order_id: [orderId, String(order['name'])],
    sequence,
    company_id: order['company_id'] as Value,
    currency_id: order['currency_id'] as Value,
    state: order['state'] as Value,
    display_type: false,
    product_type: product?.['type'] ?? false,
    name: product ? displayName('product.product', product, get) : '',
    product_uom: product?.['uom_id'] ?? false,
    price_unit: product?.['list_price'] ?? 0,
    discount: 0,
    price_subtotal: 0,
    price_tax: 0,
    price_total: 0,
    qty_delivered: 0,
    qty_delivered_method: product?.['type'] === 'consu' ? 'stock_move' : 'manual',
    qty_invoiced: 0,
    invoice_status: 'no',
    is_delivery: false,
    is_downpayment: false,
    customer_lead: 0,
    scheduled_date: false,
    move_ids: [],
    warehouse_id: order['warehouse_id'] as Value,
    ...values,
    product_id: product ? pair('product.product', product.id, get) : false,
    product_uom_qty: quantity,
  });
  tx.link('sale.order', orderId, 'order_line', id);
  refreshLineAmounts(tx, id);
  refreshTotals(tx, orderId);
  if (order['state'] === 'sale') deliver(store, tx, orderId, new Map([[id, quantity]]));
  refreshInvoicing(tx, orderId);
  const weight = linesOf(tx, get('sale.order', orderId) as Row).reduce((sum, line) => sum + lineWeight(tx, line), 0);
  tx.patch('sale.order', orderId, { shipping_weight: weight });
  return id;
}

const lineWeight = (tx: Transaction, line: Row) =>
  line['is_delivery']
    ? 0
    : number(line['product_uom_qty']) * number(tx.get('product.product', refId(line['product_id']))?.['weight']);

export function writeLine(store: Store, tx: Transaction, lineId: number, values: Values): void {
  const before = tx.get('sale.order.line', lineId);
  if (!before) return;
  const orderId = refId(before['order_id']) as number;
  const order = tx.get('sale.order', orderId) as Row;
  const grown = number(values['product_uom_qty'] ?? before['product_uom_qty']) - number(before['product_uom_qty']);
  if (grown < 0 && order['state'] === 'sale')
    throw new SimulatorUnsupportedError('less on a confirmed line: what Odoo does to its transfers was not recorded');
  tx.write('sale.order.line', lineId, values);
  refreshLineAmounts(tx, lineId);
  refreshTotals(tx, orderId);
  if (grown > 0 && order['state'] === 'sale') deliver(store, tx, orderId, new Map([[lineId, grown]]));
  refreshInvoicing(tx, orderId);
}

/** `[0, 0, values]`, `[1, id, values]` and `[2, id]` of order lines; the other commands make no sense there. */
export function applyLineCommands(store: Store, tx: Transaction, orderId: number, commands: unknown): void {
  for (const command of commands as [number, number, Values][]) {
    const [kind, id, values] = command;
    if (kind === 0) addLine(store, tx, orderId, values);
    else if (kind === 1) writeLine(store, tx, id, values);
    else if (kind === 2) removeLine(tx, orderId, id);
    else throw new SimulatorUnsupportedError(`command ${kind} on order lines was not recorded`);
  }
}

function removeLine(tx: Transaction, orderId: number, lineId: number): void {
  if (tx.get('sale.order', orderId)?.['state'] === 'sale')
    throw userError(
      "Once a sales order is confirmed, you can't remove one of its lines (we need to track if something gets invoiced or delivered).\n                Set the quantity to 0 instead.",
    );
  tx.unlink('sale.order.line', lineId);
  tx.link('sale.order', orderId, 'order_line', lineId, false);
  refreshTotals(tx, orderId);
}

/** Writes an order; a promised date moves the deadline of what has not left yet, never the day it is planned for. */
export function writeOrder(tx: Transaction, orderId: number, values: Values): void {
  tx.write('sale.order', orderId, values);
  if (!('commitment_date' in values)) return;
  for (const pickingId of idsIn(tx.get('sale.order', orderId)?.['picking_ids'])) {
    const picking = tx.get('stock.picking', pickingId);
    if (!picking || !isOpen(picking)) continue;
    tx.write('stock.picking', pickingId, { date_deadline: values['commitment_date'] as Value });
    for (const move of idsIn(picking['move_ids']))
      tx.write('stock.move', move, { date_deadline: values['commitment_date'] as Value });
  }
}

export function confirmOrder(store: Store, tx: Transaction, orderId: number): void {
  const get = tx.get.bind(tx);
  const before = get('sale.order', orderId) as Row;
  if (before['state'] !== 'draft' && before['state'] !== 'sent')
    throw userError('Some orders are not in a state requiring confirmation.');
  tx.write('sale.order', orderId, { state: 'sale', date_order: tx.now });
  const order = get('sale.order', orderId) as Row;
  for (const line of linesOf(tx, order)) tx.write('sale.order.line', line.id, { state: 'sale' });
  tx.create('mail.followers', {
    res_model: 'sale.order',
    res_id: orderId,
    partner_id: order['partner_id'] as Value,
  });
  deliver(store, tx, orderId, new Map(linesOf(tx, order).map((line) => [line.id, number(line['product_uom_qty'])])));
  refreshDelivery(tx, orderId);
  refreshInvoicing(tx, orderId);
}

/** Has goods of these lines delivered: onto a transfer of the first step that is still open, or by a new one. */
function deliver(store: Store, tx: Transaction, orderId: number, quantities: ReadonlyMap<number, number>): void {
  const get = tx.get.bind(tx);
  const order = get('sale.order', orderId) as Row;
  const wanted = [...quantities]
    .map(([id, quantity]) => ({ line: get('sale.order.line', id) as Row, quantity }))
    .filter(({ line, quantity }) => line['product_type'] === 'consu' && !line['display_type'] && quantity > 0);
  if (wanted.length === 0) return;
  const step = firstStep(tx, refId(order['warehouse_id']) as number);
  const deadline = isEmpty(order['commitment_date']) ? tx.now : (order['commitment_date'] as string);
  if (isEmpty(order['procurement_group_id'])) {
    const group = tx.create('procurement.group', {
      name: order['name'] as Value,
      sale_id: [orderId, String(order['name'])],
    });
    tx.write('sale.order', orderId, { procurement_group_id: [group, String(order['name'])] });
  }
  const saleLine = (line: Row): Value => pair('sale.order.line', line.id, get);
  const open = idsIn(order['picking_ids'])
    .map((id) => get('stock.picking', id) as Row)
    .find(
      (picking) => refId(picking['picking_type_id']) === step.typeId && isOpen(picking) && !refId(picking['return_id']),
    );
  const rest = wanted.filter(({ line, quantity }) => {
    const move = open && movesOf(tx, open).find((other) => isOpen(other) && refId(other['sale_line_id']) === line.id);
    if (move) growMove(tx, move, quantity);
    return !move;
  });
  const moves = rest.map(({ line, quantity }) => ({
    productId: refId(line['product_id']) as number,
    demand: quantity,
    name: String(line['name']),
    saleLine: saleLine(line),
  }));
  if (moves.length === 0) return;
  if (open) addMoves(tx, open, moves);
  else
    createPicking(store, tx, {
      ...step,
      origin: isEmpty(order['client_order_ref'])
        ? (order['name'] as Value)
        : `${order['name']} - ${order['client_order_ref']}`,
      partner: order['partner_shipping_id'] as Value,
      company: order['company_id'] as Value,
      orderId,
      group: (get('sale.order', orderId) as Row)['procurement_group_id'] as Value,
      carrier: order['carrier_id'] as Value,
      scheduledDate: deadline,
      deadline,
      moveType: order['picking_policy'] === 'one' ? 'one' : 'direct',
      moves,
    });
  refreshDelivery(tx, orderId);
}

/** What `action_cancel` does once nobody has to be asked: the order and every transfer that has not left. */
export function cancelOrder(tx: Transaction, orderId: number): void {
  const order = tx.get('sale.order', orderId) as Row;
  for (const id of idsIn(order['picking_ids'])) {
    const picking = tx.get('stock.picking', id);
    if (picking && isOpen(picking)) cancelPicking(tx, id);
  }
  tx.write('sale.order', orderId, { state: 'cancel' });
  for (const line of linesOf(tx, order)) tx.write('sale.order.line', line.id, { state: 'cancel' });
  refreshInvoicing(tx, orderId);
}

export function draftOrder(tx: Transaction, orderId: number): void {
  const order = tx.get('sale.order', orderId) as Row;
  if (order['state'] !== 'cancel' && order['state'] !== 'sent') return;
  tx.write('sale.order', orderId, { state: 'draft' });
  for (const line of linesOf(tx, order)) tx.write('sale.order.line', line.id, { state: 'draft' });
}

/** A contact's name is part of the names of the contacts below it, and those are stored. */
export function writePartner(tx: Transaction, partnerId: number, values: Values): void {
  tx.write('res.partner', partnerId, values);
  if ('name' in values) renamePartner(tx, partnerId);
}
function renamePartner(tx: Transaction, partnerId: number): void {
  const partner = tx.get('res.partner', partnerId) as Row;
  const parent = tx.get('res.partner', refId(partner['parent_id']));
  const name = parent && !partner['is_company'] ? `${parent['name']}, ${partner['name']}` : String(partner['name']);
  if (isSame(partner['complete_name'], name) && isSame(partner['display_name'], name)) return;
  tx.compute('res.partner', partnerId, { complete_name: name, display_name: name });
  for (const child of idsIn(partner['child_ids'])) renamePartner(tx, child);
}
