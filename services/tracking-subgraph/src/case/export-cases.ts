import { auditActor, recordAudit } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import type { RequestContext } from '../context.ts';
import { type CaseFilter, type CaseOrder, countFitting } from './find-cases.ts';
import { localUuid, requireStaff } from './staff.ts';

/** Rows of one file: what a spreadsheet takes, and what a browser holds without trouble. */
const mostRows = 50_000;

/**
 * Puts on record that a colleague takes a list of cases with them, before the first row is given: how many rows it has in their scope, and by which filter. Throws ForbiddenError for everybody but
 * staff, BadUserInputError naming the field of the filter.
 */
export async function exportCases(
  context: RequestContext,
  given: { filter: CaseFilter; orderBy: CaseOrder },
  now: Date,
): Promise<{ rowCount: number; isCut: boolean }> {
  requireStaff(context.viewer);
  const found = await countFitting(context, given.filter, mostRows + 1, now);
  const outcome = { rowCount: Math.min(found, mostRows), isCut: found > mostRows };
  await recordAudit(context.sql, {
    schema: 'tracking',
    ...auditActor(context.viewer),
    action: 'case_list.exported',
    subject: 'list of cases',
    requestId: context.requestId,
    detail: { rows: outcome.rowCount, isCut: outcome.isCut, orderBy: given.orderBy, filter: recorded(given.filter) },
  });
  return outcome;
}

/** The filter in ids and codes that are ours; of anything else only the name stays. */
function recorded(filter: CaseFilter): Record<string, unknown> {
  const { assigneeId, orderId, shipmentId, incidentId, carrierCodes, countryCodes, ...rest } = filter;
  const codes = carrierCodes?.filter((code) => findCarrier(code));
  const others = Object.entries({ orderId, shipmentId, countryCodes }).flatMap(([name, value]) =>
    value == null ? [] : [name],
  );
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value != null)),
    ...(codes && { carrierCodes: codes }),
    ...(assigneeId != null && { assignee: localUuid('StaffMember', assigneeId) }),
    ...(incidentId != null && { incident: localUuid('Incident', incidentId) }),
    ...(others.length > 0 && { by: others }),
  };
}
