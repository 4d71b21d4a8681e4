import type { Sql } from '@milepost/service-kit';
import { move, packageLine, picking } from './models/delivery.ts';
import { order, orderLine } from './models/order.ts';
import { partner } from './models/partner.ts';
import type { ReadBack, ReadWhere } from './read-back.ts';

/**
 * Reads orders back with everything that a page of them shows: contacts that are not here yet, lines, transfers and what they carry. Eight calls at most, however many orders.
 */
export function createOrderFamily({
  sql,
  readBack,
  readWhere,
}: {
  sql: Sql;
  readBack: ReadBack;
  readWhere: ReadWhere;
}) {
  const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);

  /** Answers how many rows changed or went. */
  return async function readFamily(orderIds: readonly number[]): Promise<number> {
    if (orderIds.length === 0) return 0;
    const orders = orderIds as number[];
    let changed = await readBack(order, orders);
    const contacts = ids(
      await sql<{ id: number }[]>`
        select distinct c.id from odoo.sale_order o cross join lateral (values (o.partner_id), (o.shipping_partner_id), (o.invoice_partner_id)) c(id)
        where o.id = any(${orders}) and not exists (select 1 from odoo.partner p where p.id = c.id and not p.is_gone)`,
    );
    changed += await readBack(partner, contacts);
    const accounts = ids(
      await sql<{ id: number }[]>`
        select distinct p.commercial_partner_id as id from odoo.partner p
        where p.id = any(${contacts}) and not exists (select 1 from odoo.partner a where a.id = p.commercial_partner_id and not a.is_gone)`,
    );
    changed += await readBack(partner, accounts);
    changed += await readWhere(orderLine, [['order_id', 'in', orders]]);
    changed += await readWhere(picking, [['sale_id', 'in', orders]]);
    const transfers = ids(await sql<{ id: number }[]>`select id from odoo.picking where order_id = any(${orders})`);
    if (transfers.length === 0) return changed;
    changed += await readWhere(move, [['picking_id', 'in', transfers]]);
    return changed + (await readWhere(packageLine, [['picking_id', 'in', transfers]]));
  };
}
export type ReadFamily = ReturnType<typeof createOrderFamily>;
