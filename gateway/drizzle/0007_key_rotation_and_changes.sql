-- Why: signing keys rotate (a key is published before it signs), and instances hear at once of what ends a session or a right instead of finding it out by themselves.
-- Locks: small tables, a moment each.
alter table auth.signing_key add column not_before timestamptz not null default now();
--> statement-breakpoint
update auth.signing_key set not_before = created_at;
--> statement-breakpoint
create index signing_key_by_purpose on auth.signing_key (purpose, not_before);
--> statement-breakpoint
-- Tells listeners on auth_changed which kind of thing changed and its id, nothing else. Arguments: the kind, the column with the id.
create function auth.tell_change() returns trigger language plpgsql as $$
declare
  kind constant text := tg_argv[0];
  before constant text := case when tg_op <> 'INSERT' then to_jsonb(old) ->> tg_argv[1] end;
  after constant text := case when tg_op <> 'DELETE' then to_jsonb(new) ->> tg_argv[1] end;
begin
  perform pg_notify('auth_changed', json_build_object('kind', kind, 'id', id)::text)
  from (values (before), (after)) changed (id) where id is not null;
  return null;
end $$;
--> statement-breakpoint
create trigger tell_change after delete or update of id, user_id, token, expires_at on auth.session
  for each row execute function auth.tell_change('session', 'id');
--> statement-breakpoint
create trigger tell_change after insert or update or delete on auth.staff_grant
  for each row execute function auth.tell_change('person', 'user_id');
--> statement-breakpoint
create trigger tell_change after insert or delete on auth.customer_grant
  for each row execute function auth.tell_change('person', 'user_id');
--> statement-breakpoint
-- Not when Odoo only said once more what it had said.
create trigger tell_update after update on auth.customer_grant
  for each row when ((old.user_id, old.customers) is distinct from (new.user_id, new.customers)) execute function auth.tell_change('person', 'user_id');
--> statement-breakpoint
create trigger tell_change after insert or update or delete on auth.api_client
  for each row execute function auth.tell_change('client', 'id');
--> statement-breakpoint
-- Not of last_used_at: that is written all the time and changes nothing.
create trigger tell_change after insert or delete or update of client_id, hash, expires_at, revoked_at on auth.api_client_secret
  for each row execute function auth.tell_change('client', 'client_id');
--> statement-breakpoint
create trigger tell_change after delete or update of hash, order_id, level, link_id, expires_at, revoked_at on auth.order_session
  for each row execute function auth.tell_change('order-session', 'id');
--> statement-breakpoint
create trigger tell_change after delete or update of expires_at, revoked_at on auth.order_link
  for each row execute function auth.tell_change('order-link', 'id');
--> statement-breakpoint
create trigger tell_change after insert or update or delete on auth.signing_key
  for each row execute function auth.tell_change('signing-key', 'purpose');
--> statement-breakpoint
-- Running tokens carry what the client was allowed when they were made: a change of that ends them, by whatever way it comes.
create function auth.end_tokens_of_changed_client() returns trigger language plpgsql as $$
begin
  if (new.scopes, new.companies, new.regions, new.customers) is distinct from (old.scopes, old.companies, old.regions, old.customers) or (new.disabled_at is not null and old.disabled_at is null) then
    new.token_epoch := greatest(new.token_epoch, old.token_epoch + 1);
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger end_tokens before update on auth.api_client for each row execute function auth.end_tokens_of_changed_client();
--> statement-breakpoint
-- The same for a secret that is taken back: nobody knows which tokens it fetched.
create function auth.end_tokens_of_revoked_secret() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.revoked_at is not null and old.revoked_at is null) then
    update auth.api_client set token_epoch = token_epoch + 1 where id = old.client_id;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger end_tokens after delete or update of revoked_at on auth.api_client_secret
  for each row execute function auth.end_tokens_of_revoked_secret();
