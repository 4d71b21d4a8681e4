-- Why: postcodes like "-" were indexed as if they were one, and an empty postcode matched them. Contacts are read once more, which takes those indexes away.
-- Locks: none.
delete from odoo.sync_cursor where model = 'res.partner';
--> statement-breakpoint
-- Records that do not fit what Odoo documents: kept beside the mirror, so that one of them does not hold back all others.
create table odoo.misfit (
  model text not null,
  id int not null,
  problem text not null,
  write_date timestamp,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (model, id)
);
