import type { Reader, Viewer } from '@milepost/service-kit';
import { caseScopeCondition } from '../case/case-scope.ts';
import type { CaseView } from '../case/find-cases.ts';
import type { CaseChange } from '../case/tell-cases.ts';
import { type ShipmentRow, shipmentColumns } from '../shipment/shipment-row.ts';
import { type LinkRow, linksOf, parseShipment, windowSize } from './milestone-stream.ts';

/** What is told of a case, as far as the database keeps it as JSON. */
export type ToldCase = Pick<
  CaseView,
  'type' | 'state' | 'reason' | 'rule' | 'severity' | 'escalation' | 'resolution' | 'orderId' | 'deliveryId' | 'version'
> & {
  isByHand: boolean;
  openedAt: string;
  dueAt: string | null;
  closedAt: string | null;
  assignee: { id: string; name: string } | null;
};

/** One numbered change of a case with everything a message needs: the case as it is when it is read. */
export interface LiveCase {
  seq: number;
  requestId: string;
  /** When it was committed. */
  toldAt: Date;
  change: CaseChange;
  caseId: string;
  case: ToldCase;
  /** What it is about; null: a delivery or an order, or something that was deleted. */
  shipment: ShipmentRow | null;
  links: LinkRow[];
}

interface RawCase extends Omit<LiveCase, 'seq' | 'case'> {
  seq: string;
  case: ToldCase | null;
  gone: Pick<ToldCase, 'type' | 'severity' | 'escalation' | 'openedAt' | 'closedAt' | 'version'> | null;
}

const columns = `c.type, c.state, c.reason, c.rule, c.severity, c.escalation, c.resolution, c.order_id as "orderId", c.delivery_id as "deliveryId", c.version, c.is_by_hand as "isByHand",
  c.opened_at as "openedAt", c.due_at as "dueAt", c.closed_at as "closedAt", c.shipment_id as "shipmentId",
  (select json_build_object('id', a.id, 'name', a.name) from tracking.staff a where a.id = c.assignee_id) as assignee`;

/**
 * The next changes of cases after `after`, up to `until` (a number that was handed out), at most `limit`, as readMilestones reads milestones: scope stands inside the statement, `position` is how far was looked. Only staff
 * and the house's own endpoints see any. Of what was deleted while it was open only those who see everything are told.
 */
export async function readCaseChanges(
  reader: Reader,
  {
    viewer,
    changes,
    after,
    until,
    limit,
  }: { viewer: Viewer; changes: readonly CaseChange[]; after: number; until: number; limit: number },
): Promise<{ cases: LiveCase[]; position: number }> {
  const end = Math.min(until, after + windowSize);
  if (end <= after) return { cases: [], position: after };
  const scope = caseScopeCondition(viewer, 'c', 5);
  const inScope =
    scope.text === 'true'
      ? 'true'
      : `exists (select 1 from tracking.work_case c where c.id = o.case_id and ${scope.text})`;
  const rows = await reader.unsafe<RawCase[]>(
    `select o.seq::int8::text as seq, o.request_id as "requestId", o.created_at as "toldAt", o.case_change as change, o.case_id as "caseId", o.gone, row_to_json(cv) as case, row_to_json(sv) as shipment,
       ${linksOf('cv."shipmentId"')} as links
     from (select o.* from tracking.outbox o where o.seq > $1 and o.seq <= $2 and o.case_id is not null and o.case_change = any($3) and ${inScope} order by o.seq limit $4) o
     left join lateral (select ${columns} from tracking.work_case c where c.id = o.case_id offset 0) cv on true
     left join lateral (select ${shipmentColumns} from tracking.shipment s where s.id = cv."shipmentId" offset 0) sv on true order by o.seq`,
    [after, end, changes, limit, ...scope.values],
  );
  const position = rows.length === limit ? Number((rows.at(-1) as RawCase).seq) : end;
  return { cases: rows.flatMap((row) => parseCase(row) ?? []), position };
}

/** Null: the case was deleted after it was over. */
function parseCase({ gone, ...row }: RawCase): LiveCase | null {
  const one = row.case ?? (gone && fromGone(gone));
  return one && { ...row, seq: Number(row.seq), case: one, shipment: row.shipment && parseShipment(row.shipment) };
}

const fromGone = (gone: NonNullable<RawCase['gone']>): ToldCase => ({
  ...gone,
  state: 'CLOSED',
  reason: 'What it was about was deleted by retention.',
  rule: 'retention',
  resolution: 'CAUSE_GONE',
  orderId: null,
  deliveryId: null,
  isByHand: false,
  dueAt: null,
  assignee: null,
});
