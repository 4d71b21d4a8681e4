import { type AuditActor, type CustomerErased, type KeyStore, recordAudit, type Sql } from '@milepost/service-kit';
import { lockMirror, tellChanges } from '../channel/tell-changes.ts';
import { customerPurpose, erasedColumns, erasureLock } from '../mirror/seal-contacts.ts';
import { keepReason } from './stated-reason.ts';

const eraseColumns = Object.entries(erasedColumns)
  .map(([column, value]) => `${column} = ${value === null ? 'null' : `'${value}'`}`)
  .join(', ');

/**
 * Erases a customer account with all its contacts: the key of its e-mail addresses, phone numbers and streets is destroyed, cells, indexes, names and cities are taken out of the mirror, and marks stay
 * behind, so that what Odoo still knows is not stored again. Orders stay. Answers whether there is such an account; doing it again does no harm.
 */
export async function eraseCustomer(
  {
    sql,
    customerKeys,
    tellsPostcodes = false,
  }: {
    sql: Sql;
    customerKeys: KeyStore /** Tracking was told where parcels go: it hears that nobody knows it any more. */;
    tellsPostcodes?: boolean;
  },
  { customerId, reason, requestId, ...who }: AuditActor & { customerId: number; reason: string; requestId: string },
): Promise<boolean> {
  return sql.begin(async (tx) => {
    // Before the other lock, as whoever stores contacts takes them.
    if (tellsPostcodes) await lockMirror(tx);
    await tx.unsafe(`select pg_advisory_xact_lock(${erasureLock})`);
    const partners = await tx<{ partner_id: number }[]>`
      insert into odoo.erasure (partner_id, customer_id)
      select p.id, ${customerId} from odoo.partner p join odoo.partner c on c.id = ${customerId} and c.commercial_partner_id = c.id
      where p.commercial_partner_id = ${customerId} on conflict (partner_id) do update set customer_id = excluded.customer_id returning partner_id`;
    if (partners.length === 0) return false;
    const ids = partners.map((row) => row.partner_id);
    await customerKeys.destroy(tx, customerPurpose, String(customerId));
    await tx.unsafe(`update odoo.partner set ${eraseColumns} where id = any($1::int[])`, [ids]);
    if (tellsPostcodes) await tellChanges(tx, 'res.partner', ids, { tellsPostcodes });
    const told: Omit<CustomerErased, 'version'> = { type: 'customer.erased', correlationId: requestId, customerId };
    await tx`insert into odoo.outbox (body) values (${tx.json(told as never)})`;
    await tx`delete from odoo.stated_reason where customer_id = ${customerId} and action = 'customer.phone_revealed'`;
    const action = 'customer.erased';
    const kept = await keepReason(tx, { actor: who.actor, action, customerId, reason });
    await recordAudit(tx, {
      schema: 'odoo',
      ...who,
      action,
      subject: `customer ${customerId}`,
      requestId,
      detail: { ...kept, contacts: ids.length },
    });
    return true;
  });
}
