-- Why: what a provider's code means becomes rows that operators draft, publish and roll back; what was derived before is derived again by one job
-- for a better fold and a better mapping alike (tracking.refold knew the fold only). Locks: audit for its index, seconds per million rows.
create table tracking.mapping_version (
  number int primary key,
  state text not null check (state in ('DRAFT', 'PUBLISHED', 'RETIRED', 'DISCARDED')),
  -- The whole set of rules above the built-in tables: {provider, code, subCode, milestone, reason, isDelay}.
  rules jsonb not null,
  -- The version that was published when the draft was made; 0 is the built-in tables alone.
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
create unique index mapping_version_published on tracking.mapping_version (state) where state = 'PUBLISHED';
--> statement-breakpoint
drop table tracking.refold;
--> statement-breakpoint
create table tracking.rederivation (
  fold_version int not null,
  mapping_version text not null,
  -- Shipments up to it are done.
  after_id uuid not null default '00000000-0000-0000-0000-000000000000',
  -- Derived again, and how many of them came to another status or milestone.
  shipments bigint not null default 0,
  changed bigint not null default 0,
  is_done boolean not null default false,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (fold_version, mapping_version)
);
--> statement-breakpoint
create index audit_subject on tracking.audit (subject, id);
