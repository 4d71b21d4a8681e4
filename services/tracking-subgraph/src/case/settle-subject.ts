import { isDeepStrictEqual } from 'node:util';
import { dueAt, escalatesAt, pauseClock, runClock, startClock } from './case-clock.ts';
import { type CasePolicy, tierOf } from './case-policy.ts';
import type { CaseRow } from './case-row.ts';
import type { CaseRule } from './case-rule.ts';
import { caseRules, caseRulesVersion } from './case-rules.ts';
import type { CaseType } from './case-type.ts';
import { type FoundCause, findCauses } from './find-causes.ts';
import { deliveriesOf, priorityOf } from './priority.ts';
import { type Subject, severities } from './subject.ts';

export interface HistoryNote {
  type: CaseType;
  cause: string;
  action:
    | 'OPENED'
    | 'REOPENED'
    | 'CLOSED'
    | 'WOKEN'
    | 'WAITING'
    | 'RESUMED'
    | 'ESCALATED'
    | 'SEVERITY_CHANGED'
    | 'REASON_CHANGED';
  text: string | null;
}

export interface Settled {
  /** New cases; their id is given by the database. */
  opened: Omit<CaseRow, 'id'>[];
  changed: CaseRow[];
  notes: HistoryNote[];
  /** When to look again although nothing changes. */
  lookAt: Date | null;
}

/** Urgency changes as time passes: open cases are looked at so often. */
const refreshMs = 3_600_000;
/** Types whose clock stands while the carrier's systems are down. */
const outageTypes: readonly CaseType[] = ['CARRIER_SILENT', 'SILENT_TOO_LONG', 'LIKELY_LATE', 'DELAYED'];

/**
 * What becomes of the cases of one subject: those whose cause holds are open, once each, and those whose cause is gone are closed. Who has one, and what was done, stays. Pure: the same subject, cases and time
 * give the same.
 */
export function settleSubject(
  subject: Subject,
  rows: readonly CaseRow[],
  { now, policy }: { now: Date; policy: CasePolicy },
): Settled {
  const { causes, lookAt, covered } = findCauses(subject, {
    now,
    policy,
    // What a colleague resolved and is found still, too: thresholds that keep history out do not make it a new one.
    openTypes: new Set(rows.flatMap(({ type, state, is_found }) => (state !== 'CLOSED' || is_found ? type : []))),
  });
  const wanted = new Map(causes.map((cause) => [`${cause.type}|${cause.cause}`, cause]));
  const settled: Settled = { opened: [], changed: [], notes: [], lookAt };
  const about = aboutOf(subject, policy);
  const at = { now, policy, about, subject, covered };
  for (const row of rows) {
    const cause = wanted.get(`${row.type}|${row.cause}`);
    wanted.delete(`${row.type}|${row.cause}`);
    const { row: after, notes } = settleRow(row, cause, at);
    settled.notes.push(...notes);
    if (!isDeepStrictEqual(after, row)) settled.changed.push(after);
    if (after.state !== 'CLOSED') settled.lookAt = earliest(settled.lookAt, nextLook(after, now));
  }
  for (const cause of wanted.values()) {
    const row = openRow(cause, at);
    settled.opened.push(row);
    settled.notes.push({ type: cause.type, cause: cause.cause, action: 'OPENED', text: cause.reason });
    settled.lookAt = earliest(settled.lookAt, nextLook(row, now));
  }
  return settled;
}

/** Other orders than it was known to be about. */
export const hasOtherOrders = (before: Pick<CaseRow, 'order_ids'>, after: Pick<CaseRow, 'order_ids'>) =>
  before.order_ids !== null && !isDeepStrictEqual(before.order_ids, after.order_ids);

interface Settling {
  now: Date;
  policy: CasePolicy;
  subject: Subject;
  about: ReturnType<typeof aboutOf>;
  covered: ReturnType<typeof findCauses>['covered'];
}

/** What every case of a subject says of it. */
function aboutOf(subject: Subject, policy: CasePolicy) {
  const deliveries = deliveriesOf(subject);
  const first = deliveries.find(({ isCancelled }) => !isCancelled) ?? deliveries[0] ?? null;
  const owner = subject.kind === 'ORDER' ? subject.owner : first;
  const tier = tierOf(
    policy,
    subject.kind === 'ORDER' && owner ? [owner.customerId] : deliveries.map(({ customerId }) => customerId),
  );
  return {
    dueFactor: tier?.dueFactor ?? 1,
    isOutage: subject.kind === 'SHIPMENT' && subject.isOutage,
    news: newsOf(subject),
    columns: {
      order_id: subject.kind === 'ORDER' ? subject.orderId : (first?.orderId ?? null),
      order_ids: orderIdsOf(subject),
      company_id: owner?.companyId ?? null,
      customer_id: owner?.customerId ?? null,
      region: owner?.region ?? null,
      carrier_code: subject.kind === 'SHIPMENT' ? subject.carrierCode : null,
      country_code: first?.countryCode ?? null,
    },
  };
}

/** Each once, in one order. */
export function orderIdsOf(subject: Subject): number[] {
  const ids = subject.kind === 'ORDER' ? [subject.orderId] : deliveriesOf(subject).map(({ orderId }) => orderId);
  return [...new Set(ids)].sort((a, b) => a - b);
}

/** Another one when anything new was heard. */
export function newsOf(subject: Subject): string {
  if (subject.kind === 'SHIPMENT') return `${subject.events[0]?.key ?? ''} ${subject.status}`;
  if (subject.kind === 'ORDER') return subject.problems.map(({ id }) => id).join(' ');
  const { references, shippedAt, scheduledAt, isCancelled } = subject.delivery;
  return [references.length, shippedAt?.toISOString(), scheduledAt?.toISOString(), isCancelled].join(' ');
}

function openRow(cause: FoundCause, { now, policy, subject, about }: Settling): Omit<CaseRow, 'id'> {
  const rule: CaseRule = caseRules[cause.type];
  const severity = cause.severity ?? rule.severity;
  const hours = policy.dueHours[cause.type] ?? rule.dueHours;
  const budget = Math.max(1, Math.round(hours * 60 * about.dueFactor));
  const row = {
    type: cause.type,
    subject: subject.key,
    cause: cause.cause,
    ...foundColumns(cause, subject, now, policy),
    is_by_hand: false,
    shipment_id: subject.kind === 'SHIPMENT' ? subject.id : null,
    delivery_id: subject.kind === 'DELIVERY' ? subject.delivery.id : null,
    ...about.columns,
    state: 'OPEN' as const,
    severity: severities.indexOf(severity) + 1,
    opened_at: now,
    ...clockColumns(policy, startClock(budget, now)),
    waiting_for: null,
    snoozed_until: null,
    is_snoozed_until_news: false,
    news: about.news,
    news_mark: null,
    closed_at: null,
    resolution: null,
    version: 1,
  };
  return about.isOutage && outageTypes.includes(cause.type)
    ? {
        ...row,
        waiting_for: 'CARRIER_OUTAGE' as const,
        ...clockColumns(policy, pauseClock(policy.calendar, startClock(budget, now), now)),
      }
    : row;
}

function foundColumns(cause: FoundCause, subject: Subject, now: Date, policy: CasePolicy) {
  const severity = cause.severity ?? caseRules[cause.type].severity;
  const { score, parts } = priorityOf(subject, severity, { now, policy });
  return {
    mark: cause.mark,
    is_found: true,
    reason: cause.reason,
    rule: `case rules ${caseRulesVersion}: ${caseRules[cause.type].opens}${cause.words ? ` (${cause.words.by.toLowerCase()} ${cause.words.rule})` : ''}`,
    evidence: [...cause.evidence],
    score,
    parts,
    incident_cause: cause.incident?.cause ?? null,
    incident_title: cause.incident?.title ?? null,
    incident_place: cause.incident?.place ?? null,
  };
}

function settleRow(
  before: CaseRow,
  cause: FoundCause | undefined,
  at: Settling,
): { row: CaseRow; notes: HistoryNote[] } {
  const { now, policy, subject, about } = at;
  const notes: HistoryNote[] = [];
  const note = (action: HistoryNote['action'], text: string | null) =>
    void notes.push({ type: before.type, cause: before.cause, action, text });
  let row: CaseRow = { ...before, ...about.columns };
  // One that the rules had found before a customer said so comes back for another word, too.
  if (before.is_by_hand && !(cause && before.state === 'CLOSED')) {
    const severity = severities[before.severity - 1] ?? 'HIGH';
    row = { ...row, ...priorityOf(subject, severity, { now, policy }) };
    // A customer said so of what the rules had found: they take note of their own word, and leave the case to colleagues.
    row = cause ? { ...row, mark: cause.mark, is_found: true } : { ...row, is_found: false };
  } else if (!cause) {
    const by = at.covered.get(before.type);
    // Resolved, and only covered now: it holds still, and does not come back when it is alone again.
    row = { ...row, is_found: before.is_found && before.state === 'CLOSED' && by !== undefined };
    if (before.state !== 'CLOSED') {
      note('CLOSED', by ? `It is the effect of another case: ${by}.` : caseRules[before.type].closes);
      row = { ...closed(row, policy, now), resolution: 'CAUSE_GONE' };
    }
  } else if (before.state === 'CLOSED' && before.is_found && before.mark === cause.mark) {
    // A colleague said that nobody has to look at this one any more.
    row = before;
  } else if (before.state === 'CLOSED') {
    note('REOPENED', cause.reason);
    const { version: _v, is_by_hand: _h, ...anew } = openRow(cause, at);
    row = { ...row, ...anew };
  } else {
    const severity = severities.indexOf(cause.severity ?? caseRules[cause.type].severity) + 1;
    if (severity !== before.severity) note('SEVERITY_CHANGED', severities[severity - 1] as string);
    if (cause.mark !== before.mark) note('REASON_CHANGED', cause.reason);
    row = { ...row, ...foundColumns(cause, subject, now, policy), severity };
  }
  if (row.state !== 'CLOSED') row = passTime(row, at, note);
  const bumps = notes.length > 0 || row.reason !== before.reason || hasOtherOrders(before, row);
  return { row: { ...row, news: about.news, version: before.version + (bumps ? 1 : 0) }, notes };
}

/** What time and news do to a case that is not over. */
function passTime(
  before: CaseRow,
  { now, policy, about }: Settling,
  note: (action: HistoryNote['action'], text: string | null) => void,
): CaseRow {
  let row = before;
  const hasNews = row.news_mark !== null && row.news_mark !== about.news;
  if (row.state === 'SNOOZED') {
    const isTime = row.snoozed_until !== null && row.snoozed_until <= now;
    if (isTime || (row.is_snoozed_until_news && hasNews)) {
      note('WOKEN', isTime ? 'The time has come.' : 'Something new was heard.');
      const isWaiting = row.waiting_for === 'CUSTOMER' || row.waiting_for === 'CARRIER';
      // What it waits for is news, too.
      const news_mark = isWaiting ? row.news_mark : null;
      row = { ...row, state: 'OPEN', snoozed_until: null, is_snoozed_until_news: false, news_mark };
    }
  }
  const isOutage = about.isOutage && outageTypes.includes(row.type);
  const isOver = row.waiting_for === 'CARRIER_OUTAGE' ? !isOutage : row.waiting_for !== null && hasNews;
  if (isOver) {
    note('RESUMED', row.waiting_for === 'CARRIER_OUTAGE' ? 'The outage is over.' : 'Something new was heard.');
    // What was put aside until anything is heard still is.
    const news_mark = row.state === 'SNOOZED' ? row.news_mark : null;
    row = { ...row, waiting_for: null, news_mark, ...clockColumns(policy, runClock(clockOf(row), now)) };
  } else if (isOutage && row.waiting_for === null) {
    note('WAITING', 'The carrier’s outage was declared.');
    row = {
      ...row,
      waiting_for: 'CARRIER_OUTAGE',
      ...clockColumns(policy, pauseClock(policy.calendar, clockOf(row), now)),
    };
  }
  while (row.escalates_at !== null && row.escalates_at <= now) {
    const clock = clockOf(row);
    note('ESCALATED', escalationWords[clock.escalation] ?? null);
    row = { ...row, ...clockColumns(policy, { ...clock, escalation: clock.escalation + 1 }) };
  }
  return row;
}

const escalationWords = ['Three quarters of its time are gone.', 'Its time is gone.', 'Twice its time is gone.'];

export const clockOf = (row: Pick<CaseRow, 'budget_minutes' | 'used_minutes' | 'clock_from' | 'escalation'>) => ({
  budget: row.budget_minutes,
  used: row.used_minutes,
  from: row.clock_from,
  escalation: row.escalation,
});

export function clockColumns({ calendar }: Pick<CasePolicy, 'calendar'>, clock: ReturnType<typeof clockOf>) {
  return {
    budget_minutes: clock.budget,
    used_minutes: clock.used,
    clock_from: clock.from,
    due_at: dueAt(calendar, clock),
    escalation: clock.escalation,
    escalates_at: escalatesAt(calendar, clock),
  };
}

/** Over, for whatever reason: no clock runs and nothing is waited for. */
export function closed<T extends CaseRow>(row: T, policy: Pick<CasePolicy, 'calendar'>, now: Date): T {
  return {
    ...row,
    state: 'CLOSED',
    closed_at: now,
    waiting_for: null,
    snoozed_until: null,
    is_snoozed_until_news: false,
    news_mark: null,
    ...clockColumns(policy, pauseClock(policy.calendar, clockOf(row), now)),
  };
}

function nextLook(row: Pick<CaseRow, 'state' | 'escalates_at' | 'snoozed_until'>, now: Date): Date {
  const times = [row.escalates_at, row.snoozed_until].flatMap((time) => time?.getTime() ?? []);
  return new Date(Math.min(...times, now.getTime() + refreshMs));
}

const earliest = (a: Date | null, b: Date | null) => (a === null ? b : b === null ? a : a < b ? a : b);
