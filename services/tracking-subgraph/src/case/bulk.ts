import { auditActor, recordAudit, type Sql, type TransactionSql, toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { keepAnswer, otherInput, readIntent, takeKey } from './answered-before.ts';
import type { CaseView } from './find-cases.ts';
import { casesSeenBy, localUuid, rememberStaff, requireStaff } from './staff.ts';
import {
  applyChanges,
  type Change,
  findAssignee,
  type LockedCase,
  lockCases,
  notForColleagues,
  readSnooze,
  readText,
  resolveColumns,
  snoozeColumns,
  type UserErrorView,
  wake,
} from './work-on-cases.ts';

const mostCases = 500;
const undoMs = 10_000;

interface BulkInput {
  caseIds: readonly string[];
  isPreview?: boolean | null;
  assigneeId?: string | null;
  unassign?: boolean | null;
  snoozeUntil?: string | null;
  resolution?: string | null;
  note?: string | null;
  idempotencyKey?: string | null;
}

export interface BulkOutcome {
  bulkId: string | null;
  undoUntil: string | null;
  changed: CaseView[];
  skipped: { caseId: string; reason: string }[];
  userErrors: UserErrorView[];
}

/** What is kept of an answer: ids, to be shown as they are when it is asked for again. */
interface KeptBulk {
  bulkId: string | null;
  undoUntil: string | null;
  changed: string[];
  skipped: BulkOutcome['skipped'];
}

const nothing = { bulkId: null, undoUntil: null, changed: [], skipped: [] };
const refuse = (field: string, message: string, code = 'BAD_USER_INPUT'): BulkOutcome => ({
  ...nothing,
  userErrors: [{ code, message, field: ['input', field] }],
});

/** Why a case is left as it is; null: it is changed. */
type Decide = (row: LockedCase) => Change | 'ALREADY_SO' | 'CLOSED';

/** What was changed, and how it was before: columns of each, for undo. */
interface StoredChange {
  id: string;
  version: number;
  before: Change['columns'];
}

/** Does one thing to many cases, or says what it would do. Throws FORBIDDEN for everybody but staff. */
export async function changeMany(context: RequestContext, input: BulkInput, now = new Date()): Promise<BulkOutcome> {
  requireStaff(context.viewer);
  const ids = input.caseIds.map((id) => localUuid('Case', id));
  if (ids.length < 1 || ids.length > mostCases)
    return refuse('caseIds', `1 to ${mostCases} cases at a time; ${ids.length} were sent.`);
  const strange = ids.indexOf(null);
  if (strange >= 0) return refuse('caseIds', `Entry ${strange} of caseIds is not an id of type Case.`);
  const intent = readIntent('case.bulk_changed', input);
  if (intent && 'code' in intent) return { ...nothing, userErrors: [intent] };
  const staffId = await rememberStaff(context.sql, context.viewer);
  const wanted = [...new Set(ids as string[])];
  const visible = (await context.cases.byId.loadMany(wanted)).flatMap((one) =>
    one && !(one instanceof Error) ? one.id : [],
  );
  const seen = new Set(visible);
  const skipped = wanted.flatMap((id) => (seen.has(id) ? [] : { caseId: toGlobalId('Case', id), reason: 'NOT_FOUND' }));
  const changes: { row: LockedCase; change: Change }[] = [];
  const change = async (tx: TransactionSql): Promise<KeptBulk | { field: string; message: string }> => {
    const decide = await readAction({ ...context, sql: tx }, input, now);
    if ('field' in decide) return decide;
    const seenByAssignee = decide.assigneeId ? await casesSeenBy(tx, decide.assigneeId, visible) : null;
    for (const row of await lockCases(tx, visible)) {
      const change = seenByAssignee && !seenByAssignee.has(row.id) ? 'NOT_THEIRS' : decide.of(row);
      if (typeof change === 'string') skipped.push({ caseId: toGlobalId('Case', row.id), reason: change });
      else changes.push({ row, change });
    }
    const changed = changes.map(({ row }) => row.id);
    if (input.isPreview || changes.length === 0) return { bulkId: null, undoUntil: null, changed, skipped };
    await applyChanges(tx, changes, {
      staffId,
      requestOf: () => context.requestId,
      policy: context.casePolicy.policy,
    });
    const stored: StoredChange[] = changes.map(({ row, change }) => ({
      id: row.id,
      version: row.version + (Object.keys(change.columns).length > 0 ? 1 : 0),
      before: Object.fromEntries(
        Object.keys(change.columns).map((name) => [name, row[name as keyof LockedCase] ?? null]),
      ),
    }));
    const [bulk] = await tx<{ id: string }[]>`
      insert into tracking.case_bulk (staff_id, at, changes) values (${staffId}, ${now}, ${tx.json(stored as never)}) returning id`;
    await recordBulk(tx, context, 'case.bulk_changed', stored, changes[0]?.change.action ?? 'NOTED');
    return {
      bulkId: bulk ? toGlobalId('CaseBulk', bulk.id) : null,
      undoUntil: new Date(now.getTime() + undoMs).toISOString(),
      changed,
      skipped,
    };
  };
  const done = await context.sql.begin(async (tx) => {
    const before = await takeKey<KeptBulk>(tx, staffId, intent);
    if (before.kind === 'other') return otherInput;
    if (before.kind === 'same') return before.answer;
    const outcome = await change(tx);
    await keepAnswer(tx, staffId, intent, 'bulkId' in outcome && outcome.bulkId !== null ? outcome : null);
    return outcome;
  });
  if ('code' in done) return { ...nothing, userErrors: [done] };
  if ('field' in done) return refuse(done.field, done.message);
  if (done.bulkId !== null) wake(context);
  return { ...done, changed: await shown(context, done.changed), userErrors: [] };
}

/** Takes back what was done a moment ago, where nobody has changed it since. */
export async function undoMany(
  context: RequestContext,
  input: { bulkId: string; idempotencyKey?: string | null },
  now = new Date(),
): Promise<BulkOutcome> {
  requireStaff(context.viewer);
  const id = localUuid('CaseBulk', input.bulkId);
  if (id === null) return refuse('bulkId', 'bulkId is not an id of type CaseBulk.');
  const intent = readIntent('case.bulk_undone', input);
  if (intent && 'code' in intent) return { ...nothing, userErrors: [intent] };
  const staffId = await rememberStaff(context.sql, context.viewer);
  const skipped: BulkOutcome['skipped'] = [];
  const undone: string[] = [];
  const undo = async (tx: TransactionSql): Promise<KeptBulk | null> => {
    const [bulk] = await tx<{ changes: StoredChange[] }[]>`
      update tracking.case_bulk set undone_at = ${now} where id = ${id} and staff_id = ${staffId} and undone_at is null and at > ${new Date(now.getTime() - undoMs)}
      returning changes`;
    if (!bulk) return null;
    const stored = new Map(bulk.changes.map((one) => [one.id, one]));
    const changes: { row: LockedCase; change: Change }[] = [];
    for (const row of await lockCases(tx, [...stored.keys()])) {
      const { version, before } = stored.get(row.id) as StoredChange;
      if (row.version !== version) skipped.push({ caseId: toGlobalId('Case', row.id), reason: 'CHANGED_SINCE' });
      else changes.push({ row, change: { columns: before, action: 'UNDONE', text: null } });
    }
    await applyChanges(tx, changes, {
      staffId,
      requestOf: () => context.requestId,
      policy: context.casePolicy.policy,
    });
    undone.push(...changes.map(({ row }) => row.id));
    if (changes.length > 0)
      await recordBulk(
        tx,
        context,
        'case.bulk_undone',
        changes.map(({ row }) => ({ id: row.id })),
        'UNDONE',
      );
    return { ...nothing, changed: undone, skipped };
  };
  const done = await context.sql.begin(async (tx) => {
    const before = await takeKey<KeptBulk>(tx, staffId, intent);
    if (before.kind === 'other') return otherInput;
    if (before.kind === 'same') return before.answer;
    const outcome = await undo(tx);
    await keepAnswer(tx, staffId, intent, outcome);
    return outcome;
  });
  if (done === null)
    return refuse(
      'bulkId',
      'There is nothing of yours to take back any more: it can be undone for ten seconds.',
      'NOT_FOUND',
    );
  if ('code' in done) return { ...nothing, userErrors: [done] };
  wake(context);
  return { ...done, changed: await shown(context, done.changed), userErrors: [] };
}

const recordBulk = (
  tx: TransactionSql,
  { viewer, requestId }: RequestContext,
  action: 'case.bulk_changed' | 'case.bulk_undone',
  changed: readonly { id: string }[],
  what: string,
) =>
  recordAudit(tx, {
    schema: 'tracking',
    ...auditActor(viewer),
    action,
    subject: `${changed.length} cases`,
    subjects: changed.map(({ id }) => `case ${id}`),
    requestId,
    detail: { action: what },
  });

async function shown(context: RequestContext, ids: readonly string[]): Promise<CaseView[]> {
  context.cases.byId.clearAll();
  context.cases.history.clearAll();
  const rows = await context.cases.byId.loadMany([...ids]);
  return rows.flatMap((row) => (row && !(row instanceof Error) ? row : []));
}

/** Exactly one action, or a note alone. */
async function readAction(
  { sql, casePolicy: { policy } }: Pick<RequestContext, 'casePolicy'> & { sql: Pick<Sql, 'unsafe'> },
  { assigneeId, unassign, snoozeUntil, resolution, note: givenNote }: BulkInput,
  now: Date,
): Promise<{ of: Decide; assigneeId?: string } | { field: string; message: string }> {
  const note = givenNote == null ? null : readText(givenNote, { least: 1, most: 2_000 });
  if (givenNote != null && note === null) return { field: 'note', message: 'A note has 1 to 2,000 characters.' };
  const actions = [assigneeId != null, unassign === true, snoozeUntil != null, resolution != null].filter(Boolean);
  if (actions.length > 1)
    return { field: 'caseIds', message: 'Give one action only: assigneeId, unassign, snoozeUntil or resolution.' };
  const withNote = (text: string | null) => [text, note].filter((part) => part !== null).join(': ') || null;
  if (assigneeId != null) {
    const assignee = await findAssignee(sql, assigneeId);
    if (!assignee) return { field: 'assigneeId', message: 'assigneeId is not a colleague of the list `staff`.' };
    return {
      assigneeId: assignee.id,
      of: (row) =>
        row.assignee_id === assignee.id
          ? 'ALREADY_SO'
          : { columns: { assignee_id: assignee.id }, action: 'ASSIGNED', text: withNote(assignee.name) },
    };
  }
  if (unassign === true)
    return {
      of: (row) =>
        row.assignee_id === null
          ? 'ALREADY_SO'
          : { columns: { assignee_id: null }, action: 'ASSIGNED', text: withNote(null) },
    };
  if (snoozeUntil != null) {
    const until = readSnooze(snoozeUntil, now);
    if (typeof until === 'string') return { field: 'snoozeUntil', message: `snoozeUntil ${until}` };
    return {
      of: (row) =>
        row.state === 'CLOSED'
          ? 'CLOSED'
          : {
              columns: snoozeColumns(row, until, false),
              action: 'SNOOZED',
              text: withNote(`until ${until.toISOString()}`),
            },
    };
  }
  const others = resolution == null ? null : notForColleagues(resolution);
  if (others !== null) return { field: 'resolution', message: others };
  if (resolution != null)
    return {
      of: (row) =>
        row.state === 'CLOSED'
          ? 'CLOSED'
          : { columns: resolveColumns(row, resolution, policy, now), action: 'RESOLVED', text: withNote(resolution) },
    };
  if (note === null)
    return { field: 'caseIds', message: 'Say what to do: assigneeId, unassign, snoozeUntil, resolution or note.' };
  return { of: () => ({ columns: {}, action: 'NOTED', text: note }) };
}
