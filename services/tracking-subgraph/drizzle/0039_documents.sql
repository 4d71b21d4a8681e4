-- Why: pictures and papers that prove a delivery. Providers name addresses that end after a while; each is fetched once and kept, sealed (docs/documents.md). The row is the job: what is due is found by an index. Locks: none.
create table tracking.document (
  id uuid primary key default uuidv7(),
  shipment_id uuid not null,
  kind text not null check (kind in ('PHOTO', 'SIGNATURE', 'DOCUMENT')),
  -- The provider that named it.
  source text not null,
  -- Of the address without what only signs it: told again with another signature it is the same document.
  address_key bytea not null,
  -- The address, and the number of the key that seals it; gone once nobody has to fetch it.
  address_sealed bytea,
  address_mark bytea not null,
  state text not null default 'WAITING' check (state in ('WAITING', 'READY', 'SAME', 'FAILED')),
  -- What came of the last try, where nothing did.
  problem text,
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null default now(),
  -- Whoever fetches it holds it until then.
  lease uuid,
  leased_until timestamptz,
  content_type text check (content_type in ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  byte_count int,
  -- SHA-256 of what was fetched.
  content_hash bytea,
  key_id int,
  body_sealed bytea,
  request_id text not null,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  check ((state = 'READY') = (body_sealed is not null)),
  unique (shipment_id, address_key)
);
--> statement-breakpoint
-- Sealed bytes do not get smaller.
alter table tracking.document alter column body_sealed set storage external;
--> statement-breakpoint
create index document_due on tracking.document (next_attempt_at) where state = 'WAITING';
--> statement-breakpoint
-- Never the bytes, the address or what seals them: those are opened by the service itself, for who holds an address that it signed.
grant select (id, shipment_id, kind, source, state, content_type, byte_count, created_at) on tracking.document to tracking_read;
--> statement-breakpoint
alter table tracking.document enable row level security;
--> statement-breakpoint
create policy viewer on tracking.document for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = document.shipment_id));
