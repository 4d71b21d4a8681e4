import { expect, test } from 'vitest';
import type { CarrierEvent, FactData } from './fact.ts';
import { delivery, estimate, factOf, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';
import { inOurWords } from './newer-words.ts';

const newer = { milestone: 'BEAMED', status: 'NOWHERE', reason: 'WHIM' } as unknown as Pick<
  CarrierEvent,
  'milestone' | 'status' | 'reason'
>;
const { data: held } = scan('ON_HOLD', '2026-11-05T06:00:00Z', { reason: 'WEATHER', isDelay: true });
const correction: FactData = {
  kind: 'correction',
  occurredAt: '2026-11-05T07:00:00.000Z',
  milestone: 'DELIVERED',
  voids: null,
  reason: 'free words',
  actor: 'anna',
};
const report: FactData = { kind: 'report', milestone: 'TRACKING_EXPIRED', observedAt: '2026-11-05T08:00:00.000Z' };

test('what this version understands is left alone, not even copied', () => {
  for (const data of [held, correction, report, estimate('2026-11-05T06:00:00Z', '2026-11-07').data, delivery().data])
    expect(inOurWords(data)).toBe(data);
});

test.each<[string, FactData, object]>([
  [
    'a milestone',
    { ...held, milestone: newer.milestone } as FactData,
    { milestone: 'UNKNOWN', status: null, reason: null, isDelay: false },
  ],
  [
    'a status',
    { ...held, status: newer.status } as FactData,
    { milestone: 'UNKNOWN', status: null, reason: null, isDelay: false },
  ],
  [
    'a reason',
    { ...held, reason: newer.reason } as FactData,
    { milestone: 'ON_HOLD', status: 'EXCEPTION', reason: 'UNKNOWN', isDelay: true },
  ],
  ['a correction', { ...correction, milestone: newer.milestone }, { milestone: 'UNKNOWN', reason: 'free words' }],
  ['a report', { ...report, milestone: newer.milestone } as FactData, { milestone: 'UNKNOWN', status: null }],
  ["a report's status", { ...report, status: newer.status } as FactData, { milestone: 'UNKNOWN', status: null }],
  [
    "a report's reason",
    { ...report, reason: newer.reason } as FactData,
    { milestone: 'TRACKING_EXPIRED', reason: 'UNKNOWN' },
  ],
])('%s of a newer version says as much as an unknown code, and the fold goes on', (_name, data, expected) => {
  const fact = factOf(inOurWords(data));
  expect(fact.data).toMatchObject(expected);
  const { state } = fold([fact, scan('DELIVERED', '2026-11-06T06:00:00Z')]);
  expect(state.status).toBe('DELIVERED');
});
