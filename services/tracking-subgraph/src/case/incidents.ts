import type { TransactionSql } from '@milepost/service-kit';

/** Cases that were opened so long apart have no cause in common, unless their incident goes on. */
const windowHours = 24;

/**
 * Makes one incident of many open cases with one cause, lets later ones join and those with another cause now leave, and ends those without any. One process at a time, so that no cause has two. Of what somebody
 * else holds nobody here waits for: they gather for themselves, or have it looked at again.
 */
export async function gatherIncidents(
  tx: TransactionSql,
  {
    now,
    size,
    subjects,
    causes,
    incidents,
  }: {
    now: Date;
    size: number;
    /** What was looked at, which the caller holds; what its cases have in common with others; and the incidents that they were in. */
    subjects: readonly string[];
    causes: readonly string[];
    incidents: readonly string[];
  },
): Promise<void> {
  if (causes.length === 0 && incidents.length === 0) return;
  await tx`select pg_advisory_xact_lock(hashtext('tracking.incident'))`;
  const since = new Date(now.getTime() - windowHours * 3_600_000);
  const some = [...new Set(causes)];
  await tx`
    with many as (
      select c.incident_cause as cause, split_part(c.incident_cause, '|', 1) as kind, min(c.incident_title) as title,
        min(c.carrier_code) as carrier_code, count(distinct c.carrier_code) as carriers, min(c.incident_place) as place
      from tracking.work_case c where c.state <> 'CLOSED' and c.incident_cause = any(${some}::text[]) and c.opened_at > ${since}
      group by 1 having count(*) >= ${size})
    insert into tracking.incident (cause, kind, title, carrier_code, place, opened_at)
    select cause, kind, title, case when carriers = 1 then carrier_code end, place, ${now} from many
    on conflict (cause) where closed_at is null do nothing`;
  await tx`
    update tracking.work_case c set incident_id = null from tracking.incident i
    where c.subject = any(${subjects as string[]}::text[]) and c.state <> 'CLOSED' and i.id = c.incident_id
      and (i.closed_at is not null or c.incident_cause is distinct from i.cause)`;
  await tx`
    with l as (
      select c.id, i.id as incident_id, i.title from tracking.incident i join tracking.work_case c on c.incident_cause = i.cause
      where i.closed_at is null and i.cause = any(${some}::text[]) and c.state <> 'CLOSED' and c.incident_id is distinct from i.id for update of c skip locked),
    j as (update tracking.work_case c set incident_id = l.incident_id from l where c.id = l.id returning c.id, l.title)
    insert into tracking.case_history (case_id, action, text, at) select id, 'JOINED_INCIDENT', title, ${now} from j`;
  await tx`
    update tracking.incident i set closed_at = ${now} where closed_at is null and (i.id = any(${incidents as string[]}::uuid[]) or i.cause = any(${some}::text[]))
      and not exists (select 1 from tracking.work_case c where c.incident_id = i.id and c.state <> 'CLOSED')`;
}
