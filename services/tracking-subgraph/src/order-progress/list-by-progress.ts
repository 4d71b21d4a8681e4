import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Reader,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import type { OrderProgress } from '../generated/resolvers.ts';
import { scopeCondition } from '../scope.ts';
import type { MilestoneCode, ShipmentStatus } from '../taxonomy/codes.ts';

/** When somebody should read more of a parcel than that it comes: what the customer's page shows in the tone of attention (a test of the pages holds the two together). */
export const attention: {
  statuses: readonly ShipmentStatus[];
  /** Only while it is delayed. */
  statusesWhenDelayed: readonly ShipmentStatus[];
  milestones: readonly MilestoneCode[];
} = {
  statuses: ['AVAILABLE_FOR_PICKUP', 'FAILED_ATTEMPT', 'EXCEPTION', 'RETURNING', 'RETURNED', 'CANCELLED', 'EXPIRED'],
  statusesWhenDelayed: ['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY'],
  milestones: ['INVALID_TRACKING_NUMBER'],
};
const quoted = (codes: readonly string[]) => codes.map((code) => `'${code}'`).join(', ');

const isOpen = 'not o.is_cancelled and (o.waiting > 0 or p.is_moving)';
const conditions: Record<OrderProgress, string> = {
  OPEN: isOpen,
  DELIVERED: 'not o.is_cancelled and o.waiting = 0 and p.parcels > 0 and p.delivered = p.parcels',
  NEEDS_ATTENTION: 'not o.is_cancelled and p.needs_attention',
  LATE: `${isOpen} and (o.promised_at < now() or p.is_delayed)`,
};

/**
 * Ids of orders in the viewer's scope that stand so, those with the highest id in Odoo first, in one statement. Parcels are looked up by the order's links, so it costs what lies between the cursor and the end of
 * the page. Throws BAD_USER_INPUT for what is no cursor.
 */
export async function listByProgress(
  { reader, viewer }: { reader: Reader; viewer: Viewer },
  { progress, first, after }: { progress: OrderProgress; first: number | null; after: string | null },
): Promise<Page<{ orderId: number }>> {
  const size = pageSize(first, 20);
  const before = after === null ? null : (decodeCursor(after, ['number'])[0] as number);
  if (before !== null && !(Number.isInteger(before) && before > 0 && before <= 2_147_483_647))
    throw new BadUserInputError('after', 'after is not a cursor of this list');
  const scope = scopeCondition(viewer, 'o', 3);
  const rows = await reader.unsafe<{ orderId: number }[]>(
    `select o.order_id as "orderId" from tracking.told_order o cross join lateral (
       select count(*) as parcels, count(*) filter (where s.status = 'DELIVERED') as delivered, coalesce(bool_or(not s.is_final), false) as is_moving,
         coalesce(bool_or(not s.is_final and s.is_delayed), false) as is_delayed,
         coalesce(bool_or(s.status in (${quoted(attention.statuses)}) or (s.is_delayed and s.status in (${quoted(attention.statusesWhenDelayed)})) or s.milestone in (${quoted(attention.milestones)})), false) as needs_attention
       from (select distinct l.shipment_id from tracking.link l where l.order_id = o.order_id) l
       cross join lateral (select s.status, s.milestone, s.is_final, s.is_delayed, s.direction from tracking.shipment s where s.id = l.shipment_id offset 0) s
       where s.direction = 'FORWARD' offset 0) p
     where ($1::int is null or o.order_id < $1) and ${scope.text} and ${conditions[progress]} order by o.order_id desc limit $2`,
    [before, size + 1, ...scope.values] as never,
  );
  return toPage(rows, size, ({ orderId }) => encodeCursor([orderId]));
}
