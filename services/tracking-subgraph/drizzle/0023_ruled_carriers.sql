-- Why: a published carrier rule corrects carriers that an earlier rule chose, so who chose one is kept: what was registered before has no note and keeps its carrier. Locks: ref and carrier_rule_run for a moment
-- (a column without default, one with a constant), ref while its index is made (empty at first).
-- The version of the carrier rules that named the carrier (0: CARRIER_MAPPING); null: a person did, or nobody.
alter table tracking.ref add column rule_version int;
--> statement-breakpoint
create index ref_ruled on tracking.ref (shipment_id) where rule_version is not null;
--> statement-breakpoint
-- How many had another carrier before.
alter table tracking.carrier_rule_run add column corrected bigint not null default 0;
