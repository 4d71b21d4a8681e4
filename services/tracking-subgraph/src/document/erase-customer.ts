import type { CustomerErased, TransactionSql } from '@milepost/service-kit';

/**
 * Takes away what shows or names people of erased customers: proofs of delivery, photos, and what was written in reports, of parcels that serve no other customer. That there was a proof or a report stays, so that the same
 * address is not fetched again and the case keeps its story. Doing it again does no harm.
 */
export async function eraseCustomers(tx: TransactionSql, events: readonly CustomerErased[]): Promise<void> {
  if (events.length === 0) return;
  const customers = [...new Set(events.map(({ customerId }) => customerId))];
  await tx`
    with mine as (
      select shipment_id from tracking.link where customer_id = any(${customers}::int[])
      except select shipment_id from tracking.link where customer_id <> all(${customers}::int[])),
    d as (
      update tracking.document set state = 'ERASED', body_sealed = null, address_sealed = null, content_hash = null, lease = null, leased_until = null
      where shipment_id in (select shipment_id from mine)),
    p as (delete from tracking.report_photo where shipment_id in (select shipment_id from mine))
    update tracking.shipment_report set content_sealed = null where shipment_id in (select shipment_id from mine)`;
}
