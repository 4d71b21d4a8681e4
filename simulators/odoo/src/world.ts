import * as orders from './orders.ts';
import * as pickings from './pickings.ts';
import { setQuantity } from './reservation.ts';
import { type Dataset, idsIn, number, type Row, refId, type Value } from './rows.ts';
import { Store } from './store.ts';
import type { Transaction } from './transaction.ts';
import { writeRecord } from './writing.ts';

export { loadDataset } from './metadata.ts';

/**
 * The records of a simulated Odoo, and what people do there, each in a transaction of its own. These calls are synchronous and refuse to run
 * where a rule wants a webhook sent before the commit: use `odoo.change(...)` then. People answer every wizard: no text message, back orders
 * unless said otherwise.
 */
export class World extends Store {
  constructor(dataset: Dataset, clock?: () => Date) {
    super(dataset, clock);
    // What a confirmed move of the data set waits for is not there.
    for (const move of this.table('stock.move').values()) {
      const product = refId(move['product_id']);
      if (move['state'] === 'confirmed' && product !== null && !this.table('_stock').has(product))
        this.setStock(product, 0);
    }
  }

  /** How much there is of a product that had been unlimited or short. Waiting transfers get it by `assignPicking`. */
  setStock(productId: number, quantity: number): void {
    this.seed('_stock', { id: productId, quantity });
  }

  setTrackingRef(pickingId: number, reference: string | false): void {
    this.transact((tx) => tx.write('stock.picking', pickingId, { carrier_tracking_ref: reference }));
  }

  setCommitmentDate(orderId: number, date: string | false): void {
    this.transact((tx) => orders.writeOrder(tx, orderId, { commitment_date: date }));
  }

  /** A quotation; `values` as `sale.order.create` takes them. */
  quoteOrder(values: Record<string, Value>): number {
    return this.transact((tx) => orders.createOrder(this, tx, values, 2));
  }
  /** A confirmed order; `values` as `sale.order.create` takes them. */
  placeOrder(values: Record<string, Value>): number {
    return this.transact((tx) => {
      const id = this.within(tx, () => this.quoteOrder(values));
      orders.confirmOrder(this, tx, id);
      return id;
    });
  }
  confirmOrder(orderId: number): void {
    this.transact((tx) => orders.confirmOrder(this, tx, orderId));
  }
  cancelOrder(orderId: number): void {
    this.transact((tx) => orders.cancelOrder(tx, orderId));
  }
  /** A cancelled order, or a quotation that was sent, is a quotation again. */
  requoteOrder(orderId: number): void {
    this.transact((tx) => orders.draftOrder(tx, orderId));
  }

  /** Done, with what is reserved or with fewer of each product; the rest into a back order unless said otherwise. */
  validatePicking(
    pickingId: number,
    { quantities, backorder = true }: { quantities?: Record<number, number>; backorder?: boolean } = {},
  ): void {
    this.transact((tx) => {
      for (const id of idsIn(tx.get('stock.picking', pickingId)?.['move_ids'])) {
        const wanted = quantities?.[refId(tx.get('stock.move', id)?.['product_id']) ?? 0];
        if (wanted !== undefined) setQuantity(tx, id, wanted);
      }
      pickings.finishPicking(this, tx, pickingId, backorder);
    });
  }
  assignPicking(pickingId: number): void {
    this.transact((tx) => pickings.assignPicking(tx, pickingId));
  }
  unreservePicking(pickingId: number): void {
    this.transact((tx) => pickings.unreservePicking(tx, pickingId));
  }
  cancelPicking(pickingId: number): void {
    this.transact((tx) => pickings.cancelPicking(tx, pickingId));
  }
  /** A return of these quantities by product, not received yet; of everything when none are given. Gives the id of its transfer. */
  returnPicking(pickingId: number, quantities?: Record<number, number>): number {
    return this.transact((tx) => {
      const moves = idsIn(tx.get('stock.picking', pickingId)?.['move_ids'])
        .map((id) => tx.get('stock.move', id) as Row)
        .filter((move) => move['state'] === 'done');
      const wanted = (move: Row) =>
        quantities ? (quantities[refId(move['product_id']) ?? 0] ?? 0) : number(move['quantity']);
      const chosen = moves.map((move) => [move.id, wanted(move)] as const).filter(([, quantity]) => quantity > 0);
      return pickings.createReturn(this, tx, pickingId, new Map(chosen));
    });
  }

  deleteOrder(orderId: number): void {
    this.transact((tx) => {
      const order = this.table('sale.order').get(orderId) as Row;
      for (const id of idsIn(order['order_line'])) tx.unlink('sale.order.line', id);
      for (const id of idsIn(order['picking_ids'])) tx.unlink('stock.picking', id);
      tx.unlink('sale.order', orderId);
    });
  }

  /** A confirmed order like `templateId`'s, with one outgoing picking per tracking reference, for load and count tests. */
  cloneOrder(
    templateId: number,
    { references, name }: { references: readonly string[]; name: string },
  ): { orderId: number; pickingIds: number[] } {
    const template = this.table('sale.order').get(templateId) as Row;
    const templatePicking = idsIn(template['picking_ids'])
      .map((id) => this.table('stock.picking').get(id))
      .find((row) => row?.['picking_type_code'] === 'outgoing');
    if (!templatePicking) throw new Error(`order ${templateId} has no outgoing picking to copy`);
    return this.transact((tx) => {
      const orderId = tx.create('sale.order', { ...template, name, order_line: [], picking_ids: [], invoice_ids: [] });
      const lines = idsIn(template['order_line']).map((id) =>
        tx.create('sale.order.line', {
          ...(this.table('sale.order.line').get(id) as Row),
          order_id: [orderId, name],
          move_ids: [],
        }),
      );
      const pickingIds = references.map((reference, i) =>
        tx.create('stock.picking', {
          ...templatePicking,
          name: `${name}/OUT/${i + 1}`,
          sale_id: [orderId, name],
          carrier_tracking_ref: reference,
          move_ids: [],
          move_line_ids: [],
          backorder_id: false,
          backorder_ids: [],
        }),
      );
      tx.patch('sale.order', orderId, { order_line: lines, picking_ids: [...pickingIds].reverse() });
      return { orderId, pickingIds };
    });
  }

  /** A write through the API, with the bumps that the fields cause in other records. */
  writeRecords(model: string, ids: readonly number[], values: Record<string, Value>): void {
    this.transact((tx: Transaction) => {
      for (const id of ids) writeRecord(this, tx, model, id, values);
    });
  }
}
