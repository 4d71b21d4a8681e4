-- Why: the life story of a parcel says how often we asked about it, what messages about it came, and what was sent of it to whom (docs/desk.md). Locks: none that anybody notices.
create table tracking.provider_ask (
  id bigint primary key generated always as identity,
  provider text not null,
  -- Null: for everything that changed there, whatever shipments that are.
  shipment_id uuid,
  at timestamptz not null default now(),
  -- ANSWERED, or the kind of error.
  outcome text not null
);
--> statement-breakpoint
create index provider_ask_listing on tracking.provider_ask (provider, at) include (outcome) where shipment_id is null;
--> statement-breakpoint
create index provider_ask_shipment on tracking.provider_ask (shipment_id, at) where shipment_id is not null;
--> statement-breakpoint
create index provider_ask_at on tracking.provider_ask (at);
--> statement-breakpoint
grant select on tracking.provider_ask to tracking_read;
--> statement-breakpoint
alter table tracking.provider_ask enable row level security;
--> statement-breakpoint
create policy viewer on tracking.provider_ask for select to tracking_read using (
  (select tracking.is_staff()) and (shipment_id is null or (select tracking.sees_everything()) or exists (select 1 from tracking.link k where k.shipment_id = provider_ask.shipment_id)));
--> statement-breakpoint
-- The scope of staff on a link, as its policy says it, for readers that are not under the policy.
create function tracking.link_in_scope(k tracking.link) returns boolean language sql stable as $$
  select (current_setting('app.companies', true) = '*' or k.company_id = any (tracking.limited_to('app.companies')))
    and (current_setting('app.regions', true) = '*' or coalesce(k.region = any ((nullif(nullif(current_setting('app.regions', true), ''), '*'))::text[]), false))
    and (current_setting('app.customers', true) = '*' or k.customer_id = any (tracking.limited_to('app.customers')))
$$;
--> statement-breakpoint
-- What staff see of what was sent: never an address, a secret, a body or an answer. A partner's endpoint is shown only to those who see every order of the shipment: whose it is says whose the others are. The view reads as its owner,
-- so it says the whole scope itself.
create view tracking.sent_webhook with (security_barrier) as
  select m.id, m.shipment_id, e.name as endpoint, e.client_id is null as is_own, m.event_type, m.state, m.attempts, m.created_at, m.settled_at, a.at as tried_at, a.status, a.problem
  from tracking.webhook_message m join tracking.webhook_endpoint e on e.id = m.endpoint_id
  left join lateral (select at, status, problem from tracking.webhook_attempt a where a.message_id = m.id order by a.id desc limit 1) a on true
  where (select tracking.is_staff()) and ((select tracking.sees_everything()) or (
    exists (select 1 from tracking.link k where k.shipment_id = m.shipment_id and tracking.link_in_scope(k))
    and (e.client_id is null or not exists (select 1 from tracking.link k where k.shipment_id = m.shipment_id and not tracking.link_in_scope(k)))));
--> statement-breakpoint
grant select on tracking.sent_webhook to tracking_read;
