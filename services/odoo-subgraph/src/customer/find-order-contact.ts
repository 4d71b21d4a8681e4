import { fieldKeyId, type KeyStore, openField, type Sql } from '@milepost/service-kit';
import { cellContext } from '../mirror/seal-contacts.ts';

/** Where the customer of an order reads mail: the contact who ordered, else the customer account. Null: there is no such order; `email` null: no address is on file. */
export type FindOrderContact = (
  orderId: number,
) => Promise<{ orderName: string; companyId: number; email: string | null } | null>;

/** With the service's own rights: for the gateway, which sends one-time codes there and shows them to nobody. */
export function createOrderContactFinder({
  sql,
  customerKeys,
}: {
  sql: Sql;
  customerKeys: KeyStore;
}): FindOrderContact {
  return async (orderId) => {
    const rows = await sql<
      { order_name: string; company_id: number; id: number | null; email_sealed: Buffer | null }[]
    >`
      select o.name as order_name, o.company_id, p.id, p.email_sealed from odoo.sale_order o
      left join odoo.partner p on p.id in (o.partner_id, o.commercial_partner_id) and p.is_active where o.id = ${orderId} order by p.id = o.partner_id desc nulls last`;
    const [first] = rows;
    if (!first) return null;
    const order = { orderName: first.order_name, companyId: first.company_id };
    for (const { id, email_sealed: sealed } of rows) {
      if (id === null || sealed === null) continue;
      const keyId = fieldKeyId(sealed);
      const key = (await customerKeys.find([keyId])).get(keyId);
      // Erased customers have none.
      if (key) return { ...order, email: openField(key.key, sealed, cellContext('email_sealed', id)) };
    }
    return { ...order, email: null };
  };
}
