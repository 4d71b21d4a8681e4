-- Why: what a delivery carries, and which lines travel at all. Order lines are read once more, because rows from before lack the new columns.
-- Locks: order_line for a moment (columns with constant defaults).
create table odoo.move (
  id int primary key,
  name text not null,
  state text not null,
  picking_id int,
  order_line_id int,
  product_id int not null,
  demand double precision not null,
  quantity double precision not null,
  unit text not null,
  write_date timestamp not null
);
--> statement-breakpoint
create index move_picking on odoo.move (picking_id);
--> statement-breakpoint
alter table odoo.order_line add column product_id int, add column is_shippable boolean not null default true;
--> statement-breakpoint
delete from odoo.sync_cursor where model = 'sale.order.line';
