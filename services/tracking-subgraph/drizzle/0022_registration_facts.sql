-- Why: facts that a carrier wants beside the number and that somebody gave by hand, each sealed by itself (a later one joins the earlier ones unopened), until the provider has them. `facts_version` rises with each
-- giving, so that a round that is under way does not take away what it has not sent. `facts_mark` tells, for as long as a key lives, whether the facts of a repeated row are others: an HMAC, because a postcode can be
-- guessed from a hash. Locks: a moment on registration and idempotency (constant defaults); registration while the index is made, of which no row is part yet.
alter table tracking.registration add column facts jsonb not null default '{}', add column facts_version int not null default 0, add column facts_given_at timestamptz;
--> statement-breakpoint
create index registration_facts on tracking.registration (facts_given_at) where facts <> '{}';
--> statement-breakpoint
alter table tracking.idempotency add column facts_mark bytea;
