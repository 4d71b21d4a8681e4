-- Why: the timeline says which leg an entry belongs to, whose scan it is, which sources told of it and what to know about it (corrected, voided, not
-- confirmed), and where a place's coordinates come from; further sightings of a scan keep their rows, without a place on any page (empty sort key).
-- The covering index carries the new columns. `leg_number` lets a shipment be found by the numbers of its other carriers and pieces.
-- Locks: event while its index is built again; seconds per million rows.
alter table tracking.event
  add column carrier_code text,
  add column leg smallint,
  add column sources text[] not null default '{}',
  add column marks text[] not null default '{}',
  add column place_precision text,
  add column same_as bytea;
--> statement-breakpoint
drop index tracking.event_page;
--> statement-breakpoint
create index event_page on tracking.event (shipment_id, sort_key desc) include (key, milestone, status, reason, description, occurred_instant, occurred_local,
  occurred_precision, place_text, city, country_code, latitude, longitude, place_precision, source, carrier_code, leg, sources, marks);
--> statement-breakpoint
create table tracking.leg_number (
  number text not null,
  shipment_id uuid not null,
  carrier_code text,
  primary key (number, shipment_id)
);
--> statement-breakpoint
create index leg_number_shipment on tracking.leg_number (shipment_id);
