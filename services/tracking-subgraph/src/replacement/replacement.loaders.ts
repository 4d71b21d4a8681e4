import { type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';

/** One shipment that another took the place of. */
export interface ReplacementRow {
  wrongId: string;
  rightId: string;
  at: Date;
}

/** Replacements that shipments take part in, newest first, while the wrong one is cancelled; one statement for all, with the scope on both ends inside. */
export function createReplacementLoader({ reader, viewer }: { reader: Reader; viewer: Viewer }) {
  return new DataLoader<string, ReplacementRow[]>(async (ids) => {
    const scope = scopeCondition(viewer, 'l', 2);
    const isSeen = (end: string) =>
      seesEverything(viewer)
        ? 'true'
        : `exists (select 1 from tracking.link l where l.shipment_id = ${end} and ${scope.text})`;
    const rows = await reader.unsafe<ReplacementRow[]>(
      `select r.shipment_id as "wrongId", r.replaced_by as "rightId", r.at from (
         select r.* from unnest($1::uuid[]) i(id) cross join lateral (select * from tracking.replacement r where r.shipment_id = i.id offset 0) r
         union select r.* from unnest($1::uuid[]) i(id) cross join lateral (select * from tracking.replacement r where r.replaced_by = i.id offset 0) r) r
       cross join lateral (select s.status from tracking.shipment s where s.id = r.shipment_id offset 0) s
       where s.status = 'CANCELLED' and ${isSeen('r.shipment_id')} and ${isSeen('r.replaced_by')} order by r.at desc`,
      [[...ids], ...(seesEverything(viewer) ? [] : scope.values)] as never,
    );
    return ids.map((id) => rows.filter(({ wrongId, rightId }) => wrongId === id || rightId === id));
  });
}
export type ReplacementLoader = ReturnType<typeof createReplacementLoader>;
