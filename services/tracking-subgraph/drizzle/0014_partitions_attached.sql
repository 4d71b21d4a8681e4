-- Why: `create table ... partition of` takes the parent for itself alone, so whoever made partitions waited for every reader and writer and everybody behind him for him,
-- and a reader that held one table and asked for another met him in a deadlock. A table made apart and attached takes SHARE UPDATE EXCLUSIVE on the parent, for which
-- no reader and no writer waits. It is empty, so attaching it reads nothing; it gets the parent's indexes then, as parts of them. Locks: none.
create or replace function tracking.ensure_partitions(month date) returns void language plpgsql as $$
declare
  parent text;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('tracking.ensure_partitions'));
  foreach parent in array array['shipment', 'fact', 'event', 'archive'] loop
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
