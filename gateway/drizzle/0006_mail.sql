-- Why: mails wait in the database, so that no answer waits for a mail server and none is lost with a process; requests for a sign-in link wait beside them, because
-- whose address it is must not show in how long the answer takes. Addresses and texts are sealed. Locks: customer_grant for a moment.
create table auth.mail (
  id uuid primary key,
  -- What kind of mail, for figures and for the mailbox; never whose.
  purpose text not null,
  -- Address, subject and text.
  sealed bytea not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'caught', 'failed')),
  attempts int not null default 0,
  -- While it waits: not before this. Also the lease of whoever is sending it.
  next_try_at timestamptz not null default now(),
  -- Not worth sending afterwards.
  expires_at timestamptz,
  -- Code of the last failure, never its text: that quotes addresses.
  problem text,
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
--> statement-breakpoint
create index mail_due on auth.mail (next_try_at) where state = 'waiting';
--> statement-breakpoint
create index mail_settled on auth.mail (settled_at) where state <> 'waiting';
--> statement-breakpoint
create table auth.link_request (
  id uuid primary key,
  sealed bytea not null,
  -- Keyed hash of the address, to count how often one is asked for.
  address_hash bytea not null,
  state text not null default 'waiting' check (state in ('waiting', 'done')),
  attempts int not null default 0,
  next_try_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create index link_request_due on auth.link_request (next_try_at) where state = 'waiting';
--> statement-breakpoint
create index link_request_address on auth.link_request (address_hash, created_at);
--> statement-breakpoint
create index link_request_age on auth.link_request (created_at);
--> statement-breakpoint
-- When Odoo last said so; null: given by hand (demo), not asked again.
alter table auth.customer_grant add column checked_at timestamptz;
--> statement-breakpoint
-- Who signs in by link has no other way in: no password, no single sign-on, no second factor, no staff role. One place says so.
create function auth.has_other_way(person uuid) returns boolean language sql stable as $$
  select exists (select 1 from auth.account where user_id = person) or exists (select 1 from auth.staff_grant where user_id = person)
$$;
