import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assumedInstant, parseEventTime } from './event-time.ts';

test.each([
  [
    '2026-10-05T10:12:00+02:00',
    { precision: 'INSTANT', local: '2026-10-05T10:12:00', instant: '2026-10-05T08:12:00.000Z' },
  ],
  ['2026-10-05T10:12:00Z', { precision: 'INSTANT', local: '2026-10-05T10:12:00', instant: '2026-10-05T10:12:00.000Z' }],
  ['2026-10-05 10:12', { precision: 'LOCAL', local: '2026-10-05T10:12:00', instant: null }],
  // Midnight at the end of the day, as some carriers write it.
  ['2026-10-05T24:00:00', { precision: 'LOCAL', local: '2026-10-05T24:00:00', instant: null }],
  [
    '2026-10-05T24:00+02:00',
    { precision: 'INSTANT', local: '2026-10-05T24:00:00', instant: '2026-10-05T22:00:00.000Z' },
  ],
  ['2026-10-05', { precision: 'DATE', local: '2026-10-05', instant: null }],
])('reads %s as given', (text, expected) => {
  expect(parseEventTime(text)).toEqual(expected);
});

test.each([
  '',
  'soon',
  '2026-13-01',
  '2026-02-30',
  '2026-10-05T25:00:00',
  '2026-10-05T24:30:00',
  '2026-10-05T24:00:01',
  '2023-02-29',
  '0099-01-01',
  null,
  7,
])('%s is no time', (text) => {
  expect(parseEventTime(text)).toBeNull();
});

test('a zone-less time sorts by the zone of its place, by UTC where nobody knows; a change of clocks is respected', () => {
  const local = (text: string) => parseEventTime(text) as NonNullable<ReturnType<typeof parseEventTime>>;
  expect(assumedInstant(local('2026-10-12T07:50:00'), 'Europe/Zurich', false)).toBe('2026-10-12T05:50:00.000Z');
  expect(assumedInstant(local('2026-12-12T07:50:00'), 'Europe/Zurich', false)).toBe('2026-12-12T06:50:00.000Z');
  expect(assumedInstant(local('2026-10-12T07:50:00'), null, false)).toBe('2026-10-12T07:50:00.000Z');
  expect(assumedInstant(local('2026-10-12'), null, true) > assumedInstant(local('2026-10-12'), null, false)).toBe(true);
});

test('midnight at the end of a day sorts as the next day', () => {
  const time = parseEventTime('2026-10-05T24:00:00') as NonNullable<ReturnType<typeof parseEventTime>>;
  expect(assumedInstant(time, null, false)).toBe('2026-10-06T00:00:00.000Z');
});

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      ),
      (text) => void parseEventTime(text),
    ),
  );
});
