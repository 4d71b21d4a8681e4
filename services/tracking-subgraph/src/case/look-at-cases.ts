import type { Sql, TransactionSql } from '@milepost/service-kit';
import type { CasePolicy } from './case-policy.ts';
import { type CaseRow, caseRowColumns, changingColumns, lastingColumns } from './case-row.ts';
import { gatherIncidents } from './incidents.ts';
import { readSubjects } from './read-subjects.ts';
import { type HistoryNote, settleSubject } from './settle-subject.ts';

export interface Looked {
  subjects: number;
  opened: number;
  closed: number;
  /** Cases that colleagues would see otherwise now. */
  changed: number;
}

/**
 * Looks at what changed, and at what is due, at most `limit` subjects: one transaction of a bounded number of statements. Several may do so side by side: what changed is taken by one, a subject is held while
 * its cases are settled, and a crash gives everything back.
 */
export async function lookAtCases(
  sql: Sql,
  { policy, now, limit = 200 }: { policy: CasePolicy; now: Date; limit?: number },
): Promise<Looked> {
  return sql.begin(async (tx) => {
    const nothing = { subjects: 0, opened: 0, closed: 0, changed: 0 };
    const taken = await tx<{ subject: string }[]>`
      with t as (delete from tracking.case_todo where ctid = any(array(
        select ctid from tracking.case_todo order by id limit ${limit} for update skip locked)) returning subject),
      d as (select subject from tracking.case_check where due_at <= ${now} order by due_at limit ${limit} for update skip locked)
      select subject from t union select subject from d order by subject`;
    if (taken.length === 0) return nothing;
    const keys = taken.map(({ subject }) => subject);
    // Held until the end, so that nobody settles the cases of one at the same time; what is read afterwards is newer than what anybody else stored.
    await tx`insert into tracking.case_check (subject) select unnest(${keys}::text[]) on conflict (subject) do update set due_at = null`;
    const subjects = await readSubjects(tx, keys);
    const rows = await tx.unsafe<CaseRow[]>(
      `select ${caseRowColumns} from tracking.work_case where subject = any($1::text[]) order by id for update`,
      [keys],
    );
    const bySubject = Map.groupBy(rows, ({ subject }) => subject);
    const opened: Omit<CaseRow, 'id'>[] = [];
    const changed: CaseRow[] = [];
    const notes: (HistoryNote & { subject: string })[] = [];
    const checks: { subject: string; due_at: string }[] = [];
    const done: string[] = [];
    for (const key of keys) {
      const subject = subjects.get(key);
      const settled = subject && settleSubject(subject, bySubject.get(key) ?? [], { now, policy });
      if (settled?.lookAt) checks.push({ subject: key, due_at: settled.lookAt.toISOString() });
      else done.push(key);
      if (!settled) continue;
      opened.push(...settled.opened);
      changed.push(...settled.changed);
      notes.push(...settled.notes.map((one) => ({ subject: key, ...one })));
    }
    await writeCases(tx, { opened, changed, notes, now });
    await tx.unsafe(
      `with c as (update tracking.case_check c set due_at = g.due_at from json_to_recordset($1::text::json) as g(subject text, due_at timestamptz) where c.subject = g.subject)
       delete from tracking.case_check where subject = any($2::text[])`,
      [JSON.stringify(checks), done],
    );
    await gatherIncidents(tx, { now, size: policy.incidentSize, hasNews: notes.length > 0 });
    return {
      subjects: keys.length,
      opened: notes.filter(({ action }) => action === 'OPENED' || action === 'REOPENED').length,
      closed: notes.filter(({ action }) => action === 'CLOSED').length,
      changed: new Set(notes.map(({ subject, type, cause }) => `${subject} ${type} ${cause}`)).size,
    };
  });
}

const columnsOf = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');
const lasting = Object.keys(lastingColumns).join(', ');
const changing = Object.keys(changingColumns).join(', ');

const write = `
  with g as (select * from json_to_recordset($1::text::json) as g(id uuid, ${columnsOf({ ...lastingColumns, ...changingColumns })})),
  i as (insert into tracking.work_case (${lasting}, ${changing}) select ${lasting}, ${changing} from g where id is null returning id, subject, type, cause),
  u as (update tracking.work_case c set (${changing}) = (select ${Object.keys(changingColumns)
    .map((name) => `g.${name}`)
    .join(', ')}) from g where c.id = g.id returning c.id, c.subject, c.type, c.cause)
  insert into tracking.case_history (case_id, action, text, at)
  select a.id, h.action, h.text, $3 from json_to_recordset($2::text::json) as h(n int, subject text, type text, cause text, action text, text text)
  join (select * from i union all select * from u) a using (subject, type, cause) order by h.n`;

/** Cases and what is noted of them, in one statement. */
async function writeCases(
  tx: TransactionSql,
  {
    opened,
    changed,
    notes,
    now,
  }: {
    opened: readonly Omit<CaseRow, 'id'>[];
    changed: readonly CaseRow[];
    notes: readonly (HistoryNote & { subject: string })[];
    now: Date;
  },
): Promise<void> {
  if (opened.length + changed.length === 0) return;
  await tx.unsafe(write, [
    JSON.stringify([...opened, ...changed]),
    JSON.stringify(notes.map((note, n) => ({ n, ...note }))),
    now,
  ]);
}
