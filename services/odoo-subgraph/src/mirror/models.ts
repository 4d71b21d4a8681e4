import type { TransactionSql } from '@milepost/service-kit';
import { z } from 'zod';
import { splitReferences } from '../delivery/split-references.ts';
import {
  datetime,
  float,
  optionalDatetime,
  optionalReference,
  optionalText,
  reference,
  referenceName,
  text,
} from '../odoo/values.ts';
import { identifierKey, referenceKeys } from '../search/keys.ts';
import { type ContactKeys, provesNothing, type ReadContact, sealContacts, sealedColumns } from './seal-contacts.ts';

/** One mirrored model: what is read of Odoo (never more than needed) and the row it becomes. */
export interface MirrorModel {
  /** Unique; names the reading's position. The model itself, but for a second table of it. */
  name: string;
  model: string;
  table: string;
  /** Raised when rows are written in another way than before: then the whole model is read once more (generation.ts). */
  shapeVersion: number;
  fields: readonly string[];
  /** Read where this Odoo has them. */
  optionalFields: readonly string[];
  /** Left out, with a word in the log, where this Odoo does not have it or our user may not read it. */
  isOptional: boolean;
  /** Which records are read at all; a condition that never changes for a record. */
  domain: readonly unknown[];
  /** Column names and types, `id` and `write_date` included. */
  columns: Readonly<Record<string, string>>;
  /** Columns that differ each time they are written: whether a row has changed, the others tell. */
  sealed: readonly string[];
  /** What a row must not say any more when its record is gone in Odoo: assignments, for an `update` of the table. */
  whenGone: string | null;
  /** A record of Odoo to a row, or to what `seal` makes a row of; throws a ZodError when Odoo answers something else than it documents. */
  toRow(record: unknown): { id: number };
  /** Personal data goes into the table sealed; a page at a time. */
  seal?(tx: TransactionSql, rows: readonly { id: number }[], keys: ContactKeys): Promise<Record<string, unknown>[]>;
}

function define<T extends z.ZodObject, Row extends { id: number }>(
  model: string,
  table: string,
  shape: T,
  columns: Record<string, string>,
  toRow: (record: z.infer<T>) => Row,
  {
    name = model,
    domain = [],
    optionalFields = [],
    isOptional = false,
    sealed = [],
    shapeVersion = 1,
    whenGone = null,
    seal,
  }: {
    name?: string;
    domain?: readonly unknown[];
    optionalFields?: readonly string[];
    isOptional?: boolean;
    sealed?: readonly string[];
    shapeVersion?: number;
    whenGone?: string | null;
    seal?: (tx: TransactionSql, rows: readonly Row[], keys: ContactKeys) => Promise<Record<string, unknown>[]>;
  } = {},
): MirrorModel {
  return {
    name,
    model,
    table,
    shapeVersion,
    domain,
    optionalFields,
    isOptional,
    fields: Object.keys(shape.shape).filter((name) => name !== 'id' && !optionalFields.includes(name)),
    columns: { id: 'int', ...columns, write_date: 'timestamp' },
    sealed,
    whenGone,
    toRow: (record) => toRow(shape.parse(record)),
    // Its rows are those that `toRow` made.
    ...(seal && { seal: seal as NonNullable<MirrorModel['seal']> }),
  };
}
const id = z.number().int();

/** In the order in which they are read: what others refer to comes first. */
export const mirrorModels: readonly MirrorModel[] = [
  define(
    'res.currency',
    'currency',
    z.object({ id, name: text, decimal_places: z.number().int() }),
    { name: 'text', decimal_places: 'int' },
    (r) => ({ ...r, write_date: null }),
  ),
  define('res.company', 'company', z.object({ id, name: text }), { name: 'text' }, (r) => ({ ...r, write_date: null })),
  define(
    'delivery.carrier',
    'delivery_carrier',
    z.object({ id, name: text, tracking_url: optionalText }),
    { name: 'text', tracking_url: 'text' },
    (r) => ({ ...r, write_date: null }),
  ),
  define(
    'res.partner',
    'partner',
    z.object({
      id,
      name: optionalText,
      display_name: optionalText,
      commercial_partner_id: reference,
      active: z.boolean(),
      city: optionalText,
      country_code: optionalText,
      email_normalized: optionalText,
      phone: optionalText,
      // Gone in Odoo 19.
      mobile: optionalText.optional(),
      street: optionalText,
      street2: optionalText,
      zip: optionalText,
      write_date: datetime,
    }),
    {
      name: 'text',
      name_words: 'text[]',
      commercial_partner_id: 'int',
      is_active: 'boolean',
      city: 'text',
      country_code: 'text',
      ...Object.fromEntries(sealedColumns.map((column) => [column, 'bytea'])),
      contact_mark: 'bytea',
      email_index: 'bytea',
      phone_index: 'bytea',
      postcode_index: 'bytea',
      index_version: 'smallint',
    },
    (r): ReadContact => ({
      id: r.id,
      name: r.name ?? r.display_name ?? '',
      customerId: r.commercial_partner_id,
      isActive: r.active,
      city: r.city,
      countryCode: r.country_code,
      email: r.email_normalized,
      // One number is enough to call somebody.
      phone: r.phone ?? r.mobile ?? null,
      street: r.street,
      street2: r.street2,
      postcode: r.zip,
      writeDate: r.write_date,
    }),
    {
      optionalFields: ['mobile'],
      sealed: sealedColumns,
      // 2: words of names.
      shapeVersion: 2,
      whenGone: provesNothing,
      seal: sealContacts,
    },
  ),
  define(
    'sale.order',
    'sale_order',
    z.object({
      id,
      name: text,
      state: z.enum(['draft', 'sent', 'sale', 'cancel']),
      company_id: reference,
      partner_id: reference,
      partner_shipping_id: reference,
      partner_invoice_id: reference,
      warehouse_id: optionalReference,
      client_order_ref: optionalText,
      currency_id: reference,
      amount_total: float,
      date_order: optionalDatetime,
      create_date: datetime,
      commitment_date: optionalDatetime,
      write_date: datetime,
    }),
    {
      name: 'text',
      state: 'text',
      company_id: 'int',
      partner_id: 'int',
      shipping_partner_id: 'int',
      invoice_partner_id: 'int',
      warehouse_id: 'int',
      customer_reference: 'text',
      name_key: 'text',
      reference_keys: 'text[]',
      currency_id: 'int',
      amount_total: 'double precision',
      date_order: 'timestamp',
      create_date: 'timestamp',
      commitment_date: 'timestamp',
    },
    ({ partner_shipping_id, partner_invoice_id, client_order_ref, ...r }) => ({
      ...r,
      shipping_partner_id: partner_shipping_id,
      invoice_partner_id: partner_invoice_id,
      customer_reference: client_order_ref,
      name_key: identifierKey(r.name),
      reference_keys: referenceKeys(client_order_ref),
    }),
    // 2: the customer's own reference, and what orders are found by.
    { shapeVersion: 2 },
  ),
  define(
    'sale.order.line',
    'order_line',
    z.object({
      id,
      order_id: reference,
      sequence: z.number().int(),
      name: text,
      product_uom_qty: float,
      qty_delivered: float,
      product_uom: z.union([referenceName, z.literal(false)]),
      product_id: optionalReference,
      product_type: optionalText,
      display_type: optionalText,
      is_delivery: z.boolean(),
      is_downpayment: z.boolean(),
      write_date: datetime,
    }),
    {
      order_id: 'int',
      sequence: 'int',
      name: 'text',
      quantity: 'double precision',
      quantity_delivered: 'double precision',
      unit: 'text',
      product_id: 'int',
      is_goods: 'boolean',
      is_shippable: 'boolean',
    },
    (r) => ({
      id: r.id,
      order_id: r.order_id,
      sequence: r.sequence,
      name: r.name,
      quantity: r.product_uom_qty,
      quantity_delivered: r.qty_delivered,
      unit: r.product_uom === false ? '' : r.product_uom,
      product_id: r.product_id,
      is_goods: r.display_type === null && !r.is_delivery && !r.is_downpayment,
      // `consu` are goods, stocked or not; services and the head of a combination never travel.
      is_shippable: r.product_type === 'consu',
      write_date: r.write_date,
    }),
  ),
  define(
    'stock.picking',
    'picking',
    z.object({
      id,
      name: text,
      state: z.enum(['draft', 'waiting', 'confirmed', 'assigned', 'done', 'cancel']),
      picking_type_code: z.string(),
      sale_id: optionalReference,
      carrier_id: optionalReference,
      carrier_tracking_ref: optionalText,
      scheduled_date: optionalDatetime,
      date_done: optionalDatetime,
      backorder_id: optionalReference,
      return_id: optionalReference,
      write_date: datetime,
    }),
    {
      name: 'text',
      state: 'text',
      type_code: 'text',
      order_id: 'int',
      carrier_id: 'int',
      tracking_ref: 'text',
      number_keys: 'text[]',
      scheduled_at: 'timestamp',
      done_at: 'timestamp',
      backorder_of: 'int',
      return_of: 'int',
    },
    (r) => ({
      id: r.id,
      name: r.name,
      state: r.state,
      type_code: r.picking_type_code,
      order_id: r.sale_id,
      carrier_id: r.carrier_id,
      tracking_ref: r.carrier_tracking_ref,
      number_keys: splitReferences(r.carrier_tracking_ref).map(identifierKey),
      scheduled_at: r.scheduled_date,
      done_at: r.date_done,
      backorder_of: r.backorder_id,
      return_of: r.return_id,
      write_date: r.write_date,
    }),
    // 2: what its tracking numbers are found by.
    { shapeVersion: 2 },
  ),
  define(
    'stock.move',
    'move',
    z.object({
      id,
      name: text,
      state: z.enum(['draft', 'waiting', 'confirmed', 'partially_available', 'assigned', 'done', 'cancel']),
      picking_id: optionalReference,
      sale_line_id: optionalReference,
      product_id: reference,
      product_uom_qty: float,
      quantity: float,
      product_uom: referenceName,
      write_date: datetime,
    }),
    {
      name: 'text',
      state: 'text',
      picking_id: 'int',
      order_line_id: 'int',
      product_id: 'int',
      demand: 'double precision',
      quantity: 'double precision',
      unit: 'text',
    },
    (r) => ({
      id: r.id,
      name: r.name,
      state: r.state,
      picking_id: r.picking_id,
      order_line_id: r.sale_line_id,
      product_id: r.product_id,
      demand: r.product_uom_qty,
      quantity: r.quantity,
      unit: r.product_uom,
      write_date: r.write_date,
    }),
    // Of all movements of all warehouses only those that serve an order.
    { domain: [['sale_line_id', '!=', false]] },
  ),
  // Only "Sales" and "Invoicing" read invoices: a user without them serves everything else.
  define(
    'account.move',
    'invoice',
    z.object({
      id,
      // None while it is a draft.
      name: optionalText,
      state: z.enum(['draft', 'posted', 'cancel']),
      move_type: z.string(),
      write_date: datetime,
    }),
    { name: 'text', number_key: 'text', state: 'text', type: 'text' },
    ({ move_type, name, ...r }) => ({
      ...r,
      name,
      number_key: name === null ? null : identifierKey(name),
      type: move_type,
    }),
    { isOptional: true, domain: [['move_type', 'in', ['out_invoice', 'out_refund']]] },
  ),
  // Computed from invoices at each read, so that it may be refused like these: apart from the orders themselves. Creating an invoice moves the order's write_date.
  define(
    'sale.order',
    'order_invoices',
    z.object({ id, invoice_ids: z.array(z.number().int()), write_date: datetime }),
    { invoice_ids: 'int[]' },
    (r) => ({ ...r, invoice_ids: [...new Set(r.invoice_ids)].sort((a, b) => a - b) }),
    { name: 'sale.order invoices', isOptional: true },
  ),
];
