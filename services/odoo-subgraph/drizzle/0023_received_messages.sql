-- Why: what tracking tells (signed, at least once) is kept before it is acknowledged, each message once by its webhook-id, for whatever is to be done about it in Odoo. Locks: none, everything is new.
create table odoo.received_message (
  webhook_id text primary key,
  event_type text not null,
  body jsonb not null,
  received_at timestamptz not null default now()
);
--> statement-breakpoint
create index received_message_age on odoo.received_message (received_at);
