import { type DataKey, fieldKeyId, type KeyStore, openField, type Reader, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { cellContext, type SealedColumn } from '../mirror/seal-contacts.ts';
import { scopeCondition } from '../scope.ts';

interface ContactRow {
  id: number;
  email_sealed: Buffer | null;
  phone_sealed: Buffer | null;
}

/** Where an order goes: the contact, its cells still sealed. */
export interface AddressRow {
  orderId: number;
  customerId: number;
  id: number;
  name: string;
  city: string | null;
  countryCode: string | null;
  street_sealed: Buffer | null;
  street2_sealed: Buffer | null;
}

/**
 * Sealed cells of contacts, read as the viewer, and what opens them. Nothing is opened but the cell that is asked for; keys are read with the service's own rights, for cells that the
 * viewer's statement has given.
 */
export function createContactLoaders({
  reader,
  viewer,
  customerKeys,
  onOpened = () => {},
}: {
  reader: Reader;
  viewer: Viewer;
  customerKeys: KeyStore;
  /** Counts what is opened. */
  onOpened?: (column: SealedColumn) => void;
}) {
  const scoped = <T extends object>(text: string, ids: readonly number[]) => {
    const scope = scopeCondition(viewer, 'o', 2);
    return reader.unsafe<T[]>(text.replace('SCOPE', scope.text), [[...ids], ...scope.values]);
  };
  const keys = new DataLoader<number, DataKey | null>(async (ids) => {
    const found = await customerKeys.find(ids);
    return ids.map((id) => found.get(id) ?? null);
  });

  return {
    /** Contact data of a customer account, visible through the orders in scope. */
    contact: new DataLoader<number, ContactRow | null>(async (ids) => {
      const rows = await scoped<ContactRow>(
        `select p.id, p.email_sealed, p.phone_sealed from odoo.partner p
         where p.id = any($1::int[]) and exists (select 1 from odoo.sale_order o where o.commercial_partner_id = p.id and SCOPE)`,
        ids,
      );
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),

    /** By order. */
    deliveryAddress: new DataLoader<number, AddressRow | null>(async (ids) => {
      const rows = await scoped<AddressRow>(
        `select o.id as "orderId", o.commercial_partner_id as "customerId", p.id, p.name, p.city, p.country_code as "countryCode", p.street_sealed, p.street2_sealed
         from odoo.sale_order o join odoo.partner p on p.id = o.shipping_partner_id where o.id = any($1::int[]) and SCOPE`,
        ids,
      );
      const found = new Map(rows.map((row) => [row.orderId, row]));
      return ids.map((id) => found.get(id) ?? null);
    }),

    /** The text in a cell of a contact; null when there is none, or when its key was destroyed. Throws when the cell was tampered with. */
    async open(column: SealedColumn, partnerId: number, sealed: Buffer | null): Promise<string | null> {
      if (sealed === null) return null;
      const key = await keys.load(fieldKeyId(sealed));
      if (!key) return null;
      onOpened(column);
      return openField(key.key, sealed, cellContext(column, partnerId));
    },
  };
}
export type ContactLoaders = ReturnType<typeof createContactLoaders>;
