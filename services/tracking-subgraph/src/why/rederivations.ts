import type { Reader } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { MilestoneCode, ShipmentStatus } from '../taxonomy/codes.ts';

export interface RederivationRow {
  shipmentId: string;
  at: Date;
  from: { status: ShipmentStatus; milestone: MilestoneCode };
  to: { status: ShipmentStatus; milestone: MilestoneCode; fold: number; mapping: string };
}

/** The newest 20 of each shipment; one statement a batch. Scope was tested on the shipment that asks. */
export function createRederivationLoader({ reader }: { reader: Reader }) {
  return new DataLoader<string, RederivationRow[]>(async (ids) => {
    const rows = await reader.unsafe<RederivationRow[]>(
      `select i.id as "shipmentId", a.at, a.detail->'from' as "from", a.detail->'to' as "to" from unnest($1::text[]) i(id)
       cross join lateral (select at, detail from tracking.audit where subject in (i.id, 'shipment ' || i.id) and action = 'shipment.rederived' order by id desc limit 20) a`,
      [[...ids]],
    );
    const found = Map.groupBy([...rows], ({ shipmentId }) => shipmentId);
    return ids.map((id) => found.get(id) ?? []);
  });
}
export type RederivationLoader = ReturnType<typeof createRederivationLoader>;
