import type { Sql } from '@milepost/service-kit';

/** Fewer say nothing about what is usual. */
const [leastGaps, leastParcels] = [50, 20];
/** Of all carriers together, the newest that came to their end: what is learned costs the same however many parcels there are. */
const mostParcels = 20_000;
const underWay = ['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'RETURNING'];

/**
 * Learns how long nine of ten scans let one wait for the next: of each carrier, and of each carrier on the way to each country. Once a day, whichever instance comes first; the others do nothing. One
 * transaction: what was learned stands until it is replaced. Answers how many rows were learned; null: it is not time yet.
 */
export async function learnUsualGaps(sql: Sql): Promise<number | null> {
  return sql.begin(async (tx) => {
    const due = await tx`
      update tracking.lesson set learned_at = now() where name = 'usual-gaps' and learned_at < now() - interval '1 day' returning 1`;
    if (due.length === 0) return null;
    await tx`delete from tracking.usual_gap`;
    const rows = await tx`
      with parcel as (
        select s.id, s.carrier_code from tracking.shipment s
        where s.is_final and s.carrier_code is not null and s.archived_at is null order by s.id desc limit ${mostParcels}),
      scan as (
        select p.id, p.carrier_code, e.status, e.occurred_instant as at, lead(e.occurred_instant) over (partition by p.id order by e.sort_key) as next_at
        from parcel p cross join lateral (
          select e.status, e.occurred_instant, e.sort_key from tracking.event e
          where e.shipment_id = p.id and e.sort_key > '' and e.occurred_instant is not null and e.milestone <> 'ETA_CHANGED') e),
      gap as (
        select s.id, s.carrier_code, l.country_code, extract(epoch from s.next_at - s.at)::int as seconds from scan s
        left join lateral (
          select l.country_code from tracking.link l where l.shipment_id = s.id and l.country_code is not null order by l.created_at, l.delivery_id limit 1) l on true
        where s.status = any(${underWay}) and s.next_at > s.at)
      insert into tracking.usual_gap (carrier_code, country_code, gap_seconds, gaps)
      select carrier_code, coalesce(country_code, ''), percentile_disc(0.9) within group (order by seconds), count(*) from gap
      group by grouping sets ((carrier_code), (carrier_code, country_code))
      having (grouping(country_code) = 1 or country_code is not null) and count(*) >= ${leastGaps} and count(distinct id) >= ${leastParcels}
      returning 1`;
    return rows.length;
  });
}
