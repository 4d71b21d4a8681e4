-- Why: what Odoo deletes leaves no trace there, so ids are compared, a page at a time; here stands how far each model was looked at. Contacts that are gone are marked (their row stays for the orders that name
-- them), and so are companies that the integration user may not see any more. Locks: partner, company and sync_cursor for a moment (columns with constant defaults).
alter table odoo.sync_cursor
  -- The last id that was compared in the pass that is under way.
  add column swept_after_id int not null default 0,
  -- When the last whole pass ended, and when the last look began.
  add column swept_at timestamptz,
  add column looked_at timestamptz;
--> statement-breakpoint
alter table odoo.partner add column is_gone boolean not null default false;
--> statement-breakpoint
-- Since when it cannot be seen: its orders are as old as that.
alter table odoo.company add column lost_at timestamptz;
--> statement-breakpoint
create index sale_order_invoice_partner on odoo.sale_order (invoice_partner_id);
--> statement-breakpoint
create index picking_backorder_of on odoo.picking (backorder_of) where backorder_of is not null;
--> statement-breakpoint
create index picking_return_of on odoo.picking (return_of) where return_of is not null;
--> statement-breakpoint
create index move_order_line on odoo.move (order_line_id);
