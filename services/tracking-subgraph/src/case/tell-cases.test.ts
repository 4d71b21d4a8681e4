import { describe, expect, test } from 'vitest';
import { casePolicy } from './case-policy.ts';
import { type CaseChange, toldAs } from './tell-cases.ts';

const policy = casePolicy.parse({ calendar: { timeZone: 'Europe/Berlin' } });
const row = {
  state: 'OPEN' as const,
  severity: 2,
  escalation: 0,
  due_at: new Date('2026-11-18T10:00:00Z'),
  order_ids: [1],
  assignee_id: null,
};
type Row = Parameters<typeof toldAs>[0];
const after = (more: Partial<Row>, before: Partial<Row> = {}) =>
  toldAs({ ...row, ...before }, { ...row, ...before, ...more }, policy);

describe('what is told of a case', () => {
  test.each<[string, Partial<Row>, Partial<Row>, CaseChange | null]>([
    ['nothing', {}, {}, null],
    ['put aside', {}, { state: 'SNOOZED' }, null],
    ['woken', { state: 'SNOOZED' }, { state: 'OPEN' }, null],
    ['graver', {}, { severity: 3 }, 'UPDATED'],
    ['a level up', {}, { escalation: 1 }, 'UPDATED'],
    ['given to somebody', {}, { assignee_id: 'a' }, 'UPDATED'],
    ['given to nobody', { assignee_id: 'a' }, { assignee_id: null }, 'UPDATED'],
    ['due at another hour', {}, { due_at: new Date('2026-11-18T16:00:00Z') }, null],
    ['due the same day, as text', {}, { due_at: '2026-11-18T16:00:00Z' }, null],
    ['due on another day of the calendar', {}, { due_at: new Date('2026-11-18T23:30:00Z') }, 'UPDATED'],
    ['its clock stands', {}, { due_at: null }, 'UPDATED'],
    ['its clock runs again', { due_at: null }, { due_at: row.due_at }, 'UPDATED'],
    ['another order', {}, { order_ids: [1, 2] }, 'UPDATED'],
    ['orders that were never noted', { order_ids: null }, { order_ids: [1] }, null],
    ['resolved', {}, { state: 'CLOSED', due_at: null }, 'CLOSED'],
    ['resolved while put aside', { state: 'SNOOZED' }, { state: 'CLOSED' }, 'CLOSED'],
    ['given to somebody when it is over', { state: 'CLOSED' }, { assignee_id: 'a' }, null],
    ['opened again', { state: 'CLOSED', due_at: null }, { state: 'OPEN', due_at: row.due_at }, 'OPENED'],
  ])('%s', (_name, before, more, expected) => {
    expect(after(more, before)).toBe(expected);
  });
});
