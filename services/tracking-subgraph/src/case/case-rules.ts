import type { CaseRule } from './case-rule.ts';
import type { CaseType } from './case-type.ts';
import { endRules } from './rules-at-the-end.ts';
import { dispatchRules } from './rules-of-dispatch.ts';
import { wayRules } from './rules-on-the-way.ts';

/** Raised when the same state may give another case. Shown with each. */
export const caseRulesVersion = 2;

/** Every type has every cell, or this does not compile. A rule is a pure function of the subject and the time; whatever closes a case is that its rule does not find it any more. */
export const caseRules = {
  NO_NUMBER: dispatchRules.NO_NUMBER,
  UNMAPPED_CARRIER: dispatchRules.UNMAPPED_CARRIER,
  INVALID_NUMBER: dispatchRules.INVALID_NUMBER,
  LATE_DISPATCH: dispatchRules.LATE_DISPATCH,
  CARRIER_SILENT: wayRules.CARRIER_SILENT,
  SILENT_TOO_LONG: wayRules.SILENT_TOO_LONG,
  LIKELY_LATE: wayRules.LIKELY_LATE,
  DELAYED: wayRules.DELAYED,
  CUSTOMS_HELD: wayRules.CUSTOMS_HELD,
  ATTEMPT_FAILED: wayRules.ATTEMPT_FAILED,
  PICKUP_EXPIRING: wayRules.PICKUP_EXPIRING,
  DAMAGED: endRules.DAMAGED,
  REFUSED: wayRules.REFUSED,
  ADDRESS_PROBLEM: wayRules.ADDRESS_PROBLEM,
  RETURNED: endRules.RETURNED,
  LOST: endRules.LOST,
  DELIVERED_DISPUTED: endRules.DELIVERED_DISPUTED,
  CUSTOMER_REPORT: endRules.CUSTOMER_REPORT,
  PROOF_MISSING: endRules.PROOF_MISSING,
  NUMBER_MISMATCH: endRules.NUMBER_MISMATCH,
  REGISTRATION_FAILED: dispatchRules.REGISTRATION_FAILED,
  WRITE_BACK_FAILED: dispatchRules.WRITE_BACK_FAILED,
} satisfies Record<CaseType, CaseRule>;
