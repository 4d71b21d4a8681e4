-- Why: the event store. Locks: none that matter, everything is new.
create schema if not exists tracking;
--> statement-breakpoint
-- The lowest UUIDv7 of an instant: partitions are ranges of the id itself.
create function tracking.uuid_floor(ts timestamptz) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from ts) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
--> statement-breakpoint
-- Keys for raw bodies, wrapped by the installation's key. Destroying a row erases what it sealed.
create table tracking.data_key (
  id smallint primary key generated always as identity,
  purpose text not null,
  period date not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  unique (purpose, period)
);
--> statement-breakpoint
-- Append-only log of what senders delivered; never updated, so a 2 kB row is never rewritten.
create table tracking.inbox (
  id bigint primary key generated always as identity,
  provider text not null,
  dedupe bytea not null,
  headers text not null,
  request_id text not null,
  key_id smallint not null,
  body bytea not null,
  received_at timestamptz not null default clock_timestamp(),
  unique (provider, dedupe)
) with (toast_tuple_target = 8160);
--> statement-breakpoint
alter table tracking.inbox alter column body set storage external;
--> statement-breakpoint
-- The queue beside the log: tiny, deleted from. Lane 0 live messages, 1 replays, 5 our own channel from Odoo.
create table tracking.inbox_todo (
  lane smallint not null,
  id bigint not null,
  primary key (lane, id)
) with (autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
create table tracking.shipment (
  id uuid not null default uuidv7(),
  tracking_number text not null,
  -- As registered; empty while not known. The carrier shown may come from facts.
  registered_carrier text not null default '',
  carrier_code text,
  tracking_url_template text,
  direction text not null default 'FORWARD',
  status text not null default 'PENDING',
  milestone text not null default 'AWAITING_CARRIER_DATA',
  reason text,
  is_delayed boolean not null default false,
  is_final boolean not null default false,
  last_event_at timestamptz,
  checked_at timestamptz,
  -- Output of the fold that lists do not filter by: estimate, proof, package count, evidence.
  state jsonb not null default '{}',
  fold_version int not null default 0,
  version int not null default 0,
  created_at timestamptz not null default now(),
  primary key (id)
) partition by range (id);
--> statement-breakpoint
-- What a number means: global uniqueness cannot live on a partitioned table.
create table tracking.ref (
  number text not null,
  carrier_code text not null default '',
  shipment_id uuid not null,
  primary key (number, carrier_code)
);
--> statement-breakpoint
create index ref_shipment on tracking.ref (shipment_id);
--> statement-breakpoint
-- Input of the fold: immutable, the key is computed from the content.
create table tracking.fact (
  shipment_id uuid not null,
  key bytea not null,
  source text not null,
  data jsonb not null,
  mapping_version text not null,
  inbox_id bigint,
  request_id text not null,
  recorded_at timestamptz not null default now(),
  primary key (shipment_id, key)
) partition by range (shipment_id);
--> statement-breakpoint
-- Stored output of the fold: what pages read.
create table tracking.event (
  shipment_id uuid not null,
  key bytea not null,
  -- The fold's total order as text: assumed instant, precision, provider sequence, key.
  sort_key text collate "C" not null,
  milestone text not null,
  status text,
  reason text,
  description text,
  occurred_instant timestamptz,
  occurred_local text not null,
  occurred_precision text not null,
  place_text text,
  city text,
  country_code text,
  latitude double precision,
  longitude double precision,
  source text not null,
  primary key (shipment_id, key)
) partition by range (shipment_id);
--> statement-breakpoint
create index event_page on tracking.event (shipment_id, sort_key desc) include (key, milestone, status, reason, description, occurred_instant, occurred_local, occurred_precision, place_text, city, country_code, latitude, longitude, source);
--> statement-breakpoint
-- The last word of Odoo about a delivery; `version` decides, not arrival.
create table tracking.delivery (
  id int primary key,
  version bigint not null,
  order_id int not null,
  data jsonb not null
);
--> statement-breakpoint
create index delivery_order on tracking.delivery (order_id);
--> statement-breakpoint
create table tracking.order_state (
  id int primary key,
  version bigint not null,
  data jsonb not null
);
--> statement-breakpoint
-- Which deliveries a shipment serves, with the scope columns: scope is tested here, never on the shipment alone.
create table tracking.link (
  delivery_id int not null,
  shipment_id uuid not null,
  order_id int not null,
  company_id int not null,
  customer_id int not null,
  warehouse_id int,
  country_code text,
  created_at timestamptz not null default now(),
  primary key (delivery_id, shipment_id)
);
--> statement-breakpoint
create index link_order on tracking.link (order_id, shipment_id);
--> statement-breakpoint
create index link_shipment on tracking.link (shipment_id);
--> statement-breakpoint
create index link_customer on tracking.link (customer_id, order_id);
--> statement-breakpoint
-- Messages about numbers nobody registered; replayed when somebody does.
create table tracking.unmatched (
  number text not null,
  carrier_code text not null,
  inbox_id bigint not null,
  first_seen_at timestamptz not null default now(),
  primary key (number, inbox_id)
);
--> statement-breakpoint
create table tracking.dead_letter (
  id uuid primary key default uuidv7(),
  kind text not null,
  source text not null,
  inbox_id bigint unique,
  cause text not null,
  message text not null,
  attempts int not null default 1,
  request_id text not null,
  first_failed_at timestamptz not null default now(),
  last_failed_at timestamptz not null default now()
);
--> statement-breakpoint
-- Milestones to tell. The identity is drawn under the shipment's row lock; seq is given after commit by the one sequencer.
create table tracking.outbox (
  id bigint primary key generated always as identity,
  seq bigint,
  shipment_id uuid not null,
  event_key bytea not null,
  request_id text not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (shipment_id, event_key)
) with (fillfactor = 80);
--> statement-breakpoint
create index outbox_waiting on tracking.outbox (id) where seq is null;
--> statement-breakpoint
create unique index outbox_seq on tracking.outbox (seq) where seq is not null;
--> statement-breakpoint
-- `value`: the highest number handed out. `retained_after`: rows up to it were deleted; an older cursor has expired.
create table tracking.outbox_head (
  one boolean primary key default true check (one),
  value bigint not null default 0,
  retained_after bigint not null default 0
);
--> statement-breakpoint
insert into tracking.outbox_head default values;
--> statement-breakpoint
create table tracking.audit (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  subject text not null,
  request_id text not null,
  detail jsonb not null default '{}'
);
--> statement-breakpoint
create function tracking.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit table is append-only';
end $$;
--> statement-breakpoint
create trigger audit_append_only before update or delete or truncate on tracking.audit execute function tracking.refuse_change();
--> statement-breakpoint
-- Creates the month's partitions of every partitioned table; safe to repeat.
create function tracking.ensure_partitions(month date) returns void language plpgsql as $$
declare
  parent text;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('tracking.ensure_partitions'));
  foreach parent in array array['shipment', 'fact', 'event'] loop
    name := parent || '_' || to_char(month, 'YYYYMM');
    if to_regclass('tracking.' || name) is null then
      execute format('create table tracking.%I partition of tracking.%I for values from (tracking.uuid_floor(%L)) to (tracking.uuid_floor(%L))',
        name, parent, to_char(month, 'YYYY-MM-01') || ' 00:00:00Z', to_char(month + interval '1 month', 'YYYY-MM-01') || ' 00:00:00Z');
      if parent = 'shipment' then
        execute format('alter table tracking.%I set (fillfactor = 80)', name);
      elsif parent = 'event' then
        execute format('alter table tracking.%I set (autovacuum_vacuum_insert_scale_factor = 0.02)', name);
      end if;
    end if;
  end loop;
end $$;
