/** When something happened, as the source gave it: never an invented offset. */
export interface EventTime {
  precision: 'INSTANT' | 'LOCAL' | 'DATE';
  /** Clock at the place: `2026-10-05T10:12:00` or `2026-10-05`. */
  local: string;
  /** ISO instant with Z; null unless the source gave an offset. */
  instant: string | null;
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]([01]\d|2[0-3]|24(?=:00(?:[^:]|:00|$))):([0-5]\d)(?::([0-5]\d))?(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Null for text that is no time. Runs for every check point of every message: arithmetic, no dates in between. */
export function parseEventTime(text: unknown): EventTime | null {
  if (typeof text !== 'string') return null;
  const match = pattern.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second = '00', fraction, offset] = match;
  if (!isRealDate(Number(year), Number(month), Number(day))) return null;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return { precision: 'DATE', local: date, instant: null };
  const local = `${date}T${hour}:${minute}:${second}`;
  if (!offset) return { precision: 'LOCAL', local, instant: null };
  const millis = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0;
  const asUtc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return {
    precision: 'INSTANT',
    local,
    instant: new Date(asUtc - offsetMinutes(offset) * 60_000 + millis).toISOString(),
  };
}

const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** From the year 1000 on: Date.UTC takes earlier ones for the twentieth century. */
function isRealDate(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (daysIn[month - 1] ?? 0);
  return year >= 1000 && day >= 1 && day <= days;
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const digits = offset.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}

const formats = new Map<string, Intl.DateTimeFormat>();
function offsetMsAt(zone: string, instantMs: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instantMs).map((part) => [part.type, Number(part.value)]));
  const wall = Date.UTC(
    parts['year'] as number,
    (parts['month'] as number) - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  );
  return wall - Math.floor(instantMs / 1000) * 1000;
}

/**
 * An instant for sorting only, never shown. Zone-less times use the place's zone (IANA name) where it is sure, else UTC. A bare date
 * stands for noon, or for the end of the day where the event ends a journey (`endsDay`), so that it does not sort before the scans that led to it.
 */
export function assumedInstant(time: EventTime, zone: string | null, endsDay: boolean): string {
  if (time.instant) return time.instant;
  const local = time.precision === 'DATE' ? `${time.local}T${endsDay ? '23:59:59' : '12:00:00'}` : time.local;
  const asUtc = Date.parse(`${local}Z`);
  if (!zone) return new Date(asUtc).toISOString();
  // Twice, because the first guess may lie on the other side of a change of clocks.
  const first = asUtc - offsetMsAt(zone, asUtc);
  return new Date(asUtc - offsetMsAt(zone, first)).toISOString();
}
