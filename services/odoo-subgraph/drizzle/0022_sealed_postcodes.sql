-- Why: the postcode that a parcel goes to is told tracking where SEND_TO_PROVIDERS names it, so it is kept, sealed with the customer's key as the street is. Contacts are read from Odoo once more. Readers of the graph have no
-- right to it. Locks: partner for a moment (a column without default).
alter table odoo.partner add column zip_sealed bytea;
