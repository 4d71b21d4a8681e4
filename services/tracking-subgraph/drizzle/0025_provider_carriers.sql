-- Why: what each provider's own list of carriers says is read once a day and kept: what a carrier wants beside a number is known before it is registered, and what differs from our table is shown. Locks: none, all is new.
create table tracking.provider_carrier (
  provider text not null,
  -- The provider's code.
  code text not null,
  name text,
  -- Facts that it wants beside a number, by our names.
  needs text[] not null,
  primary key (provider, code)
);
--> statement-breakpoint
create table tracking.provider_carrier_list (
  provider text primary key,
  -- When the list that is kept was read; null: never.
  read_at timestamptz,
  -- Why the last try brought nothing: {kind, since}; null when it did.
  problem jsonb
);
