import { describe, expect, test } from 'vitest';
import type { Fact } from './fact.ts';
import { estimate, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';

describe('a delivery that may not be one stays delivered, with its doubt', () => {
  const delivered = scan('DELIVERED', '2026-10-09T10:00:00Z');
  const doubts = (...facts: Fact[]) => {
    const { state } = fold(facts);
    expect(state.status).toBe('DELIVERED');
    return state.deliveryDoubts.map(({ doubt }) => doubt);
  };
  test('out for delivery minutes later', () => {
    expect(doubts(delivered, scan('OUT_FOR_DELIVERY', '2026-10-09T10:04:00Z'))).toEqual([
      'SCANNED_BEFORE_OUT_FOR_DELIVERY',
    ]);
  });
  test('seen under way the next day', () => {
    expect(doubts(delivered, scan('ARRIVED_FACILITY', '2026-10-10T06:00:00Z'))).toEqual(['MOVED_AFTERWARDS']);
    expect(doubts(delivered, scan('OUT_FOR_DELIVERY', '2026-10-10T10:00:00Z'))).toEqual(['MOVED_AFTERWARDS']);
  });
  test('a second delivery answers it; scans from before it, and a new estimate, raise none', () => {
    expect(
      doubts(delivered, scan('ARRIVED_FACILITY', '2026-10-10T06:00:00Z'), scan('DELIVERED', '2026-10-10T09:00:00Z')),
    ).toEqual([]);
    expect(doubts(delivered, scan('ARRIVED_FACILITY', '2026-10-09T09:59:00Z'))).toEqual([]);
    expect(doubts(delivered, estimate('2026-10-10T00:00:00.000Z', '2026-10-12'))).toEqual([]);
  });
});
