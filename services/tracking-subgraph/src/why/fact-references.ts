import type { Reader } from '@milepost/service-kit';
import DataLoader from 'dataloader';

export interface FactReferenceRow {
  shipmentId: string;
  key: string;
  kind: string;
  source: string;
  /** A colleague's words, for corrections and promises. */
  reason: string | null;
  mappingVersion: string;
  recordedAt: Date;
}

interface Asked {
  shipmentId: string;
  key: string;
}

const cacheKey = ({ shipmentId, key }: Asked) => `${shipmentId}|${key}`;

/** The facts behind keys of facts or scans, oldest first; one statement a batch. Scope was tested on the shipment that asks. */
export function createFactReferenceLoader({ reader }: { reader: Reader }) {
  return new DataLoader<Asked, FactReferenceRow[], string>(
    async (asked) => {
      const rows = await reader.unsafe<(FactReferenceRow & { asked: string })[]>(
        `select g.shipment_id as "shipmentId", g.key as asked, f.* from json_to_recordset($1::text::json) as g(shipment_id uuid, key text)
         cross join lateral (
           select encode(f.key, 'hex') as key, f.data->>'kind' as kind, f.source,
             case when f.data->>'kind' in ('correction', 'promise') then f.data->>'reason' end as reason, f.mapping_version as "mappingVersion", f.recorded_at as "recordedAt"
           from tracking.known_fact f where f.shipment_id = g.shipment_id and (f.key = decode(g.key, 'hex') or f.data->>'scan' = g.key)) f
         order by f."recordedAt", f.key`,
        [JSON.stringify(asked.map(({ shipmentId, key }) => ({ shipment_id: shipmentId, key })))],
      );
      const found = Map.groupBy([...rows], (row) => cacheKey({ shipmentId: row.shipmentId, key: row.asked }));
      return asked.map((one) => found.get(cacheKey(one)) ?? []);
    },
    { cacheKeyFn: cacheKey },
  );
}
export type FactReferenceLoader = ReturnType<typeof createFactReferenceLoader>;
