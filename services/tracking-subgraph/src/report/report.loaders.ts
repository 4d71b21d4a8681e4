import type { Reader } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { DocumentSeal } from '../document/document-seal.ts';
import type { DocumentType } from '../document/document-type.ts';
import type { CheckedPlace, ReportKind } from './read-report.ts';
import type { ReportContent } from './report-shipment.ts';

/** A report as the graph shows it to staff. */
export interface ReportView {
  id: string;
  shipmentId: string;
  kind: ReportKind;
  at: Date;
  staffId: string | null;
  level: 'L1' | 'L2' | 'L3' | 'STAFF';
  checked: CheckedPlace[];
  lines: { lineId: number; quantity: number }[];
  photos: PhotoView[];
  keyId: number;
  contentSealed: Buffer | null;
}

export interface PhotoView {
  id: string;
  shipmentId: string;
  byteCount: number;
  contentType: DocumentType;
}

const most = 20;

/** Of one operation. Whose cases these are was asked for with the scope inside; row-level security says it again. */
export function createReportLoaders({ reader, seal }: { reader: Reader; seal: Pick<DocumentSeal, 'open'> }) {
  const content = new DataLoader<ReportView, ReportContent | null>((reports) =>
    Promise.all(
      reports.map(async ({ id, keyId, contentSealed }) => {
        const bytes = contentSealed && (await seal.open(keyId, 'content_sealed', id, contentSealed));
        return bytes ? (JSON.parse(bytes.toString('utf8')) as ReportContent) : null;
      }),
    ),
  );
  return {
    byCase: new DataLoader<string, ReportView[]>(async (ids) => {
      const rows = await reader.unsafe<(ReportView & { caseId: string })[]>(
        `select r.* from unnest($1::uuid[]) i(id) cross join lateral (
           select r.id, r.case_id as "caseId", r.shipment_id as "shipmentId", r.kind, r.at, r.staff_id as "staffId", r.level, r.checked, r.lines, r.key_id as "keyId", r.content_sealed as "contentSealed",
             (select coalesce(json_agg(json_build_object('id', p.id, 'shipmentId', p.shipment_id, 'byteCount', p.byte_count, 'contentType', p.content_type) order by p.id), '[]')
              from tracking.report_photo p where p.report_id = r.id) as photos
           from tracking.shipment_report r where r.case_id = i.id order by r.id desc limit ${most}) r order by r.id`,
        [[...ids]] as never,
      );
      const found = Map.groupBy(rows, ({ caseId }) => caseId);
      return ids.map((id) => found.get(id) ?? []);
    }),
    /** What they wrote, and how the parcel stood; null: erased. */
    content,
  };
}
export type ReportLoaders = ReturnType<typeof createReportLoaders>;
