-- Why: the key of a carrier's fact covers its whole content now, and the event has the key of the scan; before, whichever account of a scan came
-- first stayed. Everything carriers said is derived again from the stored messages, behind everything live; milestones get new keys.
-- Locks: fact and event are emptied of carriers' rows; minutes on a large store (there is none before the first release).
delete from tracking.fact where source <> 'odoo';
--> statement-breakpoint
delete from tracking.event where source <> 'odoo';
--> statement-breakpoint
insert into tracking.inbox_todo (lane, id) select 1, id from tracking.inbox where provider <> 'odoo' on conflict do nothing;
