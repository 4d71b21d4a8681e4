import { expect, test } from 'vitest';
import { event, parcel } from '../../tests/support/states.ts';
import { scannedToday } from './waits-until-evening.ts';

const delivered = (local: string, instant: string | null, precision: 'INSTANT' | 'LOCAL' | 'DATE' = 'INSTANT') =>
  parcel({ status: 'DELIVERED' }, [
    event({ milestone: 'DELIVERED', status: 'DELIVERED', occurredAt: { local, instant, precision } }),
  ]);

test.each([
  ['this morning', delivered('2026-11-21T07:02:00', '2026-11-21T06:02:00Z'), '2026-11-21T18:59:00Z', '07:02'],
  ['it is eight there now', delivered('2026-11-21T07:02:00', '2026-11-21T06:02:00Z'), '2026-11-21T19:00:00Z', null],
  ['yesterday', delivered('2026-11-20T07:02:00', '2026-11-20T06:02:00Z'), '2026-11-21T09:00:00Z', null],
  [
    'today there, yesterday in UTC',
    delivered('2026-11-21T08:00:00', '2026-11-20T23:00:00Z'),
    '2026-11-20T23:30:00Z',
    '08:00',
  ],
  ['nobody said which clock', delivered('2026-11-21T07:02:00', null, 'LOCAL'), '2026-11-21T09:00:00Z', null],
  ['only the day', delivered('2026-11-21', '2026-11-21T00:00:00Z', 'DATE'), '2026-11-21T09:00:00Z', null],
])('%s', (_what, given, now, clock) => expect(scannedToday(given, new Date(now))).toBe(clock));

test('not of what is under way', () => {
  expect(scannedToday(parcel(), new Date('2026-11-20T09:00:00Z'))).toBeNull();
});
