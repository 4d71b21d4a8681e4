import { describe, expect, test } from 'vitest';
import {
  computedOnRead,
  deliveryStatus,
  effectiveDate,
  lineInvoiceStatus,
  orderInvoiceStatus,
  pickingState,
  pickingWeight,
  quantityDelivered,
} from './computed.ts';
import { displayName } from './names.ts';
import { comparator, orderOf } from './reading.ts';
import { idsIn, type Row, refId } from './rows.ts';
import { loadDataset, World } from './world.ts';

/** Every field that the simulator works out itself has, in every record of the data set, the value that Odoo had worked out. */
const world = new World(loadDataset());
const get = (model: string, id: number | null) => world.table(model).get(id ?? 0);
const rows = (model: string) => [...world.table(model).values()];
const related = (model: string, ids: readonly number[]) =>
  ids.map((id) => get(model, id)).filter((row) => row !== undefined);
const table = (model: string, field: string, of: (row: Row) => unknown) => {
  const recorded = Object.fromEntries(rows(model).map((row) => [row.id, row[field]]));
  const ours = Object.fromEntries(rows(model).map((row) => [row.id, of(row)]));
  return { recorded, ours };
};

describe('worked out as Odoo did', () => {
  const movesOf = (picking: Row) => related('stock.move', idsIn(picking['move_ids']));
  const linesOf = (order: Row) => related('sale.order.line', idsIn(order['order_line']));
  const pickingsOf = (order: Row) => related('stock.picking', idsIn(order['picking_ids']));
  test.each<[string, string, (row: Row) => unknown]>([
    ['stock.picking', 'state', (row) => pickingState(movesOf(row), String(row['move_type']))],
    ['stock.picking', 'weight', (row) => pickingWeight(movesOf(row))],
    ['stock.picking', 'shipping_weight', (row) => computedOnRead['stock.picking']?.['shipping_weight']?.(row, get, '')],
    [
      'stock.picking',
      'carrier_tracking_url',
      (row) => computedOnRead['stock.picking']?.['carrier_tracking_url']?.(row, get, ''),
    ],
    ['sale.order', 'delivery_status', (row) => deliveryStatus(pickingsOf(row), linesOf(row))],
    ['sale.order', 'effective_date', (row) => effectiveDate(pickingsOf(row), get)],
    ['sale.order', 'invoice_status', (row) => orderInvoiceStatus(row, linesOf(row))],
    ['sale.order', 'delivery_count', (row) => idsIn(row['picking_ids']).length],
    ['sale.order.line', 'invoice_status', (row) => lineInvoiceStatus(row, get)],
    [
      'sale.order.line',
      'qty_to_deliver',
      (row) => computedOnRead['sale.order.line']?.['qty_to_deliver']?.(row, get, ''),
    ],
    [
      'sale.order.line',
      'qty_delivered',
      (row) => quantityDelivered(related('stock.move', idsIn(row['move_ids'])), get),
    ],
  ])('%s.%s', (model, field, of) => {
    const { recorded, ours } = table(model, field, of);
    const round = (values: Record<number, unknown>) =>
      Object.fromEntries(
        Object.entries(values).map(([id, v]) => [id, typeof v === 'number' ? Number(v.toFixed(9)) : v]),
      );
    expect(round(ours)).toEqual(round(recorded));
  });

  test('expected_date of what is confirmed or cancelled', () => {
    const compute = computedOnRead['sale.order']?.['expected_date'];
    for (const row of rows('sale.order').filter((order) => order['state'] === 'sale' || order['state'] === 'cancel'))
      expect([row.id, compute?.(row, get, '')]).toEqual([row.id, row['expected_date']]);
  });

  test('picking_ids are in the order of transfers', () => {
    const sorted = (order: Row) =>
      pickingsOf(order)
        .sort(comparator(world, 'stock.picking', orderOf('stock.picking')))
        .map(({ id }) => id);
    for (const order of rows('sale.order')) expect([order.id, sorted(order)]).toEqual([order.id, order['picking_ids']]);
  });

  test('names of lines and moves in the pairs that point at them', () => {
    for (const move of rows('stock.move')) {
      const line = get('sale.order.line', refId(move['sale_line_id']));
      if (line) expect(displayName('sale.order.line', line, get)).toBe((move['sale_line_id'] as [number, string])[1]);
    }
    for (const detail of rows('stock.move.line')) {
      const move = get('stock.move', refId(detail['move_id']));
      if (move) expect(displayName('stock.move', move, get)).toBe((detail['move_id'] as [number, string])[1]);
    }
  });
});
