import { type Reader, type Sql, seesEverything, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { fromInboxName } from '../inbox/route.ts';
import { scopeCondition } from '../scope.ts';

/** Questions to a provider about a shipment that ended alike, between two messages about it. */
export interface CheckView {
  shipmentId: string;
  provider: string;
  question: 'CHANGES' | 'NUMBER';
  outcome: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

export interface ReceivedView {
  shipmentId: string;
  provider: string;
  way: 'WEBHOOK' | 'READ' | null;
  receivedAt: Date;
  factCount: number;
  /** 32 hex digits each. */
  eventKeys: string[];
}

export interface SentView {
  shipmentId: string;
  id: string;
  endpoint: string;
  isOwn: boolean;
  eventType: string;
  state: 'WAITING' | 'DELIVERED' | 'GIVEN_UP' | 'WITHDRAWN';
  attemptCount: number;
  lastTriedAt: Date | null;
  lastStatus: number | null;
  lastProblem: string | null;
  createdAt: Date;
}

const most = 50;
/** Of each provider: a month of polls each ten minutes is less. */
const mostAsked = 5_000;

/** Of one operation, for staff: each list in one statement for all shipments, with the scope inside; `sql` only completes what the viewer's own statement found. */
export function createExchangeLoaders({ reader, sql, viewer }: { reader: Reader; sql: Sql; viewer: Viewer }) {
  /** Those of the ids that are in the viewer's scope, as `i`. */
  const inScope = () => {
    const scope = scopeCondition(viewer, 'l', 2);
    const isSeen = seesEverything(viewer)
      ? 'true'
      : `exists (select 1 from tracking.link l where l.shipment_id = u.id and ${scope.text})`;
    return {
      text: `(select u.id from unnest($1::uuid[]) u(id) where ${isSeen}) i`,
      values: seesEverything(viewer) ? [] : scope.values,
    };
  };
  const byShipment = <T extends { shipmentId: string }>(rows: readonly T[], ids: readonly string[]) => {
    const found = Map.groupBy(rows, ({ shipmentId }) => shipmentId);
    return ids.map((id) => found.get(id) ?? []);
  };

  return {
    checks: new DataLoader<string, CheckView[]>(async (ids) => {
      const seen = inScope();
      // Listings count from the first thing that the provider is known to track it by, up to now, or to the last word about what is over. Times of messages are the borders between lines.
      const rows = await reader.unsafe<CheckView[]>(
        `select c.* from ${seen.text}
         cross join lateral (select s.is_final from tracking.shipment s where s.id = i.id offset 0) s
         left join lateral (select array_agg(n.at order by n.at) as at from (
           select distinct f.recorded_at as at from tracking.known_fact f where f.shipment_id = i.id order by at desc limit ${most}) n) news on true
         cross join lateral (
           select i.id as "shipmentId", a.provider, a.question, a.outcome, count(*)::int as count, min(a.at) as "firstAt", max(a.at) as "lastAt" from (
             select q.provider, 'NUMBER' as question, q.outcome, q.at from tracking.provider_ask q where q.shipment_id = i.id
             union all
             select q.provider, 'CHANGES', q.outcome, q.at from (
               select provider, min(since) as since from (
                 select r.provider, r.registered_at as since from tracking.registration r where r.shipment_id = i.id and r.registered_at is not null
                 union all select f.source, min(f.recorded_at) from tracking.known_fact f where f.shipment_id = i.id group by 1) p group by 1) p
             cross join lateral (select q.provider, q.outcome, q.at from tracking.provider_ask q where q.shipment_id is null and q.provider = p.provider
               and q.at >= p.since and (not s.is_final or q.at <= news.at[cardinality(news.at)]) order by q.at desc limit ${mostAsked}) q) a
           group by a.provider, a.question, a.outcome, width_bucket(a.at, coalesce(news.at, '{}'::timestamptz[]))
           order by "lastAt" desc limit ${most}) c`,
        [[...ids], ...seen.values],
      );
      return byShipment(rows, ids);
    }),

    received: new DataLoader<string, ReceivedView[]>(async (ids) => {
      const seen = inScope();
      const rows = await reader.unsafe<(Omit<ReceivedView, 'way'> & { inboxId: string })[]>(
        `select m.* from ${seen.text} cross join lateral (
           select f.shipment_id as "shipmentId", f.inbox_id::text as "inboxId", min(f.source) as provider, min(f.recorded_at) as "receivedAt", count(*)::int as "factCount",
             coalesce(array_agg(distinct coalesce(f.data->>'scan', encode(f.key, 'hex'))) filter (where f.data->>'kind' = 'carrier-event'), '{}') as "eventKeys"
           from tracking.known_fact f where f.shipment_id = i.id and f.inbox_id is not null group by f.shipment_id, f.inbox_id order by f.inbox_id desc limit ${most}) m`,
        [[...ids], ...seen.values],
      );
      if (rows.length === 0) return byShipment([], ids);
      const messages = await sql<{ id: string; provider: string; received_at: Date }[]>`
        select id::text as id, provider, received_at from tracking.inbox where id = any(${rows.map(({ inboxId }) => inboxId)}::bigint[])`;
      const kept = new Map(messages.map((message) => [message.id, message]));
      return byShipment(
        rows.map(({ inboxId, ...row }) => {
          const message = kept.get(inboxId);
          if (!message) return { ...row, way: null };
          const way = fromInboxName(message.provider).route === 'read' ? ('READ' as const) : ('WEBHOOK' as const);
          return { ...row, way, receivedAt: message.received_at };
        }),
        ids,
      );
    }),

    sent: new DataLoader<string, SentView[]>(async (ids) => {
      const seen = inScope();
      const rows = await reader.unsafe<SentView[]>(
        `select m.* from ${seen.text} cross join lateral (
           select w.shipment_id as "shipmentId", w.id::text as id, w.endpoint, w.is_own as "isOwn", w.event_type as "eventType", w.state, w.attempts as "attemptCount", w.tried_at as "lastTriedAt",
             w.status as "lastStatus", w.problem as "lastProblem", w.created_at as "createdAt"
           from tracking.sent_webhook w where w.shipment_id = i.id order by w.id desc limit ${most}) m`,
        [[...ids], ...seen.values],
      );
      return byShipment(rows, ids);
    }),
  };
}
export type ExchangeLoaders = ReturnType<typeof createExchangeLoaders>;
