-- Why: Odoo's webhooks say where something may have changed; any process takes them, one reads back. A row per record until it was read, and when the last one of each model came (npm run odoo:check).
-- Locks: none, everything is new.
create table odoo.hint (
  model text not null,
  id int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- When it is read back.
  due_at timestamptz not null,
  primary key (model, id)
);
--> statement-breakpoint
create index hint_due on odoo.hint (due_at);
--> statement-breakpoint
create table odoo.hint_received (model text primary key, received_at timestamptz not null, times bigint not null);
