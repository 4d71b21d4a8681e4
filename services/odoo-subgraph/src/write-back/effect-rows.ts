import type { ProblemChanged, Sql, TransactionSql } from '@milepost/service-kit';
import type { Wanted } from './plan-effects.ts';

export interface EffectRow {
  id: string;
  key: string;
  orderId: number;
  model: 'sale.order' | 'stock.picking';
  resId: number;
  wanted: Wanted;
  written: Wanted | null;
  recordId: number | null;
  attempt: string | null;
  attempts: number;
  /** Of a promise: dates whose writing was begun since one was last noted as written, naive UTC. */
  begunDates: string[];
  requestId: string;
}

/** Why nothing was written, where nothing is wrong. */
export type DropReason =
  | 'RECORD_GONE'
  | 'ORDER_NOT_CONFIRMED'
  | 'NOTHING_TO_CLOSE'
  | 'CLOSED_BY_PERSON'
  | 'PROMISE_CHANGED_BY_PERSON'
  | 'PROMISE_ALREADY_LATER'
  | 'NO_PROMISE'
  | 'NOTHING_TO_INVOICE'
  | 'NOT_ALL_DELIVERED';

const columns = `e.id::text, e.key, e.order_id as "orderId", e.model, e.res_id as "resId", e.wanted, e.written, e.record_id as "recordId", e.attempt, e.attempts, e.begun_dates as "begunDates", e.request_id as "requestId"`;

export interface Target {
  model: 'sale.order' | 'stock.picking';
  resId: number;
}

/** Records of Odoo at which something is due, the longest waiting first. */
export function dueTargets(sql: Sql, at: Date, limit: number): Promise<Target[]> {
  return sql<Target[]>`
    select model, res_id as "resId" from odoo.effect where state = 'WAITING' and due_at <= ${at}
    group by model, res_id order by min(due_at), min(id) limit ${limit}`;
}

/** All that waits at one record, whatever its own time: what is written together is written once. What has to wait because Odoo could not is left out. */
export function waitingAt(sql: Sql, { model, resId }: Target, at: Date): Promise<EffectRow[]> {
  return sql.unsafe<EffectRow[]>(
    `select ${columns} from odoo.effect e where e.state = 'WAITING' and e.model = $1 and e.res_id = $2 and (e.due_at <= $3::text::timestamptz or e.attempts = 0) order by e.id`,
    [model, resId, at.toISOString()],
  );
}

class Otherwise extends Error {}

/**
 * Said before a call: from here on nobody knows whether it was carried out, until it is settled. Until `lookAgainAt` nobody else begins: a call that we have given up, or whose caller has died, may still be carried out.
 * False: one of them is not any more what was read of it. Another writer was here, or something else is wanted by now; then nothing may be sent.
 */
export async function beginAttempt(
  sql: Sql,
  effects: readonly EffectRow[],
  { attempt, lookAgainAt }: { attempt: string; lookAgainAt: Date },
): Promise<boolean> {
  const seen = effects.map((effect) => ({
    id: effect.id,
    version: versionOf(effect),
    attempt: effect.attempt,
    attempts: effect.attempts,
    record_id: effect.recordId,
  }));
  const begun = sql.begin(async (tx) => {
    const { count } = await tx`
      update odoo.effect e set attempt = ${attempt}, attempts = e.attempts + 1, due_at = ${lookAgainAt},
        begun_dates = case when e.kind = 'PROMISE' then array_append(e.begun_dates, e.wanted->>'date') else e.begun_dates end
      from json_to_recordset(${JSON.stringify(seen)}::text::json) as s(id bigint, version text, attempt text, attempts int, record_id int)
      where e.id = s.id and e.state = 'WAITING' and e.wanted->>'version' = s.version and e.attempts = s.attempts and e.attempt is not distinct from s.attempt
        and e.record_id is not distinct from s.record_id`;
    if (count !== seen.length) throw new Otherwise();
    return true;
  });
  return begun.catch((error: unknown) => {
    if (error instanceof Otherwise) return false;
    throw error;
  });
}

/** Done; what was wanted in the meantime instead waits on. */
export async function settleDone(
  sql: Sql,
  effects: readonly EffectRow[],
  { at, recordId }: { at: Date; recordId: number | null },
): Promise<void> {
  await sql.begin(async (tx) => {
    for (const effect of effects)
      await tx`update odoo.effect set state = case when wanted->>'version' = ${versionOf(effect)} then 'DONE' else 'WAITING' end, written = ${tx.json(effect.wanted as never)},
          record_id = ${recordId}, reason = null, attempt = null, attempts = 0, begun_dates = '{}', due_at = ${at}, settled_at = ${at} where id = ${effect.id}`;
    await problemsOver(tx, effects);
  });
}

export async function settleDropped(
  sql: Sql,
  effects: readonly EffectRow[],
  { at, reason }: { at: Date; reason: DropReason },
): Promise<void> {
  await sql.begin(async (tx) => {
    for (const effect of effects)
      await tx`update odoo.effect set state = case when wanted->>'version' = ${versionOf(effect)} then 'DROPPED' else 'WAITING' end, reason = ${reason}, record_id = null, attempt = null,
          attempts = 0, due_at = ${at}, settled_at = ${at} where id = ${effect.id}`;
    await problemsOver(tx, effects);
  });
}

/** What waited when the policy was changed: nothing is written any more, and what stands in Odoo is still known. */
export async function settleNotLive(sql: Sql, effects: readonly EffectRow[], at: Date): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update odoo.effect set state = 'SHADOW', reason = 'NOT_LIVE', attempt = null, attempts = 0, settled_at = ${at} where id = any(${idsOf(effects)}::bigint[]) and state = 'WAITING'`;
    await problemsOver(tx, effects);
  });
}

/** A dead letter: only a person, or other news, lets it be tried again. Tracking makes a case of it. What was wanted in the meantime instead waits on. */
export async function settleFailed(
  sql: Sql,
  effects: readonly EffectRow[],
  { at, reason, message }: { at: Date; reason: string; message: string },
): Promise<void> {
  await sql.begin(async (tx) => {
    for (const effect of effects) {
      const { id, orderId, model, resId, requestId } = effect;
      await tx`update odoo.effect set attempt = null, attempts = 0, due_at = ${at} where id = ${id} and state = 'WAITING' and wanted->>'version' <> ${versionOf(effect)}`;
      const [row] = await tx<{ since: Date }[]>`
        update odoo.effect set state = 'FAILED', reason = ${reason}, attempt = null, settled_at = ${at}, problem_since = coalesce(problem_since, ${at})
        where id = ${id} and wanted->>'version' = ${versionOf(effect)} returning problem_since as since`;
      if (row) await tellProblem(tx, { id, orderId, model, resId, requestId, message, since: row.since });
    }
  });
}

/** To be tried again: Odoo said that nothing of it was carried out. `countsAsAttempt`: it was about these effects, and not about everything. */
export async function postpone(
  sql: Sql,
  effects: readonly EffectRow[],
  { until, countsAsAttempt }: { until: Date; countsAsAttempt: boolean },
): Promise<void> {
  await sql`update odoo.effect set due_at = ${until}, attempt = null, attempts = greatest(attempts - ${countsAsAttempt ? 0 : 1}, 0) where id = any(${idsOf(effects)}::bigint[]) and state = 'WAITING'`;
}

/** The same where nothing was to be carried out: what is not known of an earlier attempt stays so. */
export async function postponeRead(sql: Sql, effects: readonly EffectRow[], until: Date): Promise<void> {
  await sql`update odoo.effect set due_at = ${until} where id = any(${idsOf(effects)}::bigint[]) and state = 'WAITING'`;
}

async function problemsOver(tx: TransactionSql, effects: readonly EffectRow[]): Promise<void> {
  const over = await tx<(Target & { id: string; orderId: number; requestId: string })[]>`
    update odoo.effect set problem_since = null where id = any(${idsOf(effects)}::bigint[]) and problem_since is not null and state <> 'FAILED'
    returning id::text, order_id as "orderId", model, res_id as "resId", request_id as "requestId"`;
  for (const effect of over)
    await tellProblem(tx, { ...effect, message: 'It was written, or is not wanted any more.', since: null });
}

async function tellProblem(
  tx: TransactionSql,
  {
    id,
    orderId,
    model,
    resId,
    requestId,
    message,
    since,
  }: Target & { id: string; orderId: number; requestId: string; message: string; since: Date | null },
): Promise<void> {
  const body: Omit<ProblemChanged, 'version'> = {
    type: 'problem.changed',
    correlationId: requestId,
    problem: {
      id: `effect-${id}`,
      kind: 'WRITE_BACK_FAILED',
      orderId,
      deliveryId: model === 'stock.picking' ? resId : null,
      message: message.slice(0, 500),
      since: since?.toISOString() ?? null,
    },
  };
  await tx`insert into odoo.outbox (body) values (${tx.json(body as never)})`;
}

const idsOf = (effects: readonly EffectRow[]) => effects.map(({ id }) => id);
const versionOf = ({ wanted }: EffectRow) => String(wanted.version);

const keptDays = 400;
const batch = 1_000;

/** What was settled, or only noted, long ago, and has nothing open in Odoo; true: there is more. */
export async function dropSettled(sql: Sql): Promise<boolean> {
  const { count } = await sql`delete from odoo.effect where id = any(array(
    select id from odoo.effect where state in ('DONE', 'DROPPED', 'SHADOW') and not (kind = 'ACTIVITY' and record_id is not null)
      and coalesce(settled_at, created_at) < now() - ${keptDays} * interval '1 day' order by id limit ${batch}))`;
  return count === batch;
}
