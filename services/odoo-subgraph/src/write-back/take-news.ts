import { type Sql, splitReferences, type TransactionSql } from '@milepost/service-kit';
import { type MilestoneNews, type News, readNews } from './news.ts';
import { type Known, type KnownOrder, mayConcernOrders, mayWantLines, planEffects, type Wish } from './plan-effects.ts';
import type { WriteBackPolicy } from './policy.ts';
import type { LineKind } from './texts.ts';

const batch = 100;
const actedOn = /^(milestone\.added|case\.(opened|updated|closed))$/;

export interface TakeNewsOptions {
  policy: WriteBackPolicy;
  now: () => Date;
  /** A message of a kind that we act on, and that is not as documented: its facts are lost to us until somebody looks. */
  onUnreadable?: (webhookId: string) => void;
  /** Each message within a savepoint of its own, so that one that cannot be taken does not keep the others waiting. */
  isEachAlone?: boolean;
}

/** Takes messages that came and notes what they want of Odoo, in one transaction: a crash in between takes them again, and the same cause wants the same once. */
export async function takeNews(sql: Sql, options: TakeNewsOptions): Promise<{ taken: number; isMore: boolean }> {
  try {
    return await sql.begin((tx) => takeBatch(tx, options));
  } catch (error) {
    if (!isAboutValues(error)) throw error;
    return sql.begin((tx) => takeBatch(tx, { ...options, isEachAlone: true }));
  }
}

/** What a message holds may be the reason: a moment that is none, a number too large for its column. */
const isAboutValues = (error: unknown) =>
  error instanceof RangeError ||
  error instanceof TypeError ||
  /^2[23]/.test(String((error as { code?: unknown } | null)?.code));

/** A batch within the caller's transaction; answers whether there may be more. Tables of its own are named without a schema: a dry run puts empty ones in their place. */
export async function takeBatch(
  tx: TransactionSql,
  options: TakeNewsOptions,
): Promise<{ taken: number; isMore: boolean }> {
  const rows = await tx<{ webhookId: string; eventType: string; body: unknown }[]>`
    select webhook_id as "webhookId", event_type as "eventType", body from received_message where taken_at is null
    order by received_at, webhook_id limit ${batch} for update skip locked`;
  if (rows.length === 0) return { taken: 0, isMore: false };
  const refused: { webhookId: string; error: unknown }[] = [];
  for (const row of rows) {
    const news = readNews(row);
    if (news === null) {
      if (actedOn.test(row.eventType)) options.onUnreadable?.(row.webhookId);
    } else if (!options.isEachAlone) await takeOne(tx, news, options);
    else
      await tx
        .savepoint((alone) => takeOne(alone, news, options))
        .catch((error: unknown) => {
          if (!isAboutValues(error)) throw error;
          refused.push({ webhookId: row.webhookId, error });
        });
  }
  // Where none of many can be taken, it is not the messages: they wait for somebody to look.
  if (refused.length > 10 && refused.length === rows.length) throw refused[0]?.error;
  for (const { webhookId } of refused) options.onUnreadable?.(webhookId);
  await tx`update received_message set taken_at = ${options.now()} where webhook_id = any(${rows.map(({ webhookId }) => webhookId)})`;
  return { taken: rows.length, isMore: rows.length === batch };
}

async function takeOne(tx: TransactionSql, news: News, { policy, now }: TakeNewsOptions): Promise<void> {
  const at = now();
  const before = await shipmentBefore(tx, news);
  if (news.kind === 'milestone' && !before.isOutdated) await remember(tx, news);
  const known: Known = {
    ...before,
    lines: mayWantLines(news) ? await linesOf(tx, news) : new Map(),
    orders: mayConcernOrders(news, before.statusBefore) ? await ordersOf(tx, news) : [],
    todoAt: await todoAt(tx, news),
  };
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
  const ids = deliveries.map((delivery) => delivery.id);
  await tx`
    with told as (
      insert into told_shipment (id, sequence, tracking_number, carrier_code, status, direction, has_proof)
      values (${id}, ${sequence}, ${trackingNumber}, ${carrierCode}, ${status}, ${direction}, ${hasProof})
      on conflict (id) do update set sequence = excluded.sequence, tracking_number = excluded.tracking_number, carrier_code = excluded.carrier_code, status = excluded.status,
        direction = excluded.direction, has_proof = excluded.has_proof),
    gone as (delete from told_shipment_delivery where shipment_id = ${id} and delivery_id <> all(${ids}::int[]))
    insert into told_shipment_delivery (shipment_id, delivery_id) select ${id}, unnest(${ids}::int[]) on conflict do nothing`;
}

/** Where a to-do for this case stands in Odoo, or may stand. */
async function todoAt(tx: TransactionSql, news: News): Promise<Known['todoAt']> {
  if (news.kind !== 'case') return null;
  const [row] = await tx<NonNullable<Known['todoAt']>[]>`
    select order_id as "orderId", model, res_id as "resId" from effect where key = ${`case:${news.case.id}`} and (record_id is not null or attempt is not null)`;
  return row ?? null;
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
export async function ordersOf(
  tx: TransactionSql,
  { orderIds: ids, shipment }: { orderIds: readonly number[]; shipment: { id: string } | null },
): Promise<KnownOrder[]> {
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
      (select max((e.wanted->>'parcels')::int) from effect e where e.key in ('invoice:' || o.id, 'ready:' || o.id)) as "readyParcels",
      exists (select 1 from effect e where e.key = 'recalled:' || o.id || ':' || ${shipment?.id ?? ''}::text and e.wanted->>'isOpen' = 'true') as "hasRecall",
      coalesce((select json_agg(json_build_object('isDone', k.state = 'done', 'reference', k.tracking_ref, 'told', coalesce(
          (select json_agg(json_build_object('number', s.tracking_number, 'isThere', s.status = 'DELIVERED' and s.direction = 'FORWARD', 'isProven', s.has_proof))
           from told_shipment_delivery d join told_shipment s on s.id = d.shipment_id where d.delivery_id = k.id), '[]')))
        from odoo.picking k where k.order_id = o.id and k.type_code = 'outgoing' and k.state <> 'cancel'), '[]') as deliveries
    from odoo.sale_order o where o.id = any(${ids as number[]}) order by o.id`;
  return rows.map(({ deliveries, ...order }) => {
    const parcels = deliveries.flatMap(toldOf);
    const isWhole =
      deliveries.length > 0 &&
      deliveries.every((delivery) => {
        const { isDone, reference } = delivery;
        const told = toldOf(delivery);
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

/** Of what was told of a delivery: its numbers of today. Of a number that was corrected since, nothing more is told. */
function toldOf<T extends { number: string }>({ reference, told }: { reference: string | null; told: readonly T[] }) {
  const written = bare(reference ?? '');
  return told.filter(({ number }) => written.includes(bare(number)));
}

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A wish that is newer than what stands for its cause takes its place. */
async function note(
  tx: TransactionSql,
  wishes: readonly Wish[],
  { at, gatherSeconds, requestId }: { at: Date; gatherSeconds: number; requestId: string },
): Promise<void> {
  if (wishes.length === 0) return;
  const due = new Date(at.getTime() + gatherSeconds * 1_000);
  const rows = wishes.map(({ key, mode, orderId, model, resId, wanted, isAnew = true }) => ({
    key,
    is_anew: isAnew,
    kind: wanted.kind,
    order_id: orderId,
    model,
    res_id: resId,
    state: mode === 'live' ? 'WAITING' : 'SHADOW',
    wanted,
  }));
  await tx`
    with r as (select * from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as r(key text, is_anew bool, kind text, order_id int, model text, res_id int, state text, wanted jsonb)),
    -- A person has closed it, and all that is new is that it is still open: it is not put before him again.
    closed as (update effect e set wanted = r.wanted from r where e.key = r.key and not r.is_anew and e.state = 'DONE' and e.reason = 'CLOSED_BY_PERSON'
      and (e.wanted->>'isOpen')::bool and (r.wanted->>'isOpen')::bool and (e.wanted->>'version')::bigint < (r.wanted->>'version')::bigint returning e.key)
    insert into effect as e (key, kind, order_id, model, res_id, state, wanted, due_at, request_id, created_at)
    select r.key, r.kind, r.order_id, r.model, r.res_id, r.state, r.wanted, ${due}, ${requestId}, ${at}
    from r where r.key not in (select key from closed)
    on conflict (key) do update set wanted = excluded.wanted, state = excluded.state, reason = null, request_id = excluded.request_id, settled_at = null,
      -- What nothing stands of in Odoo may stand elsewhere.
      order_id = case when e.record_id is null and e.attempt is null then excluded.order_id else e.order_id end,
      model = case when e.record_id is null and e.attempt is null then excluded.model else e.model end,
      res_id = case when e.record_id is null and e.attempt is null then excluded.res_id else e.res_id end,
      -- Not before it can be known what came of a call that is under way.
      due_at = case when e.attempt is not null then greatest(e.due_at, excluded.due_at) when e.state = 'WAITING' then least(e.due_at, excluded.due_at) else excluded.due_at end
    where e.kind <> 'LINE' and (e.wanted->>'version')::bigint < (excluded.wanted->>'version')::bigint`;
}
