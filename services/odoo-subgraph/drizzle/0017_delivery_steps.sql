-- Why: the way of goods through the warehouse (which movement follows which), parcels by name, what a carrier takes, the delivery method and the state of invoicing of an order. Orders, transfers and
-- movements are read from Odoo once more. Locks: a moment on each table (columns without defaults, one with a constant).
alter table odoo.sale_order add column invoice_status text, add column carrier_id int;
--> statement-breakpoint
create index sale_order_carrier on odoo.sale_order (carrier_id);
--> statement-breakpoint
alter table odoo.picking add column carrier_price double precision, add column created_at timestamp;
--> statement-breakpoint
alter table odoo.move add column origin_moves int[] not null default '{}';
--> statement-breakpoint
create index move_origin on odoo.move using gin (origin_moves) where origin_moves <> '{}';
--> statement-breakpoint
create table odoo.package_line (id int primary key, picking_id int, package_id int not null, package_name text not null, write_date timestamp not null);
--> statement-breakpoint
create index package_line_picking on odoo.package_line (picking_id);
--> statement-breakpoint
grant select on odoo.package_line to odoo_read;
--> statement-breakpoint
alter table odoo.package_line enable row level security;
--> statement-breakpoint
create policy viewer on odoo.package_line for select to odoo_read using (exists (select 1 from odoo.picking k where k.id = package_line.picking_id));
