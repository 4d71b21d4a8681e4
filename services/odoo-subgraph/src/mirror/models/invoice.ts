import { z } from 'zod';
import { datetime, idList, openSelection, optionalText, selection } from '../../odoo/values.ts';
import { identifierKey } from '../../search/keys.ts';
import { define, id } from '../mirror-model.ts';

/** Only "Sales" and "Invoicing" read invoices: a user without them serves everything else. */
export const invoice = define(
  'account.move',
  'invoice',
  z.object({
    id,
    // None while it is a draft.
    name: optionalText,
    state: selection('draft', 'posted', 'cancel'),
    move_type: openSelection,
    write_date: datetime,
  }),
  { name: 'text', number_key: 'text', state: 'text', type: 'text' },
  ({ move_type, name, ...r }) => ({
    ...r,
    name,
    number_key: name === null ? null : identifierKey(name),
    type: move_type,
  }),
  { isOptional: true, domain: [['move_type', 'in', ['out_invoice', 'out_refund']]], whenGone: 'delete' },
);

/** Computed from invoices at each read, so that it may be refused like these: apart from the orders themselves. Creating an invoice moves the order's write_date. */
export const orderInvoices = define(
  'sale.order',
  'order_invoices',
  z.object({ id, invoice_ids: idList, write_date: datetime }),
  { invoice_ids: 'int[]' },
  (r) => r,
  { name: 'sale.order invoices', isOptional: true, whenGone: 'delete', orderOf: 't.id' },
);
