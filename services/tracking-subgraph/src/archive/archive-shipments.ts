import type { Sql, TransactionSql } from '@milepost/service-kit';

/**
 * Archives up to `limit` shipments that nothing was written about since `before`, whole, in one transaction: facts, timeline and ledger become one compressed row,
 * the shipment's own row stays. Answers how many. Several may run at once: what is locked is left for the next time.
 */
export async function archiveShipments(sql: Sql, { before, limit }: { before: Date; limit: number }): Promise<number> {
  // Before any row is locked: one process makes partitions at a time, and a writer should not wait for an archiver that waits for it.
  const months = await sql<{ month: string }[]>`
    select distinct to_char(uuid_extract_timestamp(id) at time zone 'UTC', 'YYYY-MM-01') as month from (
      select id from tracking.shipment where archived_at is null and touched_at < ${before} order by id limit ${limit * 2}) s`;
  for (const { month } of months) await sql`select tracking.ensure_partitions(${month}::date)`;
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      select id from tracking.shipment where archived_at is null and touched_at < ${before}
        and date_trunc('month', uuid_extract_timestamp(id) at time zone 'UTC')::date = any(${months.map(({ month }) => month)}::text[]::date[])
      order by id limit ${limit} for update skip locked`;
    if (rows.length === 0) return 0;
    const ids = rows.map(({ id }) => id);
    await moveToArchive(tx, ids);
    return ids.length;
  });
}

/** For rows that the caller has locked and whose months have partitions. */
export async function moveToArchive(tx: TransactionSql, ids: readonly string[]): Promise<void> {
  // The parts of one statement see the same rows: what is copied is exactly what is deleted. `= any` here, because the values are known when it is planned.
  await tx`
    with i as (select unnest(${ids}::uuid[]) as id),
    a as (
      insert into tracking.archive (shipment_id, facts, events, promises)
      select i.id,
        coalesce((select jsonb_agg(jsonb_build_object('key', encode(f.key, 'hex'), 'source', f.source, 'data', f.data, 'mapping_version', f.mapping_version,
          'inbox_id', f.inbox_id, 'request_id', f.request_id, 'recorded_at', f.recorded_at) order by f.key) from tracking.fact f where f.shipment_id = i.id), '[]'),
        coalesce((select jsonb_agg(to_jsonb(e) - 'shipment_id' || jsonb_build_object('key', encode(e.key, 'hex'), 'same_as', encode(e.same_as, 'hex'))
          order by e.sort_key) from tracking.event e where e.shipment_id = i.id), '[]'),
        coalesce((select jsonb_agg(to_jsonb(p) - 'shipment_id' || jsonb_build_object('fact_key', encode(p.fact_key, 'hex')) order by p.no)
          from tracking.promise p where p.shipment_id = i.id), '[]')
      from i),
    f as (delete from tracking.fact where shipment_id = any(${ids}::uuid[])),
    e as (delete from tracking.event where shipment_id = any(${ids}::uuid[])),
    p as (delete from tracking.promise where shipment_id = any(${ids}::uuid[]))
    update tracking.shipment s set archived_at = now() from i where s.id = i.id`;
}
