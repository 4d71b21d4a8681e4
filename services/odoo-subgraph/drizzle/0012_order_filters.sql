-- Why: lists of orders by state, company, promise, open deliveries and change. `changed_at` is the later of the write_date of an order and of its deliveries: Odoo moves only that of the delivery when
-- the delivery changes. Locks: every order is written once; sale_order and picking while their indexes are made.
alter table odoo.sale_order add column changed_at timestamp;
--> statement-breakpoint
update odoo.sale_order o set changed_at = greatest(o.write_date, (select max(k.write_date) from odoo.picking k where k.order_id = o.id));
--> statement-breakpoint
create function odoo.order_was_written() returns trigger language plpgsql as $$
begin
  new.changed_at := greatest(new.write_date, new.changed_at, case when tg_op = 'UPDATE' then old.changed_at end);
  return new;
end $$;
--> statement-breakpoint
create trigger changed_at before insert or update of write_date on odoo.sale_order for each row execute function odoo.order_was_written();
--> statement-breakpoint
create function odoo.delivery_was_written() returns trigger language plpgsql as $$
begin
  update odoo.sale_order o set changed_at = n.at from (select order_id, max(write_date) as at from new_rows group by order_id) n where o.id = n.order_id and o.changed_at < n.at;
  return null;
end $$;
--> statement-breakpoint
create trigger changed_at_of_new after insert on odoo.picking referencing new table as new_rows for each statement execute function odoo.delivery_was_written();
--> statement-breakpoint
create trigger changed_at_of_changed after update on odoo.picking referencing new table as new_rows for each statement execute function odoo.delivery_was_written();
--> statement-breakpoint
create index sale_order_changed on odoo.sale_order (changed_at);
--> statement-breakpoint
create index sale_order_company on odoo.sale_order (company_id, placed_at desc, id desc);
--> statement-breakpoint
create index sale_order_state on odoo.sale_order (state, placed_at desc, id desc);
--> statement-breakpoint
create index sale_order_promised on odoo.sale_order (commitment_date) where commitment_date is not null;
--> statement-breakpoint
create index picking_open on odoo.picking (order_id) where state <> 'done' and state <> 'cancel';
