import { type Button, type Call, type Creator, rowOf } from './call.ts';
import { quantityToInvoice } from './computed.ts';
import { accessError, SimulatorUnsupportedError, userError } from './errors.ts';
import { linesOf, refreshInvoicing } from './order-status.ts';
import { number, refId, round2, type Value } from './rows.ts';

/** Invoices from an order (CONTRACT section 16, recording 20): a draft for everything that the invoicing policy allows. */

const nothingLeft =
  "Cannot create an invoice. No items are available to invoice.\n\nTo resolve this issue, please ensure that:\n   • The products have been delivered before attempting to invoice them.\n   • The invoicing policy of the product is configured correctly.\n\nIf you want to invoice based on ordered quantities instead:\n   • For consumable or storable products, open the product, go to the 'General Information' tab and change the 'Invoicing Policy' from 'Delivered Quantities' to 'Ordered Quantities'.\n   • For services (and other products), change the 'Invoicing Policy' to 'Prepaid/Fixed Price'.\n";

const createWizard: Creator = (call, values) => {
  if (values['advance_payment_method'] !== 'delivered')
    throw new SimulatorUnsupportedError(`invoices by "${values['advance_payment_method']}" were not recorded`);
  return call.tx.create('sale.advance.payment.inv', values);
};

const createInvoices: Button = (call) => {
  const { active_model: model, active_ids: ids } = call.context as { active_model?: string; active_ids?: number[] };
  const [orderId] = ids ?? [];
  if (model !== 'sale.order' || ids?.length !== 1 || orderId === undefined)
    throw new SimulatorUnsupportedError('invoicing without exactly one order in the context was not recorded');
  const invoice = invoiceOrder(call, orderId);
  const order = rowOf(call, 'sale.order', orderId);
  return {
    id: 263,
    name: 'Invoices',
    type: 'ir.actions.act_window',
    xml_id: 'account.action_move_out_invoice_type',
    path: 'invoicing',
    binding_model_id: false,
    binding_type: 'action',
    binding_view_types: 'list,form',
    display_name: 'Invoices',
    domain: "[('move_type', 'in', ['out_invoice', 'out_refund'])]",
    context: {
      default_move_type: 'out_invoice',
      default_partner_id: refId(order['partner_id']),
      default_partner_shipping_id: refId(order['partner_shipping_id']),
      default_invoice_payment_term_id: null,
      default_invoice_origin: order['name'],
    },
    res_id: invoice,
    res_model: 'account.move',
    target: 'current',
    view_mode: 'list,kanban,form,activity',
    mobile_view_mode: 'kanban',
    limit: 80,
    groups_id: [],
    filter: false,
  };
};

function invoiceOrder(call: Call, orderId: number): number {
  const { tx } = call;
  const order = rowOf(call, 'sale.order', orderId);
  const get = tx.get.bind(tx);
  const due = linesOf(tx, order)
    .map((line) => ({ line, quantity: quantityToInvoice(line, get) }))
    .filter(({ quantity }) => quantity !== 0);
  // A delivery fee is not invoiced alone.
  if (due.every(({ line }) => line['is_delivery'])) throw userError(nothingLeft);
  const share = ({ line, quantity }: (typeof due)[number]) =>
    (number(line['price_total']) * quantity) / (number(line['product_uom_qty']) || 1);
  const total = round2(due.reduce((sum, entry) => sum + share(entry), 0));
  const id = tx.create('account.move', {
    name: false,
    state: 'draft',
    move_type: 'out_invoice',
    partner_id: order['partner_invoice_id'] as Value,
    company_id: order['company_id'] as Value,
    invoice_date: false,
    invoice_date_due: tx.now.slice(0, 10),
    invoice_origin: order['name'] as Value,
    amount_total: total,
    amount_residual: total,
    currency_id: order['currency_id'] as Value,
    payment_state: 'not_paid',
    ref: '',
    invoice_line_ids: [],
  });
  tx.patch('account.move', id, { access_url: `/my/invoices/${id}` });
  for (const { line, quantity } of due) {
    const invoiceLine = tx.create('account.move.line', { move_id: [id, ''], quantity, name: line['name'] as Value });
    tx.link('account.move', id, 'invoice_line_ids', invoiceLine);
    tx.compute('sale.order.line', line.id, { qty_invoiced: number(line['qty_invoiced']) + quantity });
  }
  tx.link('sale.order', orderId, 'invoice_ids', id);
  refreshInvoicing(tx, orderId);
  return id;
}

/** Needs Invoicing rights. Gives the number. */
const postInvoice: Button = (call, ids) => {
  if (call.user.role !== 'admin') throw accessError("You don't have the access rights to post an invoice.");
  for (const id of ids) {
    const year = call.tx.now.slice(0, 4);
    const name = call.world.nextName('account.move', `INV/${year}/`);
    call.tx.write('account.move', id, { state: 'posted', name, invoice_date: call.tx.now.slice(0, 10) });
    const order = call.tx.find('sale.order', (row) => (row['invoice_ids'] as number[]).includes(id));
    for (const line of order ? linesOf(call.tx, order) : []) call.tx.touch('sale.order.line', line.id);
  }
  return false;
};

export const invoiceButtons: Record<string, Record<string, Button>> = {
  'sale.advance.payment.inv': { create_invoices: createInvoices },
  'account.move': { action_post: postInvoice },
};
export const invoiceCreators: Record<string, Creator> = { 'sale.advance.payment.inv': createWizard };
