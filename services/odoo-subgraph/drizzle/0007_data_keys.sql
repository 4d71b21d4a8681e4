-- Why: nothing hangs on the key-encryption key itself any more, so that it can be replaced: what was derived from it becomes a data key of its own, wrapped in this table. The indexes of
-- e-mail and postcode get new, random keys: contacts are read from Odoo once more, until then nobody proves an order with these. Locks: none, the table is new.
create table odoo.data_key (
  id int primary key generated always as identity,
  purpose text not null,
  -- What the key serves within its purpose; '' where there is one for everything.
  subject text not null default '',
  -- Which key-encryption key wraps it.
  kek text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  unique (purpose, subject)
);
--> statement-breakpoint
delete from odoo.sync_cursor where model = 'res.partner';
