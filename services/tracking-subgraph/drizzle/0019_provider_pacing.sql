-- Why: all processes share a provider's account, so they share its rate and what is known of its health. `provider_token`: as many rows per endpoint as requests a second; a request holds one
-- until a second after its answer. `provider_endpoint`: breakers. The pause after a 429 moves here from provider_poll. Locks: provider_poll for a moment; an older process that still
-- polls fails at that until it is replaced.
create table tracking.provider_token (
  provider text not null,
  endpoint text not null,
  slot smallint not null,
  -- Now or earlier: free. While a request is under way: when it is taken to be lost.
  free_at timestamptz not null default now(),
  -- Of the request under way.
  lease uuid,
  primary key (provider, endpoint, slot)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
--> statement-breakpoint
create table tracking.provider_endpoint (
  provider text not null,
  -- '*': the provider as a whole.
  endpoint text not null,
  state text not null default 'CLOSED' check (state in ('CLOSED', 'SHEDDING', 'OPEN', 'HALF_OPEN')),
  since timestamptz not null default now(),
  -- One after the other, without an answer between.
  failures int not null default 0,
  failing_since timestamptz,
  retry_at timestamptz,
  -- Of '*': nothing is sent before.
  paused_until timestamptz,
  -- Of '*': a digest of the key that is not used.
  refused_key text,
  last_error text,
  version int not null default 0,
  primary key (provider, endpoint)
) with (fillfactor = 50);
--> statement-breakpoint
alter table tracking.provider_poll drop column paused_until;
