-- Why: orders are found by their name, the customer's own reference, tracking and invoice numbers, and by names of customers. What is compared stands beside each row (made by src/search/keys.ts)
-- and, a row per key, in search_term and name_word, which triggers keep, so that no writer of the mirror can forget them. Both carry what scope is tested on, or lead to it, and have policies like all
-- that readers see. Comparisons are = and ranges of text in the order of code points, because a policy lets only leakproof operators reach an index: neither `like` nor pg_trgm's are.
-- Orders, deliveries and contacts are read from Odoo once more. Locks: a moment on each table (columns without defaults); partner while its index on e-mail is made anew.
alter table odoo.sale_order
  -- The customer's own, client_order_ref.
  add column customer_reference text,
  add column name_key text,
  add column reference_keys text[];
--> statement-breakpoint
alter table odoo.picking add column number_keys text[];
--> statement-breakpoint
alter table odoo.partner add column name_words text[];
--> statement-breakpoint
-- Archived contacts are found, too.
create index partner_email_index on odoo.partner (email_index) where email_index is not null;
--> statement-breakpoint
drop index odoo.partner_email;
--> statement-breakpoint
create table odoo.invoice (
  id int primary key,
  -- None while it is a draft.
  name text,
  number_key text,
  state text not null,
  type text not null,
  write_date timestamp not null
);
--> statement-breakpoint
-- By order: which invoices are its. Closed to readers, as the invoices are: what they may know is in search_term.
create table odoo.order_invoices (id int primary key, invoice_ids int[] not null, write_date timestamp not null);
--> statement-breakpoint
create index order_invoices_invoice on odoo.order_invoices using gin (invoice_ids);
--> statement-breakpoint
create table odoo.search_term (
  order_id int not null,
  kind text not null check (kind in ('ORDER_NAME', 'CUSTOMER_REFERENCE', 'TRACKING_NUMBER', 'INVOICE_NUMBER')),
  term text collate "C" not null,
  -- Of the order: what scope is tested on.
  company_id int not null,
  customer_id int not null,
  region text,
  primary key (order_id, kind, term)
);
--> statement-breakpoint
create index search_term_term on odoo.search_term (term, order_id desc) include (kind, company_id, customer_id, region);
--> statement-breakpoint
create index search_term_customer on odoo.search_term (customer_id, term, order_id desc) include (kind, company_id, region);
--> statement-breakpoint
create table odoo.name_word (
  partner_id int not null,
  word text collate "C" not null,
  -- The account of the contact.
  customer_id int not null,
  primary key (partner_id, word)
);
--> statement-breakpoint
create index name_word_word on odoo.name_word (word, customer_id, partner_id);
--> statement-breakpoint
create index name_word_customer on odoo.name_word (customer_id, word, partner_id);
--> statement-breakpoint
-- The keys of some orders as they have to be. Whoever changes an order, its deliveries or its invoices waits here for others that do, so that the last one sees everything.
create function odoo.index_orders(changed int[]) returns void language plpgsql as $$
begin
  if changed is null then return; end if;
  perform 1 from odoo.sale_order where id = any (changed) order by id for no key update;
  with wanted as materialized (
    select o.id as order_id, k.kind, k.term, o.company_id, o.commercial_partner_id as customer_id, o.region
    from odoo.sale_order o cross join lateral (
      select 'ORDER_NAME' as kind, o.name_key as term
      union select 'CUSTOMER_REFERENCE', unnest(o.reference_keys)
      union select 'TRACKING_NUMBER', unnest(p.number_keys) from odoo.picking p where p.order_id = o.id and (p.type_code = 'outgoing' or p.return_of is not null)
      union select 'INVOICE_NUMBER', i.number_key from odoo.order_invoices l join odoo.invoice i on i.id = any (l.invoice_ids) where l.id = o.id) k
    where o.id = any (changed) and o.commercial_partner_id is not null and k.term <> ''
  ), gone as (
    delete from odoo.search_term t
    where t.order_id = any (changed) and not exists (select 1 from wanted w where (w.order_id, w.kind, w.term) = (t.order_id, t.kind, t.term))
  )
  insert into odoo.search_term as t (order_id, kind, term, company_id, customer_id, region)
  select order_id, kind, term, company_id, customer_id, region from wanted
  on conflict (order_id, kind, term) do update set company_id = excluded.company_id, customer_id = excluded.customer_id, region = excluded.region
  where (t.company_id, t.customer_id, t.region) is distinct from (excluded.company_id, excluded.customer_id, excluded.region);
end $$;
--> statement-breakpoint
create function odoo.index_names(changed int[]) returns void language plpgsql as $$
begin
  if changed is null then return; end if;
  with wanted as materialized (
    select p.id as partner_id, w.word, p.commercial_partner_id as customer_id from odoo.partner p cross join lateral unnest(p.name_words) w(word) where p.id = any (changed)
  ), gone as (
    delete from odoo.name_word t where t.partner_id = any (changed) and not exists (select 1 from wanted w where (w.partner_id, w.word) = (t.partner_id, t.word))
  )
  insert into odoo.name_word as t (partner_id, word, customer_id) select distinct partner_id, word, customer_id from wanted
  on conflict (partner_id, word) do update set customer_id = excluded.customer_id where t.customer_id <> excluded.customer_id;
end $$;
--> statement-breakpoint
-- Each runs once per statement and looks at rows only where something changed that is compared.
create function odoo.orders_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform odoo.index_orders((select array_agg(id) from new_rows));
  elsif tg_op = 'DELETE' then
    perform odoo.index_orders((select array_agg(id) from old_rows));
  else
    perform odoo.index_orders((select array_agg(n.id) from new_rows n join old_rows o using (id)
      where (n.name_key, n.reference_keys, n.company_id, n.commercial_partner_id, n.region) is distinct from (o.name_key, o.reference_keys, o.company_id, o.commercial_partner_id, o.region)));
  end if;
  return null;
end $$;
--> statement-breakpoint
create function odoo.pickings_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform odoo.index_orders((select array_agg(distinct order_id) from new_rows where number_keys <> '{}'));
  elsif tg_op = 'DELETE' then
    perform odoo.index_orders((select array_agg(distinct order_id) from old_rows where number_keys <> '{}'));
  else
    perform odoo.index_orders((select array_agg(distinct c.order_id) from new_rows n join old_rows o using (id) cross join lateral (values (n.order_id), (o.order_id)) c(order_id)
      where (n.number_keys, n.order_id, n.type_code, n.return_of) is distinct from (o.number_keys, o.order_id, o.type_code, o.return_of)));
  end if;
  return null;
end $$;
--> statement-breakpoint
create function odoo.invoices_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform odoo.index_orders((select array_agg(l.id) from odoo.order_invoices l where l.invoice_ids && (select array_agg(id) from new_rows)));
  elsif tg_op = 'DELETE' then
    perform odoo.index_orders((select array_agg(l.id) from odoo.order_invoices l where l.invoice_ids && (select array_agg(id) from old_rows)));
  else
    perform odoo.index_orders((select array_agg(l.id) from odoo.order_invoices l
      where l.invoice_ids && (select array_agg(n.id) from new_rows n join old_rows o using (id) where n.number_key is distinct from o.number_key)));
  end if;
  return null;
end $$;
--> statement-breakpoint
create function odoo.order_invoices_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform odoo.index_orders((select array_agg(id) from new_rows where invoice_ids <> '{}'));
  elsif tg_op = 'DELETE' then
    perform odoo.index_orders((select array_agg(id) from old_rows where invoice_ids <> '{}'));
  else
    perform odoo.index_orders((select array_agg(n.id) from new_rows n join old_rows o using (id) where n.invoice_ids is distinct from o.invoice_ids));
  end if;
  return null;
end $$;
--> statement-breakpoint
create function odoo.partners_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform odoo.index_names((select array_agg(id) from new_rows));
  elsif tg_op = 'DELETE' then
    perform odoo.index_names((select array_agg(id) from old_rows));
  else
    perform odoo.index_names((select array_agg(n.id) from new_rows n join old_rows o using (id)
      where (n.name_words, n.commercial_partner_id) is distinct from (o.name_words, o.commercial_partner_id)));
  end if;
  return null;
end $$;
--> statement-breakpoint
do $$
declare
  watched record;
begin
  for watched in select * from (values ('sale_order', 'orders_changed'), ('picking', 'pickings_changed'), ('invoice', 'invoices_changed'), ('order_invoices', 'order_invoices_changed'),
    ('partner', 'partners_changed')) w(table_name, function_name)
  loop
    execute format('create trigger keys_of_new after insert on odoo.%I referencing new table as new_rows for each statement execute function odoo.%I()', watched.table_name, watched.function_name);
    execute format('create trigger keys_of_changed after update on odoo.%I referencing new table as new_rows old table as old_rows for each statement execute function odoo.%I()', watched.table_name, watched.function_name);
    execute format('create trigger keys_of_gone after delete on odoo.%I referencing old table as old_rows for each statement execute function odoo.%I()', watched.table_name, watched.function_name);
  end loop;
end $$;
--> statement-breakpoint
grant select on odoo.search_term, odoo.name_word to odoo_read;
--> statement-breakpoint
alter table odoo.search_term enable row level security;
--> statement-breakpoint
create policy viewer on odoo.search_term for select to odoo_read using (
  case (select current_setting('app.scope', true))
    when 'business' then
      ((select current_setting('app.companies', true)) = '*' or company_id = any ((select odoo.limited_to('app.companies'))::int[]))
      and ((select current_setting('app.regions', true)) = '*' or region = any ((select nullif(nullif(current_setting('app.regions', true), ''), '*'))::text[]))
      and ((select current_setting('app.customers', true)) = '*' or customer_id = any ((select odoo.limited_to('app.customers'))::int[]))
    when 'customer' then
      customer_id = any ((select odoo.limited_to('app.customers'))::int[]) or order_id = any ((select odoo.limited_to('app.orders'))::int[])
    else false
  end);
--> statement-breakpoint
-- As a customer account: visible through its orders.
alter table odoo.name_word enable row level security;
--> statement-breakpoint
create policy viewer on odoo.name_word for select to odoo_read using (exists (select 1 from odoo.sale_order o where o.commercial_partner_id = name_word.customer_id));
