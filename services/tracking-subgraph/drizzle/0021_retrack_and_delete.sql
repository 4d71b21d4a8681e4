-- Why: a registration is retracked, or deleted at the provider, on somebody's word or because retention deleted its shipment: what is still to be done stands in its row, which outlives the shipment until the
-- provider has deleted what it knew. Locks: registration for a moment (columns without default; the new check reads the table once), and while its index is made.
alter table tracking.registration
  -- RETRACK: the provider shall begin again. DELETE: it shall forget the number.
  add column pending text check (pending in ('RETRACK', 'DELETE')),
  add column pending_since timestamptz,
  -- The last word: {action, by, at, reason, requestId}.
  add column request jsonb,
  -- Once its shipment is gone: what finds it at the provider, whose id may not be known. Gone with the row.
  add column tracking_number text,
  drop constraint registration_state_check,
  add constraint registration_state_check check (state in ('NEEDS_CARRIER', 'QUEUED', 'NEEDS_FACTS', 'REGISTERED', 'REFUSED', 'STOPPED', 'DELETED'));
--> statement-breakpoint
create index registration_pending on tracking.registration (pending_since, shipment_id) where pending is not null;
--> statement-breakpoint
-- Whether a number that is to be deleted is another shipment's by now.
create index registration_remote on tracking.registration (provider, remote_id) where remote_id is not null;
