-- Why: a case is over when somebody does its activity in Odoo; messages may come twice, also after the case was opened again, so the newest that was heard is kept. And a problem may be one of a delivery. Locks:
-- tracking.work_case and tracking.order_problem for a moment (a constant default writes no row).
alter table tracking.work_case add column activity_version bigint not null default 0;
--> statement-breakpoint
alter table tracking.order_problem add column delivery_id int;
