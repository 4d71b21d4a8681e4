-- Why: a second factor for people who sign in with a password, and links by which they set one. Locks: user for a moment.
alter table auth."user" add column two_factor_enabled boolean not null default false;
--> statement-breakpoint
create table auth.two_factor (
  id uuid primary key default uuidv7(),
  user_id uuid not null unique references auth."user" (id) on delete cascade,
  -- Both encrypted by the sign-in library, under AUTH_SECRET.
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count int not null default 0,
  locked_until timestamptz
);
--> statement-breakpoint
-- One-time codes that let somebody in; the library would take each for as long as it is valid. Kept for minutes.
create table auth.used_code (
  hash bytea primary key,
  used_at timestamptz not null default now()
);
--> statement-breakpoint
create table auth.password_link (
  -- Of a token of 256 bits.
  hash bytea primary key,
  user_id uuid not null unique references auth."user" (id) on delete cascade,
  expires_at timestamptz not null
);
--> statement-breakpoint
create trigger tell_change after update of two_factor_enabled on auth."user"
  for each row when (old.two_factor_enabled is distinct from new.two_factor_enabled) execute function auth.tell_change('person', 'id');
