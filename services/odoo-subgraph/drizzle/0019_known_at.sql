-- Why: a record that does not fit, or that Odoo refuses us, is served as it last was: what shows it must not claim to be as fresh as the rest. Its order, and since when nobody knows whether it is still so, stand
-- beside it; readers see these two and which record it is, of orders in their scope, never what is wrong. Locks: misfit for a moment; it is small.
alter table odoo.misfit
  -- The instant at which our copy was last known to equal Odoo's.
  add column known_at timestamptz not null default to_timestamp(0),
  -- The order that shows it, where that is known.
  add column order_id int;
--> statement-breakpoint
update odoo.misfit m set order_id = case m.model
  when 'sale.order' then m.id
  when 'sale.order.line' then (select l.order_id from odoo.order_line l where l.id = m.id)
  when 'stock.picking' then (select k.order_id from odoo.picking k where k.id = m.id)
  when 'stock.move' then (select k.order_id from odoo.move v join odoo.picking k on k.id = v.picking_id where v.id = m.id) end;
--> statement-breakpoint
create index misfit_order on odoo.misfit (order_id) where order_id is not null;
--> statement-breakpoint
grant select (model, id, order_id, known_at) on odoo.misfit to odoo_read;
--> statement-breakpoint
alter table odoo.misfit enable row level security;
--> statement-breakpoint
create policy viewer on odoo.misfit for select to odoo_read using (
  exists (select 1 from odoo.sale_order o where o.id = misfit.order_id)
  or model = 'res.partner' and exists (select 1 from odoo.sale_order o where misfit.id in (o.partner_id, o.shipping_partner_id, o.commercial_partner_id))
  -- Names of our own companies, delivery methods and currencies.
  or model in ('res.company', 'delivery.carrier', 'res.currency'));
