-- Why: keys of order access rotate like the gateway's: a key is published before it signs. Older keys were sealed without their row as context; they go, and with them
-- the order access of the last half hour: customers look their order up once more. Locks: a small table, a moment.
delete from odoo.signing_key;
--> statement-breakpoint
alter table odoo.signing_key add column purpose text not null check (purpose = 'order-access'), add column not_before timestamptz not null;
--> statement-breakpoint
-- Instances hear of it at once. The payload is the kind and its id, as the gateway's (auth.tell_change).
create function odoo.tell_key_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('auth_changed', '{"kind": "signing-key", "id": "order-access"}');
  return null;
end $$;
--> statement-breakpoint
create trigger tell_change after insert or update or delete on odoo.signing_key for each statement execute function odoo.tell_key_change();
