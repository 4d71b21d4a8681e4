import { readAs, type Sql, type TransactionSql, type Viewer, viewerSettings } from '@milepost/service-kit';
import type { LiveCase } from '../live/case-stream.ts';
import { type LiveMilestone, readHead } from '../live/milestone-stream.ts';
import type { Owned, OwnerViewers } from './owner-viewers.ts';
import { caseMessage, type FromOdoo, milestoneMessage, ordersNamed } from './payload.ts';
import { readStream, type Subscribed } from './read-stream.ts';

/** Messages of an endpoint that wait at most; what comes after them waits in the stream. */
export const maxWaiting = 1_000;
const pageSize = 200;
/** For how long an endpoint is left alone whose owner may not see anything, or cannot be asked about. */
export const ownerRestMs = { OWNER_NOT_ALLOWED: 60_000, OWNER_UNKNOWN: 5_000 } as const;

interface FeedRow extends Owned, Subscribed {
  feedId: string;
  position: string;
  untilSeq: string | null;
  perSecond: number | null;
  steppedAt: Date | null;
  waiting: number;
}

/**
 * One step of one feed that has something to do: reads the next page of the stream in its owner's scope and makes messages of it, position and messages in one transaction. Whatever dies in between, each milestone and
 * each change of a case becomes one message of a feed. Answers whether there may be more, and whether messages were made.
 */
export async function stepFeed({
  sql,
  readSql,
  owners,
  now,
}: {
  sql: Sql;
  readSql: Sql;
  owners: OwnerViewers;
  now: () => Date;
}): Promise<{ isMore: boolean; made: number }> {
  const head = await readHead(sql);
  let claimed: string | null = null;
  const step = sql.begin(async (tx) => {
    const at = now();
    const feed = await claimFeed(tx, head.value, at);
    if (!feed) return { isMore: false, made: 0 };
    claimed = feed.feedId;
    const position = Number(feed.position);
    if (position < head.retainedAfter) {
      await expire(tx, feed, head.retainedAfter, at);
      return { isMore: true, made: 0 };
    }
    let viewer: Viewer | null;
    try {
      viewer = await owners.of(feed);
    } catch {
      await rest(tx, feed.id, 'OWNER_UNKNOWN', at);
      return { isMore: true, made: 0 };
    }
    if (viewer === null) {
      await rest(tx, feed.id, 'OWNER_NOT_ALLOWED', at);
      return { isMore: true, made: 0 };
    }
    const limit = Math.min(pageSize, maxWaiting - feed.waiting, allowance(feed, at));
    const reader = readAs(readSql, viewerSettings(viewer));
    const { changes, position: reached } = await readStream(reader, {
      viewer,
      wants: feed,
      isForHouse: feed.clientId === null,
      after: position,
      until: Math.min(head.value, Number(feed.untilSeq ?? head.value)),
      limit,
    });
    // Asked after the rows were read: see readMilestones.
    if (position < (await readHead(tx)).retainedAfter) return { isMore: true, made: 0 };
    const made = await makeMessages(tx, { feed, viewer, changes, at });
    await tx`update tracking.webhook_feed set position = ${reached}, stepped_at = ${at}, message_count = message_count + ${made},
        state = case when until_seq <= ${reached} then 'DONE' else state end, finished_at = case when until_seq <= ${reached} then ${at}::timestamptz end
      where id = ${feed.feedId}`;
    return { isMore: true, made };
  });
  return step.catch(async (error: unknown) => {
    // It had its turn: what is wrong with one feed holds up no other.
    if (claimed !== null) await sql`update tracking.webhook_feed set stepped_at = ${now()} where id = ${claimed}`;
    throw error;
  });
}

/** The feed that was looked at longest ago, of those that have something to look at; locked, so that instances share the work. */
async function claimFeed(tx: TransactionSql, head: number, at: Date): Promise<FeedRow | null> {
  const [feed] = await tx<FeedRow[]>`
    select f.*, w.waiting from (
      select f.id as "feedId", f.position, f.until_seq as "untilSeq", f.per_second as "perSecond", f.stepped_at as "steppedAt", e.id, e.client_id as "clientId", e.limits, e.event_types as "eventTypes", e.milestones
      from tracking.webhook_feed f join tracking.webhook_endpoint e on e.id = f.endpoint_id
      where f.state = 'RUNNING' and e.state = 'ACTIVE' and f.position < least(coalesce(f.until_seq, ${head}), ${head})
        and coalesce(e.rest_reason in ('OWNER_NOT_ALLOWED', 'OWNER_UNKNOWN') and e.resting_until > ${at}, false) = false
        and (f.per_second is null or f.stepped_at is null or f.stepped_at <= ${at}::timestamptz - interval '1 second' / f.per_second)
      order by f.stepped_at nulls first, f.id for update of f skip locked) f
    -- Counted one after the other, until there is one with room: of a thousand that are behind, not all each time.
    cross join lateral (select count(*)::int as waiting from (
      select 1 from tracking.webhook_message m where m.endpoint_id = f.id and m.state = 'WAITING' limit ${maxWaiting}) n) w
    where w.waiting < ${maxWaiting} limit 1`;
  return feed ?? null;
}

/** Of a replay at a chosen rate: as many as the time since its last step makes, half a second's at most in one go. */
function allowance({ perSecond, steppedAt }: FeedRow, at: Date): number {
  if (perSecond === null) return Number.POSITIVE_INFINITY;
  const most = Math.max(1, Math.floor(perSecond / 2));
  if (steppedAt === null) return 1;
  return Math.max(1, Math.min(most, Math.floor(((at.getTime() - steppedAt.getTime()) / 1000) * perSecond)));
}

async function makeMessages(
  tx: TransactionSql,
  {
    feed,
    viewer,
    changes,
    at,
  }: { feed: FeedRow; viewer: Viewer; changes: readonly (LiveMilestone | LiveCase)[]; at: Date },
): Promise<number> {
  if (changes.length === 0) return 0;
  const odoo = await readFromOdoo(
    tx,
    changes.flatMap((change) => ordersNamed(change, viewer)),
  );
  const rows = changes.map((change) => ({
    seq: change.seq,
    shipment_id: change.shipment?.id ?? null,
    case_id: 'case' in change ? change.caseId : null,
    request_id: change.requestId,
    ...('case' in change ? caseMessage(change, viewer, odoo) : milestoneMessage(change, viewer, odoo)),
  }));
  const made = await tx`
    insert into tracking.webhook_message (endpoint_id, feed_id, seq, shipment_id, case_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at)
    select ${feed.id}, ${feed.feedId}, r.seq, r.shipment_id, r.case_id, r."webhookId", r.type, r.payload, 'WAITING', ${at}, r.request_id, ${at}
    from rows from (json_to_recordset(${JSON.stringify(rows)}::text::json) as (seq bigint, shipment_id uuid, case_id uuid, request_id text, "webhookId" text, type text, payload text))
      with ordinality as r(seq, shipment_id, case_id, request_id, "webhookId", type, payload, n) order by r.n
    on conflict (feed_id, seq) where feed_id is not null do nothing`;
  return made.count;
}

/** Of all these orders with all their deliveries. */
async function readFromOdoo(tx: TransactionSql, orderIds: readonly number[]): Promise<FromOdoo> {
  interface Told {
    /** Null: the order's own. */
    id: number | null;
    orderId: number;
    name: string | null;
    orderName: string | null;
    promisedAt: string | null;
  }
  const rows = await tx<Told[]>`
    with i as (select unnest(${[...new Set(orderIds)]}::int[]) as id)
    select d.id, d.order_id as "orderId", d.data->>'name' as name, d.data->>'orderName' as "orderName", d.data->>'promisedAt' as "promisedAt", d.version from i join tracking.delivery d on d.order_id = i.id
    union all select null, o.id, null, o.data->>'name', o.data->>'promisedAt', o.version from i join tracking.order_state o on o.id = i.id order by version`;
  const orders = new Map<number, { name: string | null }>();
  const deliveries = new Map<number, { name: string; promisedAt: string | null }>();
  for (const [orderId, told] of Map.groupBy(rows, (row) => row.orderId)) {
    const own = new Map<number, { name: string; promisedAt: string | null }>();
    let orderName: string | null = null;
    // The newest counts: what was told of the order stands above what its deliveries said before.
    for (const row of told) {
      orderName = row.orderName ?? orderName;
      if (row.id === null) for (const one of own.values()) one.promisedAt = row.promisedAt;
      else if (row.name !== null) own.set(row.id, { name: row.name, promisedAt: row.promisedAt });
    }
    orders.set(orderId, { name: orderName });
    for (const [id, one] of own) deliveries.set(id, one);
  }
  return { orders, deliveries };
}

/** What an endpoint had not got yet was kept as long as it is kept: said, never passed over in silence. */
async function expire(tx: TransactionSql, feed: FeedRow, retainedAfter: number, at: Date): Promise<void> {
  await tx`update tracking.webhook_feed set state = case kind when 'REPLAY' then 'EXPIRED' else state end,
      position = greatest(position, ${retainedAfter}), missed_until = ${retainedAfter}, missed_from = coalesce(missed_from, position), finished_at = case kind when 'REPLAY' then ${at}::timestamptz end
    where id = ${feed.feedId}`;
}

async function rest(tx: TransactionSql, endpointId: string, reason: keyof typeof ownerRestMs, at: Date): Promise<void> {
  const until = new Date(at.getTime() + ownerRestMs[reason]);
  await tx`update tracking.webhook_endpoint set resting_until = ${until}, rest_reason = ${reason} where id = ${endpointId}`;
}
