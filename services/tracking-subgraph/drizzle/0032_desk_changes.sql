-- Why: desks are told that cases in their viewer's scope changed, and who looks at what now (docs/live.md). A case names the transaction that changed it last: new to a desk is what its last look could not see yet, in whatever order
-- transactions commit. Who looks at what is of the moment only: unlogged, gone with a crash, and without history. Locks: cases for as long as it takes to build one index.
alter table tracking.work_case add column changed_in xid8;
--> statement-breakpoint
create index work_case_changed on tracking.work_case (changed_in) where changed_in is not null;
--> statement-breakpoint
create function tracking.case_changed() returns trigger language plpgsql as $$
begin
  new.changed_in := pg_current_xact_id();
  return new;
end $$;
--> statement-breakpoint
create trigger changed before insert on tracking.work_case for each row execute function tracking.case_changed();
--> statement-breakpoint
-- What lists and counts show. How urgent a case is changes each hour, and nobody is told.
create trigger changed_again before update on tracking.work_case for each row
  when ((old.version, old.state, old.severity, old.due_at, old.escalation, old.waiting_for, old.snoozed_until, old.assignee_id, old.incident_id, old.order_id, old.company_id, old.customer_id, old.region)
    is distinct from (new.version, new.state, new.severity, new.due_at, new.escalation, new.waiting_for, new.snoozed_until, new.assignee_id, new.incident_id, new.order_id, new.company_id, new.customer_id, new.region))
  execute function tracking.case_changed();
--> statement-breakpoint
create unlogged table tracking.presence (
  -- Of the stream that says so; it ends with it.
  stream uuid not null,
  -- What is looked at: o:<order>, s:<shipment>, c:<case>.
  subject text not null,
  staff_id uuid not null references tracking.staff (id) on delete cascade,
  order_id int,
  shipment_id uuid,
  case_id uuid,
  -- Scope of an order, as it was told last.
  company_id int,
  customer_id int,
  region text,
  since timestamptz not null default now(),
  until_at timestamptz not null,
  primary key (stream, subject)
);
--> statement-breakpoint
grant select on tracking.presence to tracking_read;
--> statement-breakpoint
alter table tracking.presence enable row level security;
--> statement-breakpoint
create policy viewer on tracking.presence for select to tracking_read using (
  (select tracking.is_staff()) and ((select tracking.sees_everything())
    or exists (select 1 from tracking.link k where k.shipment_id = presence.shipment_id)
    or exists (select 1 from tracking.work_case c where c.id = presence.case_id)
    or (order_id is not null
      and ((select current_setting('app.companies', true)) = '*' or company_id = any ((select tracking.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.regions', true)) = '*' or region = any ((select nullif(nullif(current_setting('app.regions', true), ''), '*'))::text[]))
      and ((select current_setting('app.customers', true)) = '*' or customer_id = any ((select tracking.limited_to('app.customers'))::int[])))));
