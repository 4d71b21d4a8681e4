-- Why: staff and partners may be limited to regions, as odoo-subgraph's REGION_RULES name them; null: every region. Locks: a moment.
alter table auth.staff_grant add column regions text[];
--> statement-breakpoint
alter table auth.api_client add column regions text[];
