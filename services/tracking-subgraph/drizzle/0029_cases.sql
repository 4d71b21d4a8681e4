-- Why: cases, what needs a person (docs/cases.md). Rules say from state alone which cases there are; these tables keep what was found, who has it and what was done. What has to be looked at is written
-- by the transaction that changes it, into a queue that nobody waits for. Locks: the tables with triggers for a moment.
create table tracking.staff (
  id uuid primary key default uuidv7(),
  -- As the gateway names them in their viewer token.
  sub text not null unique,
  name text not null,
  role text not null,
  seen_at timestamptz not null default now()
);
--> statement-breakpoint
create table tracking.incident (
  id uuid primary key default uuidv7(),
  -- What its cases have in common; one open incident for each.
  cause text not null,
  kind text not null,
  title text not null,
  carrier_code text,
  place text,
  opened_at timestamptz not null,
  closed_at timestamptz
);
--> statement-breakpoint
create unique index incident_open on tracking.incident (cause) where closed_at is null;
--> statement-breakpoint
create table tracking.work_case (
  id uuid primary key default uuidv7(),
  type text not null,
  -- What it is about: s:<shipment>, d:<delivery>, o:<order>.
  subject text not null,
  -- Which of the causes of this type there.
  cause text not null,
  -- The word that the cause rests on now: with another one a resolved case opens again.
  mark text not null,
  -- The rules find the cause now. A case by hand has none that they know.
  is_found boolean not null,
  is_by_hand boolean not null default false,
  shipment_id uuid,
  delivery_id int,
  order_id int,
  -- Scope of a case without a shipment; that of others stands on its links.
  company_id int,
  customer_id int,
  region text,
  carrier_code text,
  country_code text,
  state text not null check (state in ('OPEN', 'SNOOZED', 'CLOSED')),
  reason text not null,
  rule text not null,
  evidence text[] not null,
  severity smallint not null check (severity between 1 and 4),
  score int not null,
  parts jsonb not null,
  opened_at timestamptz not null,
  -- The clock: business minutes allowed, those used up to clock_from, and since when it runs; null: it stands.
  budget_minutes int not null,
  used_minutes int not null default 0,
  clock_from timestamptz,
  due_at timestamptz,
  escalation smallint not null default 0,
  escalates_at timestamptz,
  waiting_for text check (waiting_for in ('CUSTOMER', 'CARRIER', 'CARRIER_OUTAGE')),
  snoozed_until timestamptz,
  is_snoozed_until_news boolean not null default false,
  -- What is known of the subject, and what was when it was put aside or began to wait.
  news text not null default '',
  news_mark text,
  closed_at timestamptz,
  resolution text,
  assignee_id uuid references tracking.staff (id),
  -- What its incident would have in common; null: it is a case of its own.
  incident_cause text,
  incident_title text,
  incident_place text,
  incident_id uuid references tracking.incident (id),
  version int not null default 1,
  unique (subject, type, cause)
);
--> statement-breakpoint
create index work_case_urgent on tracking.work_case (score desc, id desc) where state = 'OPEN';
--> statement-breakpoint
create index work_case_due on tracking.work_case (due_at, id) where state = 'OPEN';
--> statement-breakpoint
create index work_case_recent on tracking.work_case (opened_at desc, id desc);
--> statement-breakpoint
create index work_case_state on tracking.work_case (state, score desc, id desc);
--> statement-breakpoint
create index work_case_shipment on tracking.work_case (shipment_id) where shipment_id is not null;
--> statement-breakpoint
create index work_case_order on tracking.work_case (order_id) where order_id is not null;
--> statement-breakpoint
create index work_case_assignee on tracking.work_case (assignee_id, state) where assignee_id is not null;
--> statement-breakpoint
create index work_case_incident on tracking.work_case (incident_id) where incident_id is not null;
--> statement-breakpoint
create index work_case_common on tracking.work_case (incident_cause, opened_at) where state <> 'CLOSED' and incident_cause is not null;
--> statement-breakpoint
create index work_case_over on tracking.work_case (closed_at) where state = 'CLOSED';
--> statement-breakpoint
create table tracking.case_history (
  id bigint primary key generated always as identity,
  case_id uuid not null references tracking.work_case (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  action text not null,
  staff_id uuid references tracking.staff (id),
  text text
);
--> statement-breakpoint
create index case_history_case on tracking.case_history (case_id, id);
--> statement-breakpoint
-- For ten seconds' undo; kept a day.
create table tracking.case_bulk (
  id uuid primary key default uuidv7(),
  staff_id uuid not null references tracking.staff (id),
  at timestamptz not null default now(),
  undone_at timestamptz,
  -- Of each case: its id, its version afterwards, and the columns as they were.
  changes jsonb not null
);
--> statement-breakpoint
-- What changed and has to be looked at. Only ever added to and taken from: nobody waits for anybody here.
create table tracking.case_todo (
  id bigint primary key generated always as identity,
  subject text not null
);
--> statement-breakpoint
create index case_bulk_at on tracking.case_bulk (at);
--> statement-breakpoint
-- When a subject has to be looked at although nothing changes.
create table tracking.case_check (
  subject text primary key,
  due_at timestamptz
);
--> statement-breakpoint
create index case_check_due on tracking.case_check (due_at) where due_at is not null;
--> statement-breakpoint
create table tracking.order_problem (
  id text primary key,
  version bigint not null,
  kind text not null,
  order_id int not null,
  message text not null,
  -- Null: it is over.
  since timestamptz
);
--> statement-breakpoint
create index order_problem_order on tracking.order_problem (order_id);
--> statement-breakpoint
create table tracking.carrier_outage (
  id uuid primary key default uuidv7(),
  carrier_code text not null,
  reason text not null,
  declared_by uuid not null references tracking.staff (id),
  from_at timestamptz not null default now(),
  until_at timestamptz
);
--> statement-breakpoint
create unique index carrier_outage_open on tracking.carrier_outage (carrier_code) where until_at is null;
--> statement-breakpoint
-- Whoever changes one of these would have to remember it otherwise. (Shipments: the statement that stores their state, once for a whole batch.)
create function tracking.case_todo_of_row() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'registration' then
    insert into tracking.case_todo (subject) values ('s:' || new.shipment_id);
  elsif tg_table_name = 'order_problem' then
    insert into tracking.case_todo (subject) values ('o:' || new.order_id);
  elsif tg_table_name = 'order_state' then
    insert into tracking.case_todo (subject) select distinct 's:' || shipment_id from tracking.link where order_id = new.id
      union all select 'd:' || id from tracking.delivery where order_id = new.id;
  elsif tg_table_name = 'delivery' then
    insert into tracking.case_todo (subject) select 'd:' || new.id union all select 's:' || shipment_id from tracking.link where delivery_id = new.id;
  elsif tg_table_name = 'link' then
    insert into tracking.case_todo (subject) values ('s:' || coalesce(new.shipment_id, old.shipment_id)), ('d:' || coalesce(new.delivery_id, old.delivery_id));
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger case_todo after insert or update of state, problem, needs on tracking.registration for each row execute function tracking.case_todo_of_row();
--> statement-breakpoint
create trigger case_todo after insert or update on tracking.order_problem for each row execute function tracking.case_todo_of_row();
--> statement-breakpoint
create trigger case_todo after insert or update on tracking.order_state for each row execute function tracking.case_todo_of_row();
--> statement-breakpoint
create trigger case_todo after insert or update of data on tracking.delivery for each row execute function tracking.case_todo_of_row();
--> statement-breakpoint
create trigger case_todo after insert or delete on tracking.link for each row execute function tracking.case_todo_of_row();
--> statement-breakpoint
grant select on tracking.staff, tracking.incident, tracking.work_case, tracking.case_history, tracking.carrier_outage to tracking_read;
--> statement-breakpoint
-- Staff see cases of what is in their scope; nobody else sees any.
create function tracking.is_staff() returns boolean language sql stable as $$
  select coalesce(current_setting('app.role', true) in ('agent', 'operator'), false)
$$;
--> statement-breakpoint
alter table tracking.work_case enable row level security;
--> statement-breakpoint
create policy viewer on tracking.work_case for select to tracking_read using (
  (select tracking.is_staff()) and ((select tracking.sees_everything())
    or exists (select 1 from tracking.link k where k.shipment_id = work_case.shipment_id)
    or (shipment_id is null
      and ((select current_setting('app.companies', true)) = '*' or company_id = any ((select tracking.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.regions', true)) = '*' or region = any ((select nullif(nullif(current_setting('app.regions', true), ''), '*'))::text[]))
      and ((select current_setting('app.customers', true)) = '*' or customer_id = any ((select tracking.limited_to('app.customers'))::int[])))));
--> statement-breakpoint
alter table tracking.case_history enable row level security;
--> statement-breakpoint
create policy viewer on tracking.case_history for select to tracking_read using (exists (select 1 from tracking.work_case c where c.id = case_history.case_id));
--> statement-breakpoint
alter table tracking.incident enable row level security;
--> statement-breakpoint
create policy viewer on tracking.incident for select to tracking_read using (exists (select 1 from tracking.work_case c where c.incident_id = incident.id));
--> statement-breakpoint
alter table tracking.staff enable row level security;
--> statement-breakpoint
create policy viewer on tracking.staff for select to tracking_read using ((select tracking.is_staff()));
--> statement-breakpoint
alter table tracking.carrier_outage enable row level security;
--> statement-breakpoint
create policy viewer on tracking.carrier_outage for select to tracking_read using ((select tracking.is_staff()));
