import { isDatabaseUnavailable, type Sql, type TransactionSql } from '@milepost/service-kit';
import { byRules, type Classifier } from '../classification/classifier.ts';
import type { CasePolicy } from './case-policy.ts';
import { type CaseRow, caseRowColumns, changingColumns, lastingColumns } from './case-row.ts';
import { gatherIncidents } from './incidents.ts';
import { readSubjects } from './read-subjects.ts';
import { type HistoryNote, settleSubject } from './settle-subject.ts';
import { type CaseChange, toldAs } from './tell-cases.ts';

export interface Looked {
  subjects: number;
  opened: number;
  closed: number;
  /** Cases that colleagues would see otherwise now. */
  changed: number;
  /** Changes that the stream tells. */
  told: number;
}

/** One that cannot be looked at is tried again so much later. */
const setAsideMs = 600_000;
/** Nobody plans further ahead; and a date that is none makes nothing fail. */
const furthestMs = 366 * 86_400_000;

interface Options {
  policy: CasePolicy;
  now: Date;
  limit?: number;
  /** Reads what codes leave open; absent: rules alone. */
  classifier?: Classifier;
  /** A subject cannot be looked at: it stands in case_check with its problem and is tried again later. */
  onSetAside?: (subject: string, error: unknown) => void;
}

/**
 * Looks at what changed, then at what is due, at most `limit` subjects of each: a transaction each, of a bounded number of statements. Several may do so side by side: what changed is taken by one, a subject is
 * held while its cases are settled, and a crash gives everything back. Where a batch fails, its subjects are looked at one by one, and those that fail again are set aside, so that one keeps nobody else waiting.
 */
export async function lookAtCases(sql: Sql, options: Options): Promise<Looked> {
  const changed = await lookAt(sql, takeChanged, options);
  const due = await lookAt(sql, takeDue, options);
  return sumOf([changed, due]);
}

interface Taken {
  subject: string;
  /** Its entries of the queue. */
  ids: string[];
}
type Take = (tx: TransactionSql, options: { now: Date; limit: number }) => Promise<Taken[]>;

/** Subjects are held in the order of their keys: nobody who waits for one holds one that another waits for. */
const takeChanged: Take = async (tx, { limit }) => {
  const taken = await tx<Taken[]>`
    with t as (delete from tracking.case_todo where ctid = any(array(
      select ctid from tracking.case_todo order by id limit ${limit} for update skip locked)) returning id, subject)
    select subject, array_agg(id) as ids from t group by subject order by subject`;
  await hold(
    tx,
    taken.map(({ subject }) => subject),
  );
  return taken;
};

/** Apart from what changed, because these are held without waiting, in whatever order. */
const takeDue: Take = (tx, { now, limit }) => tx<Taken[]>`
  select subject, '{}'::bigint[] as ids from tracking.case_check where due_at <= ${now} order by due_at limit ${limit} for update skip locked`;

/** Until the end of the transaction nobody else settles the cases of these. */
async function hold(tx: TransactionSql, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx`insert into tracking.case_check (subject) select unnest(${keys as string[]}::text[]) on conflict (subject) do update set due_at = case_check.due_at`;
}

async function lookAt(sql: Sql, take: Take, options: Options): Promise<Looked> {
  const { now, limit = 200 } = options;
  let taken: Taken[] = [];
  try {
    return await sql.begin(async (tx) => {
      taken = await take(tx, { now, limit });
      return settle(
        tx,
        taken.map(({ subject }) => subject),
        options,
      );
    });
  } catch (error) {
    if (taken.length === 0 || passesByItself(error)) throw error;
  }
  const looked: Looked[] = [];
  for (const one of taken) looked.push(await lookAtOne(sql, one, options));
  return sumOf(looked);
}

async function lookAtOne(sql: Sql, { subject, ids }: Taken, options: Options): Promise<Looked> {
  const takeOne = async (tx: TransactionSql) => {
    await tx`delete from tracking.case_todo where id = any(${ids}::bigint[])`;
    await hold(tx, [subject]);
  };
  try {
    return await sql.begin(async (tx) => {
      await takeOne(tx);
      return settle(tx, [subject], options);
    });
  } catch (error) {
    if (passesByItself(error)) throw error;
    const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500).toWellFormed();
    await sql.begin(async (tx) => {
      await takeOne(tx);
      await tx`update tracking.case_check set due_at = ${new Date(options.now.getTime() + setAsideMs)}, problem = ${problem} where subject = ${subject}`;
    });
    options.onSetAside?.(subject, error);
    return { ...nothing, subjects: 1 };
  }
}

/** A lost database, or two who were in each other's way: says nothing of the subjects. */
function passesByItself(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return isDatabaseUnavailable(error) || (typeof code === 'string' && ['40001', '40P01', '55P03'].includes(code));
}

const nothing: Looked = { subjects: 0, opened: 0, closed: 0, changed: 0, told: 0 };
const sumOf = (all: readonly Looked[]): Looked =>
  all.reduce(
    (sum, one) => ({
      subjects: sum.subjects + one.subjects,
      opened: sum.opened + one.opened,
      closed: sum.closed + one.closed,
      changed: sum.changed + one.changed,
      told: sum.told + one.told,
    }),
    nothing,
  );

/** Makes the cases of subjects that are held what they have to be. */
async function settle(
  tx: TransactionSql,
  keys: readonly string[],
  { policy, now, classifier = byRules }: Options,
): Promise<Looked> {
  if (keys.length === 0) return nothing;
  // Locked before the subjects are read: who changed the scope of one had a lock on it, and what is read now is what they stored.
  const rows = await tx.unsafe<(CaseRow & { incident_id: string | null })[]>(
    `select ${caseRowColumns}, incident_id from tracking.work_case where subject = any($1::text[]) order by id for update`,
    [keys as string[]],
    { prepare: true },
  );
  const subjects = await readSubjects(tx, keys, classifier);
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  const opened: Omit<CaseRow, 'id'>[] = [];
  const changed: CaseRow[] = [];
  const notes: (HistoryNote & { subject: string })[] = [];
  const checks: { subject: string; due_at: string }[] = [];
  const done: string[] = [];
  for (const key of keys) {
    const subject = subjects.get(key);
    const settled = subject && settleSubject(subject, bySubject.get(key) ?? [], { now, policy });
    if (settled?.lookAt) checks.push({ subject: key, due_at: lookTime(settled.lookAt, now).toISOString() });
    else done.push(key);
    if (!settled) continue;
    opened.push(...settled.opened);
    changed.push(...settled.changed);
    notes.push(...settled.notes.map((one) => ({ subject: key, ...one })));
  }
  const before = new Map(rows.map((row) => [row.id, row]));
  const told = [
    ...opened.map((row) => ({ row, change: 'OPENED' as const })),
    ...changed.flatMap((row) => {
      const change = toldAs(before.get(row.id) as CaseRow, row, policy);
      return change ? { row, change } : [];
    }),
  ];
  await writeCases(tx, { opened, changed, notes, told, now });
  await tx.unsafe(
    `with c as (update tracking.case_check c set due_at = g.due_at, problem = null from json_to_recordset($1::text::json) as g(subject text, due_at timestamptz) where c.subject = g.subject)
     delete from tracking.case_check where subject = any($2::text[])`,
    [JSON.stringify(checks), done],
  );
  await gatherIncidents(tx, {
    now,
    size: policy.incidentSize,
    subjects: keys,
    causes: [...opened, ...rows, ...changed].flatMap((row) => row.incident_cause ?? []),
    incidents: rows.flatMap((row) => row.incident_id ?? []),
  });
  return {
    subjects: keys.length,
    opened: notes.filter(({ action }) => action === 'OPENED' || action === 'REOPENED').length,
    closed: notes.filter(({ action }) => action === 'CLOSED').length,
    changed: new Set(notes.map(({ subject, type, cause }) => `${subject} ${type} ${cause}`)).size,
    told: told.length,
  };
}

function lookTime(at: Date, now: Date): Date {
  const time = at.getTime();
  return Number.isNaN(time)
    ? new Date(now.getTime() + setAsideMs)
    : new Date(Math.min(time, now.getTime() + furthestMs));
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
    .join(', ')}) from g where c.id = g.id returning c.id, c.subject, c.type, c.cause),
  a as (select * from i union all select * from u),
  o as (insert into tracking.outbox (case_id, case_change, request_id)
    select a.id, t.change, uuidv7() from json_to_recordset($4::text::json) as t(n int, subject text, type text, cause text, change text) join a using (subject, type, cause) order by t.n)
  insert into tracking.case_history (case_id, action, text, at)
  select a.id, h.action, h.text, $3 from json_to_recordset($2::text::json) as h(n int, subject text, type text, cause text, action text, text text) join a using (subject, type, cause) order by h.n`;

/** Cases, what is noted of them and what is told of them, in one statement. What rules find begins a story of its own: each change has a request id, by which it is known wherever it leads. */
async function writeCases(
  tx: TransactionSql,
  {
    opened,
    changed,
    notes,
    told,
    now,
  }: {
    opened: readonly Omit<CaseRow, 'id'>[];
    changed: readonly CaseRow[];
    notes: readonly (HistoryNote & { subject: string })[];
    told: readonly { row: Omit<CaseRow, 'id'>; change: CaseChange }[];
    now: Date;
  },
): Promise<void> {
  if (opened.length + changed.length === 0) return;
  await tx.unsafe(write, [
    JSON.stringify([...opened, ...changed]),
    JSON.stringify(notes.map((note, n) => ({ n, ...note }))),
    now,
    JSON.stringify(told.map(({ row: { subject, type, cause }, change }, n) => ({ n, subject, type, cause, change }))),
  ]);
}
