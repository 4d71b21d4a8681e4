-- Why: of a number that was wrong the page says which one took its place, and of the right one whose it was. Before, only the reason of a correction said so, in words for colleagues; older replacements are not known here. Locks: none, the table is new.
create table tracking.replacement (
  -- The wrong one; what took its place last counts.
  shipment_id uuid primary key,
  replaced_by uuid not null check (replaced_by <> shipment_id),
  at timestamptz not null default now()
);
--> statement-breakpoint
create index replacement_by on tracking.replacement (replaced_by);
--> statement-breakpoint
grant select on tracking.replacement to tracking_read;
--> statement-breakpoint
alter table tracking.replacement enable row level security;
--> statement-breakpoint
-- Whoever sees both ends; a number alone shows neither.
create policy viewer on tracking.replacement for select to tracking_read using (
  (select tracking.sees_everything()) or (exists (select 1 from tracking.link k where k.shipment_id = replacement.shipment_id)
    and exists (select 1 from tracking.link k where k.shipment_id = replacement.replaced_by)));
