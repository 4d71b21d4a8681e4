-- Why: a provider's code may stand for several of our carriers; only the first was kept, and a number registered with another one was never found.
-- Rows from before fit any carrier: processing decides once more. carrier_code goes with a later release. Locks: a moment, the table is small.
alter table tracking.unmatched add column carriers text[] not null default '{}', alter column carrier_code set default '';
