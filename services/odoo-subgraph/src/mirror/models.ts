import type { MirrorModel } from './mirror-model.ts';
import { move, packageLine, picking } from './models/delivery.ts';
import { invoice, orderInvoices } from './models/invoice.ts';
import { order, orderLine } from './models/order.ts';
import { partner } from './models/partner.ts';
import { carrier, company, currency } from './models/shop.ts';

/** In the order in which they are read: what others refer to comes first. */
export const mirrorModels: readonly MirrorModel[] = [
  currency,
  company,
  carrier,
  partner,
  order,
  orderLine,
  picking,
  move,
  packageLine,
  invoice,
  orderInvoices,
];

/**
 * Where rows name a record, by the name of its model: these Odoo changes without a trace when the record goes (a foreign key set to null, or to the contact that another was merged into, moves no
 * write_date), so they are read back by id. `where` is a condition on the rows; $1 are the ids that went.
 */
export const namedBy: Readonly<Record<string, readonly { model: MirrorModel; where: string }[]>> = {
  [partner.name]: [
    { model: partner, where: 'commercial_partner_id = any($1::int[]) and not is_gone' },
    {
      model: order,
      where:
        'partner_id = any($1::int[]) or shipping_partner_id = any($1::int[]) or invoice_partner_id = any($1::int[])',
    },
  ],
  [carrier.name]: [
    { model: picking, where: 'carrier_id = any($1::int[])' },
    { model: order, where: 'carrier_id = any($1::int[])' },
  ],
  [order.name]: [
    { model: orderLine, where: 'order_id = any($1::int[])' },
    { model: picking, where: 'order_id = any($1::int[])' },
    { model: orderInvoices, where: 'id = any($1::int[])' },
  ],
  [orderLine.name]: [{ model: move, where: 'order_line_id = any($1::int[])' }],
  [move.name]: [{ model: move, where: 'origin_moves && $1::int[]' }],
  [picking.name]: [
    { model: move, where: 'picking_id = any($1::int[])' },
    { model: packageLine, where: 'picking_id = any($1::int[])' },
    { model: picking, where: 'backorder_of = any($1::int[]) or return_of = any($1::int[])' },
  ],
  [invoice.name]: [{ model: orderInvoices, where: 'invoice_ids && $1::int[]' }],
};
