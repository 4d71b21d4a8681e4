-- Why: a page says how old what it shows is, when somebody looks again, and whether a parcel is quiet for longer than usual. What is usual is learned once a day. Who may see a parcel may know this of its sources; the views
-- show that much of tables that are for staff and operators, and nothing of people. Locks: none, all is new.
create table tracking.usual_gap (
  carrier_code text not null,
  -- Where the parcels went, ISO 3166-1 alpha-2; empty: wherever.
  country_code text not null,
  gap_seconds int not null,
  -- From how many it was learned.
  gaps int not null,
  primary key (carrier_code, country_code)
);
--> statement-breakpoint
create table tracking.lesson (
  name text primary key,
  learned_at timestamptz not null
);
--> statement-breakpoint
insert into tracking.lesson (name, learned_at) values ('usual-gaps', '-infinity');
--> statement-breakpoint
-- Whether the viewer sees a parcel, by the policies of who asks: also inside views that read as their owner, because a function in a view runs as who asks.
create function tracking.sees_parcel(parcel uuid) returns boolean language sql stable as $$
  select exists (select 1 from tracking.shipment s where s.id = parcel)
$$;
--> statement-breakpoint
-- The provider that tracks a shipment: when it is asked, when it last told all that had changed since it tracks it, and since when it cannot be read.
create view tracking.shipment_source with (security_barrier) as
  select r.shipment_id, greatest(p.next_at, whole.paused_until) as next_at, case when p.last_success_at >= r.registered_at then p.last_success_at end as polled_at,
    (select min(coalesce(e.failing_since, e.since)) from tracking.provider_endpoint e where e.provider = r.provider and e.endpoint in ('*', 'list', 'get') and e.state in ('OPEN', 'HALF_OPEN')) as down_since
  from tracking.registration r left join tracking.provider_poll p on p.provider = r.provider
  left join tracking.provider_endpoint whole on whole.provider = r.provider and whole.endpoint = '*'
  where r.state = 'REGISTERED' and tracking.sees_parcel(r.shipment_id);
--> statement-breakpoint
create view tracking.planned_read_back with (security_barrier) as select shipment_id, due_at from tracking.read_back where given_up_at is null and tracking.sees_parcel(shipment_id);
--> statement-breakpoint
create view tracking.open_outage with (security_barrier) as select carrier_code, from_at from tracking.carrier_outage where until_at is null;
--> statement-breakpoint
grant select on tracking.usual_gap, tracking.shipment_source, tracking.planned_read_back, tracking.open_outage to tracking_read;
