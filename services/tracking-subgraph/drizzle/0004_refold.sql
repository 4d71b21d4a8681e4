-- Why: a better fold is applied to the past; where that stands. Locks: none, it is new.
create table tracking.refold (
  fold_version int primary key,
  -- Shipments up to it are done.
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  -- Derived again, and how many of them came to another status or milestone.
  shipments bigint not null default 0,
  changed bigint not null default 0,
  is_done boolean not null default false,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
