import { type ActivityClosed, recordAudits, type TransactionSql } from '@milepost/service-kit';
import type { CasePolicy } from './case-policy.ts';
import { inWords } from './subject-facts.ts';
import { applyChanges, type Change, type LockedCase, lockedCaseColumns, resolveColumns } from './work-on-cases.ts';

/**
 * Ends cases whose activity somebody did in Odoo, as a colleague would have resolved them: noted, audited, told. What is not known, is over already, was heard before, or was done before the case was opened again
 * changes nothing. `subjects`: whose cases the caller will lock, too; all are locked here, in one order, so that nobody waits for somebody who waits for him. Answers how many were ended.
 */
export async function closeFromOdoo(
  tx: TransactionSql,
  events: readonly ActivityClosed[],
  { policy, now, subjects }: { policy: Pick<CasePolicy, 'calendar'>; now: Date; subjects: readonly string[] },
): Promise<number> {
  if (events.length === 0) return 0;
  const wanted = new Map(events.map((event) => [event.caseId.toLowerCase(), event]));
  const rows = await tx.unsafe<(LockedCase & { activity_version: string })[]>(
    `select ${lockedCaseColumns}, activity_version from tracking.work_case where id = any($1::uuid[]) or subject = any($2::text[]) order by id for update`,
    [[...wanted.keys()], subjects as string[]],
  );
  const heard = rows.flatMap((row) => {
    const event = wanted.get(row.id);
    return event && Number(row.activity_version) < event.version ? { row, event } : [];
  });
  if (heard.length === 0) return 0;
  const open = heard.filter(
    ({ row, event }) => row.state !== 'CLOSED' && row.opened_at.getTime() <= Date.parse(event.closedAt),
  );
  await applyChanges(
    tx,
    open.map(({ row, event }): { row: LockedCase; change: Change } => ({
      row,
      change: {
        columns: resolveColumns(row, 'CLOSED_IN_ODOO', policy, now),
        action: 'CLOSED_IN_ODOO',
        text: `Its activity was done, seen at ${inWords(new Date(event.closedAt))}.`,
      },
    })),
    { staffId: null, requestOf: (id) => wanted.get(id)?.correlationId ?? 'unknown', policy },
  );
  await tx.unsafe(
    `update tracking.work_case c set activity_version = g.version from json_to_recordset($1::text::json) as g(id uuid, version bigint) where c.id = g.id`,
    [JSON.stringify(heard.map(({ row: { id }, event: { version } }) => ({ id, version })))],
  );
  await recordAudits(
    tx,
    open.map(({ row, event }) => ({
      schema: 'tracking' as const,
      actor: 'odoo',
      role: null,
      action: 'case.closed_in_odoo' as const,
      subject: `case ${row.id}`,
      requestId: event.correlationId,
    })),
  );
  return open.length;
}
