-- Why: a change of a case whose answer was lost is sent again: the same key by the same colleague is answered and not done twice (docs/cases.md). Kept a day; nobody who asks for others reads it. Locks: none.
create table tracking.case_answer (
  staff_id uuid not null references tracking.staff (id) on delete cascade,
  -- The caller's.
  key text not null,
  -- Of what was asked for.
  input_hash bytea not null,
  -- Ids of what was changed, to be shown as it is now.
  answer jsonb,
  at timestamptz not null default now(),
  primary key (staff_id, key)
);
--> statement-breakpoint
create index case_answer_at on tracking.case_answer (at);
