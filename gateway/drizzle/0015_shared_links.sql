-- Why: customers share an order themselves: a link at level L0 or L1 with an end of its own. It is an order link like those of the team, so opening, ending and looking again stay one piece of code.
-- What a share hangs on ends it: the link its maker came by, or the account its maker lost. Locks: small tables, a moment each.
alter table auth.order_link
  add column level text not null default 'L2' check (level in ('L0', 'L1', 'L2')),
  -- How its maker held the order.
  add column made_by text not null default 'TEAM' check (made_by in ('TEAM', 'LINK', 'CODE', 'ACCOUNT')),
  -- The link by which its maker came; the share ends with it.
  add column parent_id uuid references auth.order_link (id) on delete cascade,
  add constraint order_link_shared check (made_by = 'TEAM' or level in ('L0', 'L1')),
  add constraint order_link_parent check ((made_by = 'LINK') = (parent_id is not null));
--> statement-breakpoint
create index order_link_parent on auth.order_link (parent_id) where parent_id is not null;
--> statement-breakpoint
create index order_link_account on auth.order_link (created_by) where made_by = 'ACCOUNT' and revoked_at is null;
--> statement-breakpoint
alter table auth.order_session drop constraint order_session_level_check;
--> statement-breakpoint
alter table auth.order_session add constraint order_session_level_check check (level in ('L0', 'L1', 'L2', 'L3'));
--> statement-breakpoint
-- Each ends by an update of its own row, so that listeners hear of it and the audit has it, whoever ended what it hung on.
create function auth.end_shares_of_link() returns trigger language plpgsql as $$
begin
  with ended as (
    update auth.order_link set revoked_at = new.revoked_at where parent_id = new.id and revoked_at is null returning id, order_id)
  insert into auth.audit (actor, action, subject, request_id, detail)
  select auth.audit_actor(null), 'order_link.revoked', 'order ' || order_id, coalesce(nullif(current_setting('audit.request_id', true), ''), 'none'),
    jsonb_build_object('link', id, 'with', new.id) from ended;
  return null;
end $$;
--> statement-breakpoint
create trigger end_shares after update of revoked_at on auth.order_link
  for each row when (new.revoked_at is not null and old.revoked_at is null) execute function auth.end_shares_of_link();
--> statement-breakpoint
create function auth.end_shares_of_account() returns trigger language plpgsql as $$
begin
  with ended as (
    update auth.order_link set revoked_at = now() where made_by = 'ACCOUNT' and created_by = old.user_id::text and revoked_at is null returning id, order_id)
  insert into auth.audit (actor, action, subject, request_id, detail)
  select auth.audit_actor(null), 'order_link.revoked', 'order ' || order_id, coalesce(nullif(current_setting('audit.request_id', true), ''), 'none'),
    jsonb_build_object('link', id, 'with', 'person ' || old.user_id) from ended;
  return null;
end $$;
--> statement-breakpoint
create trigger end_shares_of_deleted after delete on auth.customer_grant for each row execute function auth.end_shares_of_account();
--> statement-breakpoint
-- Which order belongs to which account stands in Odoo's mirror, not here: whoever loses one account loses the shares of all.
create trigger end_shares_of_smaller after update of customers on auth.customer_grant
  for each row when (not new.customers @> old.customers) execute function auth.end_shares_of_account();
