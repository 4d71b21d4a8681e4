import { type Logger, type Sql, UpstreamUnavailableError } from '@milepost/service-kit';
import { contactsAreLoaded } from '../mirror/generation.ts';
import type { IndexKeys } from '../mirror/index-keys.ts';
import { normaliseEmail, provesSomething } from '../mirror/personal-data.ts';
import type { OdooClient } from '../odoo/client.ts';
import { optionalText, reference } from '../odoo/values.ts';

/** Contacts of one address that are looked at; nobody buys for more. */
const maxContacts = 200;
const confirmMs = 2_000;

interface Accounts {
  /** Odoo ids of commercial partners, ascending; empty: nobody we know. */
  customers: number[];
  /** Of the oldest contact; null without one. */
  name: string | null;
}
export type FindAccounts = (email: string) => Promise<Accounts>;

interface Contact {
  id: number;
  name: string;
  customer: number;
}

/**
 * To which customer accounts an e-mail address belongs: those of all active contacts that have it, where the account itself is active. The mirror knows archived
 * contacts and moved ones within a round, but not deleted ones, and merging deletes; so what it answers is confirmed at Odoo while Odoo can be reached.
 * Throws UPSTREAM_UNAVAILABLE before contacts were read once, and where they are read in a newer way than this process knows.
 */
export function createAccountFinder({
  sql,
  odoo,
  indexKeys,
  logger,
}: {
  sql: Sql;
  odoo: Pick<OdooClient, 'readByIds'>;
  indexKeys: IndexKeys;
  logger: Logger;
}): FindAccounts {
  return async (email) => {
    const address = normaliseEmail(email);
    if (!provesSomething(address)) return { customers: [], name: null };
    // "Nobody" would take access away from people who have it.
    if (!(await contactsAreLoaded(sql, indexKeys)))
      throw new UpstreamUnavailableError('contacts are still being read from Odoo; try again');
    const known = await contactsOf(address);
    const contacts = known.length > 0 ? await confirmed(known, address) : known;
    return {
      customers: [...new Set(contacts.map(({ customer }) => customer))].sort((a, b) => a - b),
      name: contacts[0]?.name ?? null,
    };
  };

  /** By the mirror: the one place that knows how addresses are indexed. */
  function contactsOf(address: string): Promise<Contact[]> {
    const indexes = indexKeys.candidates('email', address).map((index) => index.toString('hex'));
    return sql<Contact[]>`
      select c.id, c.name, c.commercial_partner_id as customer from odoo.partner c join odoo.partner account on account.id = c.commercial_partner_id
      where c.is_active and account.is_active and c.email_index = any(array(select decode(h, 'hex') from unnest(${indexes}::text[]) h)) order by c.id limit ${maxContacts}`;
  }

  async function confirmed(contacts: Contact[], address: string): Promise<Contact[]> {
    const ids = [...new Set(contacts.flatMap(({ id, customer }) => [id, customer]))];
    const answer = await odoo
      .readByIds<{ id: number; email_normalized: unknown; commercial_partner_id: unknown }>('res.partner', ids, {
        fields: ['email_normalized', 'commercial_partner_id'],
        withinMs: confirmMs,
      })
      .catch((err: unknown) => {
        logger.info({ err }, 'accounts not confirmed at Odoo');
        return null;
      });
    // Out of reach: the mirror's word counts.
    if (answer === null) return contacts;
    // Without active_test: archived records are not among them.
    const living = new Map(answer.map((record) => [record.id, record]));
    return contacts.flatMap((contact) => {
      const record = living.get(contact.id);
      const customer = record && reference.parse(record.commercial_partner_id);
      const stillHas = record && normaliseEmail(optionalText.parse(record.email_normalized) ?? '') === address;
      return stillHas && customer === contact.customer && living.has(customer) ? [contact] : [];
    });
  }
}
