-- Why: e-mail, phone and street, each cell sealed with the key of its customer account, so that erasing a customer is deleting one row of customer_key (a table of its own: backups can leave it out); phone gets an index
-- for exact comparison. Contacts are read from Odoo once more. Readers get the sealed cells of customer accounts and delivery addresses of orders they see; the keys are closed to them.
-- Locks: partner for a moment (columns without defaults, one with a constant).
create table odoo.customer_key (
  id int primary key generated always as identity,
  purpose text not null,
  -- The customer account.
  subject text not null,
  kek text not null,
  wrapped bytea not null,
  created_at timestamptz not null default now(),
  unique (purpose, subject)
);
--> statement-breakpoint
alter table odoo.partner
  add column email_sealed bytea,
  add column phone_sealed bytea,
  add column street_sealed bytea,
  add column street2_sealed bytea,
  -- Hash of the fields above under the customer's key: tells a change without opening anything.
  add column contact_mark bytea,
  add column phone_index bytea,
  -- Of the keys that the row's indexes were made with.
  add column index_version smallint not null default 1;
--> statement-breakpoint
create index partner_commercial on odoo.partner (commercial_partner_id);
--> statement-breakpoint
create index partner_phone on odoo.partner (phone_index) where phone_index is not null;
--> statement-breakpoint
-- Contacts that were erased stay so, whatever Odoo says of them later.
create table odoo.erasure (
  partner_id int primary key,
  customer_id int not null,
  erased_at timestamptz not null default now()
);
--> statement-breakpoint
-- Why somebody wanted to see or erase personal data, in their own words: beside the audit, which keeps no text that somebody typed but a hash of this one. Those of reveals go with the customer.
create table odoo.stated_reason (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  customer_id int not null,
  salt bytea not null,
  reason text not null
);
--> statement-breakpoint
create index stated_reason_customer on odoo.stated_reason (customer_id);
--> statement-breakpoint
grant select (city, country_code, email_sealed, phone_sealed, street_sealed, street2_sealed) on odoo.partner to odoo_read;
--> statement-breakpoint
-- A customer account is visible through its orders, a delivery address through the orders that go there.
drop policy viewer on odoo.partner;
--> statement-breakpoint
create policy viewer on odoo.partner for select to odoo_read using (
  exists (select 1 from odoo.sale_order o where o.commercial_partner_id = partner.id) or exists (select 1 from odoo.sale_order o where o.shipping_partner_id = partner.id));
--> statement-breakpoint
delete from odoo.sync_cursor where model = 'res.partner';
