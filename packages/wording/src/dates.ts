import type { Words } from './words.ts';

/** Formatting for people. Everything takes what sources give; nothing invents an offset. */

/** Without the comma after the weekday, which comes and goes with the version of the language data. */
function format(date: Date, { tag }: Words, options: Intl.DateTimeFormatOptions): string {
  return formatterOf(tag, options).format(date).replace(/[,،]/, '');
}

/** Making a formatter takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatterOf(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(tag, options);
  formatters.set(key, made);
  return made;
}

const longDay = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
const shortDay = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
const dayAndMonth = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
const yearUnless = (date: Date, now: Date) =>
  date.getUTCFullYear() !== now.getUTCFullYear() && ({ year: 'numeric' } as const);

export interface EventTime {
  instant?: string | null;
  local: string;
  precision: 'INSTANT' | 'LOCAL' | 'DATE';
}

/** Text without an offset (a calendar date or a clock) as if it were UTC, so that formatting moves nothing. */
const floating = (text: string) => new Date(`${text.slice(0, 19)}${text.length > 10 ? '' : 'T00:00:00'}Z`);
const clockOf = (text: string) => text.slice(11, 16);
const hasClock = (text: string) => text.length > 10;

/** "Thursday 14 May"; with the year unless it is that of `now`. */
export function dayOf(text: string, now: Date, words: Words): string {
  const date = floating(text);
  return format(date, words, { ...longDay, ...yearUnless(date, now) });
}

/** A range of two calendar dates or clocks in few words: "Thursday 14 May, 14:00 to 18:00", "14 to 16 May". */
export function rangeOf(earliest: string | null, latest: string | null, now: Date, words: Words): string | null {
  const from = earliest ?? latest;
  const to = latest ?? earliest;
  if (!from || !to) return null;
  if (from.slice(0, 10) === to.slice(0, 10)) {
    const day = dayOf(to, now, words);
    if (earliest && latest && hasClock(earliest) && hasClock(latest) && clockOf(earliest) !== clockOf(latest))
      return words.t('dates.clocks', { day, from: clockOf(earliest), to: clockOf(latest) });
    if (!hasClock(to)) return day;
    return words.t(earliest ? 'dates.from' : 'dates.by', { day, clock: clockOf(to) });
  }
  const isSameMonth = from.slice(0, 7) === to.slice(0, 7);
  return words.t('dates.days', {
    from: isSameMonth
      ? words.t('dates.dayAlone', { day: floating(from).getUTCDate() })
      : format(floating(from), words, dayAndMonth),
    to: format(floating(to), words, dayAndMonth),
  });
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
  const parts = formatterOf('en-US', {
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

export interface ShownTime {
  /** The calendar date that goes with the clock. */
  date: string;
  day: string;
  clock: string | null;
  /** Which clock it is; null for a date. */
  zone: string | null;
  /** True when `zone` is the clock of the place given. */
  isPlaceTime: boolean;
  /** For `<time datetime>`. */
  machine: string;
}

/**
 * When an event happened: date, clock, and which clock it is. An instant is shown in the place's time where the country has one time, else with
 * the offset its source gave. A clock without an offset is "local time". A date is only a date.
 */
export function eventTime(
  { instant, local, precision }: EventTime,
  place: { city?: string | null; countryCode?: string | null } | null | undefined,
  now: Date,
  words: Words,
): ShownTime {
  const dayText = (date: Date) => format(date, words, { ...shortDay, ...yearUnless(date, now) });
  if (precision === 'DATE')
    return {
      date: local.slice(0, 10),
      day: dayText(floating(local)),
      clock: null,
      zone: null,
      isPlaceTime: false,
      machine: local.slice(0, 10),
    };
  if (precision === 'LOCAL' || !instant)
    return {
      date: local.slice(0, 10),
      day: dayText(floating(local)),
      clock: clockOf(local),
      zone: words.t('dates.localTime'),
      isPlaceTime: false,
      machine: local.slice(0, 16),
    };
  const at = new Date(instant);
  const there = countryOffset(place?.countryCode, at);
  const offset = there ?? Math.round((floating(local).getTime() - at.getTime()) / 60_000);
  const shown = new Date(at.getTime() + offset * 60_000);
  const isPlaceTime = there !== null && Boolean(place?.city);
  return {
    date: shown.toISOString().slice(0, 10),
    day: dayText(shown),
    clock: shown.toISOString().slice(11, 16),
    zone: isPlaceTime ? words.t('dates.placeTime', { city: place?.city ?? '' }) : offsetText(offset),
    isPlaceTime,
    machine: instant,
  };
}

/** "21 Nov 2026, 06:22 UTC": for moments that belong to no place. */
export function moment(instant: string, words: Words): string {
  const date = new Date(instant);
  return words.t('dates.moment', {
    day: format(date, words, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
    clock: date.toISOString().slice(11, 16),
  });
}

/** A length of time in words: hours up to two days, then days. Rounded up: what is "within" holds. */
export function lengthOf(seconds: number, { t }: Words): string {
  const hours = Math.max(1, Math.ceil(seconds / 3_600));
  return hours <= 48 ? t('dates.hours', { count: hours }) : t('dates.dayCount', { count: Math.ceil(hours / 24) });
}
