import {
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Reader,
  type Sql,
  seesEverything,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import { scopeCondition } from '../scope.ts';
import { candidatesOf } from '../tracking-number/check-number.ts';
import { requireStaff } from './explain-order.ts';
import { type CarrierRules, type CarrierVerdict, mapCarrier } from './map-carrier.ts';
import { type CarrierSuggestion, type Outcome, suggestCarriers } from './suggest-carriers.ts';

/** A shipment that waits for somebody to say who carries it. */
export interface CarrierQueueItemRow {
  shipmentId: string;
  trackingNumber: string;
  waitingSince: Date;
  /** Of the first of its deliveries in the viewer's scope; null without one, or where Odoo does not say. */
  deliveryMethod: string | null;
  countryCode: string | null;
  verdict: CarrierVerdict;
  suggestions: CarrierSuggestion[];
}

interface Waiting {
  shipmentId: string;
  trackingNumber: string;
  waitingSince: Date;
  position: string;
}

interface DeliveryOf {
  shipmentId: string;
  deliveryMethod: string | null;
  countryCode: string | null;
  companyId: number;
}

/** The latest deliveries of a kind that suggestions look at. */
const history = 200;

/** Shipments in the viewer's scope that wait for a carrier, the longest wait first. Four statements, however many. Throws FORBIDDEN for everybody but agents and operators. */
export async function listCarrierQueue(
  { sql, reader, viewer }: { sql: Sql; reader: Reader; viewer: Viewer },
  rules: CarrierRules,
  { first, after }: { first: number | null; after: string | null },
): Promise<Page<CarrierQueueItemRow>> {
  requireStaff(viewer);
  const size = pageSize(first, 20);
  const [at, id] = after === null ? [null, null] : (decodeCursor(after, ['string', 'string']) as [string, string]);
  const scope = scopeCondition(viewer, 'l', 4);
  const rows = await reader.unsafe<Waiting[]>(
    `select r.shipment_id as "shipmentId", s.tracking_number as "trackingNumber", r.created_at as "waitingSince", r.created_at::text as position
     from tracking.registration r cross join lateral (select tracking_number from tracking.shipment s where s.id = r.shipment_id offset 0) s
     where r.state = 'NEEDS_CARRIER' and ($1::text is null or (r.created_at, r.shipment_id) > ($1::timestamptz, $2::uuid))
       and ${seesEverything(viewer) ? 'true' : `exists (select 1 from tracking.link l where l.shipment_id = r.shipment_id and ${scope.text})`}
     order by r.created_at, r.shipment_id limit $3`,
    [at, id, size + 1, ...(seesEverything(viewer) ? [] : scope.values)],
  );
  const page = toPage(rows, size, (row) => encodeCursor([row.position, row.shipmentId]));
  const deliveries = await deliveriesOf(
    sql,
    viewer,
    page.nodes.map(({ shipmentId }) => shipmentId),
  );
  const [ofMethod, ofCountry] = [
    await outcomesBy(
      sql,
      viewer,
      'deliveryMethod',
      [...deliveries.values()].map((one) => one.deliveryMethod),
    ),
    await outcomesBy(
      sql,
      viewer,
      'countryCode',
      [...deliveries.values()].map((one) => one.countryCode),
    ),
  ];
  return {
    ...page,
    nodes: page.nodes.map(({ shipmentId, trackingNumber, waitingSince }) => {
      const { deliveryMethod = null, countryCode = null, companyId = null } = deliveries.get(shipmentId) ?? {};
      return {
        shipmentId,
        trackingNumber,
        waitingSince,
        deliveryMethod,
        countryCode,
        verdict: mapCarrier(rules, { deliveryMethod, countryCode, companyId, number: trackingNumber }),
        suggestions: suggestCarriers({
          candidates: candidatesOf(trackingNumber),
          ofMethod: ofMethod.get(deliveryMethod ?? '') ?? [],
          ofCountry: ofCountry.get(countryCode ?? '') ?? [],
          deliveryMethod,
          countryCode,
        }),
      };
    }),
  };
}

/** The first delivery in scope of each of these shipments. */
async function deliveriesOf(
  sql: Sql,
  viewer: Viewer,
  shipmentIds: readonly string[],
): Promise<ReadonlyMap<string, DeliveryOf>> {
  if (shipmentIds.length === 0) return new Map();
  const scope = scopeCondition(viewer, 'l', 2);
  const rows = await sql.unsafe<DeliveryOf[]>(
    `select distinct on (l.shipment_id) l.shipment_id as "shipmentId", d.data->>'deliveryMethod' as "deliveryMethod", d.data->>'countryCode' as "countryCode",
       (d.data->>'companyId')::int as "companyId"
     from tracking.link l join tracking.delivery d on d.id = l.delivery_id where l.shipment_id = any($1::uuid[]) and ${scope.text} order by l.shipment_id, l.created_at, d.id`,
    [shipmentIds, ...scope.values] as never,
  );
  return new Map(rows.map((row) => [row.shipmentId, row]));
}

/** What the latest deliveries of these methods, or to these countries, came to, within the viewer's scope. */
async function outcomesBy(
  sql: Sql,
  viewer: Viewer,
  field: 'deliveryMethod' | 'countryCode',
  given: readonly (string | null)[],
): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const values = [...new Set(given.filter((value) => value !== null))];
  if (values.length === 0) return new Map();
  const scope = scopeCondition(viewer, 'l', 2);
  const rows = await sql.unsafe<(Outcome & { value: string })[]>(
    `select v.value, s.carrier as "carrierCode", count(*)::int as count from unnest($1::text[]) v(value)
     cross join lateral (select d.id from tracking.delivery d where d.data->>'${field}' = v.value order by d.id desc limit ${history}) d
     join tracking.link l on l.delivery_id = d.id and ${scope.text}
     cross join lateral (select coalesce(nullif(s.registered_carrier, ''), s.carrier_code) as carrier from tracking.shipment s where s.id = l.shipment_id offset 0) s
     where s.carrier is not null group by 1, 2 order by 1, 3 desc, 2`,
    [values, ...scope.values] as never,
  );
  return Map.groupBy(rows, ({ value }) => value);
}
