-- Why: a colleague looks at an order exactly as its customer sees it, for minutes, on record. What is kept is who began it in which session; there is no token, so nothing here opens anything by itself.
-- Locks: none, everything is new.
create table auth.order_view (
  id uuid primary key default uuidv7(),
  order_id int not null,
  -- The session that began it, as viewer claims name it: nobody else may use it, and it ends with it.
  sid text not null,
  person text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
--> statement-breakpoint
create index order_view_end on auth.order_view (expires_at);
