import { expect, test } from 'vitest';
import { bulkInputOf, skippedText } from './case-actions.ts';

test('what can be done to many, and what to one only', () => {
  expect(bulkInputOf({ kind: 'assign', assigneeId: null })).toEqual({ unassign: true });
  expect(bulkInputOf({ kind: 'assign', assigneeId: 'ana' })).toEqual({ assigneeId: 'ana' });
  expect(bulkInputOf({ kind: 'resolve', resolution: 'FIXED', note: '' })).toEqual({ resolution: 'FIXED' });
  expect(bulkInputOf({ kind: 'snooze', until: '2026-05-14T09:00:00Z', untilNews: true })).toEqual({
    snoozeUntil: '2026-05-14T09:00:00Z',
  });
  // Nobody can be asked to wait for news of many parcels, nor can "me" be named for many.
  expect(bulkInputOf({ kind: 'snooze', until: null, untilNews: true })).toBeNull();
  expect(bulkInputOf({ kind: 'assign', assigneeId: undefined })).toBeNull();
  expect(bulkInputOf({ kind: 'resume' })).toBeNull();
});

test('what stays as it is is counted by its reason', () => {
  expect(skippedText([])).toBe('');
  expect(skippedText([{ reason: 'CLOSED' }])).toBe('1 stays as it is: 1 closed.');
  expect(skippedText([{ reason: 'CLOSED' }, { reason: 'ALREADY_SO' }, { reason: 'ALREADY_SO' }])).toBe(
    '3 stay as they are: 1 closed, 2 so already.',
  );
});
