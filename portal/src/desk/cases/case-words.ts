import type { Tone } from '@milepost/wording';
import type {
  CaseResolution,
  CaseSeverity,
  CaseState,
  CaseType,
  CaseWaitingFor,
  DeskCaseRowFragment,
} from '../../generated/graphql.ts';
import { distance, ownMoment } from '../lib/days.ts';

/** Words of the desk for cases. A new code does not compile until it has its words. */

export const caseTypeTexts: Record<CaseType, string> = {
  NO_NUMBER: 'No tracking number',
  UNMAPPED_CARRIER: 'Carrier unknown',
  INVALID_NUMBER: 'Number invalid',
  LATE_DISPATCH: 'Late dispatch',
  CARRIER_SILENT: 'Never scanned',
  SILENT_TOO_LONG: 'Silent too long',
  LIKELY_LATE: 'Likely late',
  DELAYED: 'Delayed',
  CUSTOMS_HELD: 'Held by customs',
  ATTEMPT_FAILED: 'Attempt failed',
  PICKUP_EXPIRING: 'Pick-up ends soon',
  DAMAGED: 'Damaged',
  REFUSED: 'Refused',
  ADDRESS_PROBLEM: 'Address problem',
  RETURNED: 'Coming back',
  LOST: 'Lost',
  DELIVERED_DISPUTED: 'Delivery disputed',
  CUSTOMER_REPORT: 'Reported by the customer',
  PROOF_MISSING: 'Proof missing',
  NUMBER_MISMATCH: 'Number mismatch',
  REGISTRATION_FAILED: 'Not tracked',
  WRITE_BACK_FAILED: 'Not written to Odoo',
};

export const severityTexts: Record<CaseSeverity, { text: string; tone: Tone; bars: number }> = {
  CRITICAL: { text: 'Critical', tone: 'attention', bars: 4 },
  HIGH: { text: 'High', tone: 'attention', bars: 3 },
  MEDIUM: { text: 'Medium', tone: 'moving', bars: 2 },
  LOW: { text: 'Low', tone: 'waiting', bars: 1 },
};

export const caseStateTexts: Record<CaseState, string> = { OPEN: 'Open', SNOOZED: 'Put aside', CLOSED: 'Closed' };

export const waitingTexts: Record<CaseWaitingFor, string> = {
  CUSTOMER: 'waits for the customer',
  CARRIER: 'waits for the carrier',
  CARRIER_OUTAGE: 'the carrier is down',
};

export const resolutionTexts: Record<CaseResolution, string> = {
  CAUSE_GONE: 'Its cause is gone',
  CLOSED_IN_ODOO: 'Its activity was done in Odoo',
  FIXED: 'Something was done about it',
  CUSTOMER_INFORMED: 'The customer was told',
  COMPENSATED: 'Replacement or refund agreed',
  CLAIMED: 'A claim was made at the carrier',
  NO_ACTION_NEEDED: 'There is nothing to do',
  NOT_A_PROBLEM: 'It should not have been opened',
};

/** What a colleague may choose; the others are said by the rules and by Odoo. */
export const ownResolutions = (Object.keys(resolutionTexts) as CaseResolution[]).filter(
  (one) => one !== 'CAUSE_GONE' && one !== 'CLOSED_IN_ODOO',
);

const actionTexts: Record<string, string> = {
  OPENED: 'opened',
  REOPENED: 'opened again',
  CLOSED: 'closed',
  CLOSED_IN_ODOO: 'closed in Odoo',
  RESOLVED: 'resolved',
  ASSIGNED: 'assigned',
  NOTED: 'note',
  SNOOZED: 'put aside',
  WOKEN: 'came back',
  WAITING: 'waits',
  RESUMED: 'taken back to work',
  ESCALATED: 'escalated',
  JOINED_INCIDENT: 'joined an incident',
  SEVERITY_CHANGED: 'severity changed',
  UNDONE: 'undone',
  REPORTED: 'reported',
};
/** What was done to a case, within a sentence. */
export const actionText = (action: string): string => actionTexts[action] ?? action.toLowerCase().replaceAll('_', ' ');

/** Whether somebody did it, here, in Odoo or as the customer; the rules otherwise. */
export const isByPerson = (action: string, by: object | null | undefined): boolean =>
  by != null || action === 'CLOSED_IN_ODOO' || action === 'REPORTED';

/** Until when, or why there is no such time; short enough for a column. */
export function dueText(
  one: Pick<
    DeskCaseRowFragment,
    'state' | 'dueAt' | 'waitingFor' | 'snoozedUntil' | 'isSnoozedUntilNews' | 'escalation'
  >,
  now = new Date(),
): { text: string; isBad: boolean } {
  if (one.state === 'CLOSED') return { text: 'closed', isBad: false };
  if (one.state === 'SNOOZED')
    return {
      text: one.snoozedUntil ? ownMoment(one.snoozedUntil, now) : 'until news',
      isBad: false,
    };
  if (one.waitingFor) return { text: 'waiting', isBad: false };
  if (!one.dueAt) return { text: '–', isBad: false };
  const isOver = Date.parse(one.dueAt) < now.getTime();
  return {
    text: distance(one.dueAt, now),
    isBad: isOver || one.escalation === 'OVERDUE' || one.escalation === 'ESCALATED',
  };
}
