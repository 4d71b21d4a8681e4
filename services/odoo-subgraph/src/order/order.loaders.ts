import type { Reader, Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { Transfer } from '../delivery/delivery-steps.ts';
import { scopeCondition } from '../scope.ts';
import { createWriteBackLoader } from '../write-back/find-write-backs.ts';
import {
  type DeliveryRow,
  type ItemRow,
  isDelivery,
  knownAt,
  type LineRow,
  type OrderRow,
  orderColumns,
  orderJoins,
  type ShopPromiseRow,
} from './order-row.ts';

const deliveryColumns = `k.id, ${knownAt} as "asOf", k.order_id as "orderId", k.name, k.state, case when k.type_code = 'outgoing' then 'OUTGOING' else 'RETURN' end as kind,
  k.scheduled_at::text as "scheduledAt", k.done_at::text as "doneAt", d.name as "carrierName", k.backorder_of as "backorderOf", k.return_of as "returnOf",
  k.carrier_price as "carrierPrice", u.name as "currencyCode", u.decimal_places as "decimalPlaces"`;
const deliveryJoins = `join odoo.sale_order o on o.id = k.order_id join odoo.company c on c.id = o.company_id join odoo.currency u on u.id = o.currency_id left join odoo.delivery_carrier d on d.id = k.carrier_id`;

/** One statement per kind and batch; scope stands inside each. `listReader`: for what is not looked up by the key of a row, see `plansByKey`. */
export function createOrderLoaders({
  reader,
  listReader = reader,
  viewer,
}: {
  reader: Reader;
  listReader?: Reader;
  viewer: Viewer;
}) {
  const scoped = <T extends object>(text: string, ids: readonly number[], by = reader) => {
    const scope = scopeCondition(viewer, 'o', 2);
    return by.unsafe<T[]>(text.replace('SCOPE', scope.text), [[...ids], ...scope.values]);
  };
  const grouped = <T>(rows: readonly T[], idOf: (row: T) => number, ids: readonly number[]) => {
    const groups = Map.groupBy(rows, idOf);
    return ids.map((id) => groups.get(id) ?? []);
  };
  const single = <T>(rows: readonly T[], idOf: (row: T) => number, ids: readonly number[]) => {
    const found = new Map(rows.map((row) => [idOf(row), row]));
    return ids.map((id) => found.get(id) ?? null);
  };

  return {
    byId: new DataLoader<number, OrderRow | null>(async (ids) =>
      single(
        await scoped<OrderRow>(
          `select ${orderColumns} from odoo.sale_order o ${orderJoins} where o.id = any($1::int[]) and SCOPE`,
          ids,
        ),
        (row) => row.id,
        ids,
      ),
    ),

    lines: new DataLoader<number, LineRow[]>(async (ids) =>
      grouped(
        await scoped<LineRow>(
          `select l.id, l.order_id as "orderId", l.name, l.quantity, l.quantity_delivered as "quantityDelivered", l.unit, l.is_shippable as "isShippable" from odoo.order_line l join odoo.sale_order o on o.id = l.order_id
           where l.order_id = any($1::int[]) and l.is_goods and SCOPE order by l.order_id, l.sequence, l.id`,
          ids,
        ),
        (row) => row.orderId,
        ids,
      ),
    ),

    line: new DataLoader<number, LineRow | null>(async (ids) =>
      single(
        await scoped<LineRow>(
          `select l.id, l.order_id as "orderId", l.name, l.quantity, l.quantity_delivered as "quantityDelivered", l.unit, l.is_shippable as "isShippable" from odoo.order_line l join odoo.sale_order o on o.id = l.order_id
           where l.id = any($1::int[]) and l.is_goods and SCOPE`,
          ids,
        ),
        (row) => row.id,
        ids,
      ),
    ),

    deliveries: new DataLoader<number, DeliveryRow[]>(async (ids) =>
      grouped(
        await scoped<DeliveryRow>(
          `select ${deliveryColumns} from odoo.picking k ${deliveryJoins}
           where k.order_id = any($1::int[]) and ${isDelivery} and SCOPE order by k.order_id, k.id`,
          ids,
        ),
        (row) => row.orderId,
        ids,
      ),
    ),

    delivery: new DataLoader<number, DeliveryRow | null>(async (ids) =>
      single(
        await scoped<DeliveryRow>(
          `select ${deliveryColumns} from odoo.picking k ${deliveryJoins}
           where k.id = any($1::int[]) and ${isDelivery} and SCOPE`,
          ids,
        ),
        (row) => row.id,
        ids,
      ),
    ),

    /** What deliveries carry, in the order of the document. A kit's components keep their own name. */
    items: new DataLoader<number, ItemRow[]>(async (ids) =>
      grouped(
        await scoped<ItemRow>(
          `select m.picking_id as "deliveryId", l.id as "lineId", case when m.product_id = l.product_id then l.name else m.name end as description,
             sum(case when m.state = 'done' then m.quantity else m.demand end) as quantity, m.unit, m.product_id = l.product_id and m.unit = l.unit as "countsAsLine"
           from odoo.move m join odoo.picking k on k.id = m.picking_id join odoo.sale_order o on o.id = k.order_id join odoo.order_line l on l.id = m.order_line_id and l.order_id = o.id
           where m.picking_id = any($1::int[]) and m.state not in ('cancel', 'draft') and SCOPE
           group by m.picking_id, l.id, l.sequence, l.name, l.unit, l.product_id, m.product_id, m.unit, case when m.product_id = l.product_id then l.name else m.name end
           having sum(case when m.state = 'done' then m.quantity else m.demand end) > 0 order by m.picking_id, l.sequence, l.id, m.product_id`,
          ids,
        ),
        (row) => row.deliveryId,
        ids,
      ),
    ),

    /** Every transfer of an order, those inside the warehouse too, with those that it follows; without those that put goods back on their shelf. */
    transfers: new DataLoader<number, Transfer[]>(async (ids) =>
      grouped(
        await scoped<Transfer & { orderId: number }>(
          `select k.order_id as "orderId", k.id, k.name, k.type_code as type, k.state, k.created_at::text as "createdAt", k.done_at::text as "doneAt",
             array(select distinct f.picking_id from odoo.move m join odoo.move f on f.id = any(m.origin_moves) where m.picking_id = k.id and f.picking_id <> k.id order by f.picking_id) as follows
           from odoo.picking k join odoo.sale_order o on o.id = k.order_id
           where k.order_id = any($1::int[]) and not (k.type_code = 'internal' and k.return_of is not null) and SCOPE order by k.order_id, k.id`,
          ids,
        ),
        (row) => row.orderId,
        ids,
      ),
    ),

    /** Names of the packages of deliveries. */
    packages: new DataLoader<number, { name: string }[]>(async (ids) =>
      grouped(
        await scoped<{ deliveryId: number; name: string }>(
          `select distinct l.picking_id as "deliveryId", l.package_id, l.package_name as name
           from odoo.package_line l join odoo.picking k on k.id = l.picking_id join odoo.sale_order o on o.id = k.order_id
           where l.picking_id = any($1::int[]) and SCOPE order by l.picking_id, l.package_id`,
          ids,
        ),
        (row) => row.deliveryId,
        ids,
      ),
    ),

    /** Dates of orders, oldest first: the first and the newest 49. */
    promises: new DataLoader<number, ShopPromiseRow[]>(async (ids) =>
      grouped(
        await scoped<ShopPromiseRow>(
          `select p.order_id as "orderId", p.promised_at::text as "promisedAt", p.told_by as "toldBy", p.seen_at as "seenAt"
           from odoo.sale_order o cross join lateral (
             select p.*, row_number() over (order by p.id) as oldest, row_number() over (order by p.id desc) as newest from odoo.promise p where p.order_id = o.id) p
           where o.id = any($1::int[]) and (p.oldest = 1 or p.newest < 50) and SCOPE order by p.order_id, p.id`,
          ids,
        ),
        (row) => row.orderId,
        ids,
      ),
    ),

    /** What was written to Odoo of an order; for staff. */
    writeBacks: createWriteBackLoader({ reader, viewer }),

    /** A customer account is visible through the orders in scope. */
    customer: new DataLoader<number, { id: number; name: string } | null>(async (ids) =>
      single(
        await scoped<{ id: number; name: string }>(
          `select p.id, p.name from odoo.partner p where p.id = any($1::int[]) and exists (select 1 from odoo.sale_order o where o.commercial_partner_id = p.id and SCOPE)`,
          ids,
        ),
        (row) => row.id,
        ids,
      ),
    ),

    company: new DataLoader<number, { id: number; name: string } | null>(async (ids) =>
      single(
        await scoped<{ id: number; name: string }>(
          `select c.id, c.name from odoo.company c where c.id = any($1::int[]) and exists (select 1 from odoo.sale_order o where o.company_id = c.id and SCOPE)`,
          ids,
          // A customer's few orders, or the first of a company's many: their plan hangs on who asks.
          listReader,
        ),
        (row) => row.id,
        ids,
      ),
    ),
  };
}
export type OrderLoaders = ReturnType<typeof createOrderLoaders>;
