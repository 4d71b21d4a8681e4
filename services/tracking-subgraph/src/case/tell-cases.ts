import { DateTime } from 'luxon';
import type { CasePolicy } from './case-policy.ts';
import type { CaseRow } from './case-row.ts';
import { hasOtherOrders } from './settle-subject.ts';

/** What is told of a case in the stream: it was opened (again), it changed, it is over. */
export const caseChanges = ['OPENED', 'UPDATED', 'CLOSED'] as const;
export type CaseChange = (typeof caseChanges)[number];

type Told = Pick<CaseRow, 'state' | 'severity' | 'escalation' | 'order_ids'> & {
  /** An instant; as text where it comes from what was kept for undo. */
  due_at: Date | string | null;
  assignee_id?: string | null;
};

/**
 * How a change of a case is told; null: not at all. An open case is told anew when its severity, its level, its due day, who has it or its orders are others, and not when only its urgency is. Pure.
 */
export function toldAs(before: Told, after: Told, { calendar }: Pick<CasePolicy, 'calendar'>): CaseChange | null {
  const wasOpen = before.state !== 'CLOSED';
  if (after.state === 'CLOSED') return wasOpen ? 'CLOSED' : null;
  if (!wasOpen) return 'OPENED';
  const dayOf = ({ due_at }: Told) =>
    due_at && DateTime.fromJSDate(new Date(due_at), { zone: calendar.timeZone }).toISODate();
  const isOther =
    before.severity !== after.severity ||
    before.escalation !== after.escalation ||
    (before.assignee_id ?? null) !== (after.assignee_id ?? null) ||
    dayOf(before) !== dayOf(after) ||
    hasOtherOrders(before, after);
  return isOther ? 'UPDATED' : null;
}
