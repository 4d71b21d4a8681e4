import type { CasePolicy } from './case-policy.ts';
import type { At, CaseRule } from './case-rule.ts';
import { caseRules } from './case-rules.ts';
import type { CaseType } from './case-type.ts';
import type { Finding, Found, Subject } from './subject.ts';
import { lastWordAt, plusHours } from './subject-facts.ts';

export interface FoundCause extends Found {
  type: CaseType;
}

/** All causes that hold in a subject now and are not the effect of another one, and when to look again although nothing changes. Pure. */
export function findCauses(
  subject: Subject,
  { now, policy, openTypes }: { now: Date; policy: CasePolicy; openTypes: ReadonlySet<CaseType> },
): {
  causes: FoundCause[];
  lookAt: Date | null;
  /** Types that hold and are only the effect of another one. */
  covered: ReadonlyMap<CaseType, CaseType>;
} {
  const causes: FoundCause[] = [];
  let lookAt: Date | null = null;
  for (const [type, rule] of Object.entries(caseRules) as [CaseType, CaseRule][]) {
    const isOpen = openTypes.has(type);
    // History that is taken in opens nothing.
    if (!isOpen && isOver(subject, { now, policy })) continue;
    const finding = ask(rule, subject, { now, policy, isOpen });
    if (finding && 'cause' in finding) causes.push({ type, ...finding });
    else if (finding && (lookAt === null || finding.lookAt < lookAt)) lookAt = finding.lookAt;
  }
  const found = new Set(causes.map(({ type }) => type));
  const covered = new Map<CaseType, CaseType>();
  for (const { type } of causes) {
    const by = caseRules[type].coveredBy.find((other) => found.has(other));
    if (by) covered.set(type, by);
  }
  return { causes: causes.filter(({ type }) => !covered.has(type)), lookAt, covered };
}

/** A parcel of which nothing was heard for so long that nobody does anything about it any more. */
function isOver(subject: Subject, { now, policy }: Pick<At, 'now' | 'policy'>): boolean {
  const last = subject.kind === 'SHIPMENT' ? lastWordAt(subject) : null;
  return last !== null && last < plusHours(now, -24 * policy.lookBackDays);
}

function ask(rule: CaseRule, subject: Subject, at: At): Finding {
  if (rule.about === 'SHIPMENT') return subject.kind === 'SHIPMENT' ? rule.find(subject, at) : null;
  if (rule.about === 'DELIVERY') return subject.kind === 'DELIVERY' ? rule.find(subject, at) : null;
  return subject.kind === 'ORDER' ? rule.find(subject, at) : null;
}

/** Causes that a colleague may open by hand: what no source tells. */
export const openedByHand: readonly CaseType[] = [
  'DELIVERED_DISPUTED',
  'DAMAGED',
  'LOST',
  'ADDRESS_PROBLEM',
  'CUSTOMER_REPORT',
];
