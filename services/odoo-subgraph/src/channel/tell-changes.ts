import { createHash } from 'node:crypto';
import {
  currentRequestId,
  type DeliveryChanged,
  type OrderChanged,
  splitReferences,
  type TransactionSql,
} from '@milepost/service-kit';
import { instant } from '../odoo/values.ts';
import { isDelivery } from '../order/order-row.ts';

interface DeliveryRow {
  id: number;
  name: string;
  state: string;
  type_code: string;
  order_id: number;
  order_name: string;
  order_state: string;
  company_id: number;
  commercial_partner_id: number;
  warehouse_id: number | null;
  region: string | null;
  country_code: string | null;
  carrier_name: string | null;
  tracking_url: string | null;
  tracking_ref: string | null;
  scheduled_at: string | null;
  done_at: string | null;
  /** By a person: a date that we moved because a parcel is late does not make it seem on time. */
  promised_date: string | null;
}

interface OrderRow {
  id: number;
  name: string;
  state: string;
  company_id: number;
  commercial_partner_id: number;
  region: string | null;
  /** By a person: a date that we moved because a parcel is late does not make it seem on time. */
  promised_date: string | null;
  amount_total: number;
  currency_code: string | null;
}

/** Which orders a change of some model concerns. */
const concerned: Record<string, string | null> = {
  'res.currency': null,
  'res.company': null,
  'sale.order.line': null,
  'stock.move': null,
  'stock.move.line': null,
  'account.move': null,
  'sale.order invoices': null,
  'delivery.carrier':
    'select distinct order_id as id from odoo.picking where carrier_id = any($1::int[]) and order_id is not null',
  'res.partner':
    'select id from odoo.sale_order where partner_id = any($1::int[]) or shipping_partner_id = any($1::int[])',
  'sale.order': 'select id from odoo.sale_order where id = any($1::int[])',
  'stock.picking':
    'select distinct order_id as id from odoo.picking where id = any($1::int[]) and order_id is not null',
};

/**
 * Writes `delivery.changed` and `order.changed` for whatever a change of the mirror means to tracking, into the outbox of the same transaction, which holds lockMirror.
 * Content equal to what was last told is not told again; with `tellsPostcodes` another postcode is other content, though it stands in no row in plain: the sender adds it. Deliveries are outgoing pickings and returns; steps inside the warehouse are none.
 */
export async function tellChanges(
  tx: TransactionSql,
  model: string,
  ids: readonly number[],
  { tellsPostcodes = false }: { tellsPostcodes?: boolean } = {},
): Promise<void> {
  const query = concerned[model];
  if (!query) return;
  const orders = (await tx.unsafe<{ id: number }[]>(query, [ids as number[]])).map((row) => row.id);
  if (orders.length === 0) return;
  // What scope is tested on: the customer account, and the region by warehouse and country.
  await tx`update odoo.sale_order o set commercial_partner_id = n.customer, region = n.region from (
      select i.id, p.commercial_partner_id as customer, odoo.region_of(i.warehouse_id, s.country_code) as region
      from odoo.sale_order i join odoo.partner p on p.id = i.partner_id left join odoo.partner s on s.id = i.shipping_partner_id where i.id = any(${orders})) n
    where o.id = n.id and (o.commercial_partner_id, o.region) is distinct from (n.customer, n.region)`;
  const subjects = [
    ...(await ordersAs(tx, orders)),
    ...(await deliveriesAs(tx, tx`k.order_id = any(${orders})`, { tellsPostcodes })),
  ];
  await write(
    tx,
    subjects,
    `insert into odoo.told as t (kind, id, hash) select kind, id, decode(hash, 'hex') from g
     on conflict (kind, id) do update set hash = excluded.hash where t.hash <> excluded.hash returning kind, id`,
  );
}

/**
 * The same for orders and deliveries that are about to leave the mirror, while their rows still say what they were: the links of their shipments end. What tracking was never told of is not
 * mentioned.
 */
export async function tellGone(tx: TransactionSql, model: string, ids: readonly number[]): Promise<void> {
  const list = ids as number[];
  if (model !== 'sale.order' && model !== 'stock.picking') return;
  const subjects =
    model === 'sale.order'
      ? [
          ...(await ordersAs(tx, list, true)),
          ...(await deliveriesAs(tx, tx`k.order_id = any(${list})`, { deleted: true })),
        ]
      : await deliveriesAs(tx, tx`k.id = any(${list})`, { deleted: true });
  if (subjects.length === 0) return;
  await write(
    tx,
    subjects,
    `update odoo.told t set hash = decode(g.hash, 'hex') from g where (t.kind, t.id) = (g.kind, g.id) and t.hash <> decode(g.hash, 'hex') returning t.kind, t.id`,
  );
}

/**
 * One transaction at a time writes the mirror, whatever it stores. What is told of an order, the keys it is found by and who may see it follow from several tables: of two parts that are stored at once each would
 * miss the other, and a row that is new is nothing that could be locked. To be called first, before any row is written, so that nobody waits for rows of somebody who waits here.
 */
export async function lockMirror(tx: TransactionSql): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('odoo.mirror'))`;
}

interface Subject {
  kind: 'order' | 'delivery';
  id: number;
  content: Omit<DeliveryChanged, 'version' | 'correlationId'> | Omit<OrderChanged, 'version' | 'correlationId'>;
  /** Changes with what is told and does not stand in the content. */
  mark?: string;
}

async function ordersAs(tx: TransactionSql, ids: readonly number[], deleted = false): Promise<Subject[]> {
  const rows = await tx<OrderRow[]>`
    select o.id, o.name, o.state, o.company_id, o.commercial_partner_id, o.region, o.promised_date::text, o.amount_total, u.name as currency_code
    from odoo.sale_order o left join odoo.currency u on u.id = o.currency_id
    where o.id = any(${ids as number[]}) and o.commercial_partner_id is not null order by o.id`;
  return rows.map((row) => ({
    kind: 'order',
    id: row.id,
    content: {
      type: 'order.changed',
      order: {
        id: row.id,
        name: row.name,
        companyId: row.company_id,
        customerId: row.commercial_partner_id,
        region: row.region,
        promisedAt: instant(row.promised_date),
        total: row.currency_code === null ? null : { amount: row.amount_total, currencyCode: row.currency_code },
        cancelled: row.state === 'cancel',
        deleted,
      },
    },
  }));
}

async function deliveriesAs(
  tx: TransactionSql,
  which: ReturnType<TransactionSql>,
  { deleted = false, tellsPostcodes = false },
): Promise<Subject[]> {
  const rows = await tx<(DeliveryRow & { postcode_index: Buffer | null })[]>`
    select k.id, k.name, k.state, k.type_code, o.id as order_id, o.name as order_name, o.state as order_state, o.company_id, o.commercial_partner_id, o.warehouse_id, o.region,
      s.country_code, s.postcode_index, c.name as carrier_name, c.tracking_url, k.tracking_ref, k.scheduled_at::text, k.done_at::text, o.promised_date::text
    from odoo.picking k join odoo.sale_order o on o.id = k.order_id
    left join odoo.partner s on s.id = o.shipping_partner_id left join odoo.delivery_carrier c on c.id = k.carrier_id
    where ${which} and ${tx.unsafe(isDelivery)} and o.commercial_partner_id is not null order by k.id`;
  return rows.map((row) => ({
    kind: 'delivery',
    id: row.id,
    content: { type: 'delivery.changed', delivery: toDelivery(row, deleted) },
    ...(tellsPostcodes && { mark: row.postcode_index?.toString('hex') ?? '' }),
  }));
}

/** `remember`: a statement over `g` (kind, id, hash) that keeps what was told and returns kind and id of what is new. */
async function write(tx: TransactionSql, subjects: readonly Subject[], remember: string): Promise<void> {
  const offered = subjects.map(({ kind, id, content, mark = '' }) => ({
    kind,
    id,
    content,
    hash: createHash('sha256')
      .update(`${JSON.stringify(content)}${mark}`)
      .digest('hex'),
  }));
  const correlationId = currentRequestId() ?? crypto.randomUUID();
  await tx.unsafe(
    `with g as (select * from rows from (json_to_recordset($1::text::json) as (kind text, id int, hash text, content jsonb)) with ordinality as g(kind, id, hash, content, n)),
     t as (${remember})
     insert into odoo.outbox (body) select g.content || jsonb_build_object('correlationId', $2::text) from g join t using (kind, id) order by g.n`,
    [JSON.stringify(offered), correlationId],
  );
}

function toDelivery(row: DeliveryRow, deleted: boolean): DeliveryChanged['delivery'] {
  return {
    id: row.id,
    name: row.name,
    kind: row.type_code === 'outgoing' ? 'OUTGOING' : 'RETURN',
    orderId: row.order_id,
    orderName: row.order_name,
    companyId: row.company_id,
    customerId: row.commercial_partner_id,
    warehouseId: row.warehouse_id,
    countryCode: row.country_code?.length === 2 ? row.country_code : null,
    region: row.region,
    deliveryMethod: row.carrier_name,
    trackingUrlTemplate: row.tracking_url,
    references: splitReferences(row.tracking_ref),
    scheduledAt: instant(row.scheduled_at),
    shippedAt: row.state === 'done' ? instant(row.done_at) : null,
    promisedAt: instant(row.promised_date),
    cancelled: row.state === 'cancel' || row.order_state === 'cancel',
    deleted,
  };
}
