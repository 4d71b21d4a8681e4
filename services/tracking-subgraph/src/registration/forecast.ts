const dayMs = 86_400_000;
/** What a month is guessed by. */
export const lookBackDays = 28;

/** Numbers that a provider took on a day (UTC, YYYY-MM-DD). */
export interface DaySpend {
  day: string;
  count: number;
}

/**
 * The month of `now` (UTC): what was taken so far, and by its end if the rest goes like the whole days before today, the last 28 of them, fewer where it all began later. Pure.
 */
export function forecastMonth(days: readonly DaySpend[], now: Date): { soFar: number; expected: number } {
  const today = now.toISOString().slice(0, 10);
  const midnight = Date.parse(today);
  const from = new Date(midnight - lookBackDays * dayMs).toISOString().slice(0, 10);
  const soFar = sum(days.filter(({ day }) => day.slice(0, 7) === today.slice(0, 7)));
  const before = days.filter(({ day }) => day < today && day >= from);
  const [first] = before.map(({ day }) => day).sort();
  const nextMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  if (first === undefined) {
    // The first day of all: as much again in what is left of the month.
    const spent = (now.getTime() - midnight) / dayMs;
    const perDay = spent > 0 ? soFar / Math.max(spent, 1 / 24) : soFar;
    return { soFar, expected: Math.round(soFar + (perDay * (nextMonth - now.getTime())) / dayMs) };
  }
  const perDay = sum(before) / ((midnight - Date.parse(first)) / dayMs);
  return { soFar, expected: Math.round(soFar + (perDay * (nextMonth - now.getTime())) / dayMs) };
}

const sum = (days: readonly DaySpend[]) => days.reduce((total, { count }) => total + count, 0);
