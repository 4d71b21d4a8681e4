-- Why: instances of an earlier version may write behind the first pass of a rederivation; a second one an hour later finds what they left. Locks: none, it is small.
alter table tracking.rederivation add column passes int not null default 1;
