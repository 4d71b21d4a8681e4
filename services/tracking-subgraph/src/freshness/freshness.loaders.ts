import { type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';
import { numberOf, type ShipmentView } from '../shipment/shipment-row.ts';
import type { SourceRow } from './freshness.ts';

/** Who tells about shipments; one statement for all in scope, with the scope inside, and one for each that only its number shows. */
export function createSourceLoader({
  reader,
  readNumber,
  viewer,
}: {
  reader: Reader;
  readNumber: (number: string) => Reader;
  viewer: Viewer;
}) {
  return new DataLoader<ShipmentView, SourceRow | null, string>(
    async (shipments) => {
      const found = new Map<string, SourceRow>();
      for (const [number, group] of Map.groupBy([...shipments], numberOf)) {
        const isScoped = number === null && !seesEverything(viewer);
        const scope = scopeCondition(viewer, 'l', 2);
        const rows = await (number === null ? reader : readNumber(number)).unsafe<SourceRow[]>(
          `select s.id as "shipmentId", s.is_final as "isFinal", t.polled_at as "polledAt", least(t.next_at, b.due_at) as "nextCheckAt", g.gap_seconds as "usualGapSeconds",
             least(t.down_since, o.from_at) as "downSince", w.left_at as "leftAt"
           from (select u.id from unnest($1::uuid[]) u(id) where ${isScoped ? `exists (select 1 from tracking.link l where l.shipment_id = u.id and ${scope.text})` : 'true'}) i
           cross join lateral (select s.id, s.is_final, s.carrier_code, s.status from tracking.shipment s where s.id = i.id offset 0) s
           left join lateral (select t.* from tracking.shipment_source t where t.shipment_id = s.id offset 0) t on true
           left join lateral (select min(b.due_at) as due_at from tracking.planned_read_back b where b.shipment_id = s.id) b on true
           left join lateral (select p.left_at from tracking.parcel_left p where p.shipment_id = s.id and s.status in ('PENDING', 'LABEL_CREATED') offset 0) w on true
           left join lateral (select o.from_at from tracking.open_outage o where o.carrier_code = s.carrier_code limit 1) o on true
           left join lateral (
             select u.gap_seconds from tracking.usual_gap u where u.carrier_code = s.carrier_code
               and (u.country_code = '' or u.country_code in (select l.country_code from tracking.link l where l.shipment_id = s.id))
             order by u.country_code desc limit 1) g on true`,
          [group.map(({ id }) => id), ...(isScoped ? scope.values : [])] as never,
        );
        for (const row of rows) found.set(row.shipmentId, row);
      }
      return shipments.map(({ id }) => found.get(id) ?? null);
    },
    { cacheKeyFn: ({ id }) => id },
  );
}
export type SourceLoader = ReturnType<typeof createSourceLoader>;
