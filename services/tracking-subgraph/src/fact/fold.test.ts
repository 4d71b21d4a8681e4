import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapAftership } from '../connectors/aftership/map.ts';
import { milestoneCodes, reasonCodes } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import type { CarrierEvent, Fact, FactData } from './fact.ts';
import { factKey } from './fact.ts';
import { fold } from './fold.ts';

const read = (name: string) => readFileSync(new URL(`../../fixtures/aftership/${name}`, import.meta.url));
const factsOf = (name: string) => {
  const mapped = mapAftership(read(`webhooks/${name}.json`));
  return mapped.outcome === 'facts' ? mapped.facts() : [];
};

let serial = 0;
function scan(milestone: CarrierEvent['milestone'], at: string, more: Partial<CarrierEvent> = {}): Fact {
  serial += 1;
  const precision = at.length === 10 ? 'DATE' : at.endsWith('Z') ? 'INSTANT' : 'LOCAL';
  const data: CarrierEvent = {
    kind: 'carrier-event',
    scan: factKey('test', 'carrier-event', ['scan', serial]),
    occurred: {
      precision,
      local: at.replace('Z', ''),
      instant: precision === 'INSTANT' ? new Date(at).toISOString() : null,
    },
    milestone,
    status: milestoneRule(milestone).status,
    reason: null,
    isDelay: false,
    place: null,
    description: null,
    rawCode: null,
    rawSubCode: null,
    ...more,
  };
  return { key: factKey('test', 'carrier-event', [milestone, at, serial]), source: 'test', data };
}
const other = (data: FactData): Fact => ({
  key: factKey('test', data.kind, Object.values(data)),
  source: 'test',
  data,
});
const estimate = (announcedAt: string, date: string, changedFrom: string | null = null) =>
  other({ kind: 'estimate', announcedAt, earliest: date, latest: date, estimateSource: 'CARRIER', changedFrom });
const delivery = (more: Partial<Extract<FactData, { kind: 'delivery' }>> = {}) =>
  other({
    kind: 'delivery',
    deliveryId: 1,
    version: 1,
    isLinked: true,
    direction: 'FORWARD',
    isCancelled: false,
    shippedAt: null,
    promisedAt: null,
    ...more,
  });

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
    expect(fold([...facts, scan('DELIVERED', '2026-10-12T08:00:00Z')]).state).toMatchObject({
      status: 'RETURNED',
      milestone: 'RETURNED_TO_SENDER',
    });
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
    other({ kind: 'correction', occurredAt, milestone: null, voids: null, reason: 'called', actor: 'anna', ...more });
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
  test('an account that proves nothing is marked until another account of the scan confirms it', () => {
    const account = (key: string, isUnconfirmed: boolean) => {
      const fact = scan('DELIVERED', '2026-10-09T10:00:00Z', { scan: 'b'.repeat(32), isUnconfirmed });
      return { ...fact, key: key.repeat(32) };
    };
    expect(doubts(account('1', true))).toEqual(['UNCONFIRMED']);
    expect(fold([account('1', true)]).events[0]?.marks).toEqual(['UNCONFIRMED']);
    expect(doubts(account('1', true), account('2', false))).toEqual([]);
    expect(doubts(account('2', false), account('1', true))).toEqual([]);
  });
});

describe('legs', () => {
  const lastMile = other({ kind: 'number', role: 'LAST_MILE', carrierCode: 'colissimo', number: 'LX1FR' });
  const details = other({
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
      other({ kind: 'number', role: 'PIECE', carrierCode: null, number }),
    );
    expect(fold(pieces).state).toMatchObject({
      pieces: [{ trackingNumber: 'A1' }, { trackingNumber: 'B2' }],
      legs: [],
    });
  });
});

describe('where to collect', () => {
  const point = (announcedAt: string, more: Partial<Extract<FactData, { kind: 'pickup-point' }>> = {}) =>
    other({
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
    other({
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
  test('a sighting that proves nothing is confirmed by the other', () => {
    const doubtful = from('trackingmore', scan('DELIVERED', '2026-10-05T10:12:00', { isUnconfirmed: true }));
    const sure = from('aftership', scan('DELIVERED', '2026-10-05T10:12:30'));
    expect(fold([doubtful]).state.deliveryDoubts).toHaveLength(1);
    expect(fold([doubtful, sure]).state.deliveryDoubts).toEqual([]);
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

const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      source: fc.constantFrom('test', 'test', 'another'),
      carrierCode: fc.constantFrom(null, 'ups', 'dpd'),
      isUnconfirmed: fc.boolean(),
      /** Some tell of one scan, in other words and of other carriers. */
      shared: fc.constantFrom(null, null, 's1', 's2'),
      milestone: fc.constantFrom(...milestoneCodes),
      minute: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3 })),
      precision: fc.constantFrom('INSTANT', 'LOCAL', 'DATE' as const),
      reason: fc.option(fc.constantFrom(...reasonCodes)),
      country: fc.constantFrom('DE', 'US', null),
    })
    .map(({ milestone, minute, precision, reason, country, source, carrierCode, isUnconfirmed, shared }) => {
      const instant = new Date(Date.UTC(2026, 9, 1) + minute * 60_000).toISOString();
      const at =
        precision === 'INSTANT'
          ? `${instant.slice(0, 19)}Z`
          : precision === 'LOCAL'
            ? instant.slice(0, 19)
            : instant.slice(0, 10);
      return {
        ...scan(milestone, at, {
          reason,
          carrierCode,
          isUnconfirmed,
          ...(shared && { scan: factKey(source, 'carrier-event', [shared]) }),
          place: country && { text: null, city: null, countryCode: country, latitude: null, longitude: null },
        }),
        source,
      };
    }),
  fc
    .record({
      hour: fc.integer({ min: 0, max: 50 }),
      milestone: fc.option(fc.constantFrom('LOST', 'IN_TRANSIT', 'DELIVERED', 'RETURN_STARTED' as const)),
    })
    .map(({ hour, milestone }) =>
      other({
        kind: 'correction',
        occurredAt: new Date(Date.UTC(2026, 9, 1, hour)).toISOString(),
        milestone,
        voids: null,
        reason: 'because',
        actor: 'anna',
      }),
    ),
  fc.record({ hour: fc.integer({ min: 0, max: 50 }), name: fc.constantFrom('Shop', 'Locker') }).map(({ hour, name }) =>
    other({
      kind: 'pickup-point',
      announcedAt: new Date(Date.UTC(2026, 9, 1, hour)).toISOString(),
      name,
      address: null,
      hours: hour % 2 ? 'Mo-Fr 8-18' : null,
      lastDay: null,
      code: null,
    }),
  ),
  fc
    .constantFrom('LAST_MILE', 'PIECE' as const)
    .map((role) => other({ kind: 'number', role, carrierCode: 'dpd', number: 'X9' })),
  fc
    .record({ hour: fc.integer({ min: 0, max: 50 }), day: fc.integer({ min: 1, max: 9 }) })
    .map(({ hour, day }) => estimate(new Date(Date.UTC(2026, 9, 1, hour)).toISOString(), `2026-10-0${day}`)),
  fc
    .record({ deliveryId: fc.integer({ min: 1, max: 3 }), version: fc.integer({ min: 1, max: 5 }) })
    .map(({ deliveryId, version }) => delivery({ deliveryId, version, isCancelled: version % 2 === 0 })),
);

/** Any order and any repetition of the same facts gives the same state and timeline, whatever folds them. */
const blindToArrival = (folding: typeof fold) =>
  fc.property(
    fc
      .array(anyFact, { maxLength: 25 })
      .chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2, maxLength: facts.length * 2 }),
        ),
      ),
    ([facts, shuffled]) => {
      expect(folding(shuffled)).toEqual(folding(facts));
    },
  );

test('any order and any repetition of the same facts gives the same state and timeline', () => {
  fc.assert(blindToArrival(fold), { numRuns: 500 });
});

describe('the property would notice a fold that looks at arrival', () => {
  test.each<[string, typeof fold]>([
    [
      'ties broken by arrival',
      (facts) =>
        fold(
          [...new Map(facts.map((fact) => [fact.key, fact])).values()].map((fact, i) => {
            const key = String(i).padStart(32, '0');
            return fact.data.kind === 'carrier-event'
              ? { ...fact, key, data: { ...fact.data, scan: key } }
              : { ...fact, key };
          }),
        ),
    ],
    ['the last word wins', (facts) => fold(facts.slice(-8))],
    [
      'a scan older than the newest one so far is dropped',
      (facts) => {
        let newest = '';
        return fold(
          facts.filter(({ data }) => {
            if (data.kind !== 'carrier-event') return true;
            if (data.occurred.local < newest) return false;
            newest = data.occurred.local;
            return true;
          }),
        );
      },
    ],
  ])('%s', (_name, wrong) => {
    expect(fc.check(blindToArrival(wrong), { numRuns: 2_000 }).failed).toBe(true);
  });
});

test('10,000 shuffled journeys of the samples: one state each, whatever order and however often', () => {
  const journeys = readdirSync(new URL('../../fixtures/aftership/webhooks/', import.meta.url))
    .filter((file) => file.endsWith('.json') && !file.endsWith('.headers.json'))
    .map((file) => {
      try {
        return factsOf(file.replace(/\.json$/, ''));
      } catch {
        return []; // samples of bodies that cannot be used
      }
    })
    .filter((facts) => facts.length > 2);
  expect(journeys.length).toBeGreaterThan(25);
  const states = journeys.map((facts) => JSON.stringify(fold(facts)));
  fc.assert(
    fc.property(
      fc.nat({ max: journeys.length - 1 }).chain((i) => {
        const facts = journeys[i] as Fact[];
        return fc.tuple(
          fc.constant(i),
          fc.shuffledSubarray([...facts, ...facts.slice(0, 3)], {
            minLength: facts.length + Math.min(3, facts.length),
          }),
        );
      }),
      ([i, shuffled]) => {
        expect(JSON.stringify(fold(shuffled))).toBe(states[i]);
      },
    ),
    { numRuns: 10_000 },
  );
});

test('an end is never left by a plain scan, whatever is known', () => {
  const plain = milestoneCodes.filter((code) =>
    [
      'IN_TRANSIT',
      'OUT_FOR_DELIVERY',
      'LABEL_CREATED',
      'PENDING',
      'FAILED_ATTEMPT',
      'AVAILABLE_FOR_PICKUP',
      'EXPIRED',
    ].includes(milestoneRule(code).status ?? ''),
  );
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 15 }), fc.constantFrom(...plain), (facts, code) => {
      const before = fold(facts).state;
      fc.pre(before.isFinal && before.evidence.status !== null);
      const after = fold([...facts, scan(code, '2027-01-01T00:00:00Z')]).state;
      // A shipment cancelled by the shop alone may still turn up at the carrier.
      if (before.status !== 'CANCELLED') expect(after.status).toBe(before.status);
    }),
    { numRuns: 300 },
  );
});

test('every sample told by webhooks and by polls of the same data in between gives the state of the webhooks alone', () => {
  const files = readdirSync(new URL('../../fixtures/aftership/webhooks/', import.meta.url)).filter(
    (file) => file.endsWith('.json') && !file.endsWith('.headers.json'),
  );
  const families = new Map<string, { told: Fact[]; polled: Fact[] }>();
  for (const file of files) {
    let body: { event?: string; msg?: { tracking_number?: unknown } };
    try {
      body = JSON.parse(read(`webhooks/${file}`).toString());
      const told = factsOf(file.replace(/\.json$/, ''));
      // A poll answers with the same tracking and has no word about what is new in it.
      const polled = mapAftership(Buffer.from(JSON.stringify({ ...body, event: 'tracking_update', ts: null })));
      if (told.length === 0 || polled.outcome !== 'facts') continue;
      const family = families.get(String(body.msg?.tracking_number)) ?? { told: [], polled: [] };
      family.told.push(...told);
      family.polled.push(...polled.facts());
      families.set(String(body.msg?.tracking_number), family);
    } catch {
      // samples of bodies that cannot be used
    }
  }
  expect(families.size).toBeGreaterThan(15);
  for (const { told, polled } of families.values()) {
    const { state, events } = fold(told);
    fc.assert(
      fc.property(fc.shuffledSubarray([...told, ...polled], { minLength: told.length + polled.length }), (mixed) => {
        const interleaved = fold(mixed);
        expect(interleaved.state).toEqual(state);
        expect(interleaved.events).toEqual(events);
      }),
      { numRuns: 30 },
    );
  }
});

test('a fold never sees arrival: a late older message after delivery changes nothing', () => {
  const all = factsOf('06-delivered-signed-with-photo');
  expect(fold([...all, ...factsOf('07-late-older-message-after-delivered')]).state).toMatchObject({
    status: 'DELIVERED',
    milestone: 'DELIVERED_SIGNED',
  });
});
