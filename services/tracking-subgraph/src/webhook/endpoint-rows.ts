import {
  decodeCursor,
  encodeCursor,
  ForbiddenError,
  fromGlobalId,
  isOperator,
  type Page,
  pageSize,
  type Reader,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { MilestoneCode } from '../taxonomy/codes.ts';
import { type OrdersInScope, ordersInScope } from './message-scope.ts';
import { maxWaiting } from './run-feeds.ts';

export interface EndpointRow {
  id: string;
  clientId: string | null;
  name: string;
  url: string;
  eventTypes: string[];
  milestones: MilestoneCode[] | null;
  state: 'ACTIVE' | 'PAUSED' | 'DISABLED';
  stateReason: 'FAILING' | 'GONE' | null;
  stateSince: Date;
  failures: number;
  failingSince: Date | null;
  restingUntil: Date | null;
  restReason: 'FAILING' | 'ASKED_TO_WAIT' | 'OWNER_NOT_ALLOWED' | 'OWNER_UNKNOWN' | null;
  succeededAt: Date | null;
  failedAt: Date | null;
  formerSecretEndsAt: Date | null;
  createdAt: Date;
  position: string;
  missedFrom: string | null;
  missedUntil: string | null;
  waiting: number;
}

export interface FeedView {
  id: string;
  endpointId: string;
  state: 'RUNNING' | 'DONE' | 'CANCELLED' | 'EXPIRED';
  fromSeq: string;
  position: string;
  untilSeq: string;
  perSecond: number | null;
  messageCount: string;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface MessageRow {
  id: string;
  endpointId: string;
  webhookId: string;
  eventType: string;
  state: 'WAITING' | 'DELIVERED' | 'GIVEN_UP' | 'WITHDRAWN';
  attempts: number;
  nextAttemptAt: Date;
  createdAt: Date;
  settledAt: Date | null;
  shipmentId: string | null;
  payload: string;
}

export interface AttemptRow {
  messageId: string;
  at: Date;
  durationMs: number;
  status: number | null;
  problem: string | null;
  answer: string | null;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const endpointIdFrom = (id: string) => uuidFrom('WebhookEndpoint', id);
export const replayIdFrom = (id: string) => uuidFrom('WebhookReplay', id);
export function messageIdFrom(id: string): string | null {
  const local = fromGlobalId('WebhookMessage', id);
  return local !== null && /^[1-9]\d{0,17}$/.test(local) ? local : null;
}
function uuidFrom(type: 'WebhookEndpoint' | 'WebhookReplay', id: string): string | null {
  const local = fromGlobalId(type, id);
  return local !== null && uuid.test(local) ? local : null;
}

/** Whose endpoints a viewer may look at and change: a partner's own; null: all. Throws FORBIDDEN for everybody else. */
export function ownersOf(viewer: Viewer): string | null {
  if (isOperator(viewer)) return null;
  if (viewer.role === 'partner' && viewer.sub !== null) return viewer.sub;
  throw new ForbiddenError('this is for partners and for operators of the whole installation');
}

const columns = `e.id, e.client_id as "clientId", e.name, e.url, e.event_types as "eventTypes", e.milestones, e.state, e.state_reason as "stateReason", e.state_since as "stateSince",
  e.failures, e.failing_since as "failingSince", e.resting_until as "restingUntil", e.rest_reason as "restReason", e.succeeded_at as "succeededAt", e.failed_at as "failedAt",
  e.former_secret_ends_at as "formerSecretEndsAt", e.created_at as "createdAt", f.position, f.missed_from as "missedFrom", f.missed_until as "missedUntil",
  (select count(*)::int from (select 1 from tracking.webhook_message m where m.endpoint_id = e.id and m.state = 'WAITING' limit ${maxWaiting}) w) as waiting`;
const source = `tracking.webhook_endpoint e join tracking.webhook_feed f on f.endpoint_id = e.id and f.kind = 'LIVE'`;

interface Asking {
  reader: Reader;
  viewer: Viewer;
}

export async function findEndpoint({ reader, viewer }: Asking, id: string | null): Promise<EndpointRow | null> {
  const owner = ownersOf(viewer);
  if (id === null) return null;
  const [row] = await reader.unsafe<EndpointRow[]>(
    `select ${columns} from ${source} where e.id = $1 and ($2::text is null or e.client_id = $2) and e.state <> 'DELETED'`,
    [id, owner],
  );
  return row ?? null;
}

export async function listEndpoints(
  { reader, viewer }: Asking,
  given: { first: number | null | undefined; after: string | null | undefined; clientId: string | null | undefined },
): Promise<Page<EndpointRow>> {
  const owner = ownersOf(viewer);
  const size = pageSize(given.first, 20);
  const before = given.after ? (decodeCursor(given.after, ['string'])[0] as string) : null;
  const rows = await reader.unsafe<EndpointRow[]>(
    `select ${columns} from ${source}
     where ($1::text is null or e.client_id = $1) and ($2::text is null or e.client_id = $2) and e.state <> 'DELETED' and ($3::text is null or e.id < $3::text::uuid)
     order by e.id desc limit $4`,
    [owner, given.clientId ?? null, before !== null && uuid.test(before) ? before : null, size + 1],
  );
  return toPage(rows, size, ({ id }) => encodeCursor([id]));
}

const messageColumns = `m.id::text as id, m.endpoint_id as "endpointId", m.webhook_id as "webhookId", m.event_type as "eventType", m.state, m.attempts, m.next_attempt_at as "nextAttemptAt",
  m.created_at as "createdAt", m.settled_at as "settledAt", m.shipment_id as "shipmentId", m.payload`;

const stateConditions: Record<MessageRow['state'], string> = {
  WAITING: "and m.state = 'WAITING'",
  DELIVERED: "and m.state = 'DELIVERED'",
  GIVEN_UP: "and m.state = 'GIVEN_UP'",
  WITHDRAWN: "and m.state = 'WITHDRAWN'",
};

/** Of an endpoint that the viewer was shown. */
export async function listMessages(
  { reader }: Asking,
  endpointId: string,
  given: {
    first: number | null | undefined;
    after: string | null | undefined;
    state: MessageRow['state'] | null | undefined;
  },
): Promise<Page<MessageRow>> {
  const size = pageSize(given.first, 20);
  const before = given.after ? decodeCursor(given.after, ['string'])[0] : null;
  // Written out, one of four: the index of what is rare among very many is used only for a state that the plan knows.
  const inState = given.state == null ? '' : stateConditions[given.state];
  const rows = await reader.unsafe<MessageRow[]>(
    `select ${messageColumns} from tracking.webhook_message m
     where m.endpoint_id = $1 ${inState} and ($2::text is null or m.id < $2::text::bigint) order by m.id desc limit $3`,
    [endpointId, /^\d{1,18}$/.test(String(before)) ? before : null, size + 1],
  );
  return toPage(rows, size, ({ id }) => encodeCursor([id]));
}

export async function findMessage({ reader, viewer }: Asking, id: string | null): Promise<MessageRow | null> {
  const owner = ownersOf(viewer);
  if (id === null) return null;
  const [row] = await reader.unsafe<MessageRow[]>(
    `select ${messageColumns} from tracking.webhook_message m join tracking.webhook_endpoint e on e.id = m.endpoint_id
     where m.id = $1::bigint and ($2::text is null or e.client_id = $2) and e.state <> 'DELETED'`,
    [id, owner],
  );
  return row ?? null;
}

const feedColumns = `f.id, f.endpoint_id as "endpointId", f.state, f.from_seq as "fromSeq", f.position, f.until_seq as "untilSeq", f.per_second as "perSecond", f.message_count as "messageCount",
  f.created_at as "createdAt", f.finished_at as "finishedAt"`;

export async function findReplay({ reader, viewer }: Asking, id: string | null): Promise<FeedView | null> {
  const owner = ownersOf(viewer);
  if (id === null) return null;
  const [row] = await reader.unsafe<FeedView[]>(
    `select ${feedColumns} from tracking.webhook_feed f join tracking.webhook_endpoint e on e.id = f.endpoint_id
     where f.id = $1 and f.kind = 'REPLAY' and ($2::text is null or e.client_id = $2) and e.state <> 'DELETED'`,
    [id, owner],
  );
  return row ?? null;
}

/** Of endpoints and messages that the viewer was shown. */
export function createWebhookLoaders({ reader, viewer }: Asking) {
  return {
    /** Of shipments; undefined: not in the viewer's scope (any more). */
    orders: new DataLoader<string, OrdersInScope | undefined>(async (ids) => {
      const orders = await ordersInScope(reader, viewer, ids);
      return ids.map((id) => orders.get(id));
    }),
    replays: new DataLoader<string, FeedView[]>(async (ids) => {
      const rows = await reader.unsafe<FeedView[]>(
        `select p.* from unnest($1::uuid[]) i(id) cross join lateral (
           select ${feedColumns} from tracking.webhook_feed f where f.endpoint_id = i.id and f.kind = 'REPLAY' order by f.id desc limit 20) p`,
        [[...ids]],
      );
      const of = Map.groupBy([...rows], ({ endpointId }) => endpointId);
      return ids.map((id) => of.get(id) ?? []);
    }),
    attempts: new DataLoader<string, AttemptRow[]>(async (ids) => {
      const rows = await reader.unsafe<AttemptRow[]>(
        `select p.* from unnest($1::bigint[]) i(id) cross join lateral (
           select a.message_id::text as "messageId", a.at, a.duration_ms as "durationMs", a.status, a.problem, a.answer
           from tracking.webhook_attempt a where a.message_id = i.id order by a.id desc limit 20) p`,
        [[...ids]],
      );
      const of = Map.groupBy([...rows], ({ messageId }) => messageId);
      return ids.map((id) => of.get(id) ?? []);
    }),
  };
}
export type WebhookLoaders = ReturnType<typeof createWebhookLoaders>;
