import { expect, test } from 'vitest';
import { snoozeTimes } from './snooze-times.ts';

test.each([
  // A Wednesday, a Friday, a Sunday, a Monday.
  ['2026-05-13T15:30:00', ['In 2 hours', 'Tomorrow at 9', 'In 3 days at 9', 'Monday at 9'], '2026-05-18T09:00:00'],
  ['2026-05-15T15:30:00', ['In 2 hours', 'Tomorrow at 9', 'In 3 days at 9'], '2026-05-18T09:00:00'],
  ['2026-05-17T08:00:00', ['In 2 hours', 'Tomorrow at 9', 'In 3 days at 9'], '2026-05-20T09:00:00'],
  ['2026-05-18T08:00:00', ['In 2 hours', 'Tomorrow at 9', 'In 3 days at 9', 'Monday at 9'], '2026-05-25T09:00:00'],
])('%s offers %j', (now, names, last) => {
  const times = snoozeTimes(new Date(now));
  expect(times.map(({ name }) => name)).toEqual(names);
  expect(times.at(-1)?.at).toEqual(new Date(last));
});
