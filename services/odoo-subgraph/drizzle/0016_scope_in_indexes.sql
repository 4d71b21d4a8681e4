-- Why: whether a customer or contact has an order in scope is asked of thousands of them when a common word is searched for by somebody who sees few orders: answered from the index alone now (1.6 s before, at a
-- million orders). Locks: sale_order while the indexes are made.
create index sale_order_customer_scope on odoo.sale_order (commercial_partner_id, placed_at desc, id desc) include (company_id, region);
--> statement-breakpoint
drop index odoo.sale_order_customer;
--> statement-breakpoint
create index sale_order_partner_scope on odoo.sale_order (partner_id, placed_at desc, id desc) include (commercial_partner_id, company_id, region);
--> statement-breakpoint
drop index odoo.sale_order_partner_placed;
--> statement-breakpoint
create index sale_order_shipping_scope on odoo.sale_order (shipping_partner_id, placed_at desc, id desc) include (commercial_partner_id, company_id, region);
--> statement-breakpoint
drop index odoo.sale_order_shipping_placed;
