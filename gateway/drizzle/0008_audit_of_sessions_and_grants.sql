-- Why: who signed in and out, and whose rights changed, stands in the audit by whatever way it came: through the gateway, a command, or by hand in the database. Whoever acts for
-- somebody sets audit.actor and audit.request_id for the transaction. Locks: small tables, a moment each.
create function auth.audit_actor(person text) returns text language sql stable as $$
  select coalesce(nullif(current_setting('audit.actor', true), ''), case
    -- The sign-in library acts for the person whose session it is.
    when current_setting('application_name') = 'milepost-gateway-people' then person
    when current_setting('application_name') like 'milepost-gateway%' then 'gateway'
  end, 'database user ' || session_user)
$$;
--> statement-breakpoint
create function auth.audit_session() returns trigger language plpgsql as $$
declare
  about constant auth.session := case when tg_op = 'DELETE' then old else new end;
begin
  insert into auth.audit (actor, sid, action, subject, request_id, detail)
  values (auth.audit_actor(about.user_id::text), 'person:' || about.id, case tg_op when 'INSERT' then 'session.started' else 'session.ended' end, 'person ' || about.user_id,
    coalesce(nullif(current_setting('audit.request_id', true), ''), 'none'),
    case when tg_op = 'DELETE' and about.expires_at <= now() then jsonb '{"isExpired": true}' else jsonb '{}' end);
  return null;
end $$;
--> statement-breakpoint
create trigger audit after insert or delete on auth.session for each row execute function auth.audit_session();
--> statement-breakpoint
-- Arguments: the kind of whom it is about, and the column with the id. What is secret, typed by somebody, or written all the time without a meaning is left out.
create function auth.audit_grant() returns trigger language plpgsql as $$
declare
  hidden constant text[] := array['hash', 'hint', 'name', 'last_used_at', 'last_used_ip', 'checked_at', 'created_at'];
  before constant jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - hidden end;
  after constant jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - hidden end;
begin
  if before is distinct from after then
    insert into auth.audit (actor, action, subject, request_id, detail)
    values (auth.audit_actor(null), 'grant.changed', tg_argv[0] || ' ' || (coalesce(after, before) ->> tg_argv[1]),
      coalesce(nullif(current_setting('audit.request_id', true), ''), 'none'), jsonb_build_object('table', tg_table_name, 'before', before, 'after', after));
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger audit after insert or update or delete on auth.staff_grant for each row execute function auth.audit_grant('person', 'user_id');
--> statement-breakpoint
create trigger audit after insert or update or delete on auth.customer_grant for each row execute function auth.audit_grant('person', 'user_id');
--> statement-breakpoint
create trigger audit after insert or update or delete on auth.api_client for each row execute function auth.audit_grant('client', 'id');
--> statement-breakpoint
create trigger audit after insert or update or delete on auth.api_client_secret for each row execute function auth.audit_grant('client', 'client_id');
