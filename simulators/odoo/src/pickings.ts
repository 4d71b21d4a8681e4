import { isCustomer } from './computed.ts';
import { SimulatorUnsupportedError, userError } from './errors.ts';
import { addMoves, createMove, growMove, type NewMove, openMoves, takenAlong, weightOf } from './moves.ts';
import { pair } from './names.ts';
import { refreshDelivery, refreshLineDelivered } from './order-status.ts';
import { isOpen, movesOf, recomputePickingState, reservedState, reserveMove, unreserveMove } from './reservation.ts';
import { idsIn, number, type Row, refId, round2, type Value } from './rows.ts';
import { nextStep, operationType } from './steps.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

/** Transfers: made, reserved, validated, split, cancelled, as Odoo 18 does it in warehouses of one, two and three steps. */

export interface NewPicking {
  typeId: number;
  /** Of a type that the data set was read without. */
  type?: Value;
  code: string;
  prefix: string;
  origin: Value;
  partner: Value;
  company: Value;
  orderId: number | null;
  group: Value;
  from: Value;
  to: Value;
  carrier: Value;
  scheduledDate: string;
  deadline: Value;
  moveType?: Value;
  backorderOf?: number;
  returnOf?: number;
  moves: readonly NewMove[];
}

/** Makes a transfer with its moves and reserves them. A rule sees what it saw in recording 09: two drafts without moves or order first. */
export function createPicking(store: Store, tx: Transaction, given: NewPicking): number {
  const get = tx.get.bind(tx);
  const name = store.nextName('stock.picking', given.prefix);
  const order = pair('sale.order', given.orderId, get);
  const id = tx.create('stock.picking', {
    ...emptyPicking,
    name,
    origin: given.origin,
    state: 'draft',
    move_type: given.moveType ?? 'direct',
    scheduled_date: given.scheduledDate,
    date_deadline: false,
    date: tx.now,
    partner_id: given.partner,
    company_id: given.company,
    picking_type_id: given.type ?? pair('stock.picking.type', given.typeId, get),
    picking_type_code: given.code,
    location_id: given.from,
    location_dest_id: given.to,
    group_id: given.group,
    sale_id: false,
    backorder_id: pair('stock.picking', given.backorderOf ?? null, get),
    return_id: pair('stock.picking', given.returnOf ?? null, get),
    carrier_id: given.carrier,
    delivery_type: get('delivery.carrier', refId(given.carrier))?.['delivery_type'] ?? false,
    carrier_price: 0,
  });
  tx.announce('stock.picking', id, ['state']);
  if (given.backorderOf !== undefined) tx.link('stock.picking', given.backorderOf, 'backorder_ids', id);
  if (given.returnOf !== undefined) tx.link('stock.picking', given.returnOf, 'return_ids', id);
  for (const move of given.moves) createMove(tx, id, move, given.deadline);
  if (store.hasPreDomain('stock.picking'))
    tx.write('stock.picking', id, { state: 'confirmed', date_deadline: given.deadline, weight: weightOf(tx, id) });
  // The order is a related field, known once the moves are confirmed.
  tx.patch('stock.picking', id, { sale_id: order, date_deadline: given.deadline, weight: weightOf(tx, id) });
  tx.link('sale.order', given.orderId, 'picking_ids', id);
  for (const moveId of idsIn(get('stock.picking', id)?.['move_ids'])) reserveMove(tx, moveId);
  recomputePickingState(tx, id);
  return id;
}

const emptyPicking = {
  priority: '0',
  has_deadline_issue: false,
  date_done: false,
  user_id: false,
  backorder_ids: [],
  return_ids: [],
  is_return_picking: false,
  move_ids: [],
  move_line_ids: [],
  has_packages: false,
  package_level_ids: [],
  carrier_tracking_ref: false,
  carrier_tracking_url: false,
  weight: 0,
  shipping_weight: 0,
  weight_uom_name: 'kg',
  products_availability: false,
  products_availability_state: false,
  note: false,
  activity_ids: [],
};
/** Nothing can leave that is not there. */
export function demandReserved(tx: Transaction, pickingId: number): void {
  if (openMoves(tx, pickingId).every((move) => number(move['quantity']) === 0))
    throw userError(
      'You cannot validate a transfer if no quantities are reserved. To force the transfer, encode quantities.',
    );
}

/** Done: the goods leave this place. What is missing goes into a back order, or is dropped; the next step of the warehouse appears. */
export function finishPicking(store: Store, tx: Transaction, pickingId: number, withBackorder: boolean): void {
  demandReserved(tx, pickingId);
  const moves = openMoves(tx, pickingId);
  const taken = takenAlong(moves);
  const short = moves.filter((move) => taken(move) < number(move['product_uom_qty']));
  if (withBackorder && short.length > 0) splitOff(store, tx, pickingId, short, taken);
  const leaving = moves.filter((move) => taken(move) > 0);
  if (!withBackorder) for (const move of short) if (taken(move) === 0) unreserveMove(tx, move.id, 'cancel');

  for (const { id } of leaving) {
    tx.write('stock.move', id, { state: 'done', picked: true, date: tx.now });
    for (const line of idsIn(tx.get('stock.move', id)?.['move_line_ids'])) finishLine(tx, line);
  }
  recomputePickingState(tx, pickingId);
  tx.write('stock.picking', pickingId, {
    date_done: tx.now,
    date: tx.get('stock.picking', pickingId)?.['date'] ?? tx.now,
  });

  const picking = tx.get('stock.picking', pickingId) as Row;
  const done = leaving.map(({ id }) => tx.get('stock.move', id) as Row);
  const touchesCustomer = [picking['location_id'], picking['location_dest_id']].some((place) =>
    isCustomer(place, tx.get.bind(tx)),
  );
  if (touchesCustomer) for (const move of done) refreshLineDelivered(tx, refId(move['sale_line_id']));
  else pushOn(store, tx, picking, done);
  refreshDelivery(tx, refId(picking['sale_id']));
}

/** Parcels go where their contents go. */
function finishLine(tx: Transaction, lineId: number): void {
  tx.write('stock.move.line', lineId, { state: 'done', picked: true, date: tx.now });
  const line = tx.get('stock.move.line', lineId) as Row;
  const parcel = refId(line['result_package_id']);
  if (parcel !== null) tx.compute('stock.quant.package', parcel, { location_id: line['location_dest_id'] as Value });
}

/** The remainder: a new transfer of the same order and carrier, without a tracking reference, reserved as far as there is stock. */
function splitOff(
  store: Store,
  tx: Transaction,
  pickingId: number,
  short: readonly Row[],
  taken: (move: Row) => number,
): void {
  const get = tx.get.bind(tx);
  const picking = get('stock.picking', pickingId) as Row;
  const split = short.filter((move) => taken(move) > 0);
  const whole = short.filter((move) => taken(move) === 0);
  for (const move of split) {
    const product = get('product.product', refId(move['product_id'])) as Row;
    tx.write('stock.move', move.id, {
      product_uom_qty: taken(move),
      weight: round2(taken(move) * number(product['weight'])),
      state: reservedState(taken(move), taken(move)),
    });
  }
  const id = createPicking(store, tx, {
    typeId: refId(picking['picking_type_id']) as number,
    type: picking['picking_type_id'] as Value,
    code: String(picking['picking_type_code']),
    prefix: String(picking['name']).replace(/\d+$/, ''),
    origin: picking['origin'] as Value,
    partner: picking['partner_id'] as Value,
    company: picking['company_id'] as Value,
    orderId: refId(picking['sale_id']),
    group: picking['group_id'] as Value,
    from: picking['location_id'] as Value,
    to: picking['location_dest_id'] as Value,
    carrier: picking['carrier_id'] as Value,
    scheduledDate: String(picking['scheduled_date']),
    deadline: picking['date_deadline'] as Value,
    moveType: picking['move_type'] as Value,
    backorderOf: pickingId,
    moves: split.map((move) => ({
      productId: refId(move['product_id']) as number,
      demand: number(move['product_uom_qty']) - taken(move),
      name: String(move['name']),
      saleLine: move['sale_line_id'] as Value,
      origins: idsIn(move['move_orig_ids']),
    })),
  });
  for (const move of whole) {
    tx.write('stock.move', move.id, {
      picking_id: pair('stock.picking', id, get),
      reference: (get('stock.picking', id) as Row)['name'] as Value,
    });
    tx.link('stock.picking', pickingId, 'move_ids', move.id, false);
    tx.link('stock.picking', id, 'move_ids', move.id);
    for (const line of idsIn(move['move_line_ids'])) {
      tx.write('stock.move.line', line, { picking_id: pair('stock.picking', id, get) });
      tx.link('stock.picking', pickingId, 'move_line_ids', line, false);
      tx.link('stock.picking', id, 'move_line_ids', line);
    }
    reserveMove(tx, move.id);
  }
  tx.compute('stock.picking', id, { weight: weightOf(tx, id) });
  tx.compute('stock.picking', pickingId, { weight: weightOf(tx, pickingId) });
  recomputePickingState(tx, id);
}

/** Odoo 18 makes the next step only now (recording 05): more for a step that is still open, or a new transfer. */
function pushOn(store: Store, tx: Transaction, picking: Row, done: readonly Row[]): void {
  const step = nextStep(tx, picking);
  if (!step || done.length === 0) return;
  const order = tx.get('sale.order', refId(picking['sale_id']));
  const open = idsIn(order?.['picking_ids'])
    .map((id) => tx.get('stock.picking', id) as Row)
    .find((other) => refId(other['picking_type_id']) === step.typeId && isOpen(other) && !refId(other['return_id']));
  const moves = done.map((move) => ({
    productId: refId(move['product_id']) as number,
    demand: number(move['quantity']),
    name: String(move['name']),
    saleLine: move['sale_line_id'] as Value,
    origins: [move.id],
  }));
  if (open) {
    const sameAs = (move: NewMove) =>
      movesOf(tx, open).find((other) => isOpen(other) && refId(other['sale_line_id']) === refId(move.saleLine));
    for (const move of moves) {
      const same = sameAs(move);
      if (same) growMove(tx, same, move.demand, move.origins);
      else addMoves(tx, open, [move]);
    }
    return;
  }
  createPicking(store, tx, {
    ...step,
    origin: picking['origin'] as Value,
    partner: picking['partner_id'] as Value,
    company: picking['company_id'] as Value,
    orderId: refId(picking['sale_id']),
    group: picking['group_id'] as Value,
    carrier: picking['carrier_id'] as Value,
    scheduledDate: tx.now,
    deadline: picking['date_deadline'] as Value,
    moveType: picking['move_type'] as Value,
    moves,
  });
}

/** Reserves (`action_assign`). */
export function assignPicking(tx: Transaction, pickingId: number): void {
  for (const move of openMoves(tx, pickingId)) reserveMove(tx, move.id);
  recomputePickingState(tx, pickingId);
}
/** Takes reservations back (`do_unreserve`). */
export function unreservePicking(tx: Transaction, pickingId: number): void {
  for (const move of openMoves(tx, pickingId)) unreserveMove(tx, move.id);
  recomputePickingState(tx, pickingId);
}

export function cancelPicking(tx: Transaction, pickingId: number): void {
  const picking = tx.get('stock.picking', pickingId) as Row;
  if (picking['state'] === 'done') throw new SimulatorUnsupportedError('cancelling a done transfer was not recorded');
  for (const move of openMoves(tx, pickingId)) unreserveMove(tx, move.id, 'cancel');
  recomputePickingState(tx, pickingId);
  refreshDelivery(tx, refId(picking['sale_id']));
}

/** The transfer back of some of what a done transfer took away (recording 04, "create return"). */
export function createReturn(
  store: Store,
  tx: Transaction,
  pickingId: number,
  quantities: ReadonlyMap<number, number>,
): number {
  const get = tx.get.bind(tx);
  const picking = get('stock.picking', pickingId) as Row;
  const back = operationType(tx, picking).returns;
  const id = createPicking(store, tx, {
    ...back,
    origin: `Return of ${picking['name']}`,
    partner: picking['partner_id'] as Value,
    company: picking['company_id'] as Value,
    orderId: refId(picking['sale_id']),
    group: picking['group_id'] as Value,
    from: picking['location_dest_id'] as Value,
    to: picking['location_id'] as Value,
    carrier: false,
    scheduledDate: tx.now,
    deadline: false,
    returnOf: pickingId,
    moves: [...quantities].map(([moveId, quantity]) => {
      const move = get('stock.move', moveId) as Row;
      return {
        productId: refId(move['product_id']) as number,
        demand: quantity,
        name: String(move['name']),
        saleLine: move['sale_line_id'] as Value,
        returned: moveId,
      };
    }),
  });
  // Odoo names these moves after their transfer.
  for (const move of idsIn(get('stock.picking', id)?.['move_ids']))
    tx.patch('stock.move', move, { name: (get('stock.picking', id) as Row)['name'] as Value });
  refreshDelivery(tx, refId(picking['sale_id']));
  return id;
}
