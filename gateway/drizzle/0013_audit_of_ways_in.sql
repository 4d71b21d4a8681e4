-- Why: how somebody can sign in changes what he can see as much as a grant does: links for passwords, passwords, second factors and backup codes are on record, by whatever way they came.
-- Locks: small tables, a moment each.
-- Arguments: the action, and the column with the person's id. Nothing of what is secret is kept.
create function auth.audit_way_in() returns trigger language plpgsql as $$
declare
  person constant text := to_jsonb(new) ->> tg_argv[1];
begin
  insert into auth.audit (actor, action, subject, request_id)
  values (auth.audit_actor(person), tg_argv[0], 'person ' || person, coalesce(nullif(current_setting('audit.request_id', true), ''), 'none'));
  return null;
end $$;
--> statement-breakpoint
create trigger audit_made after insert or update of hash on auth.password_link
  for each row execute function auth.audit_way_in('password_link.made', 'user_id');
--> statement-breakpoint
create trigger audit_password_given after insert on auth.account
  for each row when (new.password is not null) execute function auth.audit_way_in('password.set', 'user_id');
--> statement-breakpoint
create trigger audit_password_changed after update of password on auth.account
  for each row when (new.password is distinct from old.password) execute function auth.audit_way_in('password.set', 'user_id');
--> statement-breakpoint
create trigger audit_second_factor after update of two_factor_enabled on auth."user"
  for each row when (new.two_factor_enabled and not old.two_factor_enabled) execute function auth.audit_way_in('second_factor.enabled', 'id');
--> statement-breakpoint
-- They are sealed as one: a code that was used and new ones look alike from here.
create trigger audit_backup_codes after update of backup_codes on auth.two_factor
  for each row when (new.backup_codes is distinct from old.backup_codes) execute function auth.audit_way_in('backup_codes.changed', 'user_id');
