-- Why: rights ask whether the person has a second factor, not whether this session showed it. A session that somebody began with a stolen password alone is nobody's, and must not become
-- staff's when the owner sets the second factor up. Locks: user for a moment.
create function auth.end_sessions_of_enrolled() returns trigger language plpgsql as $$
begin
  -- The one that enrols is made after this, by the sign-in library.
  delete from auth.session where user_id = new.id;
  return null;
end $$;
--> statement-breakpoint
create trigger end_sessions after update of two_factor_enabled on auth."user"
  for each row when (new.two_factor_enabled and not old.two_factor_enabled) execute function auth.end_sessions_of_enrolled();
--> statement-breakpoint
-- Which of those that run now began before the second factor is not known.
delete from auth.session s using auth."user" u where u.id = s.user_id and u.two_factor_enabled;
