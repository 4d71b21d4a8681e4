import {
  auditActor,
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Sql,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import { liveLane, readLane, replayLane } from '../inbox/lanes.ts';
import { channelLane } from '../order-link/apply-channel-messages.ts';
import { channelProvider } from '../order-link/link-deliveries.ts';
import { requireOperator } from '../scope.ts';

export interface DeadLetterRow {
  id: string;
  kind: string;
  source: string;
  cause: string;
  message: string;
  attempts: number;
  firstFailedAt: Date;
  lastFailedAt: Date;
}
interface Reader {
  sql: Sql;
  viewer: Viewer;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Sent through at once: one transaction stays short. */
const maxReplay = 10_000;
const maxIds = 1_000;

export async function listDeadLetters(
  { sql, viewer }: Reader,
  given: { first: number | null; after: string | null; source: string | null; cause: string | null },
): Promise<Page<DeadLetterRow>> {
  requireOperator(viewer);
  const size = pageSize(given.first, 50);
  // The instant as text: a Date would lose the microseconds that the order needs.
  const [at, id] = given.after ? (decodeCursor(given.after, ['string', 'string']) as [string, string]) : [null, null];
  const rows = await sql<(DeadLetterRow & { position: string })[]>`
    select id, kind, source, cause, message, attempts, first_failed_at as "firstFailedAt", last_failed_at as "lastFailedAt", last_failed_at::text as position
    from tracking.dead_letter
    where (${given.source}::text is null or source = ${given.source}) and (${given.cause}::text is null or cause = ${given.cause})
      and (${at}::text is null or (last_failed_at, id) < (${at}::text::timestamptz, ${id}::text::uuid))
    order by last_failed_at desc, id desc limit ${size + 1}`;
  return toPage(rows, size, (row) => encodeCursor([row.position, row.id]));
}

export async function countDeadLetters({ sql, viewer }: Reader) {
  requireOperator(viewer);
  return sql<{ source: string; cause: string; count: number; firstFailedAt: Date; lastFailedAt: Date }[]>`
    select source, cause, count(*)::int as count, min(first_failed_at) as "firstFailedAt", max(last_failed_at) as "lastFailedAt"
    from tracking.dead_letter group by source, cause order by count(*) desc, source, cause limit 200`;
}

export async function readQueue({ sql, viewer }: Reader) {
  requireOperator(viewer);
  interface Rederivation {
    foldVersion: number;
    mappingVersion: string;
    shipments: number;
    changed: number;
    isDone: boolean;
  }
  const [row] = await sql<
    {
      live: number;
      replays: number;
      reads: number;
      channel: number;
      unmatched: number;
      rederivation: Rederivation | null;
    }[]
  >`
    select count(*) filter (where lane = ${liveLane})::int as live, count(*) filter (where lane = ${replayLane})::int as replays,
      count(*) filter (where lane = ${readLane})::int as reads,
      count(*) filter (where lane = ${channelLane})::int as channel, (select count(*) from tracking.unmatched)::int as unmatched,
      (select json_build_object('foldVersion', fold_version, 'mappingVersion', mapping_version, 'shipments', shipments, 'changed', changed, 'isDone', is_done)
        from tracking.rederivation order by started_at desc limit 1) as rederivation
    from tracking.inbox_todo`;
  return row as NonNullable<typeof row>;
}

export interface Selection {
  ids: readonly string[] | null;
  source: string | null;
  cause: string | null;
  failedFrom: string | null;
  failedBefore: string | null;
}

/**
 * Puts the selected dead letters back into the queue, oldest failure first, and records who did it, in one statement. What is in the queue already is
 * not put there twice; processing a message again changes nothing that is known. The rows stay until their message goes through.
 */
export async function replayDeadLetters(
  { sql, viewer, requestId, wakeInbox }: Reader & { requestId: string; wakeInbox: () => void },
  selection: Selection,
) {
  requireOperator(viewer);
  const { source, cause, failedFrom, failedBefore } = selection;
  const refuse = (message: string, field: string[]) => ({
    replayed: 0,
    remaining: 0,
    userErrors: [{ code: 'BAD_USER_INPUT', message, field: ['input', ...field] }],
  });
  const ids = selection.ids && [...new Set(selection.ids)];
  if (ids === null && source === null && cause === null && failedFrom === null && failedBefore === null)
    return refuse('Select dead letters by ids, or by source, cause or time.', []);
  if (ids && ids.length > maxIds) return refuse(`At most ${maxIds} ids at once.`, ['ids']);
  if (ids?.some((id) => !uuid.test(id))) return refuse('One of these is not the id of a dead letter.', ['ids']);
  for (const [name, value] of Object.entries({ failedFrom, failedBefore }))
    if (value !== null && Number.isNaN(Date.parse(value))) return refuse(`${name} is not an instant.`, [name]);

  const { actor, role, sid } = auditActor(viewer);
  const [row] = await sql<{ replayed: number; remaining: number }[]>`
    with fitting as materialized (
      select d.id, d.inbox_id, d.source, d.last_failed_at from tracking.dead_letter d
      where d.inbox_id is not null and (${ids}::uuid[] is null or d.id = any(${ids}::uuid[]))
        and (${source}::text is null or d.source = ${source}) and (${cause}::text is null or d.cause = ${cause})
        and (${failedFrom}::text is null or d.last_failed_at >= ${failedFrom}::text::timestamptz)
        and (${failedBefore}::text is null or d.last_failed_at < ${failedBefore}::text::timestamptz)
        and not exists (select 1 from tracking.inbox_todo t where t.id = d.inbox_id)),
    taken as (select * from fitting order by last_failed_at, id limit ${maxReplay}),
    queued as (
      insert into tracking.inbox_todo (lane, id)
      select case when source = ${channelProvider} then ${channelLane}::smallint else ${replayLane}::smallint end, inbox_id from taken on conflict do nothing returning id),
    noted as (
      insert into tracking.audit (actor, role, sid, action, subject, request_id, detail)
      select ${actor}, ${role}, ${sid}, 'dead_letter.replay', count(*) || ' messages', ${requestId}, ${sql.json({ ...selection, ids: ids?.length ?? null } as never)} from queued having count(*) > 0)
    select (select count(*) from queued)::int as replayed, greatest((select count(*) from fitting) - ${maxReplay}, 0)::int as remaining`;
  if ((row?.replayed ?? 0) > 0) wakeInbox();
  return { replayed: row?.replayed ?? 0, remaining: row?.remaining ?? 0, userErrors: [] };
}
