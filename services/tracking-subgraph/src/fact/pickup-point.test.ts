import { describe, expect, test } from 'vitest';
import type { FactData } from './fact.ts';
import { factOf, scan } from './facts.test-support.ts';
import { fold } from './fold.ts';

describe('where to collect', () => {
  const point = (announcedAt: string, more: Partial<Extract<FactData, { kind: 'pickup-point' }>> = {}) =>
    factOf({
      kind: 'pickup-point',
      announcedAt,
      name: 'Tabac Central',
      address: '69007 Lyon',
      hours: null,
      lastDay: null,
      code: null,
      ...more,
    });
  const ready = scan('READY_FOR_PICKUP', '2026-10-10T10:00:00Z', {
    place: { text: 'Shop 12', city: null, countryCode: 'FR', latitude: null, longitude: null },
  });
  test('the place announced last; what an earlier word about the same place knew stays', () => {
    const first = point('2026-10-10T10:00:00.000Z', { lastDay: '2026-10-20', code: '4839' });
    const second = point('2026-10-11T10:00:00.000Z', { hours: 'Mo-Sa 8-20' });
    expect(fold([second, ready, first]).state.pickupPoint).toEqual({
      name: 'Tabac Central',
      address: '69007 Lyon',
      hours: 'Mo-Sa 8-20',
      lastDay: '2026-10-20',
      code: '4839',
    });
    const moved = point('2026-10-12T10:00:00.000Z', { name: 'Locker 7', address: null });
    expect(fold([second, ready, first, moved]).state.pickupPoint).toMatchObject({ name: 'Locker 7', code: null });
  });
  test('without an announcement the place of the scan; nothing once it was collected or goes back', () => {
    expect(fold([ready]).state.pickupPoint).toMatchObject({ name: 'Shop 12' });
    expect(fold([ready, scan('DELIVERED_COLLECTED', '2026-10-11T10:00:00Z')]).state.pickupPoint).toBeNull();
    expect(
      fold([ready, point('2026-10-10T10:00:00.000Z'), scan('RETURN_STARTED', '2026-10-21T10:00:00Z')]).state
        .pickupPoint,
    ).toBeNull();
  });
});

test('the place of an earlier journey is over when the next one has begun', () => {
  const facts = [
    scan('READY_FOR_PICKUP', '2026-10-01T10:00:00Z', {
      place: { text: 'Shop 12', city: null, countryCode: 'FR', latitude: null, longitude: null },
    }),
    factOf({
      kind: 'pickup-point',
      announcedAt: '2026-10-01T10:00:00.000Z',
      name: 'Shop 12',
      address: null,
      hours: null,
      lastDay: '2026-10-08',
      code: '4839',
    }),
    scan('RETURNED_TO_SENDER', '2026-10-09T10:00:00Z'),
    scan('PICKED_UP', '2026-10-12T10:00:00Z'),
  ];
  expect(fold(facts).state).toMatchObject({ status: 'PICKED_UP', journeys: 2, pickupPoint: null });
});
