-- Why: the first date that a customer was promised is kept when Odoo's is moved or taken back; Odoo itself forgets it. Orders that are here already begin with the date they have. Locks: sale_order while
-- their rows are filled.
alter table odoo.sale_order add column first_commitment_date timestamp;
--> statement-breakpoint
-- A draft is seen by nobody. Kept by the table, so that no writer of the mirror can forget it, whatever it reads again.
create function odoo.keep_first_promise() returns trigger language plpgsql as $$
begin
  new.first_commitment_date := coalesce(
    case when tg_op = 'UPDATE' then old.first_commitment_date end,
    case when new.state <> 'draft' then new.commitment_date end);
  return new;
end $$;
--> statement-breakpoint
create trigger keep_first_promise before insert or update on odoo.sale_order for each row execute function odoo.keep_first_promise();
--> statement-breakpoint
update odoo.sale_order set first_commitment_date = commitment_date where state <> 'draft' and commitment_date is not null;
