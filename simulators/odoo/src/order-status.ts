import {
  deliveryStatus,
  effectiveDate,
  lineInvoiceStatus,
  orderInvoiceStatus,
  quantityDelivered,
  quantityToInvoice,
} from './computed.ts';
import { idsIn, number, type Row, refId, round2 } from './rows.ts';
import type { Transaction } from './transaction.ts';

/** Stored fields of an order that follow from its lines and transfers: a record is written only when a value changes. */

const rowsOf = (tx: Transaction, model: string, ids: readonly number[]): Row[] =>
  ids.map((id) => tx.get(model, id)).filter((row) => row !== undefined);
export const linesOf = (tx: Transaction, order: Row): Row[] =>
  rowsOf(tx, 'sale.order.line', idsIn(order['order_line']));

export function refreshLineDelivered(tx: Transaction, lineId: number | null): void {
  const line = tx.get('sale.order.line', lineId);
  if (!line) return;
  const moves = rowsOf(tx, 'stock.move', idsIn(line['move_ids']));
  tx.compute('sale.order.line', line.id, { qty_delivered: quantityDelivered(moves, tx.get.bind(tx)) });
}

export function refreshDelivery(tx: Transaction, orderId: number | null): void {
  const order = tx.get('sale.order', orderId);
  if (!order) return;
  const pickings = rowsOf(tx, 'stock.picking', idsIn(order['picking_ids']));
  tx.compute('sale.order', order.id, {
    delivery_status: deliveryStatus(pickings, linesOf(tx, order)),
    effective_date: effectiveDate(pickings, tx.get.bind(tx)),
  });
  refreshInvoicing(tx, order.id);
}

export function refreshInvoicing(tx: Transaction, orderId: number): void {
  const order = tx.get('sale.order', orderId) as Row;
  const get = tx.get.bind(tx);
  for (const line of linesOf(tx, order))
    tx.compute('sale.order.line', line.id, {
      ...(line['qty_to_invoice'] !== undefined && { qty_to_invoice: quantityToInvoice(line, get) }),
      invoice_status: lineInvoiceStatus(line, get),
    });
  const invoiceStatus = orderInvoiceStatus(order, linesOf(tx, order));
  tx.compute('sale.order', order.id, { invoice_status: invoiceStatus });
}

/** By company: the American one of the data set adds 15 %, the German one nothing. */
const taxRate = (order: Row) => (refId(order['company_id']) === 1 ? 0.15 : 0);

export function refreshLineAmounts(tx: Transaction, lineId: number): void {
  const line = tx.get('sale.order.line', lineId) as Row;
  const order = tx.get('sale.order', refId(line['order_id'])) as Row;
  const subtotal = round2(
    number(line['product_uom_qty']) * number(line['price_unit']) * (1 - number(line['discount']) / 100),
  );
  const total = round2(subtotal * (1 + taxRate(order)));
  // The difference is not rounded: Odoo shows its noise.
  tx.compute('sale.order.line', lineId, {
    price_subtotal: subtotal,
    price_tax: total - subtotal,
    price_total: total,
  });
}

export function refreshTotals(tx: Transaction, orderId: number): void {
  const lines = linesOf(tx, tx.get('sale.order', orderId) as Row);
  const sum = (field: string) => round2(lines.reduce((total, line) => total + number(line[field]), 0));
  const [untaxed, tax] = [sum('price_subtotal'), sum('price_tax')];
  tx.compute('sale.order', orderId, {
    amount_untaxed: untaxed,
    amount_tax: tax,
    amount_total: round2(untaxed + tax),
  });
}
