-- Why: staff and partners may be limited to regions. An order's region follows from its warehouse and the country it goes to, by rules that the installation
-- configures (REGION_RULES); it stands on the row that scope is tested on. Nothing set in app.regions means nothing seen. Locks: a moment.
create table odoo.region_rule (position int primary key, region text not null, warehouses int[], countries text[]);
--> statement-breakpoint
-- One row: the rules in force, and behind which order the walk over those that were there before stands; null when it is through.
create table odoo.region_state (one boolean primary key default true check (one), rules text not null default '[]', after_id int);
--> statement-breakpoint
insert into odoo.region_state default values;
--> statement-breakpoint
create function odoo.region_of(warehouse_id int, country_code text) returns text language sql stable as $$
  select r.region from odoo.region_rule r
  where (r.warehouses is null or region_of.warehouse_id = any (r.warehouses)) and (r.countries is null or region_of.country_code = any (r.countries))
  order by r.position limit 1
$$;
--> statement-breakpoint
alter table odoo.sale_order add column region text;
--> statement-breakpoint
drop policy viewer on odoo.sale_order;
--> statement-breakpoint
create policy viewer on odoo.sale_order for select to odoo_read using (
  case (select current_setting('app.scope', true))
    when 'business' then
      ((select current_setting('app.companies', true)) = '*' or company_id = any ((select odoo.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.regions', true)) = '*' or region = any ((select nullif(nullif(current_setting('app.regions', true), ''), '*'))::text[]))
      and ((select current_setting('app.customers', true)) = '*' or commercial_partner_id = any ((select odoo.limited_to('app.customers'))::int[]))
    when 'customer' then
      commercial_partner_id = any ((select odoo.limited_to('app.customers'))::int[]) or id = any ((select odoo.limited_to('app.orders'))::int[])
    else false
  end);
