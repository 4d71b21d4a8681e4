-- Why: the mirror of Odoo, its outbox to tracking, and the keys of order access. Locks: none that matter, everything is new.
create schema if not exists odoo;
--> statement-breakpoint
create table odoo.currency (id int primary key, name text not null, decimal_places int not null, write_date timestamp);
--> statement-breakpoint
create table odoo.company (id int primary key, name text not null, write_date timestamp);
--> statement-breakpoint
create table odoo.delivery_carrier (id int primary key, name text not null, tracking_url text, write_date timestamp);
--> statement-breakpoint
-- E-mail and postcode only as keyed hashes, for exact comparison; no phone, no street.
create table odoo.partner (
  id int primary key,
  name text not null,
  commercial_partner_id int not null,
  city text,
  country_code text,
  email_index bytea,
  postcode_index bytea,
  write_date timestamp
);
--> statement-breakpoint
create table odoo.sale_order (
  id int primary key,
  name text not null,
  state text not null,
  company_id int not null,
  partner_id int not null,
  shipping_partner_id int not null,
  invoice_partner_id int not null,
  -- The customer account: the commercial partner of partner_id. Scope is tested on it.
  commercial_partner_id int,
  warehouse_id int,
  currency_id int not null,
  amount_total double precision not null,
  date_order timestamp,
  create_date timestamp not null,
  commitment_date timestamp,
  -- When it was placed: confirmation, or creation while it is a quotation. Lists sort by it.
  placed_at timestamp generated always as (case when state = 'sale' then coalesce(date_order, create_date) else create_date end) stored,
  write_date timestamp not null
);
--> statement-breakpoint
create index sale_order_name on odoo.sale_order (lower(name));
--> statement-breakpoint
create index sale_order_customer on odoo.sale_order (commercial_partner_id, placed_at desc, id desc);
--> statement-breakpoint
create index sale_order_placed on odoo.sale_order (placed_at desc, id desc);
--> statement-breakpoint
create index sale_order_partner on odoo.sale_order (partner_id);
--> statement-breakpoint
create index sale_order_shipping on odoo.sale_order (shipping_partner_id);
--> statement-breakpoint
create table odoo.order_line (
  id int primary key,
  order_id int not null,
  sequence int not null,
  name text not null,
  quantity double precision not null,
  quantity_delivered double precision not null,
  unit text not null,
  is_goods boolean not null,
  write_date timestamp not null
);
--> statement-breakpoint
create index order_line_order on odoo.order_line (order_id);
--> statement-breakpoint
create table odoo.picking (
  id int primary key,
  name text not null,
  state text not null,
  type_code text not null,
  order_id int,
  carrier_id int,
  tracking_ref text,
  scheduled_at timestamp,
  done_at timestamp,
  backorder_of int,
  return_of int,
  write_date timestamp not null
);
--> statement-breakpoint
create index picking_order on odoo.picking (order_id);
--> statement-breakpoint
create index picking_carrier on odoo.picking (carrier_id);
--> statement-breakpoint
-- Where each model's reading stands. `after_id` until the initial load is through, then `cursor` (Odoo's write_date, UTC).
create table odoo.sync_cursor (
  model text primary key,
  after_id int not null default 0,
  cursor timestamp,
  is_loaded boolean not null default false
);
--> statement-breakpoint
-- One row: the instant at which the mirror was last known to equal Odoo.
create table odoo.sync_round (one boolean primary key default true check (one), as_of timestamptz);
--> statement-breakpoint
insert into odoo.sync_round default values;
--> statement-breakpoint
-- What tracking must be told, in order; `version` of an event is its id.
create table odoo.outbox (
  id bigint primary key generated always as identity,
  body jsonb not null,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
-- What tracking was last told about a subject: equal content is not told again.
create table odoo.told (
  kind text not null,
  id int not null,
  hash bytea not null,
  primary key (kind, id)
);
--> statement-breakpoint
create table odoo.signing_key (
  kid uuid primary key default uuidv7(),
  public_jwk jsonb not null,
  private_sealed bytea not null,
  created_at timestamptz not null default now(),
  retire_at timestamptz
);
