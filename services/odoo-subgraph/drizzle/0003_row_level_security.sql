-- Why: the second wall, as in tracking: what viewers ask is read under a role that owns nothing, with policies that repeat the scope of each statement. The sync and the
-- check of order access stay owners. Nothing set means nothing seen. Of contacts only id and name can be read at all.
-- Needs CREATEROLE once (or the role odoo_read made by hand and granted to the user of DATABASE_URL). Locks: a moment on each table.
do $$ begin
  create role odoo_read nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$ begin
  execute format('grant odoo_read to %I', current_user);
exception when insufficient_privilege or invalid_grant_operation then
  if not pg_has_role(current_user, 'odoo_read', 'member') then raise; end if;
end $$;
--> statement-breakpoint
grant usage on schema odoo to odoo_read;
--> statement-breakpoint
grant select on odoo.sale_order, odoo.order_line, odoo.picking, odoo.move, odoo.company, odoo.currency, odoo.delivery_carrier, odoo.sync_round to odoo_read;
--> statement-breakpoint
grant select (id, name) on odoo.partner to odoo_read;
--> statement-breakpoint
-- Odoo ids that the viewer is limited to; null when nothing is set or when there is no limit ('*').
create function odoo.limited_to(setting text) returns int[] language sql stable as $$
  select nullif(nullif(current_setting(setting, true), ''), '*')::int[]
$$;
--> statement-breakpoint
alter table odoo.sale_order enable row level security;
--> statement-breakpoint
create policy viewer on odoo.sale_order for select to odoo_read using (
  case (select current_setting('app.scope', true))
    when 'business' then
      ((select current_setting('app.companies', true)) = '*' or company_id = any ((select odoo.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.customers', true)) = '*' or commercial_partner_id = any ((select odoo.limited_to('app.customers'))::int[]))
    when 'customer' then
      commercial_partner_id = any ((select odoo.limited_to('app.customers'))::int[]) or id = any ((select odoo.limited_to('app.orders'))::int[])
    else false
  end);
--> statement-breakpoint
alter table odoo.order_line enable row level security;
--> statement-breakpoint
create policy viewer on odoo.order_line for select to odoo_read using (exists (select 1 from odoo.sale_order o where o.id = order_line.order_id));
--> statement-breakpoint
alter table odoo.picking enable row level security;
--> statement-breakpoint
create policy viewer on odoo.picking for select to odoo_read using (exists (select 1 from odoo.sale_order o where o.id = picking.order_id));
--> statement-breakpoint
alter table odoo.move enable row level security;
--> statement-breakpoint
create policy viewer on odoo.move for select to odoo_read using (exists (select 1 from odoo.picking k where k.id = move.picking_id));
--> statement-breakpoint
-- A customer account is visible through its orders.
alter table odoo.partner enable row level security;
--> statement-breakpoint
create policy viewer on odoo.partner for select to odoo_read using (exists (select 1 from odoo.sale_order o where o.commercial_partner_id = partner.id));
--> statement-breakpoint
-- Customers read the names of the shop's own companies; those who work for some of them, of those.
alter table odoo.company enable row level security;
--> statement-breakpoint
create policy viewer on odoo.company for select to odoo_read using (
  case (select current_setting('app.scope', true))
    when 'business' then (select current_setting('app.companies', true)) = '*' or id = any ((select odoo.limited_to('app.companies'))::int[])
    when 'customer' then true
    else false
  end);
