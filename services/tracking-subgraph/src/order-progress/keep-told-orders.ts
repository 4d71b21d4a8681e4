import type { TransactionSql } from '@milepost/service-kit';

/**
 * Writes anew what is known of these orders, from what was told of them and their deliveries last; an order that was deleted is gone. The newest word counts for whose it is, as for links. One statement for
 * all, and nothing is written where nothing changed.
 */
export async function keepToldOrders(tx: TransactionSql, orders: readonly number[]): Promise<void> {
  if (orders.length === 0) return;
  await tx.unsafe(
    `with g as (select distinct on (t.order_id) t.order_id, (t.data->>'companyId')::int as company_id, (t.data->>'customerId')::int as customer_id, t.data->>'region' as region,
         (t.data->>'promisedAt')::timestamptz as promised_at
       from (select id as order_id, version, data from tracking.order_state where id = any($1::int[])
         union all select order_id, version, data from tracking.delivery where order_id = any($1::int[])) t order by t.order_id, t.version desc),
     n as (select g.*, coalesce((o.data->>'cancelled')::boolean, false) as is_cancelled, coalesce((o.data->>'deleted')::boolean, false) as is_deleted,
         (select count(*) from tracking.delivery d where d.order_id = g.order_id and d.data->>'kind' = 'OUTGOING' and not (d.data->>'cancelled')::boolean and not (d.data->>'deleted')::boolean
           and d.data->>'shippedAt' is null)::int as waiting
       from g left join tracking.order_state o on o.id = g.order_id),
     x as (delete from tracking.told_order t using n where t.order_id = n.order_id and n.is_deleted)
     insert into tracking.told_order as t (order_id, company_id, customer_id, region, promised_at, waiting, is_cancelled)
     select order_id, company_id, customer_id, region, promised_at, waiting, is_cancelled from n where not is_deleted order by order_id
     on conflict (order_id) do update set company_id = excluded.company_id, customer_id = excluded.customer_id, region = excluded.region, promised_at = excluded.promised_at,
       waiting = excluded.waiting, is_cancelled = excluded.is_cancelled
     where (t.company_id, t.customer_id, t.region, t.promised_at, t.waiting, t.is_cancelled)
       is distinct from (excluded.company_id, excluded.customer_id, excluded.region, excluded.promised_at, excluded.waiting, excluded.is_cancelled)`,
    [[...new Set(orders)].sort((a, b) => a - b)] as never,
  );
}
