import type { TransactionSql } from '@milepost/service-kit';

const factColumns = 'shipment_id, key, source, data, mapping_version, inbox_id, request_id, recorded_at';
const eventColumns = `shipment_id, key, sort_key, milestone, status, reason, description, occurred_instant, occurred_local, occurred_precision, place_text, city,
  country_code, latitude, longitude, place_precision, source, carrier_code, leg, sources, marks, same_as`;
const promiseColumns =
  'shipment_id, no, is_estimate, told_by, earliest, latest, told_at, reason, fact_key, actor, request_id';

// The views read the archive; all parts of the statement see it as it was before the delete.
const wake = `
  with f as (insert into tracking.fact (${factColumns}) select ${factColumns} from tracking.known_fact where shipment_id = any($1::uuid[])),
  e as (insert into tracking.event (${eventColumns}) select ${eventColumns} from tracking.known_event where shipment_id = any($1::uuid[])),
  p as (insert into tracking.promise (${promiseColumns}) select ${promiseColumns} from tracking.archived_promise where shipment_id = any($1::uuid[])),
  a as (delete from tracking.archive where shipment_id = any($1::uuid[]))
  update tracking.shipment set archived_at = null, touched_at = now() where id = any($1::uuid[])`;

/** Brings archived shipments back as they were, before something new is written about them; the caller has locked their rows. One statement, none without ids. */
export async function wakeShipments(tx: TransactionSql, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.unsafe(wake, [[...ids]]);
}
