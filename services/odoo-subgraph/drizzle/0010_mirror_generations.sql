-- Why: during a rolling update, or a change of the index keys, a process of an earlier version could read a model anew in its own way and mark it as loaded, and nobody read it again. What is stored has a
-- generation now, and position and loaded-ness belong to it, in columns that no earlier version writes. Contacts and order lines, which earlier migrations had read anew in the old way, are read once more.
-- Locks: sync_cursor, a row per model, for a moment.
alter table odoo.sync_cursor
  -- In which way rows are written (src/mirror/generation.ts); 0: by a version that knows of none.
  add column generation int not null default 0,
  -- Of this generation; `after_id`, `cursor` and `is_loaded` are for processes of earlier versions.
  add column generation_after_id int not null default 0,
  add column generation_cursor timestamp,
  -- The last generation that was read to its end; 0: none.
  add column loaded_generation int not null default 0;
--> statement-breakpoint
update odoo.sync_cursor set generation = 100000, generation_after_id = after_id, generation_cursor = cursor, loaded_generation = case when is_loaded then 100000 else 0 end
where model not in ('res.partner', 'sale.order.line');
