-- Why: the second wall. What viewers ask is read under a role that owns nothing, with policies that repeat the scope of each statement; a statement that forgets
-- its scope shows nothing. Workers stay owners. Settings are read through sub-selects: once per statement, not per row. Nothing set means nothing seen.
-- Needs CREATEROLE once (or the role tracking_read made by hand and granted to the user of DATABASE_URL). Locks: a moment on each table.
do $$ begin
  create role tracking_read nologin;
exception when duplicate_object or unique_violation then null;
end $$;
--> statement-breakpoint
do $$ begin
  execute format('grant tracking_read to %I', current_user);
exception when insufficient_privilege or invalid_grant_operation then
  if not pg_has_role(current_user, 'tracking_read', 'member') then raise; end if;
end $$;
--> statement-breakpoint
grant usage on schema tracking to tracking_read;
--> statement-breakpoint
grant select on tracking.link, tracking.shipment, tracking.event, tracking.fact, tracking.archive, tracking.ref, tracking.leg_number, tracking.outbox,
  tracking.outbox_head, tracking.audit, tracking.known_fact, tracking.known_event to tracking_read;
--> statement-breakpoint
alter view tracking.known_fact set (security_invoker = true);
--> statement-breakpoint
alter view tracking.known_event set (security_invoker = true);
--> statement-breakpoint
-- Odoo ids that the viewer is limited to; null when nothing is set or when there is no limit ('*').
create function tracking.limited_to(setting text) returns int[] language sql stable as $$
  select nullif(nullif(current_setting(setting, true), ''), '*')::int[]
$$;
--> statement-breakpoint
create function tracking.sees_everything() returns boolean language sql stable as $$
  select coalesce(current_setting('app.scope', true) = 'business' and current_setting('app.companies', true) = '*'
    and current_setting('app.customers', true) = '*', false)
$$;
--> statement-breakpoint
-- Knowing a number is enough for its shipment at level L0.
create function tracking.asked_shipments() returns uuid[] language sql stable as $$
  select array(select shipment_id from tracking.ref where number = current_setting('app.number', true)
    union select shipment_id from tracking.leg_number where number = current_setting('app.number', true))
$$;
--> statement-breakpoint
alter table tracking.link enable row level security;
--> statement-breakpoint
create policy viewer on tracking.link for select to tracking_read using (
  case (select current_setting('app.scope', true))
    when 'business' then
      ((select current_setting('app.companies', true)) = '*' or company_id = any ((select tracking.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.customers', true)) = '*' or customer_id = any ((select tracking.limited_to('app.customers'))::int[]))
    when 'customer' then
      customer_id = any ((select tracking.limited_to('app.customers'))::int[]) or order_id = any ((select tracking.limited_to('app.orders'))::int[])
    else false
  end);
--> statement-breakpoint
alter table tracking.shipment enable row level security;
--> statement-breakpoint
create policy viewer on tracking.shipment for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = shipment.id)
  or id = any ((select tracking.asked_shipments())::uuid[]));
--> statement-breakpoint
alter table tracking.event enable row level security;
--> statement-breakpoint
create policy viewer on tracking.event for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = event.shipment_id)
  or shipment_id = any ((select tracking.asked_shipments())::uuid[]));
--> statement-breakpoint
alter table tracking.archive enable row level security;
--> statement-breakpoint
create policy viewer on tracking.archive for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = archive.shipment_id)
  or shipment_id = any ((select tracking.asked_shipments())::uuid[]));
--> statement-breakpoint
-- Facts hold more than events show: only for shipments in scope, never for those whose number is merely known.
alter table tracking.fact enable row level security;
--> statement-breakpoint
create policy viewer on tracking.fact for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = fact.shipment_id));
--> statement-breakpoint
alter table tracking.outbox enable row level security;
--> statement-breakpoint
create policy viewer on tracking.outbox for select to tracking_read using (
  (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = outbox.shipment_id));
--> statement-breakpoint
alter table tracking.ref enable row level security;
--> statement-breakpoint
create policy viewer on tracking.ref for select to tracking_read using (number = (select current_setting('app.number', true)));
--> statement-breakpoint
alter table tracking.leg_number enable row level security;
--> statement-breakpoint
create policy viewer on tracking.leg_number for select to tracking_read using (number = (select current_setting('app.number', true)));
--> statement-breakpoint
alter table tracking.audit enable row level security;
--> statement-breakpoint
create policy viewer on tracking.audit for select to tracking_read using (
  action = 'shipment.rederived' and exists (select 1 from tracking.shipment s where s.id::text = audit.subject));
