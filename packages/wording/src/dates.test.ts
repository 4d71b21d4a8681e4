import { expect, test } from 'vitest';
import { wordsOf } from './all-words.ts';
import { dayOf, eventTime, isPast, lengthOf, moment, rangeOf } from './dates.ts';

const english = wordsOf('en');

const now = new Date('2026-11-21T09:30:00Z');

test.each<
  [string, Parameters<typeof eventTime>[0], Parameters<typeof eventTime>[1], [string, string | null, string | null]]
>([
  [
    'an instant in a country with one time: that country’s clock',
    { instant: '2026-11-20T05:10:00Z', local: '2026-11-20T05:10:00', precision: 'INSTANT' },
    { city: 'Leipzig', countryCode: 'DE' },
    ['Fri 20 Nov', '06:10', 'Leipzig time'],
  ],
  [
    'the same without a town: the offset',
    { instant: '2026-11-20T05:10:00Z', local: '2026-11-20T05:10:00', precision: 'INSTANT' },
    { countryCode: 'DE' },
    ['Fri 20 Nov', '06:10', 'UTC+1'],
  ],
  [
    'summer time counts',
    { instant: '2026-07-20T22:30:00Z', local: '2026-07-20T22:30:00', precision: 'INSTANT' },
    { city: 'Leipzig', countryCode: 'DE' },
    ['Tue 21 Jul', '00:30', 'Leipzig time'],
  ],
  [
    'a country with several times: the source’s own clock and offset',
    { instant: '2026-11-20T14:10:00Z', local: '2026-11-20T06:10:00', precision: 'INSTANT' },
    { city: 'Oakland', countryCode: 'US' },
    ['Fri 20 Nov', '06:10', 'UTC−8'],
  ],
  [
    'a half-hour offset',
    { instant: '2026-11-20T00:40:00Z', local: '2026-11-20T06:10:00', precision: 'INSTANT' },
    null,
    ['Fri 20 Nov', '06:10', 'UTC+5:30'],
  ],
  [
    'UTC is called UTC',
    { instant: '2026-11-20T06:10:00Z', local: '2026-11-20T06:10:00', precision: 'INSTANT' },
    null,
    ['Fri 20 Nov', '06:10', 'UTC'],
  ],
  [
    'a clock without an offset is local time, whatever the place',
    { instant: null, local: '2026-11-20T06:10:00', precision: 'LOCAL' },
    { city: 'Leipzig', countryCode: 'DE' },
    ['Fri 20 Nov', '06:10', 'local time'],
  ],
  [
    'a date is a date',
    { instant: null, local: '2026-11-20', precision: 'DATE' },
    { countryCode: 'DE' },
    ['Fri 20 Nov', null, null],
  ],
  [
    'another year is named',
    { instant: null, local: '2025-12-30', precision: 'DATE' },
    null,
    ['Tue 30 Dec 2025', null, null],
  ],
])('%s', (_name, time, place, [day, clock, zone]) => {
  expect(eventTime(time, place, now, english)).toMatchObject({ day, clock, zone });
});

test.each<[string | null, string | null, string | null]>([
  ['2026-11-23', '2026-11-23', 'Monday 23 November'],
  ['2026-11-23', null, 'Monday 23 November'],
  [null, '2026-11-23', 'Monday 23 November'],
  ['2026-11-23', '2026-11-25', '23 to 25 November'],
  ['2026-11-30', '2026-12-02', '30 November to 2 December'],
  ['2026-11-23T14:00:00', '2026-11-23T18:00:00', 'Monday 23 November, 14:00 to 18:00'],
  [null, '2026-11-23T18:00:00', 'Monday 23 November, by 18:00'],
  ['2026-11-23T14:00:00', null, 'Monday 23 November, from 14:00'],
  [null, null, null],
])('%s to %s: %s', (earliest, latest, text) => {
  expect(rangeOf(earliest, latest, now, english)).toBe(text);
});

test('a day is past when it is over everywhere', () => {
  expect(isPast('2026-11-20', new Date('2026-11-21T09:30:00Z'))).toBe(false);
  expect(isPast('2026-11-20', new Date('2026-11-21T12:00:00Z'))).toBe(true);
});

test('moments without a place are in UTC and say so', () => {
  expect(moment('2026-11-21T06:22:33Z', english)).toBe('21 Nov 2026, 06:22 UTC');
  expect(dayOf('2027-01-02', now, english)).toBe('Saturday 2 January 2027');
});

test.each([
  ['de', 'Montag 23. November, 14:00 bis 18:00 Uhr', '23. bis 25. November'],
  ['fr', 'lundi 23 novembre, de 14:00 à 18:00', 'du 23 au 25 novembre'],
  ['ar', 'الاثنين 23 نوفمبر، من 14:00 إلى 18:00', 'من 23 إلى 25 نوفمبر'],
] as const)('ranges in %s', (locale, window, days) => {
  const words = wordsOf(locale);
  expect(rangeOf('2026-11-23T14:00:00', '2026-11-23T18:00:00', now, words)).toBe(window);
  expect(rangeOf('2026-11-23', '2026-11-25', now, words)).toBe(days);
});

test.each([
  [1, '1 hour'],
  [3_600, '1 hour'],
  [3_601, '2 hours'],
  [172_800, '48 hours'],
  [172_801, '3 days'],
])('%d s are within %s', (seconds, text) => {
  expect(lengthOf(seconds, english)).toBe(text);
});
