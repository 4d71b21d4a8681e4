import type { CasePolicy } from './case-policy.ts';
import type { CaseType } from './case-type.ts';
import type { CaseSeverity, DeliverySubject, Finding, OrderSubject, ShipmentSubject, Subject } from './subject.ts';
import { plusHours } from './subject-facts.ts';

export interface At {
  now: Date;
  policy: CasePolicy;
  /** A case of this type and subject is open: thresholds that keep history out do not close it. */
  isOpen: boolean;
}

interface RuleOf<S extends Subject> {
  about: S['kind'];
  /** In words, for people. */
  opens: string;
  closes: string;
  action: string;
  severity: CaseSeverity;
  /** Business hours within which somebody should have looked. */
  dueHours: number;
  /** While one of these holds, too, this one is only its effect, and opens no case of its own. */
  coveredBy: readonly CaseType[];
  /** What the clock of opening waits for: nothing, a time after a fact, or a time before one. */
  clock: 'AT_ONCE' | 'AFTER_A_TIME' | 'BEFORE_A_TIME';
  find: (subject: S, at: At) => Finding;
}
export type CaseRule = RuleOf<ShipmentSubject> | RuleOf<DeliverySubject> | RuleOf<OrderSubject>;

/** Keys of evidence, without those that there are none of. */
export const keys = (...some: (string | null | undefined)[]) => some.flatMap((key) => key ?? []);

/** A cause that holds from an instant on. */
export function after(at: Date, now: Date, found: () => Finding): Finding {
  return at <= now ? found() : { lookAt: at };
}

/** So long ago that it is history that was taken in, not something to be done. */
export const isHistory = (at: Date, { now, policy }: Pick<At, 'now' | 'policy'>) =>
  at < plusHours(now, -24 * policy.lookBackDays);
