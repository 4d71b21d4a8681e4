import { addBusinessMinutes, businessMinutes } from './business-calendar.ts';
import type { BusinessCalendar } from './case-policy.ts';

/** How many levels up: within its time, three quarters gone, gone, twice gone. */
export const escalations = ['NONE', 'WARNED', 'OVERDUE', 'ESCALATED'] as const;
const shares = [0.75, 1, 2];

/** The clock of a case: business minutes allowed, those used up to `from`, and since when it runs; null: it stands. */
export interface CaseClock {
  budget: number;
  used: number;
  from: Date | null;
  /** How many levels up it has come. */
  escalation: number;
}

export const startClock = (budget: number, now: Date): CaseClock => ({ budget, used: 0, from: now, escalation: 0 });

export const pauseClock = (calendar: BusinessCalendar, clock: CaseClock, now: Date): CaseClock =>
  clock.from === null
    ? clock
    : { ...clock, used: clock.used + Math.round(businessMinutes(calendar, clock.from, now)), from: null };

export const runClock = (clock: CaseClock, now: Date): CaseClock =>
  clock.from === null ? { ...clock, from: now } : clock;

/** When its time is gone; null: it stands. */
export function dueAt(calendar: BusinessCalendar, { budget, used, from }: CaseClock): Date | null {
  if (from === null) return null;
  return used >= budget ? from : addBusinessMinutes(calendar, from, budget - used);
}

/** When it comes a level up; null: it stands, or is as far up as it gets. */
export function escalatesAt(calendar: BusinessCalendar, { budget, used, from, escalation }: CaseClock): Date | null {
  const share = shares[escalation];
  if (from === null || share === undefined) return null;
  return addBusinessMinutes(calendar, from, Math.max(0, budget * share - used));
}
