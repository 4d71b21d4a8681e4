import { userError } from './errors.ts';
import { applyLineCommands, writeLine, writeOrder, writePartner } from './orders.ts';
import { isOpen, recomputePickingState, reservedState, setQuantity } from './reservation.ts';
import { idsIn, number, type Row, refId, type Value } from './rows.ts';
import type { Store } from './store.ts';
import type { Transaction } from './transaction.ts';

type Values = Record<string, Value>;

/** One record written as Odoo's `write` does, with what that changes in others. Values have been checked. */
export function writeRecord(store: Store, tx: Transaction, model: string, id: number, values: Values): void {
  if (model === 'sale.order') {
    const { order_line: commands, ...rest } = values;
    writeOrder(tx, id, rest);
    if (commands !== undefined) applyLineCommands(store, tx, id, commands);
  } else if (model === 'sale.order.line') writeLine(store, tx, id, values);
  else if (model === 'stock.picking') writePicking(tx, id, values);
  else if (model === 'stock.move') writeMove(tx, id, values);
  else if (model === 'stock.move.line') writeMoveLine(tx, id, values);
  else if (model === 'res.partner') writePartner(tx, id, values);
  else tx.write(model, id, values);
}

function writePicking(tx: Transaction, id: number, values: Values): void {
  const picking = tx.get('stock.picking', id);
  if (!picking) return;
  if ('scheduled_date' in values && !isOpen(picking))
    throw userError('You cannot change the Scheduled Date on a done or cancelled transfer.');
  tx.write('stock.picking', id, values);
  const dates = {
    ...('scheduled_date' in values && { date: values['scheduled_date'] as Value }),
    ...('date_deadline' in values && { date_deadline: values['date_deadline'] as Value }),
  };
  if (Object.keys(dates).length > 0) for (const move of idsIn(picking['move_ids'])) tx.write('stock.move', move, dates);
}

/** A quantity on a move: the move and its detail are written, the transfer only when its state changes. */
function writeMove(tx: Transaction, id: number, values: Values): void {
  const move = tx.get('stock.move', id);
  if (!move) return;
  const { quantity, ...rest } = values;
  if (quantity === undefined) tx.write('stock.move', id, rest);
  else {
    const state = isOpen(move) ? reservedState(number(quantity), number(move['product_uom_qty'])) : move['state'];
    setQuantity(tx, id, number(quantity), { ...rest, state: state as Value });
  }
  if ('picked' in rest)
    for (const line of idsIn(move['move_line_ids']))
      tx.write('stock.move.line', line, { picked: rest['picked'] as Value });
  recomputePickingState(tx, refId(move['picking_id']) as number);
}

/** A move has what its details have, and is marked as taken once one of them is. */
function writeMoveLine(tx: Transaction, id: number, values: Values): void {
  tx.write('stock.move.line', id, values);
  const move = tx.get('stock.move', refId(tx.get('stock.move.line', id)?.['move_id']));
  if (!move) return;
  const lines = idsIn(move['move_line_ids']).map((line) => tx.get('stock.move.line', line) as Row);
  const quantity = lines.reduce((sum, line) => sum + number(line['quantity']), 0);
  tx.compute('stock.move', move.id, {
    picked: lines.some((line) => line['picked'] === true),
    quantity,
    ...(isOpen(move) && { state: reservedState(quantity, number(move['product_uom_qty'])) }),
  });
  recomputePickingState(tx, refId(move['picking_id']) as number);
}
