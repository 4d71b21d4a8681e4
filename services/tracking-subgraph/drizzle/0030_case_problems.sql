-- Why: what cannot be looked at is set aside and says why (case_check.problem); and lists of cases without a state, by any order, are read from an index. Locks: cases for as long as it takes to build two
-- indexes over them.
alter table tracking.case_check add column problem text;
--> statement-breakpoint
drop index tracking.work_case_urgent;
--> statement-breakpoint
create index work_case_urgent on tracking.work_case (score desc, id desc);
--> statement-breakpoint
drop index tracking.work_case_due;
--> statement-breakpoint
create index work_case_due on tracking.work_case (coalesce(due_at, 'infinity'), id);
--> statement-breakpoint
drop index tracking.work_case_incident;
--> statement-breakpoint
-- Its most urgent one stands for an incident.
create index work_case_incident on tracking.work_case (incident_id, state, score desc, id desc) where incident_id is not null;
