-- Why: data keys have the same table in every schema, and say which key-encryption key wraps them, so that it can be replaced. Null: not known yet, wrapped by an earlier version.
-- Locks: data_key for a moment (a row per month).
alter table tracking.data_key rename column period to subject;
--> statement-breakpoint
alter table tracking.data_key alter column subject type text using to_char(subject, 'YYYY-MM-DD'), add column kek text;
