import { type Sql, splitReferences, type TransactionSql } from '@milepost/service-kit';
import { type MilestoneNews, type News, readNews } from './news.ts';
import { type Known, type KnownOrder, planEffects, type Wish } from './plan-effects.ts';
import type { WriteBackPolicy } from './policy.ts';
import type { LineKind } from './texts.ts';

const batch = 100;
const actedOn = /^(milestone\.added|case\.(opened|updated|closed))$/;

export interface TakeNewsOptions {
  policy: WriteBackPolicy;
  now: () => Date;
  /** A message of a kind that we act on, and that is not as documented: its facts are lost to us until somebody looks. */
  onUnreadable?: (webhookId: string) => void;
}

/** Takes messages that came and notes what they want of Odoo, in one transaction: a crash in between takes them again, and the same cause wants the same once. */
export function takeNews(sql: Sql, options: TakeNewsOptions): Promise<{ taken: number; isMore: boolean }> {
  return sql.begin((tx) => takeBatch(tx, options));
}

/** A batch within the caller's transaction; answers whether there may be more. Tables of its own are named without a schema: a dry run puts empty ones in their place. */
export async function takeBatch(
  tx: TransactionSql,
  options: TakeNewsOptions,
): Promise<{ taken: number; isMore: boolean }> {
  const rows = await tx<{ webhookId: string; eventType: string; body: unknown }[]>`
    select webhook_id as "webhookId", event_type as "eventType", body from received_message where taken_at is null
    order by received_at, webhook_id limit ${batch} for update skip locked`;
  if (rows.length === 0) return { taken: 0, isMore: false };
  for (const row of rows) {
    const news = readNews(row);
    if (news !== null) await takeOne(tx, news, options);
    else if (actedOn.test(row.eventType)) options.onUnreadable?.(row.webhookId);
  }
  await tx`update received_message set taken_at = ${options.now()} where webhook_id = any(${rows.map(({ webhookId }) => webhookId)})`;
  return { taken: rows.length, isMore: rows.length === batch };
}

async function takeOne(tx: TransactionSql, news: News, { policy, now }: TakeNewsOptions): Promise<void> {
  const at = now();
  const before = await shipmentBefore(tx, news);
  if (news.kind === 'milestone' && !before.isOutdated) await remember(tx, news);
  const known: Known = { ...before, lines: await linesOf(tx, news), orders: await ordersOf(tx, news) };
  const wishes = planEffects(news, known, { policy, now: at });
  await note(tx, wishes, { at, gatherSeconds: policy.gatherSeconds, requestId: news.requestId });
}

async function shipmentBefore(tx: TransactionSql, { shipment, sequence }: News) {
  if (!shipment) return { statusBefore: null, isOutdated: false };
  const [told] = await tx<{ status: string; sequence: string }[]>`
    select status, sequence from told_shipment where id = ${shipment.id} for update`;
  return { statusBefore: told?.status ?? null, isOutdated: told !== undefined && Number(told.sequence) > sequence };
}

async function remember(tx: TransactionSql, { shipment, sequence, deliveries }: MilestoneNews): Promise<void> {
  const { id, trackingNumber, carrierCode, status, direction, hasProof } = shipment;
  await tx`insert into told_shipment (id, sequence, tracking_number, carrier_code, status, direction, has_proof)
    values (${id}, ${sequence}, ${trackingNumber}, ${carrierCode}, ${status}, ${direction}, ${hasProof})
    on conflict (id) do update set sequence = excluded.sequence, tracking_number = excluded.tracking_number, carrier_code = excluded.carrier_code, status = excluded.status,
      direction = excluded.direction, has_proof = excluded.has_proof`;
  const ids = deliveries.map((delivery) => delivery.id);
  await tx`with gone as (delete from told_shipment_delivery where shipment_id = ${id} and delivery_id <> all(${ids}::int[]))
    insert into told_shipment_delivery (shipment_id, delivery_id) select ${id}, unnest(${ids}::int[]) on conflict do nothing`;
}

async function linesOf(tx: TransactionSql, { shipment, deliveries }: News): Promise<Known['lines']> {
  const lines = new Map<number, LineKind[]>();
  if (!shipment || deliveries.length === 0) return lines;
  const rows = await tx<{ delivery: number; line: LineKind }[]>`
    select res_id as delivery, wanted->>'line' as line from effect
    where kind = 'LINE' and model = 'stock.picking' and order_id = any(${deliveries.map(({ orderId }) => orderId)}) and key like ${`line:${shipment.id}:%`}`;
  for (const { delivery, line } of rows) lines.set(delivery, [...(lines.get(delivery) ?? []), line]);
  return lines;
}

/** Orders of the mirror. What has to arrive: every reference of every delivery that leaves, none of which may be open or without a number. */
async function ordersOf(tx: TransactionSql, { orderIds: ids, shipment }: News): Promise<KnownOrder[]> {
  if (ids.length === 0) return [];
  const rows = await tx<
    (Omit<KnownOrder, 'arrivedParcels' | 'provenParcels'> & {
      deliveries: {
        isDone: boolean;
        reference: string | null;
        told: { number: string; isThere: boolean; isProven: boolean }[];
      }[];
    })[]
  >`
    select o.id, o.state = 'sale' as "isConfirmed", coalesce(o.invoice_status = 'to invoice', false) as "isToInvoice", to_char(o.commitment_date, 'YYYY-MM-DD HH24:MI:SS') as "promisedAt",
      (select e.wanted->>'date' from effect e where e.key = 'promise:' || o.id) as "wantedPromise",
      case when exists (select 1 from effect e where e.key = 'invoice:' || o.id and e.state in ('WAITING', 'DONE', 'SHADOW')) then 'DRAFTED'
        when exists (select 1 from effect e where e.key = 'ready:' || o.id and e.wanted->>'isOpen' = 'true') then 'TOLD' end as ready,
      exists (select 1 from effect e where e.key = 'recalled:' || o.id || ':' || ${shipment?.id ?? ''}::text and e.wanted->>'isOpen' = 'true') as "hasRecall",
      coalesce((select json_agg(json_build_object('isDone', k.state = 'done', 'reference', k.tracking_ref, 'told', coalesce(
          (select json_agg(json_build_object('number', s.tracking_number, 'isThere', s.status = 'DELIVERED' and s.direction = 'FORWARD', 'isProven', s.has_proof))
           from told_shipment_delivery d join told_shipment s on s.id = d.shipment_id where d.delivery_id = k.id), '[]')))
        from odoo.picking k where k.order_id = o.id and k.type_code = 'outgoing' and k.state <> 'cancel'), '[]') as deliveries
    from odoo.sale_order o where o.id = any(${ids as number[]}) order by o.id`;
  return rows.map(({ deliveries, ...order }) => {
    const parcels = deliveries.flatMap(({ told }) => told);
    const isWhole =
      deliveries.length > 0 &&
      deliveries.every(({ isDone, reference, told }) => {
        const numbers = splitReferences(reference);
        // A number that nobody has told anything of, and a parcel that is not there yet.
        return isDone && numbers.length > 0 && told.length >= numbers.length && told.every(({ isThere }) => isThere);
      });
    const count = new Set(parcels.map(({ number }) => number)).size;
    return {
      ...order,
      arrivedParcels: isWhole ? count : null,
      provenParcels: isWhole && parcels.every(({ isProven }) => isProven) ? count : null,
    };
  });
}

/** A wish that is newer than what stands for its cause takes its place. */
async function note(
  tx: TransactionSql,
  wishes: readonly Wish[],
  { at, gatherSeconds, requestId }: { at: Date; gatherSeconds: number; requestId: string },
): Promise<void> {
  if (wishes.length === 0) return;
  const due = new Date(at.getTime() + gatherSeconds * 1_000);
  const rows = wishes.map(({ key, mode, orderId, model, resId, wanted }) => ({
    key,
    kind: wanted.kind,
    order_id: orderId,
    model,
    res_id: resId,
    state: mode === 'live' ? 'WAITING' : 'SHADOW',
    wanted,
  }));
  await tx`
    insert into effect as e (key, kind, order_id, model, res_id, state, wanted, due_at, request_id, created_at)
    select r.key, r.kind, r.order_id, r.model, r.res_id, r.state, r.wanted, ${due}, ${requestId}, ${at}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(key text, kind text, order_id int, model text, res_id int, state text, wanted jsonb)
    on conflict (key) do update set wanted = excluded.wanted, state = excluded.state, reason = null, request_id = excluded.request_id, settled_at = null,
      due_at = case when e.state = 'WAITING' then least(e.due_at, excluded.due_at) else excluded.due_at end
    where e.kind <> 'LINE' and (e.wanted->>'version')::bigint < (excluded.wanted->>'version')::bigint`;
}
