-- Why: cases are told in the stream of milestones, to endpoints of the house (docs/webhooks.md). A row of a case names the case and no shipment, so that nothing that reads milestones meets it. The check is for new
-- rows (not valid): the stream may have many millions. Locks: outbox for as long as it takes to read it once (the index has none of its rows), webhook_message for as long as it takes to build an index of what waits,
-- work_case and webhook_endpoint for a moment.
alter table tracking.outbox alter column shipment_id drop not null, alter column event_key drop not null,
  add column case_id uuid,
  add column case_change text,
  -- Of a case that was deleted together with what it was about: what is left to be said of it.
  add column gone jsonb,
  add constraint outbox_subject check (
    case when case_id is null then shipment_id is not null and event_key is not null and case_change is null
      else shipment_id is null and event_key is null and case_change in ('OPENED', 'UPDATED', 'CLOSED') end) not valid;
--> statement-breakpoint
create unique index outbox_cases on tracking.outbox (seq) where case_id is not null and seq is not null;
--> statement-breakpoint
-- Orders of a case as they were last looked at; null: not yet.
alter table tracking.work_case add column order_ids int[];
--> statement-breakpoint
alter table tracking.webhook_message add column case_id uuid;
--> statement-breakpoint
-- Messages of a shipment are sent in order, and so are those of a case that has none.
create index webhook_message_turn on tracking.webhook_message (endpoint_id, coalesce(shipment_id, case_id), id) where state = 'WAITING';
--> statement-breakpoint
drop index tracking.webhook_message_order;
--> statement-breakpoint
-- Cases are for the house alone, whatever a statement says.
alter table tracking.webhook_endpoint add constraint webhook_endpoint_cases check (client_id is null or not event_types && '{case.opened,case.updated,case.closed}');
--> statement-breakpoint
-- Staff, and the house's own endpoints.
create or replace function tracking.is_staff() returns boolean language sql stable as $$
  select coalesce(current_setting('app.role', true) in ('agent', 'operator', 'system'), false)
$$;
--> statement-breakpoint
drop policy viewer on tracking.outbox;
--> statement-breakpoint
create policy viewer on tracking.outbox for select to tracking_read using (
  case when case_id is null then (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = outbox.shipment_id)
    else (select tracking.is_staff()) and ((select tracking.sees_everything()) or exists (select 1 from tracking.work_case c where c.id = outbox.case_id)) end);
