import type { Client, CombinedError } from '@urql/core';
import {
  type CaseBulkInput,
  type CaseResolution,
  type CaseWaitingFor,
  DeskCaseAssignDocument,
  DeskCaseBulkDocument,
  DeskCaseBulkUndoDocument,
  type DeskCaseChangedFragment,
  DeskCaseNoteDocument,
  DeskCaseReopenDocument,
  DeskCaseResolveDocument,
  DeskCaseResumeDocument,
  type DeskCaseRowFragment,
  DeskCaseSnoozeDocument,
  DeskCaseWaitDocument,
} from '../../generated/graphql.ts';
import { problemOf } from '../graph/client.ts';
import { type Intent, sendOnce } from '../graph/intent.ts';

/** What somebody does to a case. */
export type Work =
  /** `assigneeId` undefined: to whoever asks; null: to nobody. */
  | { kind: 'assign'; assigneeId: string | null | undefined }
  | { kind: 'note'; text: string }
  | { kind: 'snooze'; until: string | null; untilNews: boolean }
  | { kind: 'wait'; waitingFor: CaseWaitingFor }
  | { kind: 'resume' }
  | { kind: 'resolve'; resolution: CaseResolution; note: string }
  | { kind: 'reopen'; reason: string };

export type Outcome =
  | { kind: 'done'; changed: DeskCaseRowFragment }
  /** Somebody was first; how the case stands now. */
  | { kind: 'conflict'; now: DeskCaseRowFragment }
  | { kind: 'problem'; text: string };

/** Does one thing to one case, if it still stands as it was seen. */
export async function workOn(
  client: Client,
  seen: { id: string; version: number },
  work: Work,
  intent: Intent,
): Promise<Outcome> {
  const { data, error } = await send(client, seen, work, intent);
  if (error || !data) return { kind: 'problem', text: error ? problemOf(error) : 'Something went wrong.' };
  const { case: now, userErrors } = data.answer;
  const [refused] = userErrors;
  if (refused?.code === 'CONFLICT' && now) return { kind: 'conflict', now };
  if (refused || !now) return { kind: 'problem', text: refused?.message ?? 'There is no such case any more.' };
  return { kind: 'done', changed: now };
}

type Answer = Promise<{ data?: { answer: DeskCaseChangedFragment } | undefined; error?: CombinedError | undefined }>;

function send(
  client: Client,
  { id: caseId, version }: { id: string; version: number },
  work: Work,
  intent: Intent,
): Answer {
  const seen = { caseId, version };
  switch (work.kind) {
    case 'assign': {
      const { assigneeId } = work;
      const input = { ...seen, ...(assigneeId !== undefined && { assigneeId }) };
      return sendOnce(client, DeskCaseAssignDocument, input, intent);
    }
    case 'note':
      return sendOnce(client, DeskCaseNoteDocument, { caseId, text: work.text }, intent);
    case 'snooze': {
      const { until, untilNews } = work;
      return sendOnce(client, DeskCaseSnoozeDocument, { ...seen, until, untilNews }, intent);
    }
    case 'wait':
      return sendOnce(client, DeskCaseWaitDocument, { ...seen, waitingFor: work.waitingFor }, intent);
    case 'resume':
      return sendOnce(client, DeskCaseResumeDocument, seen, intent);
    case 'resolve': {
      const { resolution, note } = work;
      const input = { ...seen, resolution, ...(note && { note }) };
      return sendOnce(client, DeskCaseResolveDocument, input, intent);
    }
    case 'reopen':
      return sendOnce(client, DeskCaseReopenDocument, { ...seen, reason: work.reason }, intent);
  }
}

/** What can be done to many at once; null: only to one. */
export function bulkInputOf(work: Work): Omit<CaseBulkInput, 'caseIds'> | null {
  if (work.kind === 'assign' && work.assigneeId === null) return { unassign: true };
  if (work.kind === 'assign' && work.assigneeId) return { assigneeId: work.assigneeId };
  if (work.kind === 'note') return { note: work.text };
  if (work.kind === 'snooze' && work.until) return { snoozeUntil: work.until };
  if (work.kind === 'resolve') return { resolution: work.resolution, ...(work.note && { note: work.note }) };
  return null;
}

export type BulkOutcome =
  | {
      kind: 'done';
      changed: readonly DeskCaseRowFragment[];
      skipped: readonly { caseId: string; reason: string }[];
      /** Null: nothing to take back. */
      undo: { bulkId: string; until: number } | null;
    }
  | { kind: 'problem'; text: string };

type BulkAnswer = { data?: { answer: BulkPayload } | undefined; error?: CombinedError | undefined };
interface BulkPayload {
  bulkId?: string | null;
  undoUntil?: string | null;
  changed: readonly DeskCaseRowFragment[];
  skipped: readonly { caseId: string; reason: string }[];
  userErrors: readonly { message: string }[];
}

function bulkOutcome({ data, error }: BulkAnswer): BulkOutcome {
  const refused = data?.answer.userErrors[0];
  if (error || refused || !data)
    return { kind: 'problem', text: error ? problemOf(error) : (refused?.message ?? 'Something went wrong.') };
  const { bulkId, undoUntil, changed, skipped } = data.answer;
  return {
    kind: 'done',
    changed,
    skipped,
    undo: bulkId && undoUntil ? { bulkId, until: Date.parse(undoUntil) } : null,
  };
}

/** Does one thing to many cases, or only says what it would do. */
export async function workOnMany(
  client: Client,
  caseIds: readonly string[],
  work: Work,
  isPreview: boolean,
  intent: Intent,
): Promise<BulkOutcome> {
  const wanted = bulkInputOf(work);
  if (!wanted) return { kind: 'problem', text: 'This can be done to one case at a time only.' };
  const input = { ...wanted, caseIds: [...caseIds], isPreview };
  return bulkOutcome(await sendOnce(client, DeskCaseBulkDocument, input, intent));
}

export async function undoMany(client: Client, bulkId: string, intent: Intent): Promise<BulkOutcome> {
  return bulkOutcome(await sendOnce(client, DeskCaseBulkUndoDocument, { bulkId }, intent));
}

const skipTexts: Record<string, string> = {
  NOT_FOUND: 'not there any more',
  ALREADY_SO: 'so already',
  NOT_THEIRS: 'not seen by them',
  CLOSED: 'closed',
  CHANGED_SINCE: 'changed by somebody since',
};

/** "2 stay as they are: 1 so already, 1 closed"; empty when none does. */
export function skippedText(skipped: readonly { reason: string }[]): string {
  if (skipped.length === 0) return '';
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts].map(([reason, count]) => `${count} ${skipTexts[reason] ?? reason.toLowerCase()}`);
  return `${skipped.length === 1 ? '1 stays as it is' : `${skipped.length} stay as they are`}: ${parts.join(', ')}.`;
}
