-- Why: signed webhooks to partners and to our own services. A feed reads the stream of milestones by number, in its owner's scope, and makes messages; messages are sent until they are accepted, in order within
-- a shipment; each try is on record. Locks: none on what exists.
create table tracking.webhook_endpoint (
  id uuid primary key default uuidv7(),
  -- The partner client whose it is: its limits count, as they are when something is read or sent. Null: the house's own.
  client_id text,
  -- Of the house's own: what it sees, as an operator's limits (companies, regions); null within: all.
  limits jsonb,
  name text not null,
  url text not null,
  -- Sealed: who is told when it is switched off; null: nobody.
  alert_email bytea,
  event_types text[] not null,
  -- Which milestones; null: all.
  milestones text[],
  -- Sealed. While one replaces another both sign, until former_secret_ends_at.
  secret bytea not null,
  former_secret bytea,
  former_secret_ends_at timestamptz,
  state text not null check (state in ('ACTIVE', 'PAUSED', 'DISABLED', 'DELETED')),
  -- Of DISABLED: FAILING, GONE.
  state_reason text,
  state_since timestamptz not null,
  -- The owner has to be told of its state.
  notice_due boolean not null default false,
  -- In a row.
  failures int not null default 0,
  failing_since timestamptz,
  -- Nothing is sent before; rest_reason: FAILING, ASKED_TO_WAIT, OWNER_NOT_ALLOWED, OWNER_UNKNOWN.
  resting_until timestamptz,
  rest_reason text,
  succeeded_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create index webhook_endpoint_client on tracking.webhook_endpoint (client_id, created_at);
--> statement-breakpoint
-- How far an endpoint's part of the stream was turned into messages: one LIVE feed for each, and any number of replays.
create table tracking.webhook_feed (
  id uuid primary key default uuidv7(),
  endpoint_id uuid not null references tracking.webhook_endpoint on delete cascade,
  kind text not null check (kind in ('LIVE', 'REPLAY')),
  state text not null check (state in ('RUNNING', 'DONE', 'CANCELLED', 'EXPIRED')),
  from_seq bigint not null,
  -- The last number that was looked at.
  position bigint not null,
  -- Its end; null: none.
  until_seq bigint,
  -- Milestones a second; null: as fast as they are accepted.
  per_second int,
  message_count bigint not null default 0,
  -- Numbers after missed_from, up to missed_until, were deleted before they were looked at.
  missed_from bigint,
  missed_until bigint,
  stepped_at timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
--> statement-breakpoint
create unique index webhook_feed_live on tracking.webhook_feed (endpoint_id) where kind = 'LIVE';
--> statement-breakpoint
create index webhook_feed_running on tracking.webhook_feed (endpoint_id) where state = 'RUNNING';
--> statement-breakpoint
create table tracking.webhook_message (
  -- Messages of a shipment are sent in this order.
  id bigint primary key generated always as identity,
  endpoint_id uuid not null,
  -- Null: a test.
  feed_id uuid,
  seq bigint,
  shipment_id uuid,
  -- What the receiver tells repeats by; a replay has the first one's.
  webhook_id text not null,
  event_type text not null,
  -- The bytes that are signed.
  payload text not null,
  state text not null check (state in ('WAITING', 'DELIVERED', 'GIVEN_UP', 'WITHDRAWN')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null,
  -- Who sends it, until then.
  lease uuid,
  leased_until timestamptz,
  request_id text not null,
  created_at timestamptz not null,
  settled_at timestamptz
) with (fillfactor = 80);
--> statement-breakpoint
create unique index webhook_message_once on tracking.webhook_message (feed_id, seq) where feed_id is not null;
--> statement-breakpoint
create index webhook_message_due on tracking.webhook_message (endpoint_id, next_attempt_at, id) where state = 'WAITING';
--> statement-breakpoint
create index webhook_message_order on tracking.webhook_message (endpoint_id, shipment_id, id) where state = 'WAITING';
--> statement-breakpoint
create index webhook_message_log on tracking.webhook_message (endpoint_id, id desc);
--> statement-breakpoint
create index webhook_message_settled on tracking.webhook_message (settled_at) where settled_at is not null;
--> statement-breakpoint
create index webhook_message_shipment on tracking.webhook_message (shipment_id);
--> statement-breakpoint
create table tracking.webhook_attempt (
  id bigint primary key generated always as identity,
  message_id bigint not null,
  at timestamptz not null,
  duration_ms int not null,
  -- Of the answer; null: there was none.
  status int,
  -- Null: accepted.
  problem text,
  -- The beginning of what was answered.
  answer text
);
--> statement-breakpoint
create index webhook_attempt_message on tracking.webhook_attempt (message_id, id);
--> statement-breakpoint
-- Who asks about endpoints: a partner's own, or all. Secrets are not even readable.
grant select (id, client_id, name, url, event_types, milestones, former_secret_ends_at, state, state_reason, state_since, failures, failing_since, resting_until, rest_reason, succeeded_at, failed_at, created_at)
  on tracking.webhook_endpoint to tracking_read;
--> statement-breakpoint
grant select on tracking.webhook_feed, tracking.webhook_message, tracking.webhook_attempt to tracking_read;
--> statement-breakpoint
alter table tracking.webhook_endpoint enable row level security;
--> statement-breakpoint
create policy viewer on tracking.webhook_endpoint for select to tracking_read using (
  (select current_setting('app.client', true)) = 'operator' or 'client ' || client_id = (select current_setting('app.client', true)));
--> statement-breakpoint
alter table tracking.webhook_feed enable row level security;
--> statement-breakpoint
create policy viewer on tracking.webhook_feed for select to tracking_read using (exists (select 1 from tracking.webhook_endpoint e where e.id = endpoint_id));
--> statement-breakpoint
alter table tracking.webhook_message enable row level security;
--> statement-breakpoint
create policy viewer on tracking.webhook_message for select to tracking_read using (exists (select 1 from tracking.webhook_endpoint e where e.id = endpoint_id));
--> statement-breakpoint
alter table tracking.webhook_attempt enable row level security;
--> statement-breakpoint
create policy viewer on tracking.webhook_attempt for select to tracking_read using (exists (select 1 from tracking.webhook_message m where m.id = message_id));
