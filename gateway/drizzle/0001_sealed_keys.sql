-- Why: signing keys are sealed with their own id as context from now on, and the gateway makes new ones at its next start; demo people and clients
-- become known as such, so that they can end with the demo. Locks: small tables, a moment.
delete from auth.signing_key;
--> statement-breakpoint
alter table auth.api_client add column is_demo boolean not null default false;
--> statement-breakpoint
alter table auth.api_client_secret add column last_used_ip text;
--> statement-breakpoint
create table auth.demo_user (
  user_id uuid primary key references auth."user" (id) on delete cascade
);
--> statement-breakpoint
create unique index account_by_provider on auth.account (provider_id, account_id);
