import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { event, parcel } from '../../tests/support/states.ts';
import { journeyOf } from './journey.ts';
import { height, project, width } from './projected.ts';

type Stop = readonly [
  city: string,
  latitude: number | null,
  longitude: number | null,
  precision?: 'EXACT' | 'TOWN' | null,
];
/** A parcel that was there, oldest first. */
const through = (stops: readonly Stop[], given: Parameters<typeof parcel>[0] = {}) =>
  parcel(
    given,
    stops
      .map(([city, latitude, longitude, coordinatePrecision = 'TOWN'], i) =>
        event({
          milestone: 'ARRIVED_FACILITY',
          id: `event-${i}`,
          location: { text: city, city, countryCode: 'DE', latitude, longitude, coordinatePrecision },
        }),
      )
      .toReversed(),
  );
const names = (journey: ReturnType<typeof journeyOf>) => journey?.past.map((stop) => stop.event.location?.city);
const hamburg: Stop = ['Hamburg', 53.55, 9.99];
const leipzig: Stop = ['Leipzig', 51.34, 12.37];

describe('a journey', () => {
  test('is what was seen, oldest first, each place once in a row', () => {
    expect(
      names(journeyOf(through([hamburg, hamburg, ['Hamburg-Billbrook', 53.54, 10.08], leipzig, hamburg]))),
    ).toEqual(['Hamburg-Billbrook', 'Leipzig', 'Hamburg']);
  });

  test.each<[string, Stop[]]>([
    ['nothing', []],
    ['one place', [hamburg]],
    ['one place twice', [hamburg, hamburg]],
    ['places without coordinates', [['Hamburg', null, null], leipzig]],
    ['coordinates of which nobody says how sure they are', [hamburg, ['Leipzig', 51.34, 12.37, null]]],
    ['nowhere on earth', [hamburg, ['?', 95, 400]]],
  ])('of %s is none', (_name, stops) => {
    expect(journeyOf(through(stops))).toBeNull();
  });

  test('goes on where we know it: back to where it came from, and nowhere else', () => {
    expect(journeyOf(through([hamburg, leipzig]))?.next).toBeNull();
    expect(journeyOf(through([hamburg, leipzig], { status: 'RETURNING' }))?.next?.event.location?.city).toBe('Hamburg');
    expect(journeyOf(through([hamburg, leipzig, hamburg], { status: 'RETURNING' }))?.next).toBeNull();
  });

  test('at level L0, where no place has coordinates, there is no map', () => {
    const coarse = through([hamburg, leipzig]);
    const nodes = coarse.events.nodes.map((one) => ({
      ...one,
      location: { text: null, city: null, countryCode: 'DE' },
    }));
    expect(journeyOf({ ...coarse, events: { ...coarse.events, nodes } })).toBeNull();
  });
});

describe('a map', () => {
  const mapOf = (...stops: Stop[]) => project(journeyOf(through(stops)) as NonNullable<ReturnType<typeof journeyOf>>);
  const ways: [string, Stop[]][] = [
    ['within a country', [hamburg, leipzig]],
    [
      'across a continent',
      [
        ['San Francisco', 37.77, -122.42],
        ['Denver', 39.74, -104.99],
        ['New York', 40.71, -74],
      ],
    ],
    [
      'between continents',
      [
        ['Shenzhen', 22.54, 114.06],
        ['Dubai', 25.2, 55.27],
        ['Leipzig', 51.34, 12.37],
      ],
    ],
    [
      'over the Pacific',
      [
        ['Tokyo', 35.68, 139.69],
        ['Anchorage', 61.22, -149.9],
        ['Los Angeles', 34.05, -118.24],
      ],
    ],
    [
      'around the world',
      [
        ['Auckland', -36.85, 174.76],
        ['Santiago', -33.45, -70.67],
        ['Oslo', 59.91, 10.75],
        ['Sydney', -33.87, 151.21],
      ],
    ],
  ];

  test.each(ways)('%s shows every place inside, and stays small', (_name, stops) => {
    const { land, route } = mapOf(...stops);
    expect(route).toHaveLength(stops.length);
    for (const [x, y] of route) {
      expect(x).toBeGreaterThanOrEqual(20);
      expect(x).toBeLessThanOrEqual(width - 20);
      expect(y).toBeGreaterThanOrEqual(20);
      expect(y).toBeLessThanOrEqual(height - 20);
    }
    expect(land).toMatch(/^(M\d|M-)/);
    expect(gzipSync(land).length).toBeLessThan(3_500);
  });

  test('a way over the Pacific is one line, not one around the world', () => {
    const { route } = mapOf(...(ways[3]?.[1] ?? []));
    const [tokyo, anchorage, angeles] = route.map(([x]) => x) as [number, number, number];
    expect(tokyo).toBeLessThan(anchorage);
    expect(anchorage).toBeLessThan(angeles);
  });
});
