import { type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';
import { type ShipmentRow, type ShipmentView, shipmentColumns } from './shipment-row.ts';

/** What a shipment hangs on: an order or a delivery, by Odoo's id. */
export interface LinkKey {
  kind: 'order' | 'delivery';
  id: number;
}

/** `offset 0` keeps each look-up one of its own: flattened into a join, the planner reads whole tables while they are small (see db/clients.ts). */
export function createShipmentLoaders({ reader, viewer }: { reader: Reader; viewer: Viewer }) {
  const view = (row: ShipmentRow): ShipmentView => ({ ...row, access: viewer.level });

  return {
    /** By id, within scope; null otherwise. One statement a batch. */
    byId: new DataLoader<string, ShipmentView | null>(async (ids) => {
      const scope = scopeCondition(viewer, 'l', 2);
      const rows = await reader.unsafe<ShipmentRow[]>(
        `select ${shipmentColumns} from unnest($1::uuid[]) i(id) cross join lateral (select * from tracking.shipment s where s.id = i.id offset 0) s
         where ${seesEverything(viewer) ? 'true' : `exists (select 1 from tracking.link l where l.shipment_id = s.id and ${scope.text})`}`,
        [[...ids], ...(seesEverything(viewer) ? [] : scope.values)] as never,
      );
      const found = new Map(rows.map((row) => [row.id, view(row)]));
      return ids.map((id) => found.get(id) ?? null);
    }),

    /** Shipments of orders and of deliveries, oldest first, in one statement for both kinds together. */
    byLink: new DataLoader<LinkKey, ShipmentView[], string>(
      async (keys) => {
        const scope = scopeCondition(viewer, 'l', 3);
        const ids = (kind: LinkKey['kind']) => keys.filter((key) => key.kind === kind).map((key) => key.id);
        const rows = await reader.unsafe<(ShipmentRow & { links: [delivery: number, order: number][] })[]>(
          `with found as (
             select l.shipment_id, json_agg(json_build_array(l.delivery_id, l.order_id) order by l.created_at, l.delivery_id) as links
             from tracking.link l where (l.order_id = any($1::int[]) or l.delivery_id = any($2::int[])) and ${scope.text} group by l.shipment_id)
           select ${shipmentColumns}, f.links from found f cross join lateral (select * from tracking.shipment s where s.id = f.shipment_id offset 0) s order by s.id`,
          [ids('order'), ids('delivery'), ...scope.values] as never,
        );
        return keys.map((key) =>
          rows
            .filter((row) =>
              row.links.some(([delivery, order]) => (key.kind === 'order' ? order : delivery) === key.id),
            )
            .map(view),
        );
      },
      { cacheKeyFn: (key) => `${key.kind}:${key.id}` },
    ),

    /** Ids of the linked orders in scope, oldest link first. */
    orderIds: new DataLoader<string, number[]>(async (ids) => {
      const scope = scopeCondition(viewer, 'l', 2);
      const rows = await reader.unsafe<{ shipment_id: string; orders: number[] }[]>(
        `select l.shipment_id, array_agg(l.order_id order by l.created_at, l.order_id) as orders from tracking.link l
         where l.shipment_id = any($1::uuid[]) and ${scope.text} group by l.shipment_id`,
        [[...ids], ...scope.values] as never,
      );
      const found = new Map(rows.map((row) => [row.shipment_id, [...new Set(row.orders)]]));
      return ids.map((id) => found.get(id) ?? []);
    }),
  };
}
export type ShipmentLoaders = ReturnType<typeof createShipmentLoaders>;
