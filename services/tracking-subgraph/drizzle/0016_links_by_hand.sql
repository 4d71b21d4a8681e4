-- Why: a shipment that somebody registers for an order through the graph is linked to its delivery although Odoo's references do not name it; such a link stays when the references are told
-- again. Deliveries are found by the name of their order, which is what people know. Locks: a moment on link (constant default); delivery while its index is made.
alter table tracking.link add column origin text not null default 'odoo' check (origin in ('odoo', 'graph'));
--> statement-breakpoint
create index delivery_order_name on tracking.delivery ((data->>'orderName'));
