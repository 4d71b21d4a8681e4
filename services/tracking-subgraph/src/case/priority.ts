import { type CasePolicy, tierOf } from './case-policy.ts';
import { silenceOf } from './silence.ts';
import type { CaseDelivery, CaseSeverity, Subject } from './subject.ts';
import { endOfDay, worthOf } from './subject-facts.ts';

export interface PriorityPart {
  name: 'SEVERITY' | 'PROMISE' | 'VALUE' | 'TIER' | 'SILENCE';
  /** What was looked at, for staff. */
  value: string;
  factor: number;
}

const severityFactor: Record<CaseSeverity, number> = { LOW: 0.5, MEDIUM: 1, HIGH: 2, CRITICAL: 4 };
const hourMs = 3_600_000;

/** How urgent a case is: severity x promise at risk x value x tier x silence, with its parts. The score is 100 times their product. Pure. */
export function priorityOf(
  subject: Subject,
  severity: CaseSeverity,
  { now, policy }: { now: Date; policy: CasePolicy },
): { score: number; parts: PriorityPart[] } {
  const deliveries = deliveriesOf(subject);
  const parts = [
    { name: 'SEVERITY' as const, value: severity.toLowerCase(), factor: severityFactor[severity] },
    promisePart(subject, deliveries, now),
    valuePart(deliveries),
    tierPart(deliveries, policy),
    silencePart(subject, { now, policy }),
  ];
  const product = parts.reduce((sum, { factor }) => sum * factor, 1);
  return { score: Math.min(1_000_000, Math.round(product * 100)), parts };
}

export function deliveriesOf(subject: Subject): readonly CaseDelivery[] {
  if (subject.kind === 'SHIPMENT') return subject.deliveries;
  return subject.delivery ? [subject.delivery] : [];
}

function promisePart(subject: Subject, deliveries: readonly CaseDelivery[], now: Date): PriorityPart {
  const name = 'PROMISE';
  const dates = [
    ...(subject.kind === 'SHIPMENT' && subject.promisedDate !== null ? [subject.promisedDate] : []),
    ...deliveries.flatMap(({ promisedAt }) => (promisedAt ? promisedAt.toISOString().slice(0, 10) : [])),
  ].sort();
  const [first] = dates;
  if (first === undefined) return { name, value: 'nothing was promised', factor: 1 };
  if (subject.kind === 'SHIPMENT' && subject.isFinal) return { name, value: 'it is at its end', factor: 1 };
  const left = endOfDay(first).getTime() - now.getTime();
  if (left <= 0) return { name, value: `promised for ${first}, which has passed`, factor: 2 };
  const factor = left <= 24 * hourMs ? 1.6 : left <= 48 * hourMs ? 1.3 : 1;
  return { name, value: `promised for ${first}`, factor };
}

function valuePart(deliveries: readonly CaseDelivery[]): PriorityPart {
  const worth = worthOf(deliveries);
  if (!worth) return { name: 'VALUE', value: 'not known', factor: 1 };
  const factor = worth.amount >= 2_000 ? 2 : worth.amount >= 500 ? 1.5 : worth.amount >= 100 ? 1.2 : 1;
  return { name: 'VALUE', value: `${worth.amount} ${worth.currencyCode}`, factor };
}

function tierPart(deliveries: readonly CaseDelivery[], policy: CasePolicy): PriorityPart {
  const tier = tierOf(
    policy,
    deliveries.map(({ customerId }) => customerId),
  );
  return { name: 'TIER', value: tier?.name ?? 'none', factor: tier?.priorityFactor ?? 1 };
}

/** A tenth more for each day of silence, up to twice. */
function silencePart(subject: Subject, { now, policy }: { now: Date; policy: CasePolicy }): PriorityPart {
  const silence = subject.kind === 'SHIPMENT' ? silenceOf(subject, policy) : null;
  const days = silence ? Math.max(0, Math.floor((now.getTime() - silence.since.getTime()) / (24 * hourMs))) : 0;
  return {
    name: 'SILENCE',
    value: days === 0 ? 'none' : `${days} day${days === 1 ? '' : 's'}`,
    factor: 1 + Math.min(days, 10) / 10,
  };
}
