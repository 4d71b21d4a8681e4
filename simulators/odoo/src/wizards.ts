import { validate } from './buttons.ts';
import { type Button, type Call, type Context, type Creator, rowOf } from './call.ts';
import { SimulatorUnsupportedError } from './errors.ts';
import { pair } from './names.ts';
import { addLine } from './orders.ts';
import { createReturn } from './pickings.ts';
import { idsIn, number, type Row, refId, type Value } from './rows.ts';

/** Wizards that were recorded: what opens them is in `buttons.ts`, what they do is here. */

const picksOf = (call: Call) => (call.context['button_validate_picking_ids'] ?? []) as number[];
const withContext = (call: Call, more: Context): Call => ({ ...call, context: { ...call.context, ...more } });

const backorder =
  (isDropped: boolean): Button =>
  (call) => {
    const picks = picksOf(call);
    if (picks.length === 0)
      throw new SimulatorUnsupportedError('a back order wizard without the context of its action');
    return validate(
      withContext(call, { skip_backorder: true, ...(isDropped && { picking_ids_not_to_backorder: picks }) }),
      picks,
    );
  };

/** Answering once settles it for the company. */
const dontSendSms: Button = (call, ids) => {
  const picks = picksOf(call);
  for (const id of ids)
    for (const pick of idsIn(call.tx.get('confirm.stock.sms', id)?.['pick_ids'])) {
      const company = refId(rowOf(call, 'stock.picking', pick)['company_id']);
      if (company !== null) call.tx.patch('res.company', company, { has_received_warning_stock_sms: true });
    }
  return validate(withContext(call, { skip_sms: true }), picks);
};

// ── Returns

const createReturnWizard: Creator = (call, values) => {
  if (call.context['active_model'] !== 'stock.picking')
    throw new SimulatorUnsupportedError('a return wizard without active_id and active_model in the context');
  const picking = rowOf(call, 'stock.picking', refId(values['picking_id']) as number);
  const wizard = call.tx.create('stock.return.picking', { picking_id: values['picking_id'] as Value });
  const get = call.tx.get.bind(call.tx);
  const lines = idsIn(picking['move_ids'])
    .map((id) => rowOf(call, 'stock.move', id))
    .filter((move) => move['state'] === 'done')
    .map((move) =>
      call.tx.create('stock.return.picking.line', {
        wizard_id: [wizard, `stock.return.picking,${wizard}`],
        product_id: move['product_id'] as Value,
        move_id: pair('stock.move', move.id, get),
        move_quantity: move['quantity'] as Value,
        quantity: 0,
        to_refund: true,
        uom_id: move['product_uom'] as Value,
      }),
    );
  call.tx.patch('stock.return.picking', wizard, { product_return_moves: lines });
  return wizard;
};

const createReturns: Button = (call, [id]) => {
  const wizard = rowOf(call, 'stock.return.picking', id as number);
  const lines = idsIn(wizard['product_return_moves']).map((line) => rowOf(call, 'stock.return.picking.line', line));
  const chosen = lines.filter((line) => number(line['quantity']) > 0);
  if (chosen.length === 0) throw new SimulatorUnsupportedError('a return of nothing was not recorded');
  const picking = createReturn(
    call.world,
    call.tx,
    refId(wizard['picking_id']) as number,
    new Map(chosen.map((line) => [refId(line['move_id']) as number, number(line['quantity'])])),
  );
  return {
    name: 'Returned Picking',
    view_mode: 'form',
    res_model: 'stock.picking',
    res_id: picking,
    type: 'ir.actions.act_window',
    context: {},
  };
};

// ── Delivery method with a fee

const openDelivery: Button = (call, [id]) => {
  const order = rowOf(call, 'sale.order', id as number);
  const carriers = [...call.world.table('delivery.carrier').values()].filter((row) => row['active'] !== false);
  return {
    name: 'Add a shipping method',
    type: 'ir.actions.act_window',
    view_mode: 'form',
    res_model: 'choose.delivery.carrier',
    view_id: 1195,
    views: [[1195, 'form']],
    target: 'new',
    context: {
      default_order_id: order.id,
      default_carrier_id: refId(order['carrier_id']) ?? carriers[0]?.id ?? false,
      default_total_weight: order['shipping_weight'],
    },
  };
};
const createDeliveryWizard: Creator = (call, values) =>
  call.tx.create('choose.delivery.carrier', { ...values, delivery_price: 0, display_price: 0 });
const updatePrice: Button = (call, [id]) => {
  const price = feeOf(call, rowOf(call, 'choose.delivery.carrier', id as number));
  call.tx.write('choose.delivery.carrier', id as number, { delivery_price: price, display_price: price });
  return {
    name: 'Add a shipping method',
    type: 'ir.actions.act_window',
    view_mode: 'form',
    res_model: 'choose.delivery.carrier',
    res_id: id,
    target: 'new',
    context: { no_rate: false },
  };
};
function feeOf(call: Call, wizard: Row): number {
  const carrier = rowOf(call, 'delivery.carrier', refId(wizard['carrier_id']) as number);
  if (carrier['delivery_type'] !== 'fixed')
    throw new SimulatorUnsupportedError(`prices of ${carrier['delivery_type']} carriers were not recorded`);
  return number(carrier['fixed_price']);
}
const confirmDelivery: Button = (call, [id]) => {
  const wizard = rowOf(call, 'choose.delivery.carrier', id as number);
  const carrier = rowOf(call, 'delivery.carrier', refId(wizard['carrier_id']) as number);
  const orderId = refId(wizard['order_id']) as number;
  addLine(call.world, call.tx, orderId, {
    product_id: refId(carrier['product_id']),
    product_uom_qty: 1,
    price_unit: number(wizard['delivery_price']),
    name: carrier['name'] as Value,
    is_delivery: true,
  });
  call.tx.write('sale.order', orderId, { carrier_id: pair('delivery.carrier', carrier.id, call.tx.get.bind(call.tx)) });
  call.tx.patch('sale.order', orderId, { delivery_set: true });
  return undefined;
};

// ── Parcels

/** With a carrier the weight is asked for first. */
const putInPack: Button = (call, [id]) => {
  const picking = rowOf(call, 'stock.picking', id as number);
  if (refId(picking['carrier_id']) === null)
    throw new SimulatorUnsupportedError('packing without a carrier was not recorded');
  return {
    name: 'Package Details',
    type: 'ir.actions.act_window',
    view_mode: 'form',
    res_model: 'choose.delivery.package',
    view_id: 1253,
    views: [[1253, 'form']],
    target: 'new',
    context: {
      ...call.context,
      current_package_carrier_type: 'none',
      default_picking_id: picking.id,
      batch_pack: false,
    },
  };
};
const createPackWizard: Creator = (call, values) => call.tx.create('choose.delivery.package', values);
/** What is marked and not yet in a parcel goes into a new one. */
const packIt: Button = (call, [id]) => {
  const wizard = rowOf(call, 'choose.delivery.package', id as number);
  const picking = rowOf(call, 'stock.picking', refId(wizard['picking_id']) as number);
  const get = call.tx.get.bind(call.tx);
  const lines = idsIn(picking['move_line_ids'])
    .map((line) => rowOf(call, 'stock.move.line', line))
    .filter((line) => line['picked'] && refId(line['result_package_id']) === null);
  const weightOf = (line: Row) =>
    number(line['quantity']) * number(get('product.product', refId(line['product_id']))?.['weight']);
  const name = call.world.nextName('stock.quant.package', 'PACK', 7);
  const parcel = call.tx.create('stock.quant.package', {
    name,
    package_type_id: false,
    shipping_weight: number(wizard['shipping_weight']),
    weight: lines.reduce((sum, line) => sum + weightOf(line), 0),
    weight_uom_name: 'kg',
    location_id: picking['location_id'] as Value,
    company_id: false,
    pack_date: call.tx.now.slice(0, 10),
    quant_ids: [],
    package_use: 'disposable',
  });
  for (const line of lines) call.tx.write('stock.move.line', line.id, { result_package_id: [parcel, name] });
  const level = call.tx.create('stock.package_level', {
    package_id: [parcel, name],
    picking_id: [picking.id, String(picking['name'])],
  });
  call.tx.link('stock.picking', picking.id, 'package_level_ids', level);
  call.tx.patch('stock.picking', picking.id, { has_packages: true });
  return `stock.quant.package(${parcel},)`;
};

export const wizardButtons: Record<string, Record<string, Button>> = {
  'stock.backorder.confirmation': { process: backorder(false), process_cancel_backorder: backorder(true) },
  'confirm.stock.sms': { dont_send_sms: dontSendSms },
  'stock.return.picking': { action_create_returns: createReturns },
  'choose.delivery.carrier': { update_price: updatePrice, button_confirm: confirmDelivery },
  'choose.delivery.package': { action_put_in_pack: packIt },
  'sale.order': { action_open_delivery_wizard: openDelivery },
  'stock.picking': { action_put_in_pack: putInPack },
};
export const wizardCreators: Record<string, Creator> = {
  'stock.backorder.confirmation': (call) =>
    call.tx.create('stock.backorder.confirmation', { pick_ids: picksOf(call), show_transfers: false }),
  'stock.return.picking': createReturnWizard,
  'choose.delivery.carrier': createDeliveryWizard,
  'choose.delivery.package': createPackWizard,
};
