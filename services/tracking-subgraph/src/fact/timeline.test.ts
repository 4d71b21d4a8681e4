import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CarrierEvent, Fact } from './fact.ts';
import { scan } from './facts.test-support.ts';
import { fold } from './fold.ts';

test('several accounts of one scan are one event, told by the fullest, whichever came first', () => {
  const place = { text: null, city: null, countryCode: null, latitude: null, longitude: null };
  const account = (more: Partial<CarrierEvent>, key: string) => ({
    ...scan('ARRIVED_FACILITY', '2026-10-05T10:12:00', { scan: 'a'.repeat(32), ...more }),
    key,
  });
  const facts = [
    account({}, '1'.repeat(32)),
    account({ place: { ...place, countryCode: 'JP' } }, '2'.repeat(32)),
    account({ place: { ...place, countryCode: 'JP', city: 'Osaka' }, description: 'Arrived' }, '0'.repeat(32)),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: 3, maxLength: 3 }), (order) => {
      const { events } = fold(order);
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({ key: 'a'.repeat(32), place: { city: 'Osaka' }, description: 'Arrived' });
    }),
  );
});

describe('one scan told by two providers', () => {
  const from = (source: string, fact: Fact): Fact => ({ ...fact, source });
  const lyon = { text: 'LYON', city: 'Lyon', countryCode: 'FR', latitude: null, longitude: null };
  const told = [
    from(
      'aftership',
      scan('ARRIVED_FACILITY', '2026-10-05T10:12:00', { description: 'Arrived', scan: 'a1'.repeat(16) }),
    ),
    from('trackingmore', scan('IN_TRANSIT', '2026-10-05T10:12:41', { place: lyon, scan: '11'.repeat(16) })),
  ];
  test('is one event under one key, with what both know, whatever order they come in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...told, ...told], { minLength: 4, maxLength: 4 }), (facts) => {
        const { events } = fold(facts);
        expect(events).toHaveLength(1);
        expect(events[0]).toMatchObject({
          key: 'a1'.repeat(16),
          description: 'Arrived',
          place: { city: 'Lyon' },
          sightings: [{ key: '11'.repeat(16), source: 'trackingmore' }],
        });
      }),
    );
  });
  test('another minute, another status, or a bare date is another event', () => {
    for (const other of [
      scan('ARRIVED_FACILITY', '2026-10-05T10:13:00'),
      scan('OUT_FOR_DELIVERY', '2026-10-05T10:12:00'),
      scan('ARRIVED_FACILITY', '2026-10-05'),
    ])
      expect(fold([told[0] as Fact, from('trackingmore', other)]).events).toHaveLength(2);
  });
  test('two scans of one provider in a minute pair with their likes', () => {
    const left = from('aftership', scan('DEPARTED_FACILITY', '2026-10-05T10:12:00', { scan: 'a0'.repeat(16) }));
    const alsoLeft = from('trackingmore', scan('DEPARTED_FACILITY', '2026-10-05T10:12:00', { scan: '22'.repeat(16) }));
    const { events } = fold([...told, left, alsoLeft]);
    expect(events.map(({ key, sightings }) => [key.slice(0, 2), sightings.map((one) => one.key.slice(0, 2))])).toEqual([
      ['a0', ['22']],
      ['a1', ['11']],
    ]);
  });
  test('one provider alone never groups: two scans in a minute are two', () => {
    expect(
      fold([told[0] as Fact, from('aftership', scan('ARRIVED_FACILITY', '2026-10-05T10:12:00'))]).events,
    ).toHaveLength(2);
  });
});

describe('places', () => {
  const at = (text: string, more: Partial<NonNullable<CarrierEvent['place']>> = {}) => ({
    place: { text, city: null, countryCode: null, latitude: null, longitude: null, ...more },
  });
  test("a town that leaves no doubt has its country and its middle; the source's own coordinates stay exact", () => {
    const { events } = fold([
      scan('IN_TRANSIT', '2026-10-05T10:00:00Z', at('LEIPZIG, GERMANY')),
      scan('IN_TRANSIT', '2026-10-05T11:00:00Z', at('Leipzig, Germany', { latitude: 51.42, longitude: 12.24 })),
      scan('IN_TRANSIT', '2026-10-05T12:00:00Z', at('International hub')),
    ]);
    expect(events.map(({ place }) => place)).toMatchObject([
      { text: 'LEIPZIG, GERMANY', countryCode: 'DE', latitude: 51.34, longitude: 12.37, precision: 'TOWN' },
      { countryCode: 'DE', latitude: 51.42, longitude: 12.24, precision: 'EXACT' },
      { countryCode: null, latitude: null, longitude: null, precision: null },
    ]);
  });
  test('clocks without an offset are compared by the zones of their towns', () => {
    const { state } = fold([
      scan('DEPARTED_FACILITY', '2026-10-05T09:00:00', at('Anchorage, AK, US')),
      scan('ARRIVED_FACILITY', '2026-10-05T10:00:00', at('Louisville, KY, US')),
    ]);
    // Nine in Anchorage is one in the afternoon in Louisville.
    expect(state.milestone).toBe('DEPARTED_FACILITY');
  });
});
