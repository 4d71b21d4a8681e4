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
  return mapped.outcome === 'facts' ? mapped.facts : [];
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
      milestone: fc.constantFrom(...milestoneCodes),
      minute: fc.integer({ min: 0, max: 3_000 }),
      precision: fc.constantFrom('INSTANT', 'LOCAL', 'DATE' as const),
      reason: fc.option(fc.constantFrom(...reasonCodes)),
      country: fc.constantFrom('DE', 'US', null),
    })
    .map(({ milestone, minute, precision, reason, country }) => {
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
          place: country && { text: null, city: null, countryCode: country, latitude: null, longitude: null },
        }),
      };
    }),
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

test('a fold never sees arrival: a late older message after delivery changes nothing', () => {
  const all = factsOf('06-delivered-signed-with-photo');
  expect(fold([...all, ...factsOf('07-late-older-message-after-delivered')]).state).toMatchObject({
    status: 'DELIVERED',
    milestone: 'DELIVERED_SIGNED',
  });
});
