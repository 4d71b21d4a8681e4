-- Why: what tracking tells becomes effects in Odoo, each once: a line for staff, a to-do, a moved date, a draft invoice. Here stands what was understood of the messages, what is wanted of Odoo, what was done, and
-- which promise was whose. Locks: received_message and sale_order for a moment.
alter table odoo.received_message add column taken_at timestamptz;
--> statement-breakpoint
create index received_message_waiting on odoo.received_message (received_at, webhook_id) where taken_at is null;
--> statement-breakpoint
-- What tracking last told of a shipment, by its own number of the message: an older one that comes again changes nothing.
create table odoo.told_shipment (
  id uuid primary key,
  sequence bigint not null,
  tracking_number text not null,
  carrier_code text,
  status text not null,
  direction text not null,
  has_proof boolean not null
);
--> statement-breakpoint
create table odoo.told_shipment_delivery (
  shipment_id uuid not null references odoo.told_shipment on delete cascade,
  delivery_id int not null,
  primary key (delivery_id, shipment_id)
);
--> statement-breakpoint
create index told_shipment_delivery_shipment on odoo.told_shipment_delivery (shipment_id);
--> statement-breakpoint
create table odoo.effect (
  id bigint generated always as identity primary key,
  -- The same cause has the same key: whatever is told again wants the same thing again.
  key text not null unique,
  kind text not null check (kind in ('LINE', 'ACTIVITY', 'PROMISE', 'INVOICE')),
  order_id int not null,
  -- The record in Odoo that it is written at.
  model text not null check (model in ('sale.order', 'stock.picking')),
  res_id int not null,
  -- DROPPED: not wanted any more, or Odoo already has it otherwise; `reason` says which.
  state text not null check (state in ('WAITING', 'DONE', 'SHADOW', 'DROPPED', 'FAILED')),
  wanted jsonb not null,
  -- What was wanted when it was last written.
  written jsonb,
  -- What it made in Odoo: message, to-do or invoice.
  record_id int,
  reason text,
  -- Since when tracking knows that it failed; null: it did not, or it is over.
  problem_since timestamptz,
  -- Set while nobody knows whether a call was carried out: look before it is repeated.
  attempt text,
  attempts int not null default 0,
  due_at timestamptz not null,
  -- Of the message that wanted it last.
  request_id text not null,
  created_at timestamptz not null,
  settled_at timestamptz
);
--> statement-breakpoint
create index effect_due on odoo.effect (due_at) where state = 'WAITING';
--> statement-breakpoint
create index effect_record on odoo.effect (res_id, model) where state = 'WAITING';
--> statement-breakpoint
create index effect_order on odoo.effect (order_id, id desc);
--> statement-breakpoint
create index effect_failed on odoo.effect (id desc) where state = 'FAILED';
--> statement-breakpoint
-- To-dos of ours that are open in Odoo.
create index effect_open on odoo.effect (id) where kind = 'ACTIVITY' and record_id is not null;
--> statement-breakpoint
-- Every date that somebody promised: by Odoo's people, or by us. The first one stays in sale_order.first_commitment_date.
create table odoo.promise (
  id bigint generated always as identity primary key,
  order_id int not null references odoo.sale_order on delete cascade,
  -- Null: taken back.
  promised_at timestamp,
  told_by text not null check (told_by in ('ODOO', 'MILEPOST')),
  -- When it was seen in the mirror.
  seen_at timestamptz not null default now()
);
--> statement-breakpoint
create index promise_order on odoo.promise (order_id, id);
--> statement-breakpoint
-- The newest date by a person. What tracking is told: a date that we moved because a parcel is late must not make it seem on time.
alter table odoo.sale_order add column promised_date timestamp;
--> statement-breakpoint
update odoo.sale_order set promised_date = commitment_date where commitment_date is not null;
--> statement-breakpoint
insert into odoo.promise (order_id, promised_at, told_by) select id, first_commitment_date, 'ODOO' from odoo.sale_order where first_commitment_date is not null;
--> statement-breakpoint
insert into odoo.promise (order_id, promised_at, told_by) select id, commitment_date, 'ODOO' from odoo.sale_order
where state <> 'draft' and first_commitment_date is not null and commitment_date is distinct from first_commitment_date;
--> statement-breakpoint
-- Ours is what we had begun to write, whether or not Odoo's answer came. Kept by the table, so that no writer of the mirror can forget it.
create function odoo.is_our_promise(of_order int, at timestamp) returns boolean language sql stable as $$
  select exists (select 1 from odoo.effect e where e.key = 'promise:' || of_order and (
    e.written ->> 'date' = to_char(at, 'YYYY-MM-DD HH24:MI:SS') or e.attempts > 0 and e.wanted ->> 'date' = to_char(at, 'YYYY-MM-DD HH24:MI:SS')))
$$;
--> statement-breakpoint
create or replace function odoo.keep_first_promise() returns trigger language plpgsql as $$
begin
  new.first_commitment_date := coalesce(
    case when tg_op = 'UPDATE' then old.first_commitment_date end,
    case when new.state <> 'draft' then new.commitment_date end);
  new.promised_date := case
    when tg_op = 'UPDATE' and new.commitment_date is not distinct from old.commitment_date then old.promised_date
    when odoo.is_our_promise(new.id, new.commitment_date) then case when tg_op = 'UPDATE' then old.promised_date else new.commitment_date end
    else new.commitment_date end;
  return new;
end $$;
--> statement-breakpoint
create function odoo.keep_promises() returns trigger language plpgsql as $$
begin
  if new.state = 'draft' then return null; end if;
  if tg_op = 'UPDATE' and old.state <> 'draft' and new.commitment_date is not distinct from old.commitment_date then return null; end if;
  if new.commitment_date is null and not exists (select 1 from odoo.promise p where p.order_id = new.id) then return null; end if;
  insert into odoo.promise (order_id, promised_at, told_by)
    values (new.id, new.commitment_date, case when odoo.is_our_promise(new.id, new.commitment_date) then 'MILEPOST' else 'ODOO' end);
  return null;
end $$;
--> statement-breakpoint
create trigger keep_promises after insert or update on odoo.sale_order for each row execute function odoo.keep_promises();
--> statement-breakpoint
-- Staff see what was written of the orders that they see.
grant select on odoo.effect, odoo.promise to odoo_read;
--> statement-breakpoint
alter table odoo.effect enable row level security;
--> statement-breakpoint
create policy viewer on odoo.effect for select to odoo_read using (
  (select current_setting('app.scope', true)) = 'business' and (select true from odoo.sale_order o where o.id = effect.order_id limit 1));
--> statement-breakpoint
alter table odoo.promise enable row level security;
--> statement-breakpoint
create policy viewer on odoo.promise for select to odoo_read using ((select true from odoo.sale_order o where o.id = promise.order_id limit 1));
