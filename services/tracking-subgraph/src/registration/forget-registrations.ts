import type { TransactionSql } from '@milepost/service-kit';
import { priorities } from './decide.ts';
import type { Registering } from './want-registrations.ts';

/**
 * For shipments that are about to be deleted here, in the same transaction: what a provider may know of them is to be deleted there, too. Their registrations stay until that is done, with the number that finds it there;
 * those of which nothing was ever sent go at once. Answers how many stay.
 */
export async function forgetRegistrations(
  tx: TransactionSql,
  { addJobs }: Pick<Registering, 'addJobs'>,
  shipmentIds: readonly string[],
  { by, requestId }: { by: string; requestId: string },
): Promise<number> {
  const ids = shipmentIds as string[];
  const request = { action: 'DELETE', by, at: new Date().toISOString(), reason: null, requestId };
  const kept = await tx<{ shipmentId: string; provider: string }[]>`
    with held as materialized (select shipment_id from tracking.registration where shipment_id = any(${ids}) order by shipment_id for update),
    never as (delete from tracking.registration r using held h where r.shipment_id = h.shipment_id and (r.provider is null or r.remote_id is null and r.asked_at is null))
    update tracking.registration r set pending = 'DELETE', pending_since = case when r.pending = 'DELETE' then r.pending_since else now() end, wanted = 'STOPPED', is_by_hand = false, problem = null, needs = '{}', facts = '{}',
      priority = ${priorities.backFill}, request = ${tx.json(request)}, updated_at = now(),
      tracking_number = (select s.tracking_number from tracking.shipment s where s.id = r.shipment_id)
    from held h where r.shipment_id = h.shipment_id and r.provider is not null and (r.remote_id is not null or r.asked_at is not null)
    returning r.shipment_id as "shipmentId", r.provider`;
  await addJobs(
    tx,
    kept.map((row) => ({ ...row, priority: priorities.backFill })),
  );
  return kept.length;
}
