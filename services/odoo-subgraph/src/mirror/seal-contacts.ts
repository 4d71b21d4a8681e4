import { type FieldKey, fieldMark, type KeyStore, sealField, type TransactionSql } from '@milepost/service-kit';
import { nameWords } from '../search/keys.ts';
import type { IndexKeys } from './index-keys.ts';
import { normaliseEmail, normalisePhone, normalisePostcode, provesSomething } from './personal-data.ts';

/** A contact as Odoo told it. */
export interface ReadContact {
  id: number;
  name: string;
  /** Top of its tree: the customer account. */
  customerId: number;
  isActive: boolean;
  city: string | null;
  countryCode: string | null;
  email: string | null;
  phone: string | null;
  street: string | null;
  street2: string | null;
  postcode: string | null;
  writeDate: string;
}

/** Cells that are sealed anew each time: equal contents never look equal, `contact_mark` tells a change. */
export const sealedColumns = ['email_sealed', 'phone_sealed', 'street_sealed', 'street2_sealed', 'zip_sealed'] as const;
export type SealedColumn = (typeof sealedColumns)[number];

/** What a sealed cell is bound to. */
export const cellContext = (column: SealedColumn, partnerId: number) => `odoo.partner.${column}/${partnerId}`;
/** Of keys in odoo.customer_key, each of which seals one customer account; the subject is its id. */
export const customerPurpose = 'customer';
/** In place of the name of somebody who was erased. */
const erasedName = '(erased)';

const hex = (bytes: Buffer | null) => (bytes ? `\\x${bytes.toString('hex')}` : null);

export interface ContactKeys {
  customerKeys: KeyStore;
  indexKeys: IndexKeys;
  /** Tracking is told where parcels go: another postcode is news to it. */
  tellsPostcodes?: boolean;
}

/** Erasing takes this alone, storing contacts shares it: none is stored by somebody who does not know yet that it was erased. */
export const erasureLock = `hashtext('milepost odoo.erasure')`;

/**
 * Rows of odoo.partner for a page of contacts, in at most four statements. Customers that have no key yet get one; contacts that were erased get nothing but what orders need to be
 * complete.
 */
export async function sealContacts(
  tx: TransactionSql,
  contacts: readonly ReadContact[],
  { customerKeys, indexKeys }: ContactKeys,
): Promise<Record<string, unknown>[]> {
  await tx.unsafe(`select pg_advisory_xact_lock_shared(${erasureLock})`);
  const ids = [...new Set(contacts.flatMap(({ id, customerId }) => [id, customerId]))];
  const gone = await tx<{ partner_id: number }[]>`select partner_id from odoo.erasure where partner_id = any(${ids})`;
  const erased = new Set(gone.map((row) => row.partner_id));
  const isErased = ({ id, customerId }: ReadContact) => erased.has(id) || erased.has(customerId);
  const customers = contacts.flatMap((contact) => (isErased(contact) ? [] : String(contact.customerId)));
  const keys = await customerKeys.getMany(tx, customerPurpose, customers);
  return contacts.map((contact) => {
    const key = isErased(contact) ? undefined : keys.get(String(contact.customerId));
    return {
      id: contact.id,
      commercial_partner_id: contact.customerId,
      is_active: contact.isActive,
      is_gone: false,
      country_code: contact.countryCode,
      index_version: indexKeys.version,
      write_date: contact.writeDate,
      ...(key ? personalColumns(contact, key, indexKeys) : erasedColumns),
    };
  });
}

function personalColumns(contact: ReadContact, key: FieldKey, indexKeys: IndexKeys): Record<string, unknown> {
  const { id, email, phone, street, street2, countryCode } = contact;
  const cell = (column: SealedColumn, text: string | null) =>
    hex(text === null ? null : sealField(key, text, cellContext(column, id)));
  const address = normaliseEmail(email ?? '');
  const postcode = normalisePostcode(contact.postcode ?? '');
  const number = phone === null ? null : normalisePhone(phone, countryCode);
  return {
    name: contact.name,
    name_words: nameWords(contact.name),
    city: contact.city,
    email_sealed: cell('email_sealed', email),
    phone_sealed: cell('phone_sealed', phone),
    street_sealed: cell('street_sealed', street),
    street2_sealed: cell('street2_sealed', street2),
    zip_sealed: cell('zip_sealed', contact.postcode),
    contact_mark: hex(fieldMark(key, [email, phone, street, street2, contact.postcode])),
    email_index: hex(provesSomething(address) ? indexKeys.make('email', address) : null),
    phone_index: hex(number === null ? null : indexKeys.make('phone', number)),
    postcode_index: hex(
      provesSomething(postcode) ? indexKeys.make('postcode', boundPostcode(id, countryCode, postcode)) : null,
    ),
  };
}

/** With the contact's id, so that equal postcodes do not show. */
export function boundPostcode(partnerId: number, countryCode: string | null, postcode: string): string {
  return `${partnerId}|${countryCode ?? ''}|${postcode}`;
}

/** For contacts that were deleted or merged in Odoo: orders may still show them, but nobody signs in as one or proves an order with one. */
export const provesNothing = 'is_active = false, email_index = null, phone_index = null, postcode_index = null';

export const erasedColumns = {
  name: erasedName,
  name_words: null,
  city: null,
  email_sealed: null,
  phone_sealed: null,
  street_sealed: null,
  street2_sealed: null,
  zip_sealed: null,
  contact_mark: null,
  email_index: null,
  phone_index: null,
  postcode_index: null,
};
