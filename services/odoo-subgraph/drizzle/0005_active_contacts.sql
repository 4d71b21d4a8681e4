-- Why: whose e-mail address signs in to which customer account. Archived contacts must not; contacts are read once more to learn which are. Locks: partner for a moment
-- (a column with a constant default, an index).
alter table odoo.partner add column is_active boolean not null default false;
--> statement-breakpoint
create index partner_email on odoo.partner (email_index) where is_active and email_index is not null;
--> statement-breakpoint
delete from odoo.sync_cursor where model = 'res.partner';
