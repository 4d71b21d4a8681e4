import { DateTime } from 'luxon';
import type { CasePolicy } from './case-policy.ts';
import type { CaseEvent, ShipmentSubject } from './subject.ts';
import { decidedBy, newestEvent, plusHours, shippedAt } from './subject-facts.ts';

export interface Silence {
  /** Since when nobody has said anything. */
  since: Date;
  /** From when on that is too long. */
  tooLongAt: Date;
  hours: number;
  last: CaseEvent | undefined;
}

/**
 * How long a parcel has been silent, and when that is too long: by the carrier's threshold in the policy. The one place that knows; thresholds that are learned come in here. Null: it is not
 * expected to say anything.
 */
export function silenceOf(
  subject: ShipmentSubject,
  { quiet, calendar }: Pick<CasePolicy, 'quiet' | 'calendar'>,
): Silence | null {
  const { firstScanHours, onTheWayHours, outForDeliveryHours } = quietHoursOf(quiet, subject.carrierCode);
  const last = newestEvent(subject);
  const of = (since: Date | null | undefined, hours: number): Silence | null =>
    since ? { since, hours, tooLongAt: afterHolidays(calendar, since, hours), last } : null;
  switch (subject.status) {
    case 'PENDING':
    case 'LABEL_CREATED': {
      // A label alone says nothing of the goods: the clock begins when they left.
      const left = shippedAt(subject);
      return of(left, firstScanHours);
    }
    case 'OUT_FOR_DELIVERY':
      return of(last?.at ?? decidedBy(subject)?.at, outForDeliveryHours);
    case 'PICKED_UP':
    case 'IN_TRANSIT':
    case 'RETURNING':
      return of(last?.at ?? decidedBy(subject)?.at, onTheWayHours);
    case 'EXPIRED':
      // The provider asks no more; that is no word of the carrier.
      return of(last?.at ?? shippedAt(subject), onTheWayHours);
    default:
      return null;
  }
}

/** The policy's thresholds for a carrier. */
export function quietHoursOf({ carriers, ...usual }: CasePolicy['quiet'], carrierCode: string | null) {
  return { ...usual, ...definedOf(carriers[carrierCode ?? ''] ?? {}) };
}

/** So many hours later, each holiday of the calendar a day more: carriers keep them, too. */
function afterHolidays({ holidays, timeZone }: CasePolicy['calendar'], since: Date, hours: number): Date {
  let until = plusHours(since, hours);
  const from = DateTime.fromJSDate(since, { zone: timeZone }).toISODate() as string;
  for (const day of [...holidays].sort()) {
    if (day <= from) continue;
    if (day > (DateTime.fromJSDate(until, { zone: timeZone }).toISODate() as string)) break;
    until = plusHours(until, 24);
  }
  return until;
}

function definedOf<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
