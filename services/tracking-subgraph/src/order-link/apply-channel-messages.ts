import {
  type ChannelEvent,
  channelBody,
  type DeliveryChanged,
  type OrderChanged,
  open,
  type Sql,
  type TransactionSql,
} from '@milepost/service-kit';
import { wakeShipments } from '../archive/wake-shipments.ts';
import { type Fact, factKey } from '../fact/fact.ts';
import { type OfferedFact, storeFacts } from '../fact/store-facts.ts';
import { BatchFailedError } from '../inbox/batch-failed.ts';
import type { BodyKeys } from '../inbox/body-keys.ts';
import { bodyContext } from '../inbox/inbox-writer.ts';
import { registerShipments } from '../shipment/register-shipments.ts';
import { cleanNumber } from '../tracking-number/clean-number.ts';

/** The lane of our own channel from odoo-subgraph. */
export const channelLane = 5;
export const channelProvider = 'odoo';

type Delivery = DeliveryChanged['delivery'];
type OrderState = OrderChanged['order'];

interface Current {
  version: string;
  data: Delivery;
  order_version: string | null;
  order_data: OrderState | null;
}

/**
 * Applies what odoo-subgraph told: deliveries and orders by version (arrival order does not matter, repeats do nothing), shipments made out
 * of references, links with their scope columns, and Odoo's facts for the fold. One transaction. Answers what was claimed and told,
 * and whether anybody's view of a shipment changed; throws
 * BatchFailedError.
 */
export async function applyChannelMessages(
  { sql, keys, carrierMapping }: { sql: Sql; keys: BodyKeys; carrierMapping: Readonly<Record<string, string>> },
  // One post of up to 500 events: the locks it needs are not held for the next one's sake.
  { limit = 1 } = {},
) {
  let claimed: string[] = [];
  const applied = sql.begin(async (tx) => {
    const rows = await tx<
      { id: string; provider: string; dedupe: Buffer; request_id: string; key_id: number; body: Buffer }[]
    >`
      with d as (delete from tracking.inbox_todo where ctid = any(array(
        select ctid from tracking.inbox_todo where lane = ${channelLane} order by id limit ${limit} for update skip locked)) returning id)
      select i.id, i.provider, i.dedupe, i.request_id, i.key_id, i.body from d join tracking.inbox i using (id) order by i.id`;
    claimed = rows.map((row) => row.id);
    if (rows.length === 0) return { claimed: 0, milestones: 0, isRescoped: false };
    const events: ChannelEvent[] = [];
    for (const row of rows) {
      // The body was checked against this schema before it was accepted.
      const body = open(await keys.find(row.key_id), row.body, bodyContext(row.provider, row.dedupe));
      events.push(...channelBody.parse(JSON.parse(body.toString('utf8'))).events);
    }
    const { milestones, isRescoped } = await applyEvents(tx, events, carrierMapping);
    // Those that an operator sent through again are dead letters no more.
    await tx`delete from tracking.dead_letter where inbox_id = any(${claimed}::bigint[])`;
    return { claimed: rows.length, milestones, isRescoped };
  });
  return applied.catch((error: unknown) => {
    throw new BatchFailedError(claimed, error);
  });
}

async function applyEvents(
  tx: TransactionSql,
  events: readonly ChannelEvent[],
  carrierMapping: Readonly<Record<string, string>>,
) {
  const deliveries = newest(
    events.filter((e) => e.type === 'delivery.changed'),
    (e) => e.delivery.id,
  );
  const orders = newest(
    events.filter((e) => e.type === 'order.changed'),
    (e) => e.order.id,
  );
  const changedDeliveries = await keepNewer(
    tx,
    'delivery',
    deliveries.map((e) => ({ id: e.delivery.id, version: e.version, order_id: e.delivery.orderId, data: e.delivery })),
  );
  const changedOrders = await keepNewer(
    tx,
    'order_state',
    orders.map((e) => ({ id: e.order.id, version: e.version, order_id: e.order.id, data: e.order })),
  );
  if (changedDeliveries.length === 0 && changedOrders.length === 0) return { milestones: 0, isRescoped: false };

  const current = await tx<Current[]>`
    select d.version, d.data, o.version as order_version, o.data as order_data from tracking.delivery d left join tracking.order_state o on o.id = d.order_id
    where d.id = any(${changedDeliveries}) or d.order_id = any(${changedOrders}) order by d.id`;
  const requestIds = new Map(
    events.map((e) => [e.type === 'delivery.changed' ? `d${e.delivery.id}` : `o${e.order.id}`, e.correlationId]),
  );
  const requestOf = (d: Delivery) => requestIds.get(`d${d.id}`) ?? requestIds.get(`o${d.orderId}`) ?? 'unknown';

  const wanted = current.map(({ data }) => ({
    delivery: data,
    registrations: data.deleted
      ? []
      : data.references.map((reference) => toRegistration(data, reference, carrierMapping)),
  }));
  const shipmentIds = await registerShipments(
    tx,
    wanted.flatMap((w) => w.registrations),
    { actor: 'odoo', requestId: current[0] ? requestOf(current[0].data) : 'unknown' },
  );

  const links = current.flatMap(({ data, order_data, version, order_version }, i) => {
    const order = order_data && Number(order_version) > Number(version) ? order_data : null;
    return [
      ...new Set(
        (wanted[i]?.registrations ?? []).map((r) => shipmentIds.get(`${r.carrierCode}/${r.number}`) as string),
      ),
    ].map((shipment_id) => ({
      delivery_id: data.id,
      shipment_id,
      order_id: data.orderId,
      company_id: order?.companyId ?? data.companyId,
      customer_id: order?.customerId ?? data.customerId,
      warehouse_id: data.warehouseId,
      country_code: data.countryCode,
      // Messages that were stored by an older process do not say.
      region: (order ? order.region : data.region) ?? null,
    }));
  });
  const deliveryIds = current.map((row) => row.data.id);
  const [outcome] = await tx.unsafe<{ ended: { delivery_id: number; shipment_id: string }[]; moved: number }[]>(
    `with g as (select * from json_to_recordset($1::text::json) as g(delivery_id int, shipment_id uuid, order_id int, company_id int, customer_id int, warehouse_id int, country_code text, region text)),
     x as (delete from tracking.link l where l.delivery_id = any($2::int[]) and not exists (select 1 from g where g.delivery_id = l.delivery_id and g.shipment_id = l.shipment_id)
       returning l.delivery_id, l.shipment_id),
     a as (insert into tracking.audit (actor, action, subject, request_id, detail) select 'odoo', 'link.ended', 'shipment ' || shipment_id, $3, json_build_object('delivery', delivery_id)::jsonb from x),
     i as (insert into tracking.link as l (delivery_id, shipment_id, order_id, company_id, customer_id, warehouse_id, country_code, region)
       select delivery_id, shipment_id, order_id, company_id, customer_id, warehouse_id, country_code, region from g
       on conflict (delivery_id, shipment_id) do update set order_id = excluded.order_id, company_id = excluded.company_id, customer_id = excluded.customer_id,
         warehouse_id = excluded.warehouse_id, country_code = excluded.country_code, region = excluded.region
       where (l.order_id, l.company_id, l.customer_id, l.warehouse_id, l.country_code, l.region)
         is distinct from (excluded.order_id, excluded.company_id, excluded.customer_id, excluded.warehouse_id, excluded.country_code, excluded.region)
       returning xmax::text <> '0' as is_moved)
     select (select coalesce(json_agg(x), '[]') from x) as ended, (select count(*) filter (where is_moved) from i)::int as moved`,
    [JSON.stringify(links), deliveryIds, current[0] ? requestOf(current[0].data) : 'unknown'],
  );

  const { ended, moved } = outcome ?? { ended: [], moved: 0 };
  const isRescoped = moved > 0 || ended.length > 0;
  const byId = new Map(current.map((row) => [row.data.id, row]));
  const offers: OfferedFact[] = [
    ...links.map((l) => ({ ...l, isLinked: true })),
    ...ended.map((l) => ({ ...l, isLinked: false })),
  ].map((link) => {
    const row = byId.get(link.delivery_id) as Current;
    return {
      shipmentId: link.shipment_id,
      fact: deliveryFact(row, link.isLinked),
      inboxId: null,
      requestId: requestOf(row.data),
    };
  });
  if (offers.length === 0) return { milestones: 0, isRescoped };
  const ids = [...new Set(offers.map((offer) => offer.shipmentId))].sort();
  const locked = await tx<{ id: string; is_archived: boolean }[]>`
    select s.id, s.archived_at is not null as is_archived from unnest(${ids}::uuid[]) i(id) join tracking.shipment s on s.id = i.id order by s.id for update of s`;
  await wakeShipments(
    tx,
    locked.flatMap(({ id, is_archived }) => (is_archived ? id : [])),
  );
  const { milestones } = await storeFacts(tx, offers, new Map());
  return { milestones, isRescoped };
}

function newest<T extends { version: number }>(events: readonly T[], idOf: (event: T) => number): T[] {
  const kept = new Map<number, T>();
  for (const event of events) if (event.version > (kept.get(idOf(event))?.version ?? 0)) kept.set(idOf(event), event);
  return [...kept.values()].sort((a, b) => idOf(a) - idOf(b));
}

async function keepNewer(
  tx: TransactionSql,
  table: 'delivery' | 'order_state',
  rows: readonly { id: number; version: number; order_id: number; data: object }[],
): Promise<number[]> {
  if (rows.length === 0) return [];
  const columns = table === 'delivery' ? 'id, version, order_id, data' : 'id, version, data';
  const kept = await tx.unsafe<{ id: number }[]>(
    `insert into tracking.${table} as t (${columns}) select ${columns} from json_to_recordset($1::text::json) as g(id int, version bigint, order_id int, data jsonb) order by id
     on conflict (id) do update set version = excluded.version, ${table === 'delivery' ? 'order_id = excluded.order_id,' : ''} data = excluded.data where t.version < excluded.version returning id`,
    [JSON.stringify(rows)],
  );
  return kept.map((row) => row.id);
}

function toRegistration(delivery: Delivery, reference: string, mapping: Readonly<Record<string, string>>) {
  const method = delivery.deliveryMethod;
  const carrierCode = method !== null && Object.hasOwn(mapping, method) ? (mapping[method] as string) : '';
  return { number: cleanNumber(reference), carrierCode, trackingUrlTemplate: delivery.trackingUrlTemplate };
}

function deliveryFact({ version, data, order_version, order_data }: Current, isLinked: boolean): Fact {
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
