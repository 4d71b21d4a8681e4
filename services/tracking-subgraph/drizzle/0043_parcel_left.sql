-- Why: a label that no carrier scans is quiet from the day the goods left. Customers may know that day of their parcels; the message it stands in is not theirs. Locks: none, all is new.
create view tracking.parcel_left with (security_barrier) as
  select l.shipment_id, min((d.data->>'shippedAt')::timestamptz) as left_at
  from tracking.link l join tracking.delivery d on d.id = l.delivery_id
  where d.data->>'kind' = 'OUTGOING' and d.data->>'cancelled' = 'false' and tracking.sees_parcel(l.shipment_id)
  group by l.shipment_id;
--> statement-breakpoint
grant select on tracking.parcel_left to tracking_read;
