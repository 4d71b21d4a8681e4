import type { Sql } from '@milepost/service-kit';
import type { Delivery, ToldDelivery } from '../order-link/link-deliveries.ts';
import { type CarrierRules, mapCarrier, type PlacedRule } from './map-carrier.ts';

/** Older ones are left alone: nobody has scanned them in all that time. */
const correctedWithinDays = 90;

/** A shipment that rules may name another carrier for: it has none, or an earlier rule chose it. */
export interface RuledShipment {
  id: string;
  number: string;
  /** Empty where nobody said it. */
  carrierCode: string;
  /** Scanned, at its end, in the archive, or read in a barcode of its carrier: who carries it is known, or does not matter any more. */
  isSettled: boolean;
  /** Carriers of other shipments with its number. */
  others: string[];
  deliveries: number[];
}

/**
 * A page of them by id: from `after` on, or the latest. Whoever registered a number by hand and named its carrier, or chose it in the queue, is not corrected; nor is what was registered before it was noted who chose.
 */
export async function readRuledShipments(
  sql: Pick<Sql, 'unsafe'>,
  { after, limit }: { after: string | null; limit: number },
): Promise<RuledShipment[]> {
  const order = after === null ? 'desc' : 'asc';
  const from = after === null ? '$1::uuid is null' : 'shipment_id > $1::uuid';
  return sql.unsafe<RuledShipment[]>(
    `with page as materialized (
       select * from (
         (select shipment_id, number, carrier_code from tracking.ref where carrier_code = '' and ${from} order by shipment_id ${order} limit $2)
         union all
         (select shipment_id, number, carrier_code from tracking.ref where rule_version is not null and ${from}
            and shipment_id > tracking.uuid_floor(now() - $3 * interval '1 day') order by shipment_id ${order} limit $2)) r
       order by shipment_id ${order} limit $2)
     select p.shipment_id as id, p.number, p.carrier_code as "carrierCode", s.is_settled as "isSettled",
       array(select o.carrier_code from tracking.ref o where o.number = p.number and o.shipment_id <> p.shipment_id) as others,
       array(select l.delivery_id from tracking.link l where l.shipment_id = p.shipment_id order by 1) as deliveries
     from page p cross join lateral (
       select s.is_final or s.archived_at is not null or exists (select 1 from tracking.event e where e.shipment_id = s.id and e.source <> 'odoo')
         or exists (select 1 from tracking.ref o where o.shipment_id = p.shipment_id and o.number <> p.number) as is_settled
       from tracking.shipment s where s.id = p.shipment_id offset 0) s
     order by p.shipment_id ${order}`,
    [after, limit, correctedWithinDays],
  );
}

/** A carrier that rules name for a shipment. */
export interface NewCarrier {
  carrierCode: string;
  rule: Pick<PlacedRule, 'version' | 'position'>;
}

/**
 * The other carrier that rules name for a shipment whose carrier a rule chose: where all its deliveries that are not cancelled come to the same one. Null where they do not, where it is scanned, and where another shipment
 * has its number there. Pure.
 */
export function correctedCarrier(
  rules: CarrierRules,
  { number, carrierCode, isSettled, others, deliveries }: Omit<RuledShipment, 'id'>,
  toldById: ReadonlyMap<number, Pick<ToldDelivery, 'data'>>,
): NewCarrier | null {
  if (carrierCode === '' || isSettled) return null;
  const verdicts = deliveries.flatMap((id) => {
    const data: Delivery | undefined = toldById.get(id)?.data;
    if (!data || data.deleted || data.cancelled) return [];
    const { deliveryMethod, countryCode, companyId } = data;
    return mapCarrier(rules, { deliveryMethod, countryCode, companyId, number });
  });
  const [first] = verdicts;
  if (first?.outcome !== 'MAPPED' || first.carrierCode === carrierCode || others.includes(first.carrierCode))
    return null;
  if (verdicts.some((one) => one.outcome !== 'MAPPED' || one.carrierCode !== first.carrierCode)) return null;
  const { version, position } = first.rule;
  return { carrierCode: first.carrierCode, rule: { version, position } };
}
