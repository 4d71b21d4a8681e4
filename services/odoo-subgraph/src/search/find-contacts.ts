import type { Sql } from '@milepost/service-kit';
import type { IndexedColumn, IndexKeys } from '../mirror/index-keys.ts';
import type { FoundContact } from './find-customers.ts';

/** Nobody has more contacts of one address. */
const mostContacts = 200;

export type FindContacts = (
  column: Extract<IndexedColumn, 'email' | 'phone'>,
  values: readonly string[],
) => Promise<FoundContact[]>;

/**
 * Contacts, archived ones too, by e-mail address or phone number as normalised (mirror/personal-data.ts): exact, by blind index. With the service's own rights, because readers may not read
 * indexes: what comes out are ids, for a statement that carries the viewer's scope (find-customers.ts).
 */
export function createContactFinder({ sql, indexKeys }: { sql: Sql; indexKeys: IndexKeys }): FindContacts {
  return (column, values) => {
    const indexes = values
      .flatMap((value) => indexKeys.candidates(column, value))
      .map((index) => index.toString('hex'));
    return sql<FoundContact[]>`
      select p.id as "partnerId", p.commercial_partner_id as "customerId" from odoo.partner p
      where ${sql(`${column}_index`)} = any(array(select decode(h, 'hex') from unnest(${indexes}::text[]) h)) order by p.id limit ${mostContacts}`;
  };
}
