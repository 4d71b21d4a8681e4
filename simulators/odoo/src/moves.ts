import { pickingWeight } from './computed.ts';
import { pair } from './names.ts';
import { isOpen, movesOf, recomputePickingState, reserveMove } from './reservation.ts';
import { number, type Row, refId, round2, type Value } from './rows.ts';
import type { Transaction } from './transaction.ts';

/** Moves: one product of one transfer. */

export interface NewMove {
  productId: number;
  demand: number;
  name: string;
  saleLine: Value;
  /** Moves that brought the goods here. */
  origins?: readonly number[];
  /** Of a return: the move that is undone. */
  returned?: number;
}
export const weightOf = (tx: Transaction, id: number) => pickingWeight(movesOf(tx, tx.get('stock.picking', id) as Row));

export function createMove(tx: Transaction, pickingId: number, given: NewMove, deadline: Value): number {
  const get = tx.get.bind(tx);
  const picking = get('stock.picking', pickingId) as Row;
  const product = get('product.product', given.productId) as Row;
  const line = get('sale.order.line', refId(given.saleLine));
  const id = tx.create('stock.move', {
    name: given.name,
    reference: picking['name'] as Value,
    origin: line ? String((get('sale.order', refId(line['order_id'])) as Row)['name']) : (picking['origin'] as Value),
    state: 'confirmed',
    picked: false,
    date: picking['scheduled_date'] as Value,
    date_deadline: deadline,
    company_id: picking['company_id'] as Value,
    product_id: pair('product.product', given.productId, get),
    product_uom: product['uom_id'] as Value,
    product_uom_qty: given.demand,
    quantity: 0,
    picking_id: pair('stock.picking', pickingId, get),
    picking_type_id: picking['picking_type_id'] as Value,
    location_id: picking['location_id'] as Value,
    location_dest_id: picking['location_dest_id'] as Value,
    partner_id: picking['partner_id'] as Value,
    sale_line_id: given.saleLine,
    group_id: picking['group_id'] as Value,
    move_orig_ids: [...(given.origins ?? []), ...(given.returned === undefined ? [] : [given.returned])],
    move_dest_ids: [],
    origin_returned_move_id: pair('stock.move', given.returned ?? null, get),
    returned_move_ids: [],
    move_line_ids: [],
    to_refund: given.returned !== undefined,
    weight: round2(given.demand * number(product['weight'])),
  });
  tx.link('stock.picking', pickingId, 'move_ids', id);
  tx.link('sale.order.line', refId(given.saleLine), 'move_ids', id);
  for (const origin of given.origins ?? []) tx.link('stock.move', origin, 'move_dest_ids', id);
  if (given.returned !== undefined) {
    tx.link('stock.move', given.returned, 'move_dest_ids', id);
    tx.link('stock.move', given.returned, 'returned_move_ids', id);
  }
  return id;
}

/** What of a move is taken along: everything reserved, or only what was marked when anything was. */
export function takenAlong(moves: readonly Row[]): (move: Row) => number {
  const someArePicked = moves.some((move) => move['picked']);
  return (move) => (someArePicked && !move['picked'] ? 0 : number(move['quantity']));
}

export const openMoves = (tx: Transaction, pickingId: number): Row[] =>
  movesOf(tx, tx.get('stock.picking', pickingId) as Row).filter(isOpen);

/** More of the same: the demand of an open move grows, and is reserved. */
export function growMove(tx: Transaction, move: Row, by: number, origins: readonly number[] = []): void {
  const product = tx.get('product.product', refId(move['product_id'])) as Row;
  const demand = number(move['product_uom_qty']) + by;
  tx.write('stock.move', move.id, { product_uom_qty: demand, weight: round2(demand * number(product['weight'])) });
  for (const origin of origins) {
    tx.link('stock.move', move.id, 'move_orig_ids', origin);
    tx.link('stock.move', origin, 'move_dest_ids', move.id);
  }
  reserveMove(tx, move.id);
  const pickingId = refId(move['picking_id']) as number;
  tx.compute('stock.picking', pickingId, { weight: weightOf(tx, pickingId) });
  recomputePickingState(tx, pickingId);
}

/** More products for a transfer that is still open. */
export function addMoves(tx: Transaction, picking: Row, moves: readonly NewMove[]): void {
  for (const move of moves) reserveMove(tx, createMove(tx, picking.id, move, picking['date_deadline'] as Value));
  tx.write('stock.picking', picking.id, { weight: weightOf(tx, picking.id) });
  recomputePickingState(tx, picking.id);
}
