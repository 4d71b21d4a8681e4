import { expect, test } from 'vitest';
import { addBusinessMinutes, businessMinutes } from './business-calendar.ts';
import { casePolicy } from './case-policy.ts';

const calendarOf = (given: object) => casePolicy.parse({ calendar: given }).calendar;
const berlin = calendarOf({});

test.each([
  ['within a day', '2026-11-18T09:00:00Z', 60, '2026-11-18T10:00:00Z'],
  ['from before it opens', '2026-11-18T02:00:00Z', 60, '2026-11-18T08:00:00Z'],
  ['from after it closes', '2026-11-18T20:00:00Z', 60, '2026-11-19T08:00:00Z'],
  ['over the night', '2026-11-18T16:30:00Z', 60, '2026-11-19T07:30:00Z'],
  ['over a weekend', '2026-11-20T16:30:00Z', 60, '2026-11-23T07:30:00Z'],
  ['to the very end of a day', '2026-11-18T16:00:00Z', 60, '2026-11-18T17:00:00Z'],
  ['over the change to winter time', '2026-10-23T15:30:00Z', 60, '2026-10-26T07:30:00Z'],
  ['nothing, on a Sunday', '2026-11-22T12:00:00Z', 0, '2026-11-23T07:00:00Z'],
])('%s', (_name, from, minutes, until) => {
  expect(addBusinessMinutes(berlin, new Date(from), minutes)).toEqual(new Date(until));
  expect(businessMinutes(berlin, new Date(from), new Date(until))).toBe(minutes);
});

test('holidays are left out, and a calendar without a day of work does not wait for ever', () => {
  const off = calendarOf({ holidays: ['2026-11-19'] });
  expect(addBusinessMinutes(off, new Date('2026-11-18T16:30:00Z'), 60)).toEqual(new Date('2026-11-20T07:30:00Z'));
  const never = calendarOf({
    days: [1],
    holidays: Array.from({ length: 600 }, (_, n) => new Date(Date.UTC(2026, 10, 2 + n)).toISOString().slice(0, 10)),
  });
  expect(addBusinessMinutes(never, new Date('2026-11-18T16:30:00Z'), 60)).toEqual(new Date('2026-11-18T17:30:00Z'));
});

test('what is no calendar is refused with its name', () => {
  expect(() => calendarOf({ timeZone: 'Mars/Base' })).toThrow('IANA time zone');
  expect(() => calendarOf({ from: '18:00', until: '08:00' })).toThrow('calendar.from');
});
