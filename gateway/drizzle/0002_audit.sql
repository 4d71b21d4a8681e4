-- Why: who signed in, who was refused and whose rights changed, for ever: append-only by trigger, chained by hashes after the commit (docs/audit.md). Locks: none, everything
-- is new.
create table auth.audit (
  id bigint primary key generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  role text,
  sid text,
  action text not null,
  -- Kind and id, for example 'order 123'; `subjects` holds all of them where one row is about several.
  subject text not null,
  subjects text[],
  request_id text not null,
  -- Ids, codes and names of fields: rows outlive the people they are about.
  detail jsonb not null default '{}',
  -- Place in the chain and the hash over every column and the hash before; null until the chain's worker has seen the committed row.
  seq bigint,
  prev_hash bytea,
  hash bytea,
  constraint audit_chained check ((seq is null) = (hash is null) and (seq is null) = (prev_hash is null))
);
--> statement-breakpoint
create index audit_waiting on auth.audit (id) where seq is null;
--> statement-breakpoint
create unique index audit_seq on auth.audit (seq) where seq is not null;
--> statement-breakpoint
create index audit_subject on auth.audit (subject, id);
--> statement-breakpoint
create index audit_subjects on auth.audit using gin (subjects) where subjects is not null;
--> statement-breakpoint
create index audit_actor on auth.audit (actor, id);
--> statement-breakpoint
create index audit_time on auth.audit using brin (at);
--> statement-breakpoint
-- The end of the chain, with a MAC under a key that the database does not have: a chain that somebody cut off or computed anew does not end in it.
create table auth.audit_head (
  one boolean primary key default true check (one),
  seq bigint not null default 0,
  hash bytea not null default decode(repeat('00', 32), 'hex'),
  mac bytea,
  updated_at timestamptz not null default now()
);
--> statement-breakpoint
insert into auth.audit_head default values;
--> statement-breakpoint
-- The one change that a row allows is its place in the chain, given once.
create function auth.guard_audit() returns trigger language plpgsql as $$
declare
  place constant text[] := array['seq', 'prev_hash', 'hash'];
begin
  if tg_op = 'UPDATE' then
    if old.seq is null and new.seq is not null and to_jsonb(new) - place = to_jsonb(old) - place then return new; end if;
  end if;
  raise exception 'the audit table is append-only';
end $$;
--> statement-breakpoint
create trigger audit_append_only before update or delete on auth.audit for each row execute function auth.guard_audit();
--> statement-breakpoint
create trigger audit_not_emptied before truncate on auth.audit for each statement execute function auth.guard_audit();
--> statement-breakpoint
create trigger audit_unchained before insert on auth.audit for each row when (new.seq is not null) execute function auth.guard_audit();
--> statement-breakpoint
-- Also where session_replication_role would switch ordinary triggers off.
alter table auth.audit enable always trigger audit_append_only, enable always trigger audit_not_emptied, enable always trigger audit_unchained;
