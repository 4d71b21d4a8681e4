import type { MirrorModel } from './mirror-model.ts';
import { move, picking } from './models/delivery.ts';
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
  invoice,
  orderInvoices,
];
