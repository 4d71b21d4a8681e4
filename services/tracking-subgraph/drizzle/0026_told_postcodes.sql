-- Why: where a parcel goes, as Odoo's side tells it where the shop wants it told to providers: sealed, until its registrations are done. Locks: delivery for a moment (columns without default), and while the index is made, of
-- which no row is part yet.
alter table tracking.delivery add column postcode_sealed bytea, add column postcode_at timestamptz;
--> statement-breakpoint
create index delivery_postcode on tracking.delivery (postcode_at) where postcode_sealed is not null;
