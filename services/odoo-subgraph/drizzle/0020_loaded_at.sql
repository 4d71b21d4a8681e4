-- Why: whether hints should have come can be said once it is known since when changes are told from what was there before (npm run odoo:check). Locks: sync_cursor for a moment.
alter table odoo.sync_cursor
  -- When the last load from the first id was through.
  add column loaded_at timestamptz;
--> statement-breakpoint
-- What was loaded before counts from now on.
update odoo.sync_cursor set loaded_at = now() where loaded_generation = generation;
