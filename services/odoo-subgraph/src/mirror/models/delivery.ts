import { z } from 'zod';
import { splitReferences } from '../../delivery/split-references.ts';
import {
  datetime,
  float,
  optionalDatetime,
  optionalReference,
  optionalText,
  reference,
  referenceName,
  text,
} from '../../odoo/values.ts';
import { identifierKey } from '../../search/keys.ts';
import { define, id } from '../mirror-model.ts';

export const picking = define(
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
);

export const move = define(
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
);
