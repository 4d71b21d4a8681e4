import { z } from 'zod';
import { datetime, optionalText, reference } from '../../odoo/values.ts';
import { define, id } from '../mirror-model.ts';
import { provesNothing, type ReadContact, sealContacts, sealedColumns } from '../seal-contacts.ts';

export const partner = define(
  'res.partner',
  'partner',
  z.object({
    id,
    name: optionalText,
    display_name: optionalText,
    commercial_partner_id: reference,
    active: z.boolean(),
    city: optionalText,
    country_code: optionalText,
    email_normalized: optionalText,
    phone: optionalText,
    // Gone in Odoo 19.
    mobile: optionalText.optional(),
    street: optionalText,
    street2: optionalText,
    zip: optionalText,
    write_date: datetime,
  }),
  {
    name: 'text',
    name_words: 'text[]',
    commercial_partner_id: 'int',
    is_active: 'boolean',
    is_gone: 'boolean',
    city: 'text',
    country_code: 'text',
    ...Object.fromEntries(sealedColumns.map((column) => [column, 'bytea'])),
    contact_mark: 'bytea',
    email_index: 'bytea',
    phone_index: 'bytea',
    postcode_index: 'bytea',
    index_version: 'smallint',
  },
  (r): ReadContact => ({
    id: r.id,
    name: r.name ?? r.display_name ?? '',
    customerId: r.commercial_partner_id,
    isActive: r.active,
    city: r.city,
    countryCode: r.country_code,
    email: r.email_normalized,
    // One number is enough to call somebody.
    phone: r.phone ?? r.mobile ?? null,
    street: r.street,
    street2: r.street2,
    postcode: r.zip,
    writeDate: r.write_date,
  }),
  {
    optionalFields: ['mobile'],
    sealed: sealedColumns,
    // 2: words of names. 3: postcodes, sealed.
    shapeVersion: 3,
    whenGone: { set: `is_gone = true, ${provesNothing}`, isMarked: 't.is_gone' },
    seal: sealContacts,
  },
);
