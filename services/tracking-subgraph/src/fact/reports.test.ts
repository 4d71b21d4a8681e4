import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMapping } from '../mapping/mapping.ts';
import { milestoneCodes } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import type { Fact } from './fact.ts';
import { delivery, factOf, report, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';
import { remap } from './rederive.ts';
import { eventRows } from './store-facts.ts';
import { isListed } from './timeline.ts';

const at = (day: number) => `2026-10-${String(day).padStart(2, '0')}T08:00:00.000Z`;

test('what a provider reports is the status while nothing was scanned; the newest report counts', () => {
  const facts = [
    report('TRACKING_NOT_FOUND', at(2)),
    report('INVALID_TRACKING_NUMBER', at(3), { reason: 'TRACKING_NOT_SUPPORTED' }),
    report('AWAITING_CARRIER_DATA', at(1)),
  ];
  const { state } = fold(facts);
  expect(state).toMatchObject({
    status: 'PENDING',
    milestone: 'INVALID_TRACKING_NUMBER',
    reason: 'TRACKING_NOT_SUPPORTED',
    lastEventAt: null,
    legs: [],
    evidence: { status: facts[1]?.key },
  });
});

describe('a report never takes a scan back', () => {
  const scanned = milestoneCodes.filter(
    (code) => !['PENDING', 'EXPIRED', undefined, null].includes(milestoneRule(code).status as never),
  );
  const reported = milestoneCodes.filter((code) => milestoneRule(code).status !== 'EXPIRED');
  test('whichever, whenever, and whatever it says, but that tracking ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...scanned), fc.integer({ min: 1, max: 28 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom(...reported),
        fc.integer({ min: 1, max: 28 }),
        (scans, milestone, day) => {
          const facts = scans.map(([code, on]) => scan(code, `2026-10-${String(on).padStart(2, '0')}T08:00:00Z`));
          const { isDelayed: _, lastEventAt: __, evidence, ...before } = fold(facts).state;
          const after = fold([report(milestone, at(day)), ...facts]).state;
          expect(after).toMatchObject({ ...before, evidence: { status: evidence.status } });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a pending check point does not either', () => {
    const facts = [scan('PICKED_UP', at(1)), scan('TRACKING_NOT_FOUND', at(2))];
    expect(fold(facts).state.status).toBe('PICKED_UP');
    expect(fold([scan('RETURN_STARTED', at(1)), scan('TRACKING_NOT_FOUND', at(2))]).state.status).toBe('RETURNING');
    expect(fold([scan('TRACKING_NOT_FOUND', at(2))]).state.milestone).toBe('TRACKING_NOT_FOUND');
  });

  test('the end of tracking shows until the next scan, and does not count as one', () => {
    const expired = report('TRACKING_EXPIRED', at(5));
    expect(fold([scan('PICKED_UP', at(1)), expired]).state.status).toBe('EXPIRED');
    expect(fold([scan('PICKED_UP', at(1)), expired, scan('IN_TRANSIT', at(6))]).state.status).toBe('IN_TRANSIT');
    expect(fold([expired, report('TRACKING_NOT_FOUND', at(6))]).state.milestone).toBe('TRACKING_NOT_FOUND');
    expect(fold([expired, delivery({ isCancelled: true })]).state.status).toBe('CANCELLED');
  });
});

test('the same report again is no news; another one is', () => {
  const { events } = fold([
    report('AWAITING_CARRIER_DATA', at(1)),
    report('TRACKING_NOT_FOUND', at(2)),
    report('TRACKING_NOT_FOUND', at(3)),
    report('INVALID_TRACKING_NUMBER', at(4)),
    report('TRACKING_NOT_FOUND', at(5)),
  ]);
  expect(events.map(({ isMilestone }) => isMilestone)).toEqual([false, true, false, true, true]);
});

test('what says that nothing was scanned stands on no page of the timeline; the end of tracking does', () => {
  const { events } = fold([
    report('AWAITING_CARRIER_DATA', at(1)),
    report('LABEL_CREATED', at(2)),
    report('UNKNOWN', at(3)),
    report('TRACKING_EXPIRED', at(4)),
  ]);
  expect(events.filter(isListed).map(({ milestone }) => milestone)).toEqual(['TRACKING_EXPIRED']);
  expect(
    events.flatMap((event) => eventRows('s', event)).map((row) => (row as { sort_key: string }).sort_key === ''),
  ).toEqual([true, true, true, false]);
});

test('a report is read again by another mapping; one without codes is not', () => {
  const mapping = createMapping(1, [
    { provider: 'trackingmore', code: 'pending', subCode: null, milestone: 'ON_HOLD', reason: 'OTHER', isDelay: true },
  ]);
  const coded: Fact = { ...report('AWAITING_CARRIER_DATA', at(1), { isUnknownCode: true }), source: 'trackingmore' };
  expect(remap(coded, mapping)).toEqual({
    isReread: true,
    fact: {
      ...coded,
      data: { ...report('ON_HOLD', at(1)).data, status: 'EXCEPTION', reason: 'OTHER', isDelay: true },
    },
  });
  const plain = {
    ...factOf({ kind: 'report', milestone: 'TRACKING_EXPIRED', observedAt: at(1) }),
    source: 'aftership',
  };
  expect(remap(plain, mapping)).toEqual({ fact: plain, isReread: false });
});
