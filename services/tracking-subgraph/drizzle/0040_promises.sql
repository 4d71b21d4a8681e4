-- Why: every date that a customer was told, by whom, when and why, is kept; the first one never changes (docs/adr/0015). Written with the fold, never changed, moved to the archive and back with its shipment. Shipments that
-- are here already get their dates when they are next folded, which the rederivation of fold 8 does page by page: a fill here would hold the table for as long as there are shipments. Locks: archive for a
-- moment; nothing waits for a table that is new.
create table tracking.promise (
  shipment_id uuid not null,
  -- From 1, without holes.
  no int not null check (no > 0),
  -- A belief about arrival; else a person's word.
  is_estimate boolean not null,
  told_by text not null check (told_by in ('SHOP', 'CARRIER', 'PROVIDER', 'AGENT')),
  -- A calendar date, or a date and time, as the source gave it. Both null: taken back.
  earliest text,
  latest text,
  told_at timestamptz not null,
  -- Of the event that decided the state then: why it is another date.
  reason text,
  -- Null where it was taken back.
  fact_key bytea,
  -- Which colleague, as in the fact.
  actor text,
  request_id text not null,
  primary key (shipment_id, no)
) partition by range (shipment_id);
--> statement-breakpoint
create function tracking.refuse_update() returns trigger language plpgsql as $$
begin
  raise exception 'rows of tracking.% are never changed', tg_table_name;
end $$;
--> statement-breakpoint
create trigger promise_stays before update on tracking.promise for each row execute function tracking.refuse_update();
--> statement-breakpoint
alter table tracking.archive add column promises jsonb not null default '[]';
--> statement-breakpoint
create or replace function tracking.ensure_partitions(month date) returns void language plpgsql as $$
declare
  parent text;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('tracking.ensure_partitions'));
  foreach parent in array array['shipment', 'fact', 'event', 'archive', 'promise'] loop
    name := parent || '_' || to_char(month, 'YYYYMM');
    if to_regclass('tracking.' || name) is null then
      execute format('create table tracking.%I (like tracking.%I including all excluding indexes) %s', name, parent, case parent
        -- Updated with every message: room on the page keeps most updates off the indexes.
        when 'shipment' then 'with (fillfactor = 80)'
        -- Pages are read from the index alone only where the visibility map is fresh.
        when 'event' then 'with (autovacuum_vacuum_insert_scale_factor = 0.02)'
      end);
      execute format('alter table tracking.%I attach partition tracking.%I for values from (tracking.uuid_floor(%L)) to (tracking.uuid_floor(%L))',
        parent, name, to_char(month, 'YYYY-MM-01') || ' 00:00:00Z', to_char(month + interval '1 month', 'YYYY-MM-01') || ' 00:00:00Z');
    end if;
  end loop;
end $$;
--> statement-breakpoint
select tracking.ensure_partitions(to_date(substring(c.relname from '\d{6}$'), 'YYYYMM'))
from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'tracking.shipment'::regclass;
--> statement-breakpoint
create view tracking.archived_promise with (security_invoker = true) as
  select a.shipment_id, p.no, p.is_estimate, p.told_by, p.earliest, p.latest, p.told_at, p.reason, decode(p.fact_key, 'hex') as fact_key, p.actor, p.request_id
  from tracking.archive a cross join lateral jsonb_to_recordset(a.promises) as p(no int, is_estimate boolean, told_by text, earliest text, latest text, told_at timestamptz,
    reason text, fact_key text, actor text, request_id text);
--> statement-breakpoint
create view tracking.known_promise with (security_invoker = true) as
  select shipment_id, no, is_estimate, told_by, earliest, latest, told_at, reason, fact_key, actor, request_id from tracking.promise
  union all
  select shipment_id, no, is_estimate, told_by, earliest, latest, told_at, reason, fact_key, actor, request_id from tracking.archived_promise;
--> statement-breakpoint
grant select on tracking.promise, tracking.archived_promise, tracking.known_promise to tracking_read;
--> statement-breakpoint
-- Dates of a parcel are seen by whoever sees the parcel, as its estimate is.
alter table tracking.promise enable row level security;
--> statement-breakpoint
create policy viewer on tracking.promise for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = promise.shipment_id)
  or shipment_id = any ((select tracking.asked_shipments())::uuid[]));
