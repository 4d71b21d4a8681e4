import { DateTime } from 'luxon';
import type { BusinessCalendar } from './case-policy.ts';

/** A year of days without an hour of work: the calendar is wrong, and nobody waits for ever. */
const mostDays = 400;

/** The instant at which so many business minutes have passed since `from`. */
export function addBusinessMinutes(calendar: BusinessCalendar, from: Date, minutes: number): Date {
  let left = minutes * 60_000;
  for (const { begins, ends } of workingDays(calendar, from)) {
    const start = Math.max(begins, from.getTime());
    if (start + left <= ends) return new Date(start + left);
    left -= Math.max(0, ends - start);
  }
  return new Date(from.getTime() + minutes * 60_000);
}

/** Business minutes between two instants; 0 when the second is not after the first. */
export function businessMinutes(calendar: BusinessCalendar, from: Date, until: Date): number {
  let sum = 0;
  for (const { begins, ends } of workingDays(calendar, from)) {
    if (begins >= until.getTime()) break;
    sum += Math.max(0, Math.min(ends, until.getTime()) - Math.max(begins, from.getTime()));
  }
  return sum / 60_000;
}

/** Hours of work that end after `from`, day by day, as milliseconds. A day on which clocks change has an hour more or less where its hours contain the change. */
function* workingDays({ timeZone, days, from: opens, until: closes, holidays }: BusinessCalendar, from: Date) {
  const off = new Set(holidays);
  let day = DateTime.fromJSDate(from, { zone: timeZone }).startOf('day');
  for (let n = 0; n < mostDays; n += 1, day = day.plus({ days: 1 })) {
    if (!days.includes(day.weekday) || off.has(day.toISODate() as string)) continue;
    const ends = at(day, closes);
    if (ends > from.getTime()) yield { begins: at(day, opens), ends };
  }
}

function at(day: DateTime, clock: string): number {
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return day.set({ hour, minute }).toMillis();
}
