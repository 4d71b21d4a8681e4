import { type Reader, type ScopeRow, type Sql, seesEverything, type Viewer } from '@milepost/service-kit';
import { type EventRow, eventColumns } from '../event/event.loaders.ts';
import { scopeCondition } from '../scope.ts';
import { type ShipmentRow, shipmentColumns } from '../shipment/shipment-row.ts';
import type { MilestoneCode } from '../taxonomy/codes.ts';

/** A delivery that a shipment is linked to. */
export type LinkRow = ScopeRow & { deliveryId: number };

/** One numbered milestone with everything a message needs, read in one go so that no later failure can swallow it. */
export interface LiveMilestone {
  seq: number;
  requestId: string;
  /** When it was committed. */
  toldAt: Date;
  shipment: ShipmentRow;
  /** Null: a better fold or mapping has taken the event back since. */
  event: EventRow | null;
  links: LinkRow[];
  /** When the row and its links were read, by this process's clock. */
  readAt: number;
}

/** Which milestones of a viewer's scope; null: all. */
export interface LiveFilter {
  orderId: number | null;
  shipmentId: string | null;
  milestones: readonly MilestoneCode[] | null;
}

/** Numbers looked through by one statement at most, however few of them are in scope: nobody's question takes long. */
export const windowSize = 20_000;

/** Oldest first, as JSON. */
export const linksOf = (shipmentId: string) =>
  `coalesce((select json_agg(json_build_object('orderId', l.order_id, 'companyId', l.company_id, 'customerId', l.customer_id, 'region', l.region, 'deliveryId', l.delivery_id) order by l.created_at, l.order_id, l.delivery_id)
    from tracking.link l where l.shipment_id = ${shipmentId}), '[]')`;
export const milestoneColumns = `o.seq::int8::text as seq, o.request_id as "requestId", o.created_at as "toldAt", row_to_json(sv) as shipment, row_to_json(ev) as event,
  ${linksOf('o.shipment_id')} as links`;
/** Rows of cases, and of shipments that were deleted, come, too: who reads counts them as looked at, and parseMilestones leaves them out. */
export const milestoneJoins = `left join lateral (select ${shipmentColumns} from tracking.shipment s where s.id = o.shipment_id offset 0) sv on true
  left join lateral (select ${eventColumns} from tracking.event e where e.shipment_id = o.shipment_id and e.key = o.event_key offset 0) ev on true`;

export type RawMilestone = Omit<LiveMilestone, 'seq' | 'readAt' | 'shipment'> & {
  seq: string;
  shipment: ShipmentRow | null;
};

export function parseMilestones(rows: readonly RawMilestone[], readAt: number): LiveMilestone[] {
  return rows.flatMap(({ shipment, ...row }) => (shipment ? [parseMilestone({ ...row, shipment }, readAt)] : []));
}

function parseMilestone(row: RawMilestone & { shipment: ShipmentRow }, readAt: number): LiveMilestone {
  return {
    ...row,
    readAt,
    seq: Number(row.seq),
    shipment: parseShipment(row.shipment),
    event: row.event && { ...row.event, occurredInstant: date(row.event.occurredInstant) },
  };
}

const date = (value: unknown) => (typeof value === 'string' ? new Date(value) : null);

/** A row that came as JSON. */
export const parseShipment = (row: ShipmentRow): ShipmentRow => ({
  ...row,
  lastEventAt: date(row.lastEventAt),
  checkedAt: date(row.checkedAt),
});

/**
 * The next milestones after `after`, up to `until` (a number that was handed out), at most `limit`: scope and filter stand inside the statement. `position` is how far was looked; it lies before `until` where
 * there is more, even if nothing was found. Says nothing about what retention took away: ask readHead afterwards.
 */
export async function readMilestones(
  reader: Reader,
  {
    viewer,
    filter,
    after,
    until,
    limit,
  }: { viewer: Viewer; filter: LiveFilter; after: number; until: number; limit: number },
): Promise<{ milestones: LiveMilestone[]; position: number }> {
  const end = Math.min(until, after + windowSize);
  if (end <= after) return { milestones: [], position: after };
  const scope = scopeCondition(viewer, 'l', 7);
  const unlinkedToo = seesEverything(viewer) && filter.orderId === null;
  const readAt = Date.now();
  const rows = await reader.unsafe<RawMilestone[]>(
    `select ${milestoneColumns} from (
       select o.* from tracking.outbox o where o.seq > $1 and o.seq <= $2 and o.case_id is null and ($3::uuid is null or o.shipment_id = $3)
         and ${unlinkedToo ? '$4::int is null' : `exists (select 1 from tracking.link l where l.shipment_id = o.shipment_id and ($4::int is null or l.order_id = $4) and ${scope.text})`}
         and ($5::text[] is null or exists (select 1 from tracking.event e where e.shipment_id = o.shipment_id and e.key = o.event_key and e.milestone = any($5)))
       order by o.seq limit $6) o ${milestoneJoins} order by o.seq`,
    [after, end, filter.shipmentId, filter.orderId, filter.milestones, limit, ...(unlinkedToo ? [] : scope.values)],
  );
  const position = rows.length === limit ? Number((rows.at(-1) as RawMilestone).seq) : end;
  return { milestones: parseMilestones(rows, readAt), position };
}

/** Head of the stream as committed now, and the number up to which rows were deleted. */
export async function readHead(sql: Pick<Sql, 'unsafe'>): Promise<{ value: number; retainedAfter: number }> {
  const [row] = await sql.unsafe<{ value: string; retained_after: string }[]>(
    'select value, retained_after from tracking.outbox_head',
    [],
    { prepare: true },
  );
  return { value: Number(row?.value ?? 0), retainedAfter: Number(row?.retained_after ?? 0) };
}
