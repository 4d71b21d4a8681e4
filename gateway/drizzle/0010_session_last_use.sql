-- Why: people see where they are signed in and when that was last used. Locks: a moment.
alter table auth.session add column last_used_at timestamptz;
