import type { TransactionSql } from '@milepost/service-kit';
import { type Registering, wantRegistrations } from '../registration/want-registrations.ts';
import { type Cause, requeueUnmatched } from '../shipment/register-shipments.ts';
import type { NewCarrier, RuledShipment } from './ruled-shipments.ts';

/**
 * Gives shipments the carrier that rules name now, instead of the one that earlier rules chose, and wants what follows of providers: what is registered there is corrected there. Those that were scanned meanwhile keep theirs. The caller
 * holds lockLinks. Answers how many it corrected, and how many registrations have to be done.
 */
export async function correctCarriers(
  tx: TransactionSql,
  corrections: readonly { shipment: RuledShipment; to: NewCarrier }[],
  { registering, ...cause }: Cause & { registering: Registering },
): Promise<{ corrected: number; registrations: number }> {
  if (corrections.length === 0) return { corrected: 0, registrations: 0 };
  const ids = corrections.map(({ shipment }) => shipment.id).sort();
  // Whoever stores scans holds the shipment: what it stored is seen below.
  await tx`select 1 from unnest(${ids}::uuid[]) i(id) join tracking.shipment s on s.id = i.id order by s.id for update of s`;
  const done = await tx.unsafe<{ id: string }[]>(
    `with g as materialized (select * from json_to_recordset($1::text::json) as g(id uuid, number text, before text, carrier text, rule jsonb) where not exists (
         select 1 from tracking.event e where e.shipment_id = g.id and e.source <> 'odoo')),
     r as (update tracking.ref r set carrier_code = g.carrier, rule_version = (g.rule->>'version')::int from g where r.number = g.number and r.carrier_code = g.before and r.shipment_id = g.id returning r.shipment_id),
     a as (insert into tracking.audit (actor, action, subject, request_id, detail)
       select $2, 'shipment.carrier_corrected', 'shipment ' || g.id, $3, jsonb_build_object('before', g.before, 'carrier', g.carrier, 'rule', g.rule) from g join r on r.shipment_id = g.id)
     update tracking.shipment s set registered_carrier = g.carrier, carrier_code = g.carrier from g join r on r.shipment_id = g.id where s.id = g.id returning s.id`,
    [
      JSON.stringify(
        corrections.map(({ shipment, to }) => ({
          id: shipment.id,
          number: shipment.number,
          before: shipment.carrierCode,
          carrier: to.carrierCode,
          rule: to.rule,
        })),
      ),
      cause.actor,
      cause.requestId,
    ],
  );
  const registrations = await wantRegistrations(
    tx,
    registering,
    done.map(({ id }) => id),
  );
  await requeueUnmatched(
    tx,
    corrections.map(({ shipment }) => shipment.number),
  );
  return { corrected: done.length, registrations };
}
