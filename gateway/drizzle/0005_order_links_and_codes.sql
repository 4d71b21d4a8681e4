-- Why: levels L2 and L3 for customers without an account: links that open one order and can be ended, and one-time codes to the address on file. Only hashes are kept.
-- Locks: none, everything is new.
create table auth.order_link (
  id uuid primary key default uuidv7(),
  -- SHA-256 of the token: it has 192 random bits, so nothing slower is needed.
  hash bytea not null unique,
  order_id int not null,
  -- What it was made for, in the words of whoever made it; never shown to the customer.
  purpose text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  first_used_at timestamptz,
  last_used_at timestamptz,
  uses int not null default 0
);
--> statement-breakpoint
create index order_link_order on auth.order_link (order_id, id);
--> statement-breakpoint
-- What a link or a code opened: one order at one level, for a while. A session of a link ends with it.
create table auth.order_session (
  id uuid primary key default uuidv7(),
  hash bytea not null unique,
  order_id int not null,
  level text not null check (level in ('L2', 'L3')),
  link_id uuid references auth.order_link (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
--> statement-breakpoint
create index order_session_link on auth.order_session (link_id);
--> statement-breakpoint
create index order_session_end on auth.order_session (expires_at);
--> statement-breakpoint
create table auth.order_code (
  id uuid primary key default uuidv7(),
  order_id int not null,
  -- Session that asked for it: nobody else may use it.
  sid text not null,
  -- HMAC over the row's id and the code.
  hash bytea not null,
  tries int not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index order_code_order on auth.order_code (order_id, created_at);
