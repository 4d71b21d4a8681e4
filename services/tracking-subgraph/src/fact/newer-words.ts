import { milestoneCodes, reasonCodes, shipmentStatuses } from '../taxonomy/codes.ts';
import type { FactData } from './fact.ts';

const milestones: ReadonlySet<string> = new Set(milestoneCodes);
const statuses: ReadonlySet<string | null> = new Set([...shipmentStatuses, null]);
const reasons: ReadonlySet<string | null> = new Set([...reasonCodes, null]);

/**
 * A stored fact as this version of the software understands it. A newer one beside it may have read the fact in words that we do not have: to us that is a code
 * that nobody knows, which changes nothing. What is stored stays, for those who understand it. Runs for every fact of every message.
 */
export function inOurWords(data: FactData): FactData {
  if (data.kind === 'carrier-event') {
    if (milestones.has(data.milestone) && statuses.has(data.status))
      return reasons.has(data.reason) ? data : { ...data, reason: 'UNKNOWN' };
    return { ...data, milestone: 'UNKNOWN', status: null, reason: null, isDelay: false };
  }
  if (data.kind === 'report') {
    const { status = null, reason = null } = data;
    if (milestones.has(data.milestone) && statuses.has(status))
      return reasons.has(reason) ? data : { ...data, reason: 'UNKNOWN' };
    return { ...data, milestone: 'UNKNOWN', status: null, reason: null, isDelay: false };
  }
  if (data.kind === 'correction' && data.milestone !== null && !milestones.has(data.milestone))
    return { ...data, milestone: 'UNKNOWN' };
  return data;
}
