import type { KeyObject } from 'node:crypto';
import { blindIndex, type KeyStore } from '@milepost/service-kit';
import { z } from 'zod';
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
import { normaliseEmail, normalisePostcode, provesSomething } from './personal-data.ts';

export interface MirrorKeys {
  email: KeyObject;
  postcode: KeyObject;
}

/** Random keys of their own per column, shared by all instances. */
export async function loadIndexKeys(keyStore: KeyStore): Promise<MirrorKeys> {
  return {
    email: (await keyStore.get('blind-index/email', '1')).key,
    postcode: (await keyStore.get('blind-index/postcode', '1')).key,
  };
}

/** One mirrored model: what is read of Odoo (never more than needed) and the row it becomes. */
export interface MirrorModel {
  model: string;
  table: string;
  fields: readonly string[];
  /** Which records are read at all; a condition that never changes for a record. */
  domain: readonly unknown[];
  /** Column names and types, `id` and `write_date` included. */
  columns: Readonly<Record<string, string>>;
  /** A record of Odoo to a row; throws a ZodError when Odoo answers something else than it documents. */
  toRow(record: unknown, keys: MirrorKeys): Record<string, unknown>;
}

function define<T extends z.ZodObject>(
  model: string,
  table: string,
  shape: T,
  columns: Record<string, string>,
  toRow: (record: z.infer<T>, keys: MirrorKeys) => Record<string, unknown>,
  domain: readonly unknown[] = [],
): MirrorModel {
  return {
    model,
    table,
    domain,
    fields: Object.keys(shape.shape).filter((name) => name !== 'id'),
    columns: { id: 'int', ...columns, write_date: 'timestamp' },
    toRow: (record, keys) => toRow(shape.parse(record), keys),
  };
}
const id = z.number().int();
const hex = (bytes: Buffer | null) => (bytes ? `\\x${bytes.toString('hex')}` : null);

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
      zip: optionalText,
      write_date: datetime,
    }),
    {
      name: 'text',
      commercial_partner_id: 'int',
      is_active: 'boolean',
      city: 'text',
      country_code: 'text',
      email_index: 'bytea',
      postcode_index: 'bytea',
    },
    (r, keys) => ({
      id: r.id,
      name: r.name ?? r.display_name ?? '',
      commercial_partner_id: r.commercial_partner_id,
      is_active: r.active,
      city: r.city,
      country_code: r.country_code,
      email_index: hex(
        provesSomething(normaliseEmail(r.email_normalized ?? ''))
          ? blindIndex(keys.email, normaliseEmail(r.email_normalized ?? ''))
          : null,
      ),
      // Bound to the partner, so that equal postcodes do not show.
      postcode_index: hex(
        provesSomething(normalisePostcode(r.zip ?? ''))
          ? blindIndex(keys.postcode, `${r.id}|${r.country_code ?? ''}|${normalisePostcode(r.zip ?? '')}`)
          : null,
      ),
      write_date: r.write_date,
    }),
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
      currency_id: 'int',
      amount_total: 'double precision',
      date_order: 'timestamp',
      create_date: 'timestamp',
      commitment_date: 'timestamp',
    },
    ({ partner_shipping_id, partner_invoice_id, ...r }) => ({
      ...r,
      shipping_partner_id: partner_shipping_id,
      invoice_partner_id: partner_invoice_id,
    }),
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
      scheduled_at: r.scheduled_date,
      done_at: r.date_done,
      backorder_of: r.backorder_id,
      return_of: r.return_id,
      write_date: r.write_date,
    }),
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
    [['sale_line_id', '!=', false]],
  ),
];
