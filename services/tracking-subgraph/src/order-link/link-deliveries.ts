import type { DeliveryChanged, OrderChanged, TransactionSql } from '@milepost/service-kit';
import { wakeShipments } from '../archive/wake-shipments.ts';
import { type Fact, factKey } from '../fact/fact.ts';
import { type OfferedFact, storeFacts } from '../fact/store-facts.ts';

/** The source of facts that come from Odoo, by our own channel from odoo-subgraph. */
export const channelProvider = 'odoo';

export type Delivery = DeliveryChanged['delivery'];
type OrderState = OrderChanged['order'];

/** A delivery as it was told last, and what was told of its order since. */
export interface ToldDelivery {
  version: string;
  data: Delivery;
  order_version: string | null;
  order_data: OrderState | null;
}

interface LinkedDelivery extends ToldDelivery {
  /** The shipments that its references name; null: the same as before. */
  named: readonly string[] | null;
  /** What somebody links to it through the graph, beside what was linked so before. Such links stay as long as the delivery does, whatever its references name. */
  added: readonly string[];
}

/** Whoever makes or moves links holds this until its transaction ends: who sees a link follows from what was told of its order, and two at once could miss each other's word. */
export async function lockLinks(tx: TransactionSql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('tracking.registration'))`;
}

/** Deliveries as they were told last: these, and all of these orders. */
export async function readTold(
  tx: TransactionSql,
  { deliveries = [], orders = [] }: { deliveries?: readonly number[]; orders?: readonly number[] },
): Promise<ToldDelivery[]> {
  return tx<ToldDelivery[]>`
    select d.version, d.data, o.version as order_version, o.data as order_data from tracking.delivery d left join tracking.order_state o on o.id = d.order_id
    where d.id = any(${deliveries as number[]}) or d.order_id = any(${orders as number[]}) order by d.id`;
}

/** Whose a delivery is: what was told last of its order counts. */
export function ownerOf({ version, data, order_version, order_data }: ToldDelivery) {
  const order = order_data && Number(order_version) > Number(version) ? order_data : null;
  return {
    orderId: data.orderId,
    companyId: order?.companyId ?? data.companyId,
    customerId: order?.customerId ?? data.customerId,
    // Messages that were stored by an older process do not say.
    region: (order ? order.region : data.region) ?? null,
  };
}

/**
 * Links deliveries to shipments and ends other links of theirs; with scope columns as told, and the facts that follow for the fold. Takes a lock (lockLinks) that the caller
 * should hold since before it read the deliveries. Answers how many milestones were told, whether anybody's view of a shipment changed, and whose links were looked at.
 */
export async function linkDeliveries(
  tx: TransactionSql,
  deliveries: readonly LinkedDelivery[],
  requestOf: (delivery: Delivery) => string,
): Promise<{ milestones: number; isRescoped: boolean; shipmentIds: readonly string[] }> {
  const deliveryIds = deliveries.map(({ data }) => data.id);
  const before = await tx<{ delivery_id: number; shipment_id: string; origin: 'odoo' | 'graph' }[]>`
    select delivery_id, shipment_id, origin from tracking.link where delivery_id = any(${deliveryIds})`;
  const links = deliveries.flatMap((told) => {
    const { data, named, added } = told;
    const owner = ownerOf(told);
    const had = (origin: string) =>
      before.flatMap((link) => (link.delivery_id === data.id && link.origin === origin ? link.shipment_id : []));
    const byHand = new Set(data.deleted ? [] : [...had('graph'), ...added]);
    return [...new Set([...(named ?? had('odoo')), ...byHand])].map((shipment_id) => ({
      delivery_id: data.id,
      shipment_id,
      origin: byHand.has(shipment_id) ? 'graph' : 'odoo',
      order_id: owner.orderId,
      company_id: owner.companyId,
      customer_id: owner.customerId,
      warehouse_id: data.warehouseId,
      country_code: data.countryCode,
      region: owner.region,
    }));
  });
  const [outcome] = await tx.unsafe<{ ended: { delivery_id: number; shipment_id: string }[]; moved: number }[]>(
    `with g as (select * from json_to_recordset($1::text::json) as g(delivery_id int, shipment_id uuid, order_id int, company_id int, customer_id int, warehouse_id int, country_code text, region text, origin text)),
     x as (delete from tracking.link l where l.delivery_id = any($2::int[]) and not exists (select 1 from g where g.delivery_id = l.delivery_id and g.shipment_id = l.shipment_id)
       returning l.delivery_id, l.shipment_id),
     a as (insert into tracking.audit (actor, action, subject, request_id, detail) select 'odoo', 'link.ended', 'shipment ' || shipment_id, $3, json_build_object('delivery', delivery_id)::jsonb from x),
     i as (insert into tracking.link as l (delivery_id, shipment_id, order_id, company_id, customer_id, warehouse_id, country_code, region, origin)
       select delivery_id, shipment_id, order_id, company_id, customer_id, warehouse_id, country_code, region, origin from g
       on conflict (delivery_id, shipment_id) do update set order_id = excluded.order_id, company_id = excluded.company_id, customer_id = excluded.customer_id,
         warehouse_id = excluded.warehouse_id, country_code = excluded.country_code, region = excluded.region,
         origin = case when excluded.origin = 'graph' then excluded.origin else l.origin end
       where (excluded.origin = 'graph' and l.origin = 'odoo') or (l.order_id, l.company_id, l.customer_id, l.warehouse_id, l.country_code, l.region)
         is distinct from (excluded.order_id, excluded.company_id, excluded.customer_id, excluded.warehouse_id, excluded.country_code, excluded.region)
       returning xmax::text <> '0' as is_moved)
     select (select coalesce(json_agg(x), '[]') from x) as ended, (select count(*) filter (where is_moved) from i)::int as moved`,
    [JSON.stringify(links), deliveryIds, deliveries[0] ? requestOf(deliveries[0].data) : 'unknown'],
  );

  const { ended, moved } = outcome ?? { ended: [], moved: 0 };
  const isRescoped = moved > 0 || ended.length > 0;
  const byId = new Map(deliveries.map((row) => [row.data.id, row]));
  const offers: OfferedFact[] = [
    ...links.map((l) => ({ ...l, isLinked: true })),
    ...ended.map((l) => ({ ...l, isLinked: false })),
  ].map((link) => {
    const row = byId.get(link.delivery_id) as LinkedDelivery;
    return {
      shipmentId: link.shipment_id,
      fact: deliveryFact(row, link.isLinked),
      inboxId: null,
      requestId: requestOf(row.data),
    };
  });
  if (offers.length === 0) return { milestones: 0, isRescoped, shipmentIds: [] };
  const ids = [...new Set(offers.map((offer) => offer.shipmentId))].sort();
  const locked = await tx<{ id: string; is_archived: boolean }[]>`
    select s.id, s.archived_at is not null as is_archived from unnest(${ids}::uuid[]) i(id) join tracking.shipment s on s.id = i.id order by s.id for update of s`;
  await wakeShipments(
    tx,
    locked.flatMap(({ id, is_archived }) => (is_archived ? id : [])),
  );
  const { milestones } = await storeFacts(tx, offers, new Map());
  return { milestones, isRescoped, shipmentIds: ids };
}

function deliveryFact({ version, data, order_version, order_data }: ToldDelivery, isLinked: boolean): Fact {
  const orderIsNewer = order_data !== null && Number(order_version) > Number(version);
  // Both versions only grow, so their sum orders the states this row went through, and key and data always belong together.
  const effective = Number(version) + Number(order_version ?? 0);
  return {
    key: factKey(channelProvider, 'delivery', [data.id, version, order_version, isLinked]),
    source: channelProvider,
    data: {
      kind: 'delivery',
      deliveryId: data.id,
      version: effective,
      isLinked: isLinked && !data.deleted,
      direction: data.kind === 'RETURN' ? 'RETURN' : 'FORWARD',
      isCancelled: data.cancelled || (orderIsNewer && order_data.cancelled),
      shippedAt: data.shippedAt,
      promisedAt: orderIsNewer ? order_data.promisedAt : data.promisedAt,
    },
  };
}
