import { type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { scopeCondition } from '../scope.ts';
import type { DocumentType } from './document-type.ts';
import { maxDocuments } from './told-document.ts';

/** A proof of delivery as the graph shows it. */
export interface DocumentView {
  id: string;
  shipmentId: string;
  kind: 'PHOTO' | 'SIGNATURE' | 'DOCUMENT';
  state: 'WAITING' | 'READY' | 'FAILED';
  contentType: DocumentType | null;
  byteCount: number | null;
}

/** Of one operation: those of all shipments in one statement, with the scope inside. */
export function createDocumentLoaders({ reader, viewer }: { reader: Reader; viewer: Viewer }) {
  return {
    byShipment: new DataLoader<string, DocumentView[]>(async (ids) => {
      const scope = scopeCondition(viewer, 'l', 2);
      const rows = await reader.unsafe<DocumentView[]>(
        `select d.id, d.shipment_id as "shipmentId", d.kind, d.state, d.content_type as "contentType", d.byte_count as "byteCount"
         from unnest($1::uuid[]) i(id) cross join lateral (
           select d.id, d.shipment_id, d.kind, d.state, d.content_type, d.byte_count, d.created_at from tracking.document d
           where d.shipment_id = i.id and d.state not in ('SAME', 'ERASED') order by d.created_at, d.id limit ${maxDocuments}) d
         where ${seesEverything(viewer) ? 'true' : `exists (select 1 from tracking.link l where l.shipment_id = d.shipment_id and ${scope.text})`}
         order by d.created_at, d.id`,
        [[...ids], ...(seesEverything(viewer) ? [] : scope.values)] as never,
      );
      const found = Map.groupBy(rows, ({ shipmentId }) => shipmentId);
      return ids.map((id) => found.get(id) ?? []);
    }),
  };
}
export type DocumentLoaders = ReturnType<typeof createDocumentLoaders>;
