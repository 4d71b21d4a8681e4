import { describe, expect, test } from 'vitest';
import { factOf, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';

describe('legs', () => {
  const lastMile = factOf({ kind: 'number', role: 'LAST_MILE', carrierCode: 'colissimo', number: 'LX1FR' });
  const details = factOf({
    kind: 'details',
    carrierCode: 'china-post',
    direction: 'FORWARD',
    packageCount: 1,
    promisedDate: null,
    destinationCity: null,
  });
  const abroad = scan('PICKED_UP', '2026-10-01T10:00:00Z');
  const here = scan('ARRIVED_FACILITY', '2026-10-08T10:00:00Z', { carrierCode: 'colissimo' });

  test('a hand-over opens a leg with the second carrier and its number, and each event knows its leg', () => {
    const { state, events } = fold([details, abroad, here, lastMile]);
    expect(state.legs).toMatchObject([
      { carrierCode: null, trackingNumber: null, direction: 'FORWARD', journey: 1 },
      { carrierCode: 'colissimo', trackingNumber: 'LX1FR', started: { instant: '2026-10-08T10:00:00.000Z' } },
    ]);
    expect(events.map(({ leg }) => leg)).toEqual([1, 2]);
  });
  test('a carrier that is announced has a leg without a start', () => {
    expect(fold([details, abroad, lastMile]).state.legs).toMatchObject([
      { carrierCode: null },
      { carrierCode: 'colissimo', trackingNumber: 'LX1FR', started: null },
    ]);
  });
  test('clocks that disagree around a hand-over make two legs, not many', () => {
    const late = scan('DEPARTED_FACILITY', '2026-10-08T10:30:00Z');
    const next = scan('OUT_FOR_DELIVERY', '2026-10-09T10:00:00Z', { carrierCode: 'colissimo' });
    const { state, events } = fold([details, abroad, here, late, next]);
    expect(state.legs).toHaveLength(2);
    expect(events.map(({ leg }) => leg)).toEqual([1, 2, 1, 2]);
  });
  test('the way back is a leg of its own, and a new journey as well', () => {
    const back = [scan('RETURN_STARTED', '2026-10-10T10:00:00Z'), scan('DELIVERED', '2026-10-12T10:00:00Z')];
    expect(fold([details, abroad, ...back]).state.legs).toMatchObject([
      { direction: 'FORWARD', journey: 1 },
      { direction: 'RETURN', journey: 1 },
    ]);
    const again = [
      scan('DELIVERED', '2026-10-03T10:00:00Z'),
      scan('PICKED_UP', '2026-10-06T10:00:00Z'),
      scan('ARRIVED_FACILITY', '2026-10-07T10:00:00Z'),
    ];
    expect(fold([details, abroad, ...again]).state.legs).toMatchObject([
      { direction: 'FORWARD', journey: 1 },
      { direction: 'RETURN', journey: 2, lastSeen: { instant: '2026-10-07T10:00:00.000Z' } },
    ]);
  });
  test('pieces with numbers of their own', () => {
    const pieces = ['B2', 'A1', 'B2'].map((number) =>
      factOf({ kind: 'number', role: 'PIECE', carrierCode: null, number }),
    );
    expect(fold(pieces).state).toMatchObject({
      pieces: [{ trackingNumber: 'A1' }, { trackingNumber: 'B2' }],
      legs: [],
    });
  });
});
