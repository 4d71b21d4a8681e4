import { type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';
import { numberOf, type ShipmentView } from '../shipment/shipment-row.ts';
import { mostPromises, type PromiseRow } from './told-dates.ts';

/** Ledgers of shipments, oldest first, the first row and the newest ones; one statement for all in scope, with the scope inside. */
export function createPromiseLoader({
  reader,
  readNumber,
  viewer,
}: {
  reader: Reader;
  readNumber: (number: string) => Reader;
  viewer: Viewer;
}) {
  return new DataLoader<ShipmentView, PromiseRow[], string>(
    async (shipments) => {
      const found = new Map<string, PromiseRow[]>();
      for (const [number, group] of Map.groupBy([...shipments], numberOf)) {
        const isScoped = number === null && !seesEverything(viewer);
        const scope = scopeCondition(viewer, 'l', 4);
        const rows = await (number === null ? reader : readNumber(number)).unsafe<PromiseRow[]>(
          `select p.* from (select u.id from unnest($1::uuid[]) u(id) where ${isScoped ? `exists (select 1 from tracking.link l where l.shipment_id = u.id and ${scope.text})` : 'true'}) i
           cross join lateral (
             select p.shipment_id as "shipmentId", p.no, p.is_estimate as "isEstimate", p.told_by as "toldBy", p.earliest, p.latest, p.told_at as "toldAt", p.reason,
               case when $2 and p.told_by = 'AGENT' then (select s.name from tracking.staff s where s.sub = p.actor) end as "toldByName",
               case when $2 and p.told_by = 'AGENT' then (select f.data->>'reason' from tracking.known_fact f where f.shipment_id = p.shipment_id and f.key = p.fact_key) end as note
             from (select k.*, row_number() over (order by k.no desc) as newest from tracking.known_promise k where k.shipment_id = i.id) p
             where p.no = 1 or p.newest < $3 order by p.no) p`,
          [
            group.map(({ id }) => id),
            viewer.level === 'STAFF' && number === null,
            mostPromises,
            ...(isScoped ? scope.values : []),
          ] as never,
        );
        for (const [id, some] of Map.groupBy([...rows], ({ shipmentId }) => shipmentId)) found.set(id, some);
      }
      return shipments.map(({ id }) => found.get(id) ?? []);
    },
    { cacheKeyFn: ({ id }) => id },
  );
}
export type PromiseLoader = ReturnType<typeof createPromiseLoader>;
