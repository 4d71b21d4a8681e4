import type { Sql } from '@milepost/service-kit';
import type { linesToInvoice } from './odoo-writes.ts';

type Line = Awaited<ReturnType<typeof linesToInvoice>>[number];

/** What of each order line has arrived: what left with deliveries that are done. That all their parcels arrived is asked before (take-news.ts). A text: why that cannot be said. */
export async function arrivedByLine(sql: Sql, orderId: number): Promise<ReadonlyMap<number, number> | string> {
  const rows = await sql<{ line: number; quantity: number; isReturn: boolean; isComparable: boolean }[]>`
    select m.order_line_id as line, m.quantity, k.type_code = 'incoming' as "isReturn", l.product_id = m.product_id and l.unit = m.unit as "isComparable"
    from odoo.move m join odoo.picking k on k.id = m.picking_id left join odoo.order_line l on l.id = m.order_line_id
    where k.order_id = ${orderId} and k.state <> 'cancel' and m.state <> 'cancel' and (k.type_code = 'incoming' or k.type_code = 'outgoing' and m.state = 'done') and m.order_line_id is not null`;
  if (rows.some(({ isReturn }) => isReturn)) return 'something is returned';
  if (rows.some(({ isComparable }) => !isComparable)) return 'parts or other units than ordered were delivered';
  const arrived = new Map<number, number>();
  for (const { line, quantity } of rows) arrived.set(line, (arrived.get(line) ?? 0) + quantity);
  return arrived;
}

const tolerance = 1e-6;

/**
 * Why no invoice may be drafted, in words for staff; null: nothing on it would be undelivered. Odoo invoices by each product's policy, mostly what was ordered, and its own "delivered" means that it left: so goods
 * are compared line by line with what arrived. What is no goods counts as delivered where Odoo says so, the delivery charge always.
 */
export function whyNotInvoice(lines: readonly Line[], arrived: ReadonlyMap<number, number> | string): string | null {
  if (typeof arrived === 'string') return arrived;
  const refund = lines.find((line) => line.qty_to_invoice < 0);
  if (refund) return `${refund.name}: ${refund.qty_to_invoice} to be invoiced`;
  for (const line of lines) {
    if (line.is_delivery) continue;
    const there = line.product_type === 'consu' ? (arrived.get(line.id) ?? 0) : line.qty_delivered;
    const wanted = line.qty_to_invoice + line.qty_invoiced;
    if (wanted > there + tolerance) return `${line.name}: ${wanted} would be invoiced, ${there} arrived`;
  }
  return null;
}
