import type { TransactionSql } from '@milepost/service-kit';
import { byRules } from '../classification/classifier.ts';
import { startClock } from './case-clock.ts';
import type { CasePolicy } from './case-policy.ts';
import { changingColumns, lastingColumns } from './case-row.ts';
import { caseRules } from './case-rules.ts';
import type { CaseType } from './case-type.ts';
import { deliveriesOf, priorityOf } from './priority.ts';
import { readSubjects, subjectKey } from './read-subjects.ts';
import { clockColumns, newsOf, orderIdsOf } from './settle-subject.ts';
import { severities } from './subject.ts';

/**
 * Holds a shipment's cases until the end of the transaction, as the rules do: nobody else settles them meanwhile. Answers the open one of this type, if there is one.
 */
export async function holdCases(tx: TransactionSql, shipmentId: string, type: CaseType): Promise<string | null> {
  const key = subjectKey.shipment(shipmentId);
  await tx`insert into tracking.case_check (subject) values (${key}) on conflict (subject) do update set due_at = case_check.due_at`;
  // And they look at it, for its clock.
  await tx`insert into tracking.case_todo (subject) values (${key})`;
  const [there] = await tx<{ id: string }[]>`
    select id from tracking.work_case where subject = ${key} and type = ${type} and state <> 'CLOSED' order by id limit 1`;
  return there?.id ?? null;
}

/** A case that no source tells of, which only a colleague closes. The caller holds the cases of the shipment. Answers its id; null: there is no such shipment. */
export async function openByHand(
  tx: TransactionSql,
  given: {
    shipmentId: string;
    type: CaseType;
    reason: string;
    /** Who opened it, in a sentence. */
    rule: string;
    /** Null: nobody of ours. */
    staffId: string | null;
    requestId: string;
  },
  { policy, now }: { policy: CasePolicy; now: Date },
): Promise<string | null> {
  const key = subjectKey.shipment(given.shipmentId);
  const subject = (await readSubjects(tx, [key], byRules)).get(key);
  if (subject?.kind !== 'SHIPMENT') return null;
  const rule = caseRules[given.type];
  const [first] = deliveriesOf(subject);
  const { score, parts } = priorityOf(subject, rule.severity, { now, policy });
  const hours = policy.dueHours[given.type] ?? rule.dueHours;
  const row = {
    type: given.type,
    subject: key,
    cause: `by hand ${now.toISOString()}`,
    mark: '',
    is_found: false,
    is_by_hand: true,
    shipment_id: given.shipmentId,
    order_id: first?.orderId ?? null,
    order_ids: orderIdsOf(subject),
    carrier_code: subject.carrierCode,
    country_code: first?.countryCode ?? null,
    state: 'OPEN',
    reason: given.reason,
    rule: given.rule,
    evidence: subject.evidence.status === null ? [] : [subject.evidence.status],
    severity: severities.indexOf(rule.severity) + 1,
    score,
    parts,
    opened_at: now,
    ...clockColumns(policy, startClock(Math.round(hours * 60), now)),
    is_snoozed_until_news: false,
    news: newsOf(subject),
    version: 1,
  };
  const columns = Object.keys(row).join(', ');
  const [made] = await tx.unsafe<{ id: string }[]>(
    `with c as (insert into tracking.work_case (${columns}) select ${columns} from json_to_recordset($1::text::json) as g(${Object.entries(
      { ...lastingColumns, ...changingColumns },
    )
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')}) returning id),
     h as (insert into tracking.case_history (case_id, action, staff_id, text) select id, 'OPENED', $2::uuid, $3 from c),
     o as (insert into tracking.outbox (case_id, case_change, request_id) select id, 'OPENED', $4 from c)
     select id from c`,
    [JSON.stringify([row]), given.staffId, given.reason, given.requestId],
  );
  return made?.id ?? null;
}
