import { expect, test } from 'vitest';
import { forecastMonth } from './forecast.ts';

const now = new Date('2026-11-21T12:00:00Z');
const days = (from: string, count: number, each: number) =>
  Array.from({ length: count }, (_, i) => ({
    day: new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10),
    count: each,
  }));

test.each([
  ['nothing yet', [], { soFar: 0, expected: 0 }],
  // 20 whole days and half of today, then 9.5 days more.
  [
    'the same every day',
    [...days('2026-10-01', 51, 100), { day: '2026-11-21', count: 50 }],
    { soFar: 2_050, expected: 3_000 },
  ],
  [
    'more since ten days: the last 28 count',
    [...days('2026-10-01', 41, 0), ...days('2026-11-11', 10, 280)],
    { soFar: 2_800, expected: 3_750 },
  ],
  ['began five days ago', days('2026-11-16', 5, 10), { soFar: 50, expected: 145 }],
  ['began today', [{ day: '2026-11-21', count: 40 }], { soFar: 40, expected: 800 }],
  ['days without any count', [{ day: '2026-11-01', count: 200 }], { soFar: 200, expected: 295 }],
])('%s', (_name, given, expected) => {
  expect(forecastMonth(given, now)).toEqual(expected);
});
