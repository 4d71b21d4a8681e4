import { idsIn, isEmpty, number, type Row, refId, round2, type Value } from './rows.ts';

type Get = (model: string, id: number | null) => Row | undefined;

/** Fields that Odoo computes from other records; each rule is checked against every record of the data set. */

/** State of a transfer from its moves (stock.picking `_compute_state`). */
export function pickingState(moves: readonly Row[], moveType: string): string {
  if (moves.length === 0 || moves.some((move) => move['state'] === 'draft')) return 'draft';
  if (moves.every((move) => move['state'] === 'cancel')) return 'cancel';
  if (moves.every((move) => move['state'] === 'cancel' || move['state'] === 'done')) return 'done';
  const open = moves.filter((move) => move['state'] !== 'cancel' && move['state'] !== 'done');
  const is =
    (...states: string[]) =>
    (move: Row) =>
      states.includes(String(move['state']));
  if (moveType === 'one') {
    if (open.every(is('assigned'))) return 'assigned';
    return open.some(is('confirmed', 'partially_available')) ? 'confirmed' : 'waiting';
  }
  if (open.some(is('assigned', 'partially_available'))) return 'assigned';
  return open.some(is('confirmed')) ? 'confirmed' : 'waiting';
}

/** Over all transfers of an order, returns and internal steps included (CONTRACT section 7: not for customers). */
export function deliveryStatus(pickings: readonly Row[], lines: readonly Row[]): string | false {
  const states = pickings.map((picking) => picking['state']);
  if (states.every((state) => state === 'cancel')) return false;
  if (states.every((state) => state === 'cancel' || state === 'done')) return 'full';
  if (!states.includes('done')) return 'pending';
  return lines.some((line) => number(line['qty_delivered']) !== 0) ? 'partial' : 'started';
}

/** The first time that goods left for the customer; false before. */
export function effectiveDate(pickings: readonly Row[], get: Get): Value {
  const left = pickings
    .filter((p) => p['state'] === 'done' && isCustomer(p['location_dest_id'], get) && !isEmpty(p['date_done']))
    .map((p) => String(p['date_done']).slice(0, 19));
  return left.sort()[0] ?? false;
}

export const isCustomer = (location: Value | undefined, get: Get): boolean =>
  get('stock.location', refId(location))?.['usage'] === 'customer';

/** What left for the customer, less what came back to be refunded. */
export function quantityDelivered(moves: readonly Row[], get: Get): number {
  return moves
    .filter((move) => move['state'] === 'done')
    .reduce((sum, move) => {
      if (isCustomer(move['location_dest_id'], get)) return sum + number(move['quantity']);
      if (isCustomer(move['location_id'], get) && move['to_refund']) return sum - number(move['quantity']);
      return sum;
    }, 0);
}

/** By the product's invoicing policy, not by what was delivered unless the policy says so (CONTRACT section 16). */
export function quantityToInvoice(line: Row, get: Get): number {
  if (line['display_type'] || line['state'] !== 'sale') return 0;
  const policy = get('product.product', refId(line['product_id']))?.['invoice_policy'] ?? 'order';
  return number(line[policy === 'delivery' ? 'qty_delivered' : 'product_uom_qty']) - number(line['qty_invoiced']);
}

export function lineInvoiceStatus(line: Row, get: Get): string {
  if (line['state'] !== 'sale') return 'no';
  if (quantityToInvoice(line, get) !== 0) return 'to invoice';
  return number(line['qty_invoiced']) >= number(line['product_uom_qty']) ? 'invoiced' : 'no';
}

export function orderInvoiceStatus(order: Row, lines: readonly Row[]): string {
  if (order['state'] !== 'sale') return 'no';
  const products = lines.filter((line) => !line['display_type']);
  const ready = products.filter((line) => line['invoice_status'] === 'to invoice');
  if (ready.length > 0) {
    // A delivery fee alone is not worth an invoice while goods are still to come.
    const waits = products.some((line) => line['invoice_status'] === 'no');
    return waits && ready.every((line) => line['is_delivery']) ? 'no' : 'to invoice';
  }
  if (products.length === 0) return 'no';
  return products.every((line) => line['invoice_status'] === 'invoiced') ? 'invoiced' : 'no';
}

/** Of the demand, in kilograms. */
export const pickingWeight = (moves: readonly Row[]): number =>
  round2(moves.reduce((sum, move) => sum + number(move['weight']), 0));

/** Of what is in the boxes: declared weight of parcels and the weight of what is loose. */
function shippingWeight(picking: Row, get: Get): number {
  const lines = idsIn(picking['move_line_ids'])
    .map((id) => get('stock.move.line', id))
    .filter((line) => line !== undefined);
  const loose = lines
    .filter((line) => isEmpty(line['result_package_id']))
    .reduce(
      (sum, line) =>
        sum + number(line['quantity']) * number(get('product.product', refId(line['product_id']))?.['weight']),
      0,
    );
  const packages = new Set(lines.map((line) => refId(line['result_package_id'])).filter((id) => id !== null));
  return [...packages].reduce<number>((sum, id) => {
    const parcel = get('stock.quant.package', id);
    return sum + (number(parcel?.['shipping_weight']) || number(parcel?.['weight']));
  }, loose);
}

function trackingUrl(picking: Row, get: Get): Value {
  const template = get('delivery.carrier', refId(picking['carrier_id']))?.['tracking_url'];
  const reference = picking['carrier_tracking_ref'];
  if (typeof template !== 'string' || typeof reference !== 'string' || reference === '') return false;
  return template.replaceAll('<shipmenttrackingnumber>', reference);
}

const count = (field: string) => (row: Row) => idsIn(row[field]).length;

/** Not stored: worked out on every read. */
export const computedOnRead: Record<string, Record<string, (row: Row, get: Get, now: string) => Value>> = {
  'sale.order': {
    delivery_count: count('picking_ids'),
    invoice_count: count('invoice_ids'),
    // Without lead times: the day of the order, which moves until it is confirmed.
    expected_date: (order, _get, now) =>
      order['state'] === 'cancel' ? false : order['state'] === 'sale' ? (order['date_order'] as Value) : now,
  },
  'sale.order.line': {
    qty_to_deliver: (line) => number(line['product_uom_qty']) - number(line['qty_delivered']),
    // Stored in Odoo, but the data set was read without it.
    qty_to_invoice: quantityToInvoice,
  },
  'stock.picking': { carrier_tracking_url: trackingUrl, shipping_weight: shippingWeight },
};
