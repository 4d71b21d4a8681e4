-- Why: shipments that nobody has said anything about for months leave the hot tables as wholes: facts and timeline become two compressed values of one row,
-- and a late fact brings them back. `touched_at` says when the fold last wrote. Views give facts and events wherever they lie, for readers that are not hot.
-- Locks: shipment for a moment (the new columns have constant defaults).
alter table tracking.shipment add column touched_at timestamptz not null default now(), add column archived_at timestamptz;
--> statement-breakpoint
-- What the archiver looks through: shipments that are not archived, in the order of their ids. Neither column changes with a message.
create index shipment_live on tracking.shipment (id) where archived_at is null;
--> statement-breakpoint
create table tracking.archive (
  shipment_id uuid not null,
  facts jsonb not null,
  events jsonb not null,
  primary key (shipment_id)
) partition by range (shipment_id);
--> statement-breakpoint
create or replace function tracking.ensure_partitions(month date) returns void language plpgsql as $$
declare
  parent text;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('tracking.ensure_partitions'));
  foreach parent in array array['shipment', 'fact', 'event', 'archive'] loop
    name := parent || '_' || to_char(month, 'YYYYMM');
    if to_regclass('tracking.' || name) is null then
      execute format('create table tracking.%I partition of tracking.%I for values from (tracking.uuid_floor(%L)) to (tracking.uuid_floor(%L))',
        name, parent, to_char(month, 'YYYY-MM-01') || ' 00:00:00Z', to_char(month + interval '1 month', 'YYYY-MM-01') || ' 00:00:00Z');
      if parent = 'shipment' then
        -- Updated with every message: room on the page keeps most updates off the indexes.
        execute format('alter table tracking.%I set (fillfactor = 80)', name);
      elsif parent = 'event' then
        -- Pages are read from the index alone only where the visibility map is fresh.
        execute format('alter table tracking.%I set (autovacuum_vacuum_insert_scale_factor = 0.02)', name);
      end if;
    end if;
  end loop;
end $$;
--> statement-breakpoint
-- The months that exist already get their archive.
select tracking.ensure_partitions(to_date(substring(c.relname from '\d{6}$'), 'YYYYMM'))
from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'tracking.shipment'::regclass;
--> statement-breakpoint
create view tracking.known_fact as
  select shipment_id, key, source, data, mapping_version, inbox_id, request_id, recorded_at from tracking.fact
  union all
  select a.shipment_id, decode(f.key, 'hex'), f.source, f.data, f.mapping_version, f.inbox_id, f.request_id, f.recorded_at from tracking.archive a
  cross join lateral jsonb_to_recordset(a.facts) as f(key text, source text, data jsonb, mapping_version text, inbox_id bigint, request_id text,
    recorded_at timestamptz);
--> statement-breakpoint
create view tracking.known_event as
  select shipment_id, key, sort_key, milestone, status, reason, description, occurred_instant, occurred_local, occurred_precision, place_text, city, country_code,
    latitude, longitude, place_precision, source, carrier_code, leg, sources, marks, same_as from tracking.event
  union all
  select a.shipment_id, decode(e.key, 'hex'), e.sort_key, e.milestone, e.status, e.reason, e.description, e.occurred_instant, e.occurred_local, e.occurred_precision,
    e.place_text, e.city, e.country_code, e.latitude, e.longitude, e.place_precision, e.source, e.carrier_code, e.leg, e.sources, e.marks, decode(e.same_as, 'hex')
  from tracking.archive a
  cross join lateral jsonb_to_recordset(a.events) as e(key text, sort_key text, milestone text, status text, reason text, description text,
    occurred_instant timestamptz, occurred_local text, occurred_precision text, place_text text, city text, country_code text, latitude double precision,
    longitude double precision, place_precision text, source text, carrier_code text, leg smallint, sources text[], marks text[], same_as text);
--> statement-breakpoint
-- Rows are numbered once and deleted once: their dead versions are many and short-lived.
alter table tracking.outbox set (autovacuum_vacuum_scale_factor = 0.05);
