import { randomUUID } from 'node:crypto';
import {
  type KeyStore,
  type Logger,
  readAs,
  recordAudit,
  type Sql,
  signWebhook,
  viewerSettings,
} from '@milepost/service-kit';
import { restAfter, restAfterFailures, waitAfter } from './backoff.ts';
import { openSecrets } from './endpoint-secrets.ts';
import { casesInScope, type OrdersInScope, ordersInScope, payloadInScope } from './message-scope.ts';
import type { Owned, OwnerViewers } from './owner-viewers.ts';
import type { PostOutcome, WebhookPoster } from './post-webhook.ts';
import { ownerRestMs } from './run-feeds.ts';

/** Under way at one endpoint at a time, over all instances. */
const perEndpoint = 16;

/** Who made or resumed an endpoint just now looks at it; a mail each time it is refused (410) would be a way to send mails to anybody. */
const noticeAfterMs = 3_600_000;

export interface SendingPolicy {
  /** Longer than a post may take: until then nobody else sends what one has claimed. */
  leaseMs: number;
  /** An endpoint that has accepted nothing for so long is switched off. */
  disableAfterMs: number;
}

/** A message that this process sends. */
export interface ClaimedMessage extends Owned {
  messageId: string;
  lease: string;
  leasedUntil: Date;
  attempts: number;
  createdAt: Date;
  shipmentId: string | null;
  /** Of a message that tells of one. */
  caseId: string | null;
  webhookId: string;
  payload: string;
  /** One of our own services; null: somebody else's endpoint. */
  service: string | null;
  url: string;
  secret: Uint8Array;
  formerSecret: Uint8Array | null;
  formerSecretEndsAt: Date | null;
}

/** How our own services are reached: at addresses of the configuration, with the secret that they share. */
export interface OwnServices {
  poster: WebhookPoster;
  secrets: () => readonly string[];
}

/** What became of one. */
export interface Settlement {
  message: ClaimedMessage;
  /** Null: it was not sent. */
  outcome: PostOutcome | null;
  at: Date;
  /**
   * SENT: tried. OWNER_…: the owner may see nothing, or cannot be asked about now. WITHDRAWN: the shipment is not in the owner's scope any more. LATE: the lease ended before it could be sent, so that it is somebody
   * else's by now.
   */
  result: 'SENT' | 'WITHDRAWN' | 'LATE' | keyof typeof ownerRestMs;
  /** What was sent. */
  payload?: string;
}

/**
 * Takes messages that are due, at most `limit`: of each shipment, and of each case that has none, the first that waits, of each endpoint as many as may be under way there (one, after failures). Whoever takes them holds them until the lease ends.
 */
export async function claimMessages(
  sql: Sql,
  { limit, now, leaseMs }: { limit: number; now: Date; leaseMs: number },
): Promise<ClaimedMessage[]> {
  const lease = randomUUID();
  return sql<ClaimedMessage[]>`
    with e as (
      select id, failures from tracking.webhook_endpoint e where state = 'ACTIVE' and (resting_until is null or resting_until <= ${now}) and exists (
        select 1 from tracking.webhook_message m where m.endpoint_id = e.id and m.state = 'WAITING' and m.next_attempt_at <= ${now} and (m.leased_until is null or m.leased_until <= ${now}))
      order by id for update skip locked),
    room as (
      select e.id, u.n as under_way, case when e.failures >= ${restAfterFailures} then 1 else ${perEndpoint}::int end - u.n as n from e cross join lateral (
        select count(*)::int as n from tracking.webhook_message u where u.endpoint_id = e.id and u.state = 'WAITING' and u.leased_until > ${now}) u),
    due as (
      select d.id from room r cross join lateral (
        select m.id, m.next_attempt_at, r.under_way + row_number() over (order by m.next_attempt_at, m.id) as place from (select m.id, m.next_attempt_at from tracking.webhook_message m
        where m.endpoint_id = r.id and m.state = 'WAITING' and m.next_attempt_at <= ${now} and (m.leased_until is null or m.leased_until <= ${now})
          and (coalesce(m.shipment_id, m.case_id) is null or not exists (
            select 1 from tracking.webhook_message p where p.endpoint_id = m.endpoint_id and coalesce(p.shipment_id, p.case_id) = coalesce(m.shipment_id, m.case_id) and p.state = 'WAITING' and p.id < m.id))
        order by m.next_attempt_at, m.id limit greatest(r.n, 0)) m) d
      -- Whoever has least under way comes first: nobody who answers slowly, or is far behind, takes the places of all others.
      order by d.place, d.next_attempt_at, d.id limit ${limit}),
    -- Said again: what somebody else took since the statement began stays his.
    u as (update tracking.webhook_message m set lease = ${lease}, leased_until = ${new Date(now.getTime() + leaseMs)} from due
      where m.id = due.id and m.state = 'WAITING' and (m.leased_until is null or m.leased_until <= ${now}) returning m.*)
    select u.id as "messageId", u.lease, u.leased_until as "leasedUntil", u.attempts, u.created_at as "createdAt", u.shipment_id as "shipmentId", u.case_id as "caseId", u.webhook_id as "webhookId", u.payload,
      e.id, e.client_id as "clientId", e.limits, e.service, e.url, e.secret, e.former_secret as "formerSecret", e.former_secret_ends_at as "formerSecretEndsAt"
    from u join tracking.webhook_endpoint e on e.id = u.endpoint_id order by u.id`;
}

/**
 * Begins to send what was claimed and returns; `settle` is called once for each message, with what became of it. Whoever may not see a shipment, or a case, any more gets nothing of it. Never throws.
 */
export async function sendClaimed(
  claimed: readonly ClaimedMessage[],
  {
    readSql,
    owners,
    poster,
    services,
    keys,
    now,
    settle,
    logger,
  }: {
    readSql: Sql;
    owners: OwnerViewers;
    poster: WebhookPoster;
    services: OwnServices;
    keys: KeyStore;
    now: () => Date;
    settle: (settlement: Settlement) => void;
    logger: Logger;
  },
): Promise<void> {
  await Promise.all(
    [...Map.groupBy(claimed, ({ id }) => id).values()].map(async (messages) => {
      const [endpoint] = messages as [ClaimedMessage];
      // Each is settled once, whatever fails on the way.
      const left = new Set(messages);
      const unsent = (some: Iterable<ClaimedMessage>, result: Exclude<Settlement['result'], 'SENT'>) => {
        for (const message of some) if (left.delete(message)) settle({ message, outcome: null, at: now(), result });
      };
      try {
        const visible = await visibleSubjects(messages, { readSql, owners });
        if (typeof visible === 'string') return unsent(messages, visible);
        const secrets =
          endpoint.service === null ? await openSecrets(keys, endpoint, now()) : services.secrets().slice(0, 1);
        for (const message of messages) {
          const at = now();
          const orders = visible(message);
          if (orders === undefined || message.leasedUntil <= at) {
            unsent([message], orders === undefined ? 'WITHDRAWN' : 'LATE');
            continue;
          }
          const payload = payloadInScope(message.payload, orders);
          const headers = signWebhook(secrets, { id: message.webhookId, body: payload, now: at });
          const sent = (endpoint.service === null ? poster : services.poster).post(message.url, headers, payload);
          left.delete(message);
          sent.then((outcome) => settle({ message, outcome, at, result: 'SENT', payload }));
        }
      } catch (err) {
        logger.warn({ err, endpoint: { id: endpoint.id } }, 'messages of a webhook endpoint could not be sent now');
        unsent(messages, 'OWNER_UNKNOWN');
      }
    }),
  );
}

/** Of a message: the orders that may be named in it (null: all); undefined: what it is about is not in the owner's scope. */
async function visibleSubjects(
  messages: readonly ClaimedMessage[],
  { readSql, owners }: { readSql: Sql; owners: OwnerViewers },
): Promise<((message: ClaimedMessage) => OrdersInScope | undefined) | keyof typeof ownerRestMs> {
  const [endpoint] = messages as [ClaimedMessage];
  const viewer = await owners.of(endpoint).catch(() => 'OWNER_UNKNOWN' as const);
  if (viewer === 'OWNER_UNKNOWN') return viewer;
  if (viewer === null) return 'OWNER_NOT_ALLOWED';
  const ids = [...new Set(messages.flatMap(({ shipmentId }) => shipmentId ?? []))];
  const reader = readAs(readSql, viewerSettings(viewer));
  const shipments = await ordersInScope(reader, viewer, ids);
  const cases = await casesInScope(
    reader,
    viewer,
    messages.flatMap(({ shipmentId, caseId }) => (shipmentId === null && caseId !== null ? caseId : [])),
  );
  return ({ shipmentId, caseId }) => {
    // Cases are for the house alone.
    if (caseId !== null && endpoint.clientId !== null) return undefined;
    if (shipmentId !== null) return shipments.get(shipmentId);
    return caseId === null || cases(caseId) ? null : undefined;
  };
}

/** Writes down what became of messages. Answers which endpoints were switched off. */
export async function settleMessages(
  sql: Sql,
  settlements: readonly Settlement[],
  { policy, now, random = Math.random }: { policy: SendingPolicy; now: Date; random?: () => number },
): Promise<{ disabled: { id: string; reason: 'FAILING' | 'GONE' }[] }> {
  return sql.begin(async (tx) => {
    const disabled: { id: string; reason: 'FAILING' | 'GONE' }[] = [];
    const succeededAt = new Map<string, Date | null>();
    // In one order, so that nobody waits for somebody who waits for him.
    for (const [id, some] of [...Map.groupBy(settlements, ({ message }) => message.id)].sort(([a], [b]) =>
      a < b ? -1 : 1,
    )) {
      const health = await noteHealth(tx, id, some, { policy, now, random });
      succeededAt.set(id, health.succeededAt);
      if (health.disabled) disabled.push({ id, reason: health.disabled });
    }
    const rows = settlements.map(({ message, outcome, at, result, payload }) => {
      const isAccepted = outcome !== null && outcome.problem === null;
      const isFailing = (succeededAt.get(message.id)?.getTime() ?? 0) < message.createdAt.getTime();
      const asked = outcome?.retryAfterSeconds ?? null;
      const wait = outcome && !isAccepted ? waitAfter(message.attempts + 1, { asked, isFailing, random }) : null;
      const isGivenUp = outcome !== null && !isAccepted && wait === null;
      return {
        id: message.messageId,
        lease: message.lease,
        is_sent: outcome !== null,
        payload: payload === message.payload ? null : payload,
        state: result === 'WITHDRAWN' ? result : isAccepted ? 'DELIVERED' : isGivenUp ? 'GIVEN_UP' : 'WAITING',
        next_at: wait === null ? null : new Date(now.getTime() + wait * 1_000),
        at,
        duration_ms: outcome?.durationMs ?? 0,
        status: outcome?.status ?? null,
        problem: outcome?.problem ?? null,
        answer: outcome?.answer ?? null,
      };
    });
    await tx`
      with r as (select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id bigint, lease uuid, is_sent boolean, payload text, state text, next_at timestamptz, at timestamptz,
        duration_ms int, status int, problem text, answer text)),
      u as (update tracking.webhook_message m set state = r.state, attempts = m.attempts + r.is_sent::int, payload = coalesce(r.payload, m.payload), next_attempt_at = coalesce(r.next_at, m.next_attempt_at), lease = null, leased_until = null,
          settled_at = case when r.state <> 'WAITING' then ${now}::timestamptz end
        from r where m.id = r.id and m.lease = r.lease and m.state = 'WAITING')
      insert into tracking.webhook_attempt (message_id, at, duration_ms, status, problem, answer) select id, at, duration_ms, status, problem, answer from r
        -- Its shipment or its endpoint may have been deleted meanwhile.
        where is_sent and exists (select 1 from tracking.webhook_message m where m.id = r.id) order by at`;
    return { disabled };
  });
}

type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

/** How an endpoint fares after some tries: when it last accepted something, and why it was switched off, if it was. */
async function noteHealth(
  tx: Tx,
  id: string,
  settlements: readonly Settlement[],
  { policy, now, random }: { policy: SendingPolicy; now: Date; random: () => number },
): Promise<{ succeededAt: Date | null; disabled: 'FAILING' | 'GONE' | null }> {
  const resting = settlements.find(({ result }) => result in ownerRestMs)?.result as
    | keyof typeof ownerRestMs
    | undefined;
  if (resting) {
    const until = new Date(now.getTime() + ownerRestMs[resting]);
    await tx`update tracking.webhook_endpoint set resting_until = ${until}, rest_reason = ${resting} where id = ${id}`;
    return { succeededAt: null, disabled: null };
  }
  const tried = settlements.filter(({ outcome }) => outcome !== null).sort((a, b) => a.at.getTime() - b.at.getTime());
  if (tried.length === 0) return { succeededAt: null, disabled: null };
  const lastAccepted = tried.findLastIndex(({ outcome }) => outcome?.problem === null);
  const failed = tried.slice(lastAccepted + 1);
  const [before] = await tx<
    { failures: number; failingSince: Date | null; succeededAt: Date | null; state: string; askedUntil: Date | null }[]
  >`select failures, failing_since as "failingSince", succeeded_at as "succeededAt", state, case when rest_reason = 'ASKED_TO_WAIT' then resting_until end as "askedUntil"
    from tracking.webhook_endpoint where id = ${id} for update`;
  if (!before) return { succeededAt: null, disabled: null };
  const failures = failed.length + (lastAccepted < 0 ? before.failures : 0);
  const failingSince =
    failures === 0 ? null : ((lastAccepted < 0 ? before.failingSince : null) ?? failed[0]?.at ?? null);
  const isGone = failed.some(({ outcome }) => outcome?.status === 410);
  const reason = isGone
    ? 'GONE'
    : failingSince !== null && now.getTime() - failingSince.getTime() >= policy.disableAfterMs
      ? 'FAILING'
      : null;
  const isDisabled = reason !== null && before.state === 'ACTIVE';
  // Asked of all, not of one message: too many requests. What was accepted at the same time, or is heard of later, takes nothing of it back.
  const asked = Math.max(
    0,
    ...tried.map(({ outcome }) => (outcome?.status === 429 ? (outcome.retryAfterSeconds ?? 0) : 0)),
  );
  const askedUntil = Math.max(before.askedUntil?.getTime() ?? 0, now.getTime() + asked * 1_000);
  const ownUntil = now.getTime() + restAfter(failures, random) * 1_000;
  const restsUntil = Math.max(askedUntil, ownUntil);
  const isResting = restsUntil > now.getTime();
  await tx`
    update tracking.webhook_endpoint set failures = ${failures}, failing_since = ${failingSince},
      succeeded_at = case when ${lastAccepted >= 0} then ${now} else succeeded_at end, failed_at = case when ${failed.length > 0} then ${now} else failed_at end,
      resting_until = ${isResting ? new Date(restsUntil) : null}, rest_reason = ${isResting ? (askedUntil > ownUntil ? 'ASKED_TO_WAIT' : 'FAILING') : null},
      state = case when ${isDisabled} then 'DISABLED' else state end, state_reason = case when ${isDisabled} then ${reason} else state_reason end,
      state_since = case when ${isDisabled} then ${now} else state_since end, notice_due = notice_due or (${isDisabled} and alert_email is not null and state_since < ${new Date(now.getTime() - noticeAfterMs)})
    where id = ${id}`;
  if (isDisabled)
    await recordAudit(tx, {
      schema: 'tracking',
      actor: 'webhooks',
      role: null,
      action: 'webhook_endpoint.disabled',
      subject: `webhook_endpoint ${id}`,
      requestId: 'webhooks',
      detail: { reason, failures },
    });
  // It works again: what waited for its sake alone waits no longer.
  if (before.failures >= restAfterFailures && lastAccepted >= 0)
    await tx`update tracking.webhook_message set next_attempt_at = ${now} where endpoint_id = ${id} and state = 'WAITING' and next_attempt_at > ${now}`;
  return { succeededAt: lastAccepted >= 0 ? now : before.succeededAt, disabled: isDisabled ? reason : null };
}
