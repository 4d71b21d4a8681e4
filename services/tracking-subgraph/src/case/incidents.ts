import type { TransactionSql } from '@milepost/service-kit';

/** Cases that were opened so long apart have no cause in common, unless their incident goes on. */
const windowHours = 24;

/**
 * Makes one incident of many open cases with one cause, lets later ones join, and ends those without any. One process at a time, so that no cause has two.
 */
export async function gatherIncidents(
  tx: TransactionSql,
  { now, size, hasNews }: { now: Date; size: number; hasNews: boolean },
): Promise<void> {
  if (!hasNews) return;
  await tx`select pg_advisory_xact_lock(hashtext('tracking.incident'))`;
  const since = new Date(now.getTime() - windowHours * 3_600_000);
  await tx`
    with many as (
      select c.incident_cause as cause, split_part(c.incident_cause, '|', 1) as kind, min(c.incident_title) as title,
        min(c.carrier_code) as carrier_code, count(distinct c.carrier_code) as carriers, min(c.incident_place) as place
      from tracking.work_case c where c.state <> 'CLOSED' and c.incident_cause is not null and c.opened_at > ${since}
      group by 1 having count(*) >= ${size})
    insert into tracking.incident (cause, kind, title, carrier_code, place, opened_at)
    select cause, kind, title, case when carriers = 1 then carrier_code end, place, ${now} from many
    on conflict (cause) where closed_at is null do nothing`;
  await tx`
    with j as (
      update tracking.work_case c set incident_id = i.id from tracking.incident i
      where i.closed_at is null and c.state <> 'CLOSED' and c.incident_cause = i.cause and c.incident_id is distinct from i.id returning c.id, i.title)
    insert into tracking.case_history (case_id, action, text, at) select id, 'JOINED_INCIDENT', title, ${now} from j`;
  await tx`
    update tracking.incident i set closed_at = ${now} where closed_at is null
      and not exists (select 1 from tracking.work_case c where c.incident_id = i.id and c.state <> 'CLOSED')`;
}
