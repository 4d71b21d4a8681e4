-- Why: each number that a provider takes costs money: how many a day, and for what. Locks: a moment on registration (a column without default).
create table tracking.registration_spend (
  provider text not null,
  -- UTC.
  day date not null,
  -- DELIVERY, GRAPH, BACK_FILL.
  cause text not null,
  count int not null,
  primary key (provider, day, cause)
);
--> statement-breakpoint
-- Who holds a registration: what a process has to say that lost it meanwhile (it stood still for too long) is not believed.
alter table tracking.registration add column held_by uuid;
