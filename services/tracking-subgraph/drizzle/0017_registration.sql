-- Why: what is wanted of a provider for each shipment and how far that is (one row a shipment, level-triggered: jobs only say "look at this one"), and the answers of registrations by hand, so that the
-- same request again does nothing twice. Locks: none on what exists.
create table tracking.registration (
  shipment_id uuid primary key,
  wanted text not null check (wanted in ('TRACKED', 'STOPPED')),
  state text not null check (state in ('NEEDS_CARRIER', 'QUEUED', 'NEEDS_FACTS', 'REGISTERED', 'REFUSED', 'STOPPED')),
  -- Who tracks it, or shall; null while no provider that knows the carrier is configured.
  provider text,
  -- The carrier it was registered with there, our code.
  carrier_code text,
  -- Its id at the provider.
  remote_id text,
  -- Somebody asked for it by name, whatever becomes of deliveries.
  is_by_hand boolean not null default false,
  -- Why it is registered, for what is spent: DELIVERY, GRAPH, BACK_FILL.
  cause text not null,
  -- Of its job: 30 live, 20 at risk, 10 back-fill.
  priority int not null,
  -- When it was last sent to the provider while the outcome is not stored: it may exist there.
  asked_at timestamptz,
  -- Whoever works on it holds it until then.
  held_until timestamptz,
  attempts int not null default 0,
  -- What stands in the way: kind of error, the provider's code, our name of the field, and since when.
  problem jsonb,
  needs text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  registered_at timestamptz
);
--> statement-breakpoint
create index registration_open on tracking.registration (state, created_at) where state in ('NEEDS_CARRIER', 'QUEUED', 'NEEDS_FACTS', 'REFUSED');
--> statement-breakpoint
grant select on tracking.registration to tracking_read;
--> statement-breakpoint
alter table tracking.registration enable row level security;
--> statement-breakpoint
create policy viewer on tracking.registration for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = registration.shipment_id));
--> statement-breakpoint
create table tracking.idempotency (
  -- Role and subject: nobody meets another one's keys.
  viewer text not null,
  key text not null,
  -- Of a batch; 0 otherwise.
  row_number int not null default 0,
  body_hash bytea not null,
  shipment_id uuid,
  errors jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (viewer, key, row_number)
);
--> statement-breakpoint
create index idempotency_created on tracking.idempotency (created_at);
