-- Why: while a date was being written, the carrier could say another one. What we had begun was forgotten then, and came back through the mirror as a person's promise. Locks: effect for a moment.
alter table odoo.effect add column begun_dates text[] not null default '{}';
--> statement-breakpoint
update odoo.effect set begun_dates = array[wanted ->> 'date'] where kind = 'PROMISE' and attempts > 0;
--> statement-breakpoint
-- Ours is what we wrote last, and all that we have begun to write since, whether or not Odoo's answer came.
create or replace function odoo.is_our_promise(of_order int, at timestamp) returns boolean language sql stable as $$
  select exists (select 1 from odoo.effect e where e.key = 'promise:' || of_order
    and (e.written ->> 'date' = to_char(at, 'YYYY-MM-DD HH24:MI:SS') or to_char(at, 'YYYY-MM-DD HH24:MI:SS') = any (e.begun_dates)))
$$;
