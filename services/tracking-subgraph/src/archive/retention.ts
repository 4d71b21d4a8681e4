import type { Sql } from '@milepost/service-kit';
import { forgetRegistrations } from '../registration/forget-registrations.ts';
import { keptHours } from '../registration/idempotency.ts';
import { dropOldFacts } from '../registration/registration-facts.ts';
import type { Registering } from '../registration/want-registrations.ts';
import { archiveShipments } from './archive-shipments.ts';

/** How long each class of data is kept, in days; null: for ever. */
export interface Retention {
  /** Raw messages (encrypted). Afterwards nobody can open them: their month's key is destroyed with the last of them. */
  rawDays: number | null;
  /** Messages about numbers that nobody registered. */
  unmatchedDays: number | null;
  /** Messages that could not be processed. */
  deadLetterDays: number | null;
  /** Told milestones: how far back a cursor reaches. */
  outboxDays: number | null;
  /** Silence after which a shipment moves to the archive; what is kept is the same. */
  archiveAfterDays: number | null;
  /** Shipments with all they have, counted from their last word; only archived ones go. */
  shipmentDays: number | null;
  /** Messages to webhook endpoints, counted from when they were accepted or given up; and replays, from their end. */
  webhookLogDays: number | null;
  /** Cases that are over, counted from when they were closed. */
  caseDays: number | null;
  /** Told milestones that an endpoint has not got: kept longer than others, up to so long. */
  webhookBacklogDays: number;
}

const batch = 500;
/** How often providers were asked is of interest while a parcel is under way. */
const askedDays = 30;
const dayMs = 86_400_000;

/**
 * One round of housekeeping: at most a batch of each class, each in a transaction of its own, so that nothing waits long. Several instances may run it. Answers
 * how many of each class went, and whether there is more.
 */
export async function keepHouse(
  { sql, registering }: { sql: Sql; registering: Pick<Registering, 'addJobs'> },
  retention: Retention,
  now: Date,
) {
  const before = (days: number) => new Date(now.getTime() - days * dayMs);
  const { rawDays, unmatchedDays, deadLetterDays, outboxDays, archiveAfterDays, shipmentDays, webhookLogDays } =
    retention;
  const gone = {
    told: outboxDays === null ? 0 : await dropTold(sql, before(outboxDays), before(retention.webhookBacklogDays)),
    unmatched: unmatchedDays === null ? 0 : await dropUnmatched(sql, before(unmatchedDays)),
    deadLetters: deadLetterDays === null ? 0 : await dropDeadLetters(sql, before(deadLetterDays)),
    raw: rawDays === null ? 0 : await dropRaw(sql, before(rawDays)),
    archived:
      archiveAfterDays === null ? 0 : await archiveShipments(sql, { before: before(archiveAfterDays), limit: batch }),
    answers: await dropAnswers(sql, now),
    facts: await sql.begin((tx) => dropOldFacts(tx, { now, limit: batch })),
    shipments: shipmentDays === null ? 0 : await dropShipments({ sql, registering }, before(shipmentDays)),
    webhookMessages: webhookLogDays === null ? 0 : await dropWebhookLog(sql, before(webhookLogDays)),
    webhookReplays: webhookLogDays === null ? 0 : await dropReplays(sql, before(webhookLogDays)),
    webhookEndpoints: await dropDeletedEndpoints(sql),
    cases: retention.caseDays === null ? 0 : await dropCases(sql, before(retention.caseDays)),
    caseUndo: await dropCaseUndo(sql, before(1)),
    strayPhotos: await dropStrayPhotos(sql, before(1)),
    documentKeys: await dropDocumentKeys(sql, now),
    caseAnswers: await dropCaseAnswers(sql, before(1)),
    asks: await dropAsks(sql, before(askedDays)),
  };
  return { gone, isMore: Object.values(gone).some((count) => count >= batch) };
}

/**
 * A cursor from before what is deleted here ends with CURSOR_EXPIRED: the mark moves in the same transaction. What a webhook endpoint has not looked at yet (it was paused, or is down) waits until `backlogBefore`.
 */
async function dropTold(sql: Sql, before: Date, backlogBefore: Date): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with first as (select seq, created_at from tracking.outbox where seq is not null order by seq limit ${batch}),
    -- From the beginning up to the first row that is young enough: what is left has no holes.
    needed as (select min(f.position) as after from tracking.webhook_feed f join tracking.webhook_endpoint e on e.id = f.endpoint_id where f.state = 'RUNNING' and e.state <> 'DELETED'),
    old as (select seq, bool_and(created_at < ${before} and (created_at < ${backlogBefore} or seq <= coalesce(n.after, seq))) over (order by seq) as is_old from first, needed n),
    d as (delete from tracking.outbox o using old where o.seq = old.seq and old.is_old returning o.seq),
    h as (update tracking.outbox_head set retained_after = greatest(retained_after, (select max(seq) from d)) where exists (select 1 from d))
    select count(*)::int as count from d`;
  return row?.count ?? 0;
}

async function dropUnmatched(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.unmatched where ctid = any(array(
    select ctid from tracking.unmatched where first_seen_at < ${before} limit ${batch}))`;
  return rows.count;
}

/** Of registrations by hand, by their keys. */
async function dropAnswers(sql: Sql, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptHours * 3_600_000);
  const rows = await sql`delete from tracking.idempotency where ctid = any(array(
    select ctid from tracking.idempotency where created_at < ${before} order by created_at limit ${batch}))`;
  return rows.count;
}

async function dropCaseAnswers(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.case_answer where ctid = any(array(
    select ctid from tracking.case_answer where at < ${before} order by at limit ${batch}))`;
  return rows.count;
}

/** That no report was made of. */
async function dropStrayPhotos(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.report_photo where id = any(array(
    select id from tracking.report_photo where report_id is null and created_at < ${before} order by created_at limit ${batch}))`;
  return rows.count;
}

/** Keys of months of which nothing is left that they seal. */
async function dropDocumentKeys(sql: Sql, now: Date): Promise<number> {
  const rows = await sql`
    delete from tracking.data_key k where case when purpose = 'document' then subject::date + interval '1 month 1 day' < ${now}::timestamptz end
      and not exists (select 1 from tracking.document d where d.key_id = k.id) and not exists (select 1 from tracking.report_photo p where p.key_id = k.id)
      and not exists (select 1 from tracking.shipment_report r where r.key_id = k.id)`;
  return rows.count;
}

async function dropAsks(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.provider_ask where id = any(array(
    select id from tracking.provider_ask where at < ${before} order by at limit ${batch}))`;
  return rows.count;
}

async function dropWebhookLog(sql: Sql, before: Date): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with m as (delete from tracking.webhook_message where id = any(array(
        select id from tracking.webhook_message where settled_at < ${before} order by settled_at limit ${batch}))
        -- Said again: it may be sent again since.
        and settled_at < ${before} returning id),
    a as (delete from tracking.webhook_attempt where message_id in (select id from m))
    select count(*)::int as count from m`;
  return row?.count ?? 0;
}

/** Those that have ended. */
async function dropReplays(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.webhook_feed where id = any(array(
    select id from tracking.webhook_feed where kind = 'REPLAY' and finished_at < ${before} limit ${batch}))`;
  return rows.count;
}

/** Endpoints that somebody deleted: their messages in batches, then themselves. */
async function dropDeletedEndpoints(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with m as (delete from tracking.webhook_message where id = any(array(
        select m.id from tracking.webhook_endpoint e cross join lateral (
          select id from tracking.webhook_message m where m.endpoint_id = e.id limit ${batch}) m where e.state = 'DELETED' limit ${batch})) returning id),
    a as (delete from tracking.webhook_attempt where message_id in (select id from m))
    select count(*)::int as count from m`;
  const count = row?.count ?? 0;
  // What was under way when it was deleted has been settled by then.
  if (count === 0)
    await sql`delete from tracking.webhook_endpoint e where state = 'DELETED' and state_since < now() - interval '1 hour'
      and not exists (select 1 from tracking.webhook_message m where m.endpoint_id = e.id)`;
  return count;
}

/** With their history; an incident stays for its name. What a colleague resolved and is so still stays, too: without its row it would be new. */
async function dropCases(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.work_case where id = any(array(
    select id from tracking.work_case where state = 'CLOSED' and closed_at < ${before} and not is_found order by id limit ${batch} for update skip locked))`;
  return rows.count;
}

/** Nothing of it can be taken back any more. */
async function dropCaseUndo(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.case_bulk where id = any(array(
    select id from tracking.case_bulk where at < ${before} limit ${batch}))`;
  return rows.count;
}

async function dropDeadLetters(sql: Sql, before: Date): Promise<number> {
  const rows = await sql`delete from tracking.dead_letter where id = any(array(
    select id from tracking.dead_letter where last_failed_at < ${before} order by last_failed_at, id limit ${batch}))`;
  return rows.count;
}

/** Never what still waits, for whatever reason. A month's key goes with its last message: what a backup holds of it is gone, too. */
async function dropRaw(sql: Sql, before: Date): Promise<number> {
  return sql.begin(async (tx) => {
    const gone = await tx`
      delete from tracking.inbox where id = any(array(
        select i.id from tracking.inbox i where i.received_at < ${before}
          and not exists (select 1 from tracking.inbox_todo t where t.id = i.id)
          and not exists (select 1 from tracking.dead_letter d where d.inbox_id = i.id)
          and not exists (select 1 from tracking.unmatched u where u.inbox_id = i.id)
        order by i.id limit ${batch}))`;
    // Messages are numbered as they come, so the oldest one left tells which months are gone; a day's grace for those that came side by side.
    await tx`delete from tracking.data_key where case when purpose = 'inbox-body' then subject::date end + interval '1 month 1 day' <
      coalesce((select received_at from tracking.inbox order by id limit 1), ${before}::timestamptz)`;
    return gone.count;
  });
}

/** What a provider knows of them is deleted there by a job of this transaction; the registration's row stays until it is. */
async function dropShipments(
  { sql, registering }: { sql: Sql; registering: Pick<Registering, 'addJobs'> },
  before: Date,
): Promise<number> {
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      select id from tracking.shipment where archived_at is not null and touched_at < ${before} order by id limit ${batch} for update skip locked`;
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    await forgetRegistrations(tx, registering, ids, { by: 'retention', requestId: 'retention' });
    await tx`
      with a as (delete from tracking.archive where shipment_id = any(${ids}::uuid[])),
      n as (delete from tracking.leg_number where shipment_id = any(${ids}::uuid[])),
      r as (delete from tracking.ref where shipment_id = any(${ids}::uuid[])),
      l as (delete from tracking.link where shipment_id = any(${ids}::uuid[])),
      p as (delete from tracking.replacement where shipment_id = any(${ids}::uuid[]) or replaced_by = any(${ids}::uuid[])),
      b as (delete from tracking.read_back where shipment_id = any(${ids}::uuid[])),
      w as (delete from tracking.webhook_message where shipment_id = any(${ids}::uuid[]) returning id),
      y as (delete from tracking.webhook_attempt where message_id in (select id from w)),
      q as (delete from tracking.provider_ask where shipment_id = any(${ids}::uuid[])),
      f as (delete from tracking.shipment_feedback where shipment_id = any(${ids}::uuid[])),
      -- Reports and their photos go with the case; photos of no report with their day.
      d as (delete from tracking.document where shipment_id = any(${ids}::uuid[])),
      c as (delete from tracking.work_case where shipment_id = any(${ids}::uuid[]) returning *),
      -- Of an open one nobody else would say that it is over; without its sentence, which may name the number.
      o as (insert into tracking.outbox (case_id, case_change, request_id, gone)
        select id, 'CLOSED', 'retention', json_build_object('type', type, 'severity', severity, 'escalation', escalation, 'openedAt', opened_at, 'closedAt', now(), 'version', version + 1)
        from c where state <> 'CLOSED'),
      t as (insert into tracking.audit (actor, action, subject, request_id, detail)
        select 'retention', 'shipment.deleted', 'shipment ' || id, 'retention', '{}' from unnest(${ids}::uuid[]) u(id))
      delete from tracking.shipment where id = any(${ids}::uuid[])`;
    return ids.length;
  });
}
