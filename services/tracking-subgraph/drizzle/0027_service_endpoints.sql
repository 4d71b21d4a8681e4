-- Why: our own services are told what happens in the same way as partners. Their address and secret come from the configuration, not from the row. Locks: a moment on webhook_endpoint.
alter table tracking.webhook_endpoint add column service text unique;
--> statement-breakpoint
grant select (service) on tracking.webhook_endpoint to tracking_read;
