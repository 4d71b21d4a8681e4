-- Why: what operators look at: dead letters by time and cause, and codes that no mapping knows. Locks: dead_letter for a moment, it is small.
create index dead_letter_newest on tracking.dead_letter (last_failed_at desc, id desc);
--> statement-breakpoint
-- Counted as facts arrive: nobody has to search millions of facts for them.
create table tracking.unknown_code (
  provider text not null,
  code text not null,
  sub_code text not null default '',
  facts bigint not null default 0,
  example text,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (provider, code, sub_code)
);
