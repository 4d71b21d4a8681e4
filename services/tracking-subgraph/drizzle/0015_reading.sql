-- Why: what we ask providers for ourselves. `read_back`: a source told an end that decides nothing until its API confirms it; rows come and go with the fold's output, so a row
-- is there exactly while the fold waits. `provider_poll`: how far each provider's changes were read, and who reads now. Locks: none, both are new.
create table tracking.read_back (
  shipment_id uuid not null,
  provider text not null,
  -- Keys of the scans that wait. Another one starts the row anew.
  scans text[] not null,
  request_id text not null,
  -- Reads that brought no confirmation, the one under way included; the wait before the next one grows with it.
  attempts int not null default 0,
  due_at timestamptz not null default now(),
  -- The provider does not confirm it: nobody asks again.
  given_up_at timestamptz,
  primary key (shipment_id, provider)
) with (autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
create index read_back_due on tracking.read_back (provider, due_at) where given_up_at is null;
--> statement-breakpoint
create table tracking.provider_poll (
  provider text primary key,
  -- Start of the last listing that came to its end: everything that had changed before is in the inbox.
  read_until timestamptz not null,
  next_at timestamptz not null default now(),
  -- Whoever lists holds this name until then, and longer with each page.
  lease uuid,
  leased_until timestamptz,
  -- The provider asked for silence: no instance asks for anything before.
  paused_until timestamptz,
  failures int not null default 0,
  last_success_at timestamptz,
  last_error text
);
