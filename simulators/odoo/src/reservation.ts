import { pickingState } from './computed.ts';
import { pair } from './names.ts';
import { idsIn, number, type Row, refId, type Value } from './rows.ts';
import type { Transaction } from './transaction.ts';

/**
 * Stock, kept in a table of our own: of a product that has no row there is always enough. Products without stock are those of which a move of
 * the data set waits; `World.setStock` says otherwise.
 */
const stockTable = '_stock';

/** Takes up to this much and says how much. */
function takeStock(tx: Transaction, productId: number, wanted: number): number {
  const row = tx.get(stockTable, productId);
  if (!row) return wanted;
  const taken = Math.max(0, Math.min(wanted, number(row['quantity'])));
  if (taken > 0) tx.patch(stockTable, productId, { quantity: number(row['quantity']) - taken });
  return taken;
}
function giveBack(tx: Transaction, productId: number, quantity: number): void {
  const row = tx.get(stockTable, productId);
  if (row) tx.patch(stockTable, productId, { quantity: number(row['quantity']) + quantity });
}

/** Goods that a step before, or the customer, has put there are there; from the stock it may be too little. */
const isFromStock = (move: Row) =>
  idsIn(move['move_orig_ids']).length === 0 && refId(move['origin_returned_move_id']) === null;

export const movesOf = (tx: Transaction, picking: Row): Row[] =>
  idsIn(picking['move_ids'])
    .map((id) => tx.get('stock.move', id))
    .filter((move) => move !== undefined);
export const isOpen = (move: Row): boolean => move['state'] !== 'done' && move['state'] !== 'cancel';

/** Reserves what is missing of a move: its quantity, state and detail line. Nothing is written when nothing changes. */
export function reserveMove(tx: Transaction, moveId: number): void {
  const move = tx.get('stock.move', moveId) as Row;
  if (!isOpen(move)) return;
  const missing = number(move['product_uom_qty']) - number(move['quantity']);
  const product = refId(move['product_id']) as number;
  const taken = missing <= 0 ? 0 : isFromStock(move) ? takeStock(tx, product, missing) : missing;
  const quantity = number(move['quantity']) + taken;
  const state = reservedState(quantity, number(move['product_uom_qty']));
  if (taken === 0 && state === move['state']) return;
  setQuantity(tx, moveId, quantity, { state });
}

export const reservedState = (quantity: number, demand: number): string =>
  quantity >= demand ? 'assigned' : quantity > 0 ? 'partially_available' : 'confirmed';

/** Writes a move's quantity and keeps its detail lines equal to it. */
export function setQuantity(tx: Transaction, moveId: number, quantity: number, more: Record<string, Value> = {}): void {
  tx.write('stock.move', moveId, { quantity, ...more });
  const move = tx.get('stock.move', moveId) as Row;
  const lines = idsIn(move['move_line_ids']);
  const [first] = lines;
  if (quantity <= 0) for (const id of lines) unlinkLine(tx, move, id);
  else if (first === undefined) createLine(tx, move, quantity);
  else {
    // The rest of several lines stays as it is; the first takes the difference.
    const others = lines.slice(1).reduce((sum, id) => sum + number(tx.get('stock.move.line', id)?.['quantity']), 0);
    tx.write('stock.move.line', first, { quantity: quantity - others });
  }
  for (const id of idsIn(tx.get('stock.move', moveId)?.['move_line_ids']))
    tx.compute('stock.move.line', id, { state: move['state'] as Value });
}

function createLine(tx: Transaction, move: Row, quantity: number): void {
  const get = tx.get.bind(tx);
  const picking = tx.get('stock.picking', refId(move['picking_id']));
  const product = tx.get('product.product', refId(move['product_id']));
  const id = tx.create('stock.move.line', {
    picking_id: move['picking_id'] as Value,
    move_id: pair('stock.move', move.id, get),
    company_id: move['company_id'] as Value,
    product_id: move['product_id'] as Value,
    product_uom_id: move['product_uom'] as Value,
    quantity,
    picked: move['picked'] as Value,
    package_id: false,
    result_package_id: false,
    lot_id: false,
    lot_name: false,
    tracking: product?.['tracking'] ?? 'none',
    state: move['state'] as Value,
    date: move['date'] as Value,
    location_id: move['location_id'] as Value,
    location_dest_id: move['location_dest_id'] as Value,
    reference: move['reference'] as Value,
    carrier_id: picking?.['carrier_id'] ?? false,
  });
  tx.link('stock.move', move.id, 'move_line_ids', id);
  tx.link('stock.picking', refId(move['picking_id']), 'move_line_ids', id);
}

function unlinkLine(tx: Transaction, move: Row, id: number): void {
  tx.unlink('stock.move.line', id);
  tx.link('stock.move', move.id, 'move_line_ids', id, false);
  tx.link('stock.picking', refId(move['picking_id']), 'move_line_ids', id, false);
}

/** Takes the reservation back (`do_unreserve`), or for a cancelled move for good. */
export function unreserveMove(tx: Transaction, moveId: number, state: 'confirmed' | 'cancel' = 'confirmed'): void {
  const move = tx.get('stock.move', moveId) as Row;
  if (!isOpen(move)) return;
  if (isFromStock(move)) giveBack(tx, refId(move['product_id']) as number, number(move['quantity']));
  setQuantity(tx, moveId, 0, { state });
}

/** The state of a transfer follows its moves; what shows how ready it is with it. */
export function recomputePickingState(tx: Transaction, pickingId: number): void {
  const picking = tx.get('stock.picking', pickingId) as Row;
  const state = pickingState(movesOf(tx, picking), String(picking['move_type']));
  tx.compute('stock.picking', pickingId, { state });
  const isWaiting = picking['picking_type_code'] === 'outgoing' && ['assigned', 'confirmed', 'waiting'].includes(state);
  const isReady = state === 'assigned' && movesOf(tx, picking).every((move) => move['state'] !== 'confirmed');
  tx.patch('stock.picking', pickingId, {
    products_availability: isWaiting ? (isReady ? 'Available' : 'Not Available') : false,
    products_availability_state: isWaiting ? (isReady ? 'available' : 'late') : false,
  });
}
