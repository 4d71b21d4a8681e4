-- Why: the audit gets role and session, lists of subjects, and its chain (docs/audit.md); rows that are there are chained like new ones. Locks: audit, for its indexes, seconds per
-- million rows. Chaining the past writes each old row once, in the background.
alter table tracking.audit add column role text, add column sid text, add column subjects text[], add column seq bigint, add column prev_hash bytea, add column hash bytea;
--> statement-breakpoint
alter table tracking.audit add constraint audit_chained check ((seq is null) = (hash is null) and (seq is null) = (prev_hash is null)) not valid;
--> statement-breakpoint
create index audit_waiting on tracking.audit (id) where seq is null;
--> statement-breakpoint
create unique index audit_seq on tracking.audit (seq) where seq is not null;
--> statement-breakpoint
create index audit_subjects on tracking.audit using gin (subjects) where subjects is not null;
--> statement-breakpoint
create index audit_actor on tracking.audit (actor, id);
--> statement-breakpoint
create index audit_time on tracking.audit using brin (at);
--> statement-breakpoint
-- What the alarm on unusual reading counts by.
create index audit_reads on tracking.audit (actor, at) where action = 'personal_data.read';
--> statement-breakpoint
-- The end of the chain, with a MAC under a key that the database does not have: a chain that somebody cut off or computed anew does not end in it.
create table tracking.audit_head (
  one boolean primary key default true check (one),
  seq bigint not null default 0,
  hash bytea not null default decode(repeat('00', 32), 'hex'),
  mac bytea,
  updated_at timestamptz not null default now()
);
--> statement-breakpoint
insert into tracking.audit_head default values;
--> statement-breakpoint
-- The one change that a row allows is its place in the chain, given once.
create function tracking.guard_audit() returns trigger language plpgsql as $$
declare
  place constant text[] := array['seq', 'prev_hash', 'hash'];
begin
  if tg_op = 'UPDATE' then
    if old.seq is null and new.seq is not null and to_jsonb(new) - place = to_jsonb(old) - place then return new; end if;
  end if;
  raise exception 'the audit table is append-only';
end $$;
--> statement-breakpoint
drop trigger audit_append_only on tracking.audit;
--> statement-breakpoint
drop function tracking.refuse_change();
--> statement-breakpoint
create trigger audit_append_only before update or delete on tracking.audit for each row execute function tracking.guard_audit();
--> statement-breakpoint
create trigger audit_not_emptied before truncate on tracking.audit for each statement execute function tracking.guard_audit();
--> statement-breakpoint
create trigger audit_unchained before insert on tracking.audit for each row when (new.seq is not null) execute function tracking.guard_audit();
--> statement-breakpoint
-- Also where session_replication_role would switch ordinary triggers off.
alter table tracking.audit enable always trigger audit_append_only, enable always trigger audit_not_emptied, enable always trigger audit_unchained;
