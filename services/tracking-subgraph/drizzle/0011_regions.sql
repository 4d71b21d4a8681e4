-- Why: staff and partners may be limited to regions, which odoo-subgraph tells with each delivery; they stand on the row that scope is tested on. Nothing set in
-- app.regions means nothing seen. Locks: a moment on tracking.link and its policies.
alter table tracking.link add column region text;
--> statement-breakpoint
drop policy viewer on tracking.link;
--> statement-breakpoint
create policy viewer on tracking.link for select to tracking_read using (
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
create or replace function tracking.sees_everything() returns boolean language sql stable as $$
  select coalesce(current_setting('app.scope', true) = 'business' and current_setting('app.companies', true) = '*'
    and current_setting('app.regions', true) = '*' and current_setting('app.customers', true) = '*', false)
$$;
