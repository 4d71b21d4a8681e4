/** Formatting for people. Everything takes what the graph gives; nothing invents an offset. */

/** How days are said in a language. Clocks are `14:00`. */
export interface DateWords {
  /** BCP 47. */
  locale: string;
  /** The number of a day without its month. */
  dayAlone: (day: string) => string;
  days: (from: string, to: string) => string;
  clocks: (day: string, from: string, to: string) => string;
  from: (day: string, clock: string) => string;
  by: (day: string, clock: string) => string;
  at: (day: string, clock: string) => string;
}

export const englishDates: DateWords = {
  locale: 'en-GB',
  dayAlone: (day) => day,
  days: (from, to) => `${from} to ${to}`,
  clocks: (day, from, to) => `${day}, ${from} to ${to}`,
  from: (day, clock) => `${day}, from ${clock}`,
  by: (day, clock) => `${day}, by ${clock}`,
  at: (day, clock) => `${day}, ${clock}`,
};

/** Without the comma after the weekday, which comes and goes with the version of the language data. */
const format = (options: Intl.DateTimeFormatOptions, locale = englishDates.locale) => {
  const formatter = new Intl.DateTimeFormat(locale, options);
  return { format: (date: Date) => formatter.format(date).replace(',', '') };
};
const longDay = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const shortDay = { weekday: 'short', day: 'numeric', month: 'short' } as const;

export interface EventTime {
  instant?: string | null;
  local: string;
  precision: 'INSTANT' | 'LOCAL' | 'DATE';
}

/** Text without an offset (a calendar date or a clock) as if it were UTC, so that formatting moves nothing. */
const floating = (text: string) => new Date(`${text.slice(0, 19)}${text.length > 10 ? '' : 'T00:00:00'}Z`);
const clock = (text: string) => text.slice(11, 16);
const hasClock = (text: string) => text.length > 10;

/** "Thursday 14 May"; with the year unless it is that of `now`. */
export function dayOf(text: string, now: Date, { locale }: DateWords = englishDates): string {
  const date = floating(text);
  return format(
    {
      ...longDay,
      timeZone: 'UTC',
      ...(date.getUTCFullYear() !== now.getUTCFullYear() && { year: 'numeric' }),
    },
    locale,
  ).format(date);
}

/** A range of two calendar dates or clocks in few words: "Thursday 14 May, 14:00 to 18:00", "14 to 16 May". */
export function rangeOf(
  earliest: string | null,
  latest: string | null,
  now: Date,
  words: DateWords = englishDates,
): string | null {
  const from = earliest ?? latest;
  const to = latest ?? earliest;
  if (!from || !to) return null;
  if (from.slice(0, 10) === to.slice(0, 10)) {
    const day = dayOf(to, now, words);
    if (earliest && latest && hasClock(earliest) && hasClock(latest) && clock(earliest) !== clock(latest))
      return words.clocks(day, clock(earliest), clock(latest));
    if (!hasClock(to)) return day;
    return earliest ? words.from(day, clock(to)) : words.by(day, clock(to));
  }
  const isSameMonth = from.slice(0, 7) === to.slice(0, 7);
  const dayAndMonth = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return words.days(
    isSameMonth
      ? words.dayAlone(String(floating(from).getUTCDate()))
      : format(dayAndMonth, words.locale).format(floating(from)),
    format(dayAndMonth, words.locale).format(floating(to)),
  );
}

/** True when the calendar day of `text` is over everywhere on earth. */
export function isPast(text: string, now: Date): boolean {
  const lastMoment = Date.parse(`${text.slice(0, 10)}T23:59:59Z`) + 12 * 3_600_000;
  return lastMoment < now.getTime();
}

/**
 * The offset in minutes that all zones of a country have at an instant; null where they differ, because then nobody knows which clock
 * hung there. Source: the time zones of CLDR by region.
 */
function countryOffset(countryCode: string | null | undefined, instant: Date): number | null {
  if (!countryCode || !/^[A-Z]{2}$/.test(countryCode)) return null;
  const region = new Intl.Locale('und', { region: countryCode }) as Intl.Locale & {
    getTimeZones?: () => string[] | undefined;
    timeZones?: string[];
  };
  const offsets = new Set((region.getTimeZones?.() ?? region.timeZones ?? []).map((zone) => zoneOffset(zone, instant)));
  const [only] = offsets;
  return offsets.size === 1 && only !== undefined ? only : null;
}

function zoneOffset(timeZone: string, instant: Date): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return Math.round((there - instant.getTime()) / 60_000);
}

const offsetText = (minutes: number) => {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const rest = size % 60 ? `:${String(size % 60).padStart(2, '0')}` : '';
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`;
};

/**
 * When an event happened: date, clock, and which clock it is. An instant is shown in the place's time where the country has one time, else with
 * the offset its source gave. A clock without an offset is "local time". A date is only a date. `date` is the calendar date that goes with the clock.
 */
export function eventTime(
  { instant, local, precision }: EventTime,
  place: { city?: string | null; countryCode?: string | null } | null | undefined,
  now: Date,
): { date: string; day: string; clock: string | null; zone: string | null; machine: string } {
  const dayText = (date: Date) =>
    format({
      ...shortDay,
      timeZone: 'UTC',
      ...(date.getUTCFullYear() !== now.getUTCFullYear() && { year: 'numeric' }),
    }).format(date);
  if (precision === 'DATE')
    return {
      date: local.slice(0, 10),
      day: dayText(floating(local)),
      clock: null,
      zone: null,
      machine: local.slice(0, 10),
    };
  if (precision === 'LOCAL' || !instant)
    return {
      date: local.slice(0, 10),
      day: dayText(floating(local)),
      clock: clock(local),
      zone: 'local time',
      machine: local.slice(0, 16),
    };
  const at = new Date(instant);
  const there = countryOffset(place?.countryCode, at);
  const offset = there ?? Math.round((floating(local).getTime() - at.getTime()) / 60_000);
  const shown = new Date(at.getTime() + offset * 60_000);
  return {
    date: shown.toISOString().slice(0, 10),
    day: dayText(shown),
    clock: shown.toISOString().slice(11, 16),
    zone: there !== null && place?.city ? `${place.city} time` : offsetText(offset),
    machine: instant,
  };
}

/** "21 Nov 2026, 06:22 UTC": for moments that belong to no place. */
export function moment(instant: string): string {
  const date = new Date(instant);
  return `${format({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(date)}, ${date.toISOString().slice(11, 16)} UTC`;
}
