import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CarrierEvent, FactData } from './fact.ts';
import { delivery, estimate, factOf, factsOfSample, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';

describe('a number that carriers used before', () => {
  const earlier = [scan('PICKED_UP', '2026-03-01T10:00:00Z'), scan('DELIVERED', '2026-03-03T10:00:00Z')];
  const ours = [scan('PICKED_UP', '2026-10-05T10:00:00Z'), scan('IN_TRANSIT', '2026-10-06T10:00:00Z')];
  const left = delivery({ shippedAt: '2026-10-05T08:00:00Z' });

  test('scans long before our goods left are left out, whatever order the facts come in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...earlier, ...ours, left], { minLength: 5, maxLength: 5 }), (facts) => {
        const { state, events } = fold(facts);
        expect(state).toMatchObject({ status: 'IN_TRANSIT', journeys: 1, foreignEvents: 2 });
        expect(events).toHaveLength(2);
      }),
    );
  });

  test('a label made weeks early, or a transfer confirmed late, is ours', () => {
    const early = scan('LABEL_CREATED', '2026-09-10T10:00:00Z');
    expect(fold([early, ...ours, left]).events).toHaveLength(3);
  });

  test('nothing is left out while a delivery does not say when it left', () => {
    const open = delivery({ deliveryId: 2, shippedAt: null });
    expect(fold([...earlier, ...ours, left, open]).events).toHaveLength(4);
    expect(fold([...earlier, ...ours]).events).toHaveLength(4);
  });
});

test('nothing known is PENDING', () => {
  expect(fold([]).state).toMatchObject({
    status: 'PENDING',
    milestone: 'AWAITING_CARRIER_DATA',
    isFinal: false,
    isDelayed: false,
    estimate: null,
  });
});

describe('what people complain about', () => {
  test('a driver scans delivered minutes before out for delivery: it stays delivered', () => {
    const { state } = fold([
      scan('DELIVERED', '2026-10-09T10:00:00Z'),
      scan('OUT_FOR_DELIVERY', '2026-10-09T10:04:00Z'),
    ]);
    expect(state).toMatchObject({ status: 'DELIVERED', isFinal: true });
  });
  test('a new pick-up after delivery opens a return journey on the same number', () => {
    const facts = [
      scan('PICKED_UP', '2026-10-01T08:00:00Z'),
      scan('DELIVERED', '2026-10-03T08:00:00Z'),
      scan('PICKED_UP', '2026-10-10T08:00:00Z'),
    ];
    expect(fold(facts).state).toMatchObject({ status: 'RETURNING', journeys: 2, isFinal: false });
    const { state, events } = fold([...facts, scan('DELIVERED', '2026-10-12T08:00:00Z')]);
    expect(state).toMatchObject({ status: 'RETURNED', milestone: 'RETURNED_TO_SENDER' });
    // Nobody is told of a second delivery.
    expect(events.map(({ milestone, status }) => [milestone, status])).toEqual([
      ['PICKED_UP', 'PICKED_UP'],
      ['DELIVERED', 'DELIVERED'],
      ['RETURN_STARTED', 'RETURNING'],
      ['RETURNED_TO_SENDER', 'RETURNED'],
    ]);
  });
  test('a label is not with the carrier', () => {
    expect(fold([scan('LABEL_CREATED', '2026-10-01T08:00:00Z')]).state.status).toBe('LABEL_CREATED');
  });
  test('expired is soft: a later scan opens it again', () => {
    expect(
      fold([scan('TRACKING_EXPIRED', '2026-10-01T08:00:00Z'), scan('ARRIVED_FACILITY', '2026-10-02T08:00:00Z')]).state
        .status,
    ).toBe('IN_TRANSIT');
  });
  test('a partial delivery is no end', () => {
    const { state } = fold([
      scan('DELIVERED_PARTIALLY', '2026-10-01T08:00:00Z'),
      scan('ARRIVED_FACILITY', '2026-10-02T08:00:00Z'),
    ]);
    expect(state).toMatchObject({ status: 'IN_TRANSIT', isFinal: false });
  });
  test('an unknown code changes nothing', () => {
    const { state, events } = fold([
      scan('PICKED_UP', '2026-10-01T08:00:00Z'),
      scan('UNKNOWN', '2026-10-02T08:00:00Z'),
    ]);
    expect(state.status).toBe('PICKED_UP');
    expect(events.map((event) => event.isMilestone)).toEqual([true, false]);
  });
});

describe('a person corrects', () => {
  const correction = (occurredAt: string, more: Partial<Extract<FactData, { kind: 'correction' }>>) =>
    factOf({ kind: 'correction', occurredAt, milestone: null, voids: null, reason: 'called', actor: 'anna', ...more });
  const delivered = scan('DELIVERED', '2026-10-09T10:00:00Z');
  const journey = [
    scan('PICKED_UP', '2026-10-07T10:00:00Z'),
    scan('OUT_FOR_DELIVERY', '2026-10-09T08:00:00Z'),
    delivered,
  ];

  test('an end is left by a correction, and what carriers say later goes on from there', () => {
    const lost = correction('2026-10-10T09:00:00.000Z', { milestone: 'LOST' });
    const { state, events } = fold([...journey, lost]);
    expect(state).toMatchObject({ status: 'EXCEPTION', milestone: 'LOST', isFinal: false, proof: null });
    expect(events.at(-1)).toMatchObject({
      milestone: 'LOST',
      marks: ['CORRECTION'],
      isMilestone: true,
      description: null,
    });
    expect(fold([...journey, lost, scan('IN_TRANSIT', '2026-10-11T09:00:00Z')]).state.status).toBe('IN_TRANSIT');
  });

  test('a scan from before the correction that arrives later changes nothing', () => {
    const found = correction('2026-10-10T09:00:00.000Z', { milestone: 'IN_TRANSIT' });
    const late = scan('DELIVERED', '2026-10-09T10:30:00Z');
    expect(fold([late, found, ...journey]).state.status).toBe('IN_TRANSIT');
  });

  test('an event that is taken back decides nothing and stays visible; the correction says what stands without it', () => {
    const voids = (delivered.data as CarrierEvent).scan;
    const { state, events } = fold([...journey, correction('2026-10-10T09:00:00.000Z', { voids })]);
    expect(state).toMatchObject({ status: 'OUT_FOR_DELIVERY', isFinal: false });
    expect(events.find(({ key }) => key === voids)?.marks).toEqual(['VOIDED']);
    expect(events.at(-1)).toMatchObject({ milestone: 'OUT_FOR_DELIVERY', marks: ['CORRECTION'], isMilestone: true });
  });

  test('a correction that was taken back takes nothing back any more', () => {
    const first = correction('2026-10-10T09:00:00.000Z', { voids: (delivered.data as CarrierEvent).scan });
    const second = correction('2026-10-10T10:00:00.000Z', { voids: first.key });
    expect(fold([...journey, first, second]).state).toMatchObject({ status: 'DELIVERED', isFinal: true });
    const third = correction('2026-10-10T11:00:00.000Z', { voids: second.key });
    expect(fold([...journey, first, second, third]).state.status).toBe('OUT_FOR_DELIVERY');
  });

  test('of two that hold from one instant the later word counts', () => {
    const at = '2026-10-10T09:00:00.000Z';
    const said = (milestone: 'LOST' | 'DELIVERED', statedAt: string) => correction(at, { milestone, statedAt });
    for (const [a, b] of [
      ['LOST', 'DELIVERED'],
      ['DELIVERED', 'LOST'],
    ] as const)
      expect(
        fold([...journey, said(b, '2026-10-10T12:00:00.000Z'), said(a, '2026-10-10T11:00:00.000Z')]).state.milestone,
      ).toBe(b);
  });

  test('a parcel that an agent knows is not coming back counts plain scans as plain again', () => {
    const back = scan('RETURN_STARTED', '2026-10-08T10:00:00Z');
    const scanAfter = scan('ARRIVED_FACILITY', '2026-10-12T10:00:00Z');
    expect(fold([back, scanAfter]).state.status).toBe('RETURNING');
    const corrected = correction('2026-10-10T09:00:00.000Z', { milestone: 'IN_TRANSIT' });
    expect(fold([back, corrected, scanAfter]).state.status).toBe('IN_TRANSIT');
  });
});

describe('delay', () => {
  test('an estimate after the promise is a delay, and one that keeps it takes the delay back', () => {
    const facts = [
      scan('IN_TRANSIT', '2026-10-01T08:00:00Z'),
      delivery({ promisedAt: '2026-10-05T12:00:00.000Z' }),
      estimate('2026-10-02T00:00:00.000Z', '2026-10-07'),
    ];
    expect(fold(facts).state.isDelayed).toBe(true);
    expect(fold([...facts, estimate('2026-10-03T00:00:00.000Z', '2026-10-05')]).state.isDelayed).toBe(false);
  });
  test('without a promise only an estimate moved later counts', () => {
    expect(fold([estimate('2026-10-02T00:00:00.000Z', '2026-10-07')]).state.isDelayed).toBe(false);
    expect(
      fold([estimate('2026-10-02T00:00:00.000Z', '2026-10-07'), estimate('2026-10-03T00:00:00.000Z', '2026-10-08')])
        .state.isDelayed,
    ).toBe(true);
  });
  test('an end clears it', () => {
    expect(
      fold([scan('DELAYED', '2026-10-01T08:00:00Z'), scan('DELIVERED', '2026-10-02T08:00:00Z')]).state.isDelayed,
    ).toBe(false);
  });
});

describe('what Odoo says', () => {
  test('a cancelled delivery cancels a shipment that the carrier never had', () => {
    expect(fold([delivery({ isCancelled: true })]).state).toMatchObject({ status: 'CANCELLED', isFinal: true });
    expect(fold([delivery({ isCancelled: true }), scan('PICKED_UP', '2026-10-01T08:00:00Z')]).state.status).toBe(
      'PICKED_UP',
    );
  });
  test('one cancelled delivery of two does not cancel', () => {
    expect(fold([delivery({ isCancelled: true }), delivery({ deliveryId: 2 })]).state.status).toBe('PENDING');
  });
  test('the highest version of a delivery counts', () => {
    expect(fold([delivery({ version: 2 }), delivery({ isCancelled: true, version: 1 })]).state.status).toBe('PENDING');
  });
  test('a shipment that only serves returns is a return of its own and ends in DELIVERED', () => {
    const { state } = fold([delivery({ direction: 'RETURN' }), scan('DELIVERED', '2026-10-02T08:00:00Z')]);
    expect(state).toMatchObject({ direction: 'RETURN', status: 'DELIVERED' });
  });
});

test('a fold never sees arrival: a late older message after delivery changes nothing', () => {
  const all = factsOfSample('06-delivered-signed-with-photo');
  expect(fold([...all, ...factsOfSample('07-late-older-message-after-delivered')]).state).toMatchObject({
    status: 'DELIVERED',
    milestone: 'DELIVERED_SIGNED',
  });
});
