import { fieldKeyId, type KeyStore, openField, type Sql } from '@milepost/service-kit';
import { cellContext } from '../mirror/seal-contacts.ts';

/** The postcodes that deliveries go to, by delivery; left out where none is on file or the customer was erased. */
export type ReadPostcodes = (deliveryIds: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** With the service's own rights: for the sender, which puts them into the signed post and stores them nowhere. */
export function createPostcodeReader({ sql, customerKeys }: { sql: Sql; customerKeys: KeyStore }): ReadPostcodes {
  return async (deliveryIds) => {
    const rows = await sql<{ id: number; partner_id: number; zip_sealed: Buffer }[]>`
      select k.id, p.id as partner_id, p.zip_sealed from odoo.picking k join odoo.sale_order o on o.id = k.order_id join odoo.partner p on p.id = o.shipping_partner_id
      where k.id = any(${deliveryIds as number[]}) and p.zip_sealed is not null`;
    const keys = await customerKeys.find(rows.map((row) => fieldKeyId(row.zip_sealed)));
    return new Map(
      rows.flatMap(({ id, partner_id, zip_sealed: sealed }) => {
        const key = keys.get(fieldKeyId(sealed));
        return key ? [[id, openField(key.key, sealed, cellContext('zip_sealed', partner_id))] as const] : [];
      }),
    );
  };
}
