-- Why: customers list their orders by how they stand, those without a parcel too. What was told of an order last lies in two tables of messages; here it stands once, with its scope columns, so that a list
-- is one statement with scope and keyset in an index. Kept by whoever applies messages (src/order-progress/keep-told-orders.ts). Locks: none, the table is new; the first rows are written from what was told.
create table tracking.told_order (
  order_id int primary key,
  company_id int not null,
  customer_id int not null,
  region text,
  promised_at timestamptz,
  -- Deliveries to the customer that are to leave the warehouse yet.
  waiting int not null,
  is_cancelled boolean not null
);
--> statement-breakpoint
create index told_order_customer on tracking.told_order (customer_id, order_id desc);
--> statement-breakpoint
grant select on tracking.told_order to tracking_read;
--> statement-breakpoint
alter table tracking.told_order enable row level security;
--> statement-breakpoint
create policy viewer on tracking.told_order for select to tracking_read using (
  case (select current_setting('app.scope', true))
    when 'business' then
      ((select current_setting('app.companies', true)) = '*' or company_id = any ((select tracking.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.regions', true)) = '*' or region = any ((select nullif(nullif(current_setting('app.regions', true), ''), '*'))::text[]))
      and ((select current_setting('app.customers', true)) = '*' or customer_id = any ((select tracking.limited_to('app.customers'))::int[]))
    when 'customer' then
      customer_id = any ((select tracking.limited_to('app.customers'))::int[]) or order_id = any ((select tracking.limited_to('app.orders'))::int[])
    else false
  end);
--> statement-breakpoint
insert into tracking.told_order (order_id, company_id, customer_id, region, promised_at, waiting, is_cancelled)
select distinct on (t.order_id) t.order_id, (t.data->>'companyId')::int, (t.data->>'customerId')::int, t.data->>'region', (t.data->>'promisedAt')::timestamptz,
  (select count(*) from tracking.delivery d where d.order_id = t.order_id and d.data->>'kind' = 'OUTGOING' and not (d.data->>'cancelled')::boolean and not (d.data->>'deleted')::boolean
    and d.data->>'shippedAt' is null), coalesce((select (o.data->>'cancelled')::boolean from tracking.order_state o where o.id = t.order_id), false)
from (select id as order_id, version, data from tracking.order_state union all select order_id, version, data from tracking.delivery) t
where not exists (select 1 from tracking.order_state o where o.id = t.order_id and (o.data->>'deleted')::boolean)
order by t.order_id, t.version desc;
