-- Why: who carries what becomes rows that operators draft, publish and roll back, above CARRIER_MAPPING; what waits for a carrier is looked at again by one job for each publication. Deliveries of one method,
-- and to one country, are read newest first, for what earlier ones came to. Locks: delivery and ref while their indexes are made, seconds per million rows.
create table tracking.carrier_rule_version (
  number int primary key,
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'RETIRED', 'DISCARDED')),
  -- The whole set: {deliveryMethod, countries, service, companyId, numberFormat, numberPattern, carrierCode}.
  rules jsonb not null,
  -- The version that was published when the draft was made; 0 is CARRIER_MAPPING alone.
  based_on int not null,
  -- Counts edits, so that two people do not overwrite each other.
  revision int not null default 1,
  note text not null,
  author text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  published_by text,
  published_at timestamptz
);
--> statement-breakpoint
create unique index carrier_rule_version_published on tracking.carrier_rule_version (state) where state = 'PUBLISHED';
--> statement-breakpoint
create table tracking.carrier_rule_run (
  -- The published number with a hash of the configured mapping beneath it.
  rules_version text primary key,
  -- Shipments up to it are done.
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  -- Looked at, and how many of them have a carrier now.
  shipments bigint not null default 0,
  named bigint not null default 0,
  is_done boolean not null default false,
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
--> statement-breakpoint
create index ref_nameless on tracking.ref (shipment_id) where carrier_code = '';
--> statement-breakpoint
create index delivery_method on tracking.delivery ((data->>'deliveryMethod'), id desc);
--> statement-breakpoint
create index delivery_country on tracking.delivery ((data->>'countryCode'), id desc);
