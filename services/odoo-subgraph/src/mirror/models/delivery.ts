import { splitReferences } from '@milepost/service-kit';
import { z } from 'zod';
import {
  datetime,
  float,
  idList,
  namedReference,
  openSelection,
  optionalDatetime,
  optionalReference,
  optionalText,
  reference,
  referenceName,
  selection,
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
    state: selection('draft', 'waiting', 'confirmed', 'assigned', 'done', 'cancel'),
    picking_type_code: openSelection,
    sale_id: optionalReference,
    carrier_id: optionalReference,
    carrier_tracking_ref: optionalText,
    scheduled_date: optionalDatetime,
    date_done: optionalDatetime,
    backorder_id: optionalReference,
    return_id: optionalReference,
    carrier_price: float,
    create_date: datetime,
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
    carrier_price: 'double precision',
    created_at: 'timestamp',
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
    carrier_price: r.carrier_price,
    created_at: r.create_date,
    write_date: r.write_date,
  }),
  // 2: what its tracking numbers are found by. 3: the carrier's price, when it was made. 4: numbers in labels, addresses and barcodes.
  { shapeVersion: 4, whenGone: 'delete', orderOf: 't.order_id' },
);

export const move = define(
  'stock.move',
  'move',
  z.object({
    id,
    name: text,
    state: selection('draft', 'waiting', 'confirmed', 'partially_available', 'assigned', 'done', 'cancel'),
    picking_id: optionalReference,
    sale_line_id: optionalReference,
    product_id: reference,
    product_uom_qty: float,
    quantity: float,
    product_uom: referenceName,
    move_orig_ids: idList,
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
    origin_moves: 'int[]',
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
    origin_moves: r.move_orig_ids,
    write_date: r.write_date,
  }),
  // Of all movements of all warehouses only those that serve an order.
  {
    domain: [['sale_line_id', '!=', false]],
    // 2: which movements it follows.
    shapeVersion: 2,
    whenGone: 'delete',
    orderOf: '(select l.order_id from odoo.order_line l where l.id = t.order_line_id)',
  },
);

/** What of a transfer lies in which package; a package has no number of a carrier in Odoo. */
export const packageLine = define(
  'stock.move.line',
  'package_line',
  z.object({ id, picking_id: optionalReference, result_package_id: namedReference, write_date: datetime }),
  { picking_id: 'int', package_id: 'int', package_name: 'text' },
  (r) => ({
    id: r.id,
    picking_id: r.picking_id,
    package_id: r.result_package_id.id,
    package_name: r.result_package_id.name,
    write_date: r.write_date,
  }),
  {
    domain: [['result_package_id', '!=', false]],
    whenGone: 'delete',
    orderOf: '(select k.order_id from odoo.picking k where k.id = t.picking_id)',
  },
);
