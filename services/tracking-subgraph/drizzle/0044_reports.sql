-- Why: who receives a parcel says what is wrong with it, with photos; each opens a case, or adds to the one that is open (docs/reports.md). Locks: cases for a moment.
-- Somebody was erased: that there was a document stays, so that it is not fetched again.
alter table tracking.document drop constraint document_state_check, add constraint document_state_check check (state in ('WAITING', 'READY', 'SAME', 'FAILED', 'ERASED'));
--> statement-breakpoint
-- What the customer was told; null: no customer knows of it.
alter table tracking.work_case add column public_number text unique;
--> statement-breakpoint
create table tracking.shipment_report (
  id uuid primary key default uuidv7(),
  shipment_id uuid not null,
  case_id uuid not null references tracking.work_case (id) on delete cascade,
  kind text not null check (kind in ('NOT_HERE', 'DAMAGED', 'ITEMS_MISSING', 'OTHER')),
  -- Where they looked.
  checked text[] not null,
  -- Order lines by Odoo's id, and how many of each: [{"lineId": 1, "quantity": 2}].
  lines jsonb not null,
  -- Who said so: a colleague, or a customer by the level and access they came with.
  staff_id uuid references tracking.staff (id),
  level text not null,
  access text not null,
  -- What they wrote, and how the parcel stood then, as JSON; null: erased.
  key_id int not null,
  content_sealed bytea,
  -- The caller's, and of what was asked for under it.
  idempotency_key text,
  input_hash bytea,
  request_id text not null,
  at timestamptz not null default now(),
  unique (access, idempotency_key)
);
--> statement-breakpoint
create index shipment_report_case on tracking.shipment_report (case_id, id);
--> statement-breakpoint
create index shipment_report_shipment on tracking.shipment_report (shipment_id, at);
--> statement-breakpoint
create table tracking.report_photo (
  id uuid primary key default uuidv7(),
  shipment_id uuid not null,
  -- Who adds it: nobody else can put it into a report.
  access text not null,
  -- Null: in no report yet; gone after a day.
  report_id uuid references tracking.shipment_report (id) on delete cascade,
  content_type text check (content_type in ('image/jpeg', 'image/png', 'image/webp')),
  byte_count int,
  content_hash bytea,
  key_id int,
  -- Null: it has not come yet.
  body_sealed bytea,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
alter table tracking.report_photo alter column body_sealed set storage external;
--> statement-breakpoint
create index report_photo_report on tracking.report_photo (report_id) where report_id is not null;
--> statement-breakpoint
create index report_photo_stray on tracking.report_photo (created_at) where report_id is null;
--> statement-breakpoint
create index report_photo_shipment on tracking.report_photo (shipment_id, created_at);
--> statement-breakpoint
grant select (id, shipment_id, case_id, kind, checked, lines, staff_id, level, key_id, content_sealed, at) on tracking.shipment_report to tracking_read;
--> statement-breakpoint
grant select (id, shipment_id, report_id, content_type, byte_count, created_at) on tracking.report_photo to tracking_read;
--> statement-breakpoint
-- Colleagues see what was reported by the case that they see; nobody else reads it here, the reporter neither.
alter table tracking.shipment_report enable row level security;
--> statement-breakpoint
create policy viewer on tracking.shipment_report for select to tracking_read using (exists (select 1 from tracking.work_case c where c.id = shipment_report.case_id));
--> statement-breakpoint
alter table tracking.report_photo enable row level security;
--> statement-breakpoint
create policy viewer on tracking.report_photo for select to tracking_read using (exists (select 1 from tracking.shipment_report r where r.id = report_photo.report_id));
--> statement-breakpoint
-- By what seals them: a month's key goes when nothing is left that it sealed.
create index document_key on tracking.document (key_id);
--> statement-breakpoint
create index report_photo_key on tracking.report_photo (key_id);
--> statement-breakpoint
create index shipment_report_key on tracking.shipment_report (key_id);
--> statement-breakpoint
-- How a delivery was, in one tap: once for each parcel and access, the later answer counts.
create table tracking.shipment_feedback (
  shipment_id uuid not null,
  access text not null,
  answer text not null check (answer in ('GOOD', 'BAD')),
  carrier_code text,
  at timestamptz not null default now(),
  primary key (shipment_id, access)
);
--> statement-breakpoint
create index shipment_feedback_at on tracking.shipment_feedback (at) include (carrier_code, answer);
--> statement-breakpoint
grant select on tracking.shipment_feedback to tracking_read;
--> statement-breakpoint
alter table tracking.shipment_feedback enable row level security;
--> statement-breakpoint
create policy viewer on tracking.shipment_feedback for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = shipment_feedback.shipment_id));
