import { auditActor, recordAudit, type Sql, shipmentIdFrom, type TransactionSql } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { keepAnswer, otherInput, readIntent, takeKey } from './answered-before.ts';
import { pauseClock, runClock, startClock } from './case-clock.ts';
import type { CasePolicy } from './case-policy.ts';
import { type CaseRow, caseRowColumns, changingColumns, lastingColumns } from './case-row.ts';
import type { CaseType } from './case-type.ts';
import type { CaseView } from './find-cases.ts';
import { openedByHand } from './find-causes.ts';
import { holdCases, openByHand } from './open-by-hand.ts';
import { clockColumns, clockOf, closed } from './settle-subject.ts';
import { casesSeenBy, localUuid, rememberStaff, requireStaff } from './staff.ts';
import { toldAs } from './tell-cases.ts';

export interface UserErrorView {
  code: string;
  message: string;
  field: string[];
}
export interface CaseOutcome {
  case: CaseView | null;
  userErrors: UserErrorView[];
}

const refusal = (field: string, message: string, code = 'BAD_USER_INPUT'): UserErrorView => ({
  code,
  message,
  field: ['input', field],
});
const refuse = (field: string, message: string, code?: string): CaseOutcome => ({
  case: null,
  userErrors: [refusal(field, message, code)],
});
const notFound = () => refuse('caseId', 'There is no such case, or it is not yours.', 'NOT_FOUND');

/** What is done to a case: the columns that change, and what is noted. */
export interface Change {
  columns: Partial<CaseRow> & { assignee_id?: string | null };
  action:
    | 'ASSIGNED'
    | 'SNOOZED'
    | 'WAITING'
    | 'RESUMED'
    | 'RESOLVED'
    | 'REOPENED'
    | 'NOTED'
    | 'UNDONE'
    | 'REPORTED'
    | 'CLOSED_IN_ODOO';
  text: string | null;
}
export const lockedCaseColumns = `${caseRowColumns}, assignee_id`;
export type LockedCase = CaseRow & { assignee_id: string | null };
type AuditAction =
  | 'case.assigned'
  | 'case.noted'
  | 'case.snoozed'
  | 'case.waiting'
  | 'case.resumed'
  | 'case.resolved'
  | 'case.reopened';

/** Text of colleagues, without what no database or screen can hold; null: too short or too long. */
export function readText(given: string, { least, most }: { least: number; most: number }): string | null {
  const text = given.trim();
  return text.length >= least && text.length <= most && text.isWellFormed() && !text.includes('\0') ? text : null;
}

/** Locks cases in one order, whatever the viewer may see: that was tested before. */
export const lockCases = (tx: TransactionSql, ids: readonly string[]) =>
  tx.unsafe<LockedCase[]>(
    `select ${lockedCaseColumns} from tracking.work_case where id = any($1::uuid[]) order by id for update`,
    [ids as string[]],
  );

const changeable = { ...changingColumns, assignee_id: 'uuid' };

/** Writes what was done to cases, each with its note, tells of it, and has the rules look at them again. */
export async function applyChanges(
  tx: TransactionSql,
  changes: readonly { row: LockedCase; change: Change }[],
  {
    staffId,
    requestOf,
    policy,
  }: {
    /** Who did it; null: nobody of ours. */
    staffId: string | null;
    /** Of each case: what it was done in. */
    requestOf: (caseId: string) => string;
    policy: Pick<CasePolicy, 'calendar'>;
  },
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ row, change }) => ({
    ...row,
    ...change.columns,
    version: row.version + (Object.keys(change.columns).length > 0 ? 1 : 0),
  }));
  const told = changes.flatMap(({ row, change }) => {
    const as = toldAs(row, { ...row, ...change.columns }, policy);
    return as ? { case_id: row.id, change: as, request_id: requestOf(row.id) } : [];
  });
  const names = Object.keys(changeable);
  await tx.unsafe(
    `with g as (select * from json_to_recordset($1::text::json) as g(id uuid, ${Object.entries(changeable)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')})),
     u as (update tracking.work_case c set (${names.join(', ')}) = (select ${names.map((name) => `g.${name}`).join(', ')}) from g where c.id = g.id),
     t as (insert into tracking.case_todo (subject) select distinct subject from json_to_recordset($1::text::json) as s(subject text)),
     o as (insert into tracking.outbox (case_id, case_change, request_id) select case_id, change, request_id from json_to_recordset($4::text::json) as o(case_id uuid, change text, request_id text))
     insert into tracking.case_history (case_id, action, staff_id, text)
     select case_id, action, $3::uuid, text from json_to_recordset($2::text::json) as h(case_id uuid, action text, text text)`,
    [
      JSON.stringify(rows),
      JSON.stringify(changes.map(({ row, change }) => ({ case_id: row.id, action: change.action, text: change.text }))),
      staffId,
      JSON.stringify(told),
    ],
  );
}

/**
 * One case in the viewer's scope, changed at the version that was seen; change, note and audit commit together. `apply` answers what changes, or why nothing does. Throws FORBIDDEN for everybody but staff.
 */
async function changeCase(
  context: RequestContext,
  given: { caseId: string; version?: number; idempotencyKey?: string | null },
  action: AuditAction,
  apply: (
    row: LockedCase,
    staffId: string,
    tx: TransactionSql,
  ) => Promise<Change | UserErrorView> | Change | UserErrorView,
): Promise<CaseOutcome> {
  requireStaff(context.viewer);
  const id = localUuid('Case', given.caseId);
  if (id === null) return refuse('caseId', 'caseId is not an id of type Case.');
  const intent = readIntent(action, given);
  if (intent && 'code' in intent) return { case: null, userErrors: [intent] };
  if (!(await context.cases.byId.load(id))) return notFound();
  const staffId = await rememberStaff(context.sql, context.viewer);
  const change = async (tx: TransactionSql): Promise<UserErrorView | null> => {
    const [row] = await lockCases(tx, [id]);
    if (!row) return refusal('caseId', 'There is no such case, or it is not yours.', 'NOT_FOUND');
    if (given.version !== undefined && row.version !== given.version)
      return refusal('version', 'Somebody changed this case since you saw it; it stands as shown now.', 'CONFLICT');
    const applied = await apply(row, staffId, tx);
    if ('code' in applied) return applied;
    const { requestId, casePolicy } = context;
    await applyChanges(tx, [{ row, change: applied }], {
      staffId,
      requestOf: () => requestId,
      policy: casePolicy.policy,
    });
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(context.viewer),
      action,
      subject: `case ${id}`,
      requestId: context.requestId,
      detail: auditDetail(applied),
    });
    return null;
  };
  const error = await context.sql.begin(async (tx): Promise<UserErrorView | null> => {
    const before = await takeKey(tx, staffId, intent);
    if (before.kind !== 'new') return before.kind === 'same' ? null : otherInput;
    const refused = await change(tx);
    await keepAnswer(tx, staffId, intent, refused === null ? {} : null);
    return refused;
  });
  if (error === null) wake(context);
  return { case: await reload(context, id), userErrors: error === null ? [] : [error] };
}

/** For the rules, and for whoever has them on a screen. */
export function wake({ wakeCases, wakeDesk }: Pick<RequestContext, 'wakeCases' | 'wakeDesk'>): void {
  wakeCases();
  wakeDesk();
}

/** Never what somebody wrote: notes may speak of people. */
function auditDetail({ columns, action }: Change): Record<string, string | null> {
  return {
    action,
    ...(columns.assignee_id !== undefined && { assignee: columns.assignee_id }),
    ...(columns.resolution != null && { resolution: columns.resolution }),
  };
}

async function reload(context: RequestContext, id: string): Promise<CaseView | null> {
  context.cases.byId.clear(id);
  context.cases.history.clear(id);
  context.cases.byShipment.clearAll();
  context.cases.byOrder.clearAll();
  return context.cases.byId.load(id);
}

const isClosed = ({ state }: LockedCase) => state === 'CLOSED';
const itIsClosed = () => refusal('caseId', 'This case is closed; open it again first (caseReopen).');

/** A colleague's id; an error where there is none. */
export async function findAssignee(sql: Pick<Sql, 'unsafe'>, id: string): Promise<{ id: string; name: string } | null> {
  const local = localUuid('StaffMember', id);
  if (local === null) return null;
  const [row] = await sql.unsafe<{ id: string; name: string }[]>(`select id, name from tracking.staff where id = $1`, [
    local,
  ]);
  return row ?? null;
}

export const assignCase = (
  context: RequestContext,
  given: { caseId: string; version: number; assigneeId?: string | null; idempotencyKey?: string | null },
) =>
  changeCase(context, given, 'case.assigned', async (row, staffId, tx) => {
    if (given.assigneeId === null) return { columns: { assignee_id: null }, action: 'ASSIGNED', text: null };
    const assignee = given.assigneeId === undefined ? { id: staffId } : await findAssignee(tx, given.assigneeId);
    if (!assignee) return refusal('assigneeId', 'assigneeId is not a colleague of the list `staff`.');
    if (!(await casesSeenBy(tx, assignee.id, [row.id])).has(row.id))
      return refusal('assigneeId', 'This colleague may not see this case.');
    return { columns: { assignee_id: assignee.id }, action: 'ASSIGNED', text: await nameOf(tx, assignee.id) };
  });

async function nameOf(tx: TransactionSql, id: string): Promise<string | null> {
  const [row] = await tx<{ name: string }[]>`select name from tracking.staff where id = ${id}`;
  return row?.name ?? null;
}

export const noteCase = (
  context: RequestContext,
  given: { caseId: string; text: string; idempotencyKey?: string | null },
) =>
  changeCase(context, given, 'case.noted', () => {
    const text = readText(given.text, { least: 1, most: 2_000 });
    return text === null
      ? refusal('text', 'A note has 1 to 2,000 characters.')
      : { columns: {}, action: 'NOTED', text };
  });

const longestSnoozeMs = 60 * 86_400_000;

export function snoozeColumns(row: LockedCase, until: Date | null, untilNews: boolean): Change['columns'] {
  return {
    state: 'SNOOZED',
    snoozed_until: until,
    is_snoozed_until_news: untilNews,
    // What was known when somebody looked at it; the rules keep it up to date.
    news_mark: row.news,
  };
}

/** An instant to put something aside until; a text: why it is none. */
export function readSnooze(text: string, now: Date): Date | string {
  const until = new Date(text);
  if (Number.isNaN(until.getTime())) return 'is not an instant, for example 2026-11-21T08:30:00Z.';
  if (until <= now) return 'has to lie in the future.';
  if (until.getTime() - now.getTime() > longestSnoozeMs) return 'is at most 60 days ahead.';
  return until;
}

export const snoozeCase = (
  context: RequestContext,
  given: {
    caseId: string;
    version: number;
    until?: string | null;
    untilNews?: boolean | null;
    idempotencyKey?: string | null;
  },
  now = new Date(),
) =>
  changeCase(context, given, 'case.snoozed', (row) => {
    if (isClosed(row)) return itIsClosed();
    const until = given.until == null ? null : readSnooze(given.until, now);
    if (typeof until === 'string') return refusal('until', `until ${until}`);
    const untilNews = given.untilNews ?? false;
    if (until === null && !untilNews)
      return refusal('until', 'Say until when (until), or until anything new is heard (untilNews).');
    const words = [until && `until ${until.toISOString()}`, untilNews && 'until anything new is heard'].filter(Boolean);
    return { columns: snoozeColumns(row, until, untilNews), action: 'SNOOZED', text: words.join(', or ') };
  });

export const waitCase = (
  context: RequestContext,
  given: {
    caseId: string;
    version: number;
    waitingFor: 'CUSTOMER' | 'CARRIER' | 'CARRIER_OUTAGE';
    idempotencyKey?: string | null;
  },
  now = new Date(),
) =>
  changeCase(context, given, 'case.waiting', (row) => {
    if (isClosed(row)) return itIsClosed();
    if (given.waitingFor === 'CARRIER_OUTAGE')
      return refusal(
        'waitingFor',
        'An outage is declared by an operator (carrierOutageDeclare), for all cases of its carrier.',
      );
    const { policy } = context.casePolicy;
    return {
      columns: {
        waiting_for: given.waitingFor,
        news_mark: row.news,
        ...clockColumns(policy, pauseClock(policy.calendar, clockOf(row), now)),
      },
      action: 'WAITING',
      text: given.waitingFor,
    };
  });

export const resumeCase = (
  context: RequestContext,
  given: { caseId: string; version: number; idempotencyKey?: string | null },
  now = new Date(),
) =>
  changeCase(context, given, 'case.resumed', (row) => {
    if (isClosed(row)) return itIsClosed();
    const { policy } = context.casePolicy;
    return {
      columns: {
        state: 'OPEN',
        snoozed_until: null,
        is_snoozed_until_news: false,
        news_mark: null,
        ...(row.waiting_for !== 'CARRIER_OUTAGE' && {
          waiting_for: null,
          ...clockColumns(policy, runClock(clockOf(row), now)),
        }),
      },
      action: 'RESUMED',
      text: null,
    };
  });

/** Why a colleague may not say so; null: they may. */
export function notForColleagues(resolution: string): string | null {
  if (resolution === 'CAUSE_GONE') return 'CAUSE_GONE is for the rules; say what was done.';
  return resolution === 'CLOSED_IN_ODOO' ? 'CLOSED_IN_ODOO is said by Odoo; say what was done.' : null;
}

export const resolveCase = (
  context: RequestContext,
  given: { caseId: string; version: number; resolution: string; note?: string | null; idempotencyKey?: string | null },
  now = new Date(),
) =>
  changeCase(context, given, 'case.resolved', (row) => {
    if (isClosed(row)) return refusal('caseId', 'This case is closed already.');
    const others = notForColleagues(given.resolution);
    if (others !== null) return refusal('resolution', others);
    const note = given.note == null ? null : readText(given.note, { least: 0, most: 2_000 });
    if (given.note != null && note === null) return refusal('note', 'A note has at most 2,000 characters.');
    return {
      columns: resolveColumns(row, given.resolution, context.casePolicy.policy, now),
      action: 'RESOLVED',
      text: [given.resolution, note].filter(Boolean).join(': '),
    };
  });

export const resolveColumns = (
  row: LockedCase,
  resolution: string,
  policy: Pick<CasePolicy, 'calendar'>,
  now: Date,
): Change['columns'] => ({ ...columnsOf(closed(row, policy, now)), resolution });

/** What may change of a row; the rest says what it is. */
function columnsOf(row: LockedCase): Change['columns'] {
  const fixed = new Set(['id', 'version', ...Object.keys(lastingColumns)]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => !fixed.has(name)));
}

export const reopenCase = (
  context: RequestContext,
  given: { caseId: string; version: number; reason: string; idempotencyKey?: string | null },
  now = new Date(),
) =>
  changeCase(context, given, 'case.reopened', async (row, _staffId, tx) => {
    const reason = readText(given.reason, { least: 3, most: 500 });
    if (reason === null) return refusal('reason', 'Say why, in 3 to 500 characters.');
    if (!isClosed(row)) return refusal('caseId', 'This case is not closed.');
    if (!row.is_found && !row.is_by_hand)
      return refusal(
        'caseId',
        'What opened this case is not so any more. Where somebody has to look all the same, open one by hand (caseOpen).',
      );
    if (row.is_by_hand) {
      const others = await tx`
        select 1 from tracking.work_case where subject = ${row.subject} and type = ${row.type} and state <> 'CLOSED' and id <> ${row.id} limit 1`;
      if (others.length > 0) return refusal('caseId', 'Another case of this type is open for the same shipment.');
    }
    const { policy } = context.casePolicy;
    return {
      columns: {
        state: 'OPEN',
        opened_at: now,
        closed_at: null,
        resolution: null,
        ...clockColumns(policy, startClock(row.budget_minutes, now)),
      },
      action: 'REOPENED',
      text: reason,
    };
  });

/** A case that no source tells of. There is one for each type and shipment while it is open. */
export async function openCase(
  context: RequestContext,
  given: { shipmentId: string; type: CaseType; reason: string; idempotencyKey?: string | null },
  now = new Date(),
): Promise<CaseOutcome> {
  requireStaff(context.viewer);
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refuse('shipmentId', 'shipmentId is not an id of type Shipment.');
  if (!openedByHand.includes(given.type))
    return refuse('type', `By hand are opened: ${openedByHand.join(', ')}. The rules open the others.`);
  const reason = readText(given.reason, { least: 3, most: 500 });
  if (reason === null) return refuse('reason', 'Say why, in 3 to 500 characters.');
  if (!(await context.shipments.byId.load(shipmentId)))
    return refuse('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');
  const intent = readIntent('case.opened', given);
  if (intent && 'code' in intent) return { case: null, userErrors: [intent] };
  const staffId = await rememberStaff(context.sql, context.viewer);
  const { policy } = context.casePolicy;
  const open = async (tx: TransactionSql): Promise<string | null> => {
    const there = await holdCases(tx, shipmentId, given.type);
    if (there) return there;
    const made = await openByHand(
      tx,
      { shipmentId, type: given.type, reason, rule: 'A colleague opened it.', staffId, requestId: context.requestId },
      { policy, now },
    );
    if (made === null) return null;
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(context.viewer),
      action: 'case.opened',
      subject: `case ${made}`,
      requestId: context.requestId,
      detail: { type: given.type, shipment: shipmentId },
    });
    return made;
  };
  const opened = await context.sql.begin(async (tx): Promise<{ id: string | null } | UserErrorView> => {
    const before = await takeKey<{ id: string }>(tx, staffId, intent);
    if (before.kind === 'other') return otherInput;
    if (before.kind === 'same') return before.answer;
    const id = await open(tx);
    await keepAnswer(tx, staffId, intent, id === null ? null : { id });
    return { id };
  });
  if ('code' in opened) return { case: null, userErrors: [opened] };
  const { id } = opened;
  if (id === null) return refuse('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');
  wake(context);
  return { case: await reload(context, id), userErrors: [] };
}
