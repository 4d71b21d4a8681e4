const sameYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const otherYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: '2-digit',
  timeZone: 'UTC',
});

/** "14 May", with the year where it is another than that of `now`; a dash where nothing is known. Takes a date or an instant, of which the date counts. */
export function shortDay(text: string | null | undefined, now = new Date()): string {
  if (!text) return '–';
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return '–';
  return (date.getUTCFullYear() === now.getUTCFullYear() ? sameYear : otherYear).format(date);
}

const ownClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const ownTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** An instant by the agent's own clock: "09:12" today, else "14 May, 09:12". */
export function ownMoment(instant: string, now = new Date()): string {
  const date = new Date(instant);
  return date.toDateString() === now.toDateString() ? ownTime.format(date) : ownClock.format(date);
}

const ownDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** An instant by the agent's own clock, in two parts: "Thu 14 May" and "09:12". */
export function ownParts(instant: string): { day: string; clock: string } {
  const date = new Date(instant);
  // Without the comma after the weekday, which comes and goes with the version of the language data.
  return { day: ownDay.format(date).replace(',', ''), clock: ownTime.format(date) };
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always', style: 'short' });

/** "3 hr ago", "in 2 days": how far an instant is from `now`. */
export function distance(instant: string, now = new Date()): string {
  const ms = Date.parse(instant) - now.getTime();
  for (const [unit, size] of units) if (Math.abs(ms) >= size) return relative.format(Math.trunc(ms / size), unit);
  return 'now';
}
