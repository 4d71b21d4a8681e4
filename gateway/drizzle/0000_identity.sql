-- Why: who may sign in, partner clients and signing keys. Locks: none that matter, everything is new.
create schema if not exists auth;
--> statement-breakpoint
create table auth."user" (
  id uuid primary key default uuidv7(),
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
--> statement-breakpoint
create table auth.session (
  id uuid primary key default uuidv7(),
  user_id uuid not null references auth."user" (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
--> statement-breakpoint
create index session_by_user on auth.session (user_id);
--> statement-breakpoint
create table auth.account (
  id uuid primary key default uuidv7(),
  user_id uuid not null references auth."user" (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
--> statement-breakpoint
create index account_by_user on auth.account (user_id);
--> statement-breakpoint
create table auth.verification (
  id uuid primary key default uuidv7(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
--> statement-breakpoint
-- What somebody may see is ours to say: the sign-in library only says who it is.
create table auth.staff_grant (
  user_id uuid primary key references auth."user" (id) on delete cascade,
  role text not null check (role in ('agent', 'operator')),
  -- Odoo company ids; null: every company.
  companies int[]
);
--> statement-breakpoint
create table auth.customer_grant (
  user_id uuid primary key references auth."user" (id) on delete cascade,
  customers int[] not null
);
--> statement-breakpoint
create table auth.api_client (
  id text primary key,
  name text not null,
  scopes text[] not null,
  -- null: not limited.
  companies int[],
  customers int[],
  token_epoch int not null default 1,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table auth.api_client_secret (
  id uuid primary key default uuidv7(),
  client_id text not null references auth.api_client (id) on delete cascade,
  -- HMAC-SHA-256 of the secret; a slow hash is for guessable secrets, these hold 256 bits.
  hash bytea not null,
  hint text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  unique (client_id, hash)
);
--> statement-breakpoint
create table auth.signing_key (
  kid uuid primary key default uuidv7(),
  purpose text not null check (purpose in ('viewer', 'partner')),
  public_jwk jsonb not null,
  private_sealed bytea not null,
  created_at timestamptz not null default now(),
  retire_at timestamptz
);
