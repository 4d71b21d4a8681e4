import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapAftership } from '../connectors/aftership/map.ts';
import { milestoneCodes, reasonCodes } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import { type Fact, factKey } from './fact.ts';
import {
  delivery,
  estimate,
  factOf,
  factsOfSample,
  promise,
  readSample,
  report,
  sampleNames,
  scan,
} from './facts.test-support.ts';
import { fold } from './fold.ts';

const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      source: fc.constantFrom('test', 'test', 'another'),
      carrierCode: fc.constantFrom(null, 'ups', 'dpd'),
      isUnconfirmed: fc.boolean(),
      isSummary: fc.constantFrom(false, false, true),
      /** Some tell of one scan, in other words and of other carriers. */
      shared: fc.constantFrom(null, null, 's1', 's2'),
      milestone: fc.constantFrom(...milestoneCodes),
      minute: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3 })),
      precision: fc.constantFrom('INSTANT', 'LOCAL', 'DATE' as const),
      reason: fc.option(fc.constantFrom(...reasonCodes)),
      country: fc.constantFrom('DE', 'US', null),
    })
    .map(({ milestone, minute, precision, reason, country, source, carrierCode, isUnconfirmed, isSummary, shared }) => {
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
          isSummary,
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
      factOf({
        kind: 'correction',
        occurredAt: new Date(Date.UTC(2026, 9, 1, hour)).toISOString(),
        milestone,
        voids: null,
        reason: 'because',
        actor: 'anna',
      }),
    ),
  fc.record({ hour: fc.integer({ min: 0, max: 50 }), name: fc.constantFrom('Shop', 'Locker') }).map(({ hour, name }) =>
    factOf({
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
    .record({
      signedBy: fc.constantFrom(null, 'A', 'B'),
      documentCount: fc.nat({ max: 2 }),
      isUnconfirmed: fc.boolean(),
    })
    .map((proof) => factOf({ kind: 'proof', ...proof })),
  fc
    .constantFrom('LAST_MILE', 'PIECE' as const)
    .map((role) => factOf({ kind: 'number', role, carrierCode: 'dpd', number: 'X9' })),
  fc
    .record({ hour: fc.integer({ min: 0, max: 50 }), day: fc.integer({ min: 1, max: 9 }) })
    .map(({ hour, day }) => estimate(new Date(Date.UTC(2026, 9, 1, hour)).toISOString(), `2026-10-0${day}`)),
  fc
    .record({
      hour: fc.integer({ min: 0, max: 50 }),
      milestone: fc.constantFrom(
        'AWAITING_CARRIER_DATA',
        'TRACKING_NOT_FOUND',
        'LABEL_CREATED',
        'TRACKING_EXPIRED',
        'DELIVERED' as const,
      ),
    })
    .map(({ hour, milestone }) => report(milestone, new Date(Date.UTC(2026, 9, 1, hour)).toISOString())),
  fc
    .record({ deliveryId: fc.integer({ min: 1, max: 3 }), version: fc.integer({ min: 1, max: 5 }) })
    .map(({ deliveryId, version }) =>
      delivery({
        deliveryId,
        version,
        isCancelled: version % 2 === 0,
        promisedAt: version === 3 ? null : `2026-10-0${(version % 3) + 1}T09:00:00.000Z`,
      }),
    ),
  fc
    .record({
      minute: fc.integer({ min: 0, max: 3 }),
      day: fc.integer({ min: 1, max: 9 }),
      version: fc.nat({ max: 5 }),
    })
    .map(({ minute, day, version }) =>
      promise(new Date(Date.UTC(2026, 9, 1, 0, minute)).toISOString(), `2026-10-0${day}`, {
        date: version === 0 ? null : `2026-10-0${(version % 3) + 1}`,
        deliveries: version === 0 ? [] : [{ deliveryId: 1, version, date: `2026-10-0${(version % 3) + 1}` }],
      }),
    ),
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
  const journeys = sampleNames
    .map((name) => {
      try {
        return factsOfSample(name);
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

test('ends that nobody confirms, and proofs that could be forged, leave the state as it is without them', () => {
  let seen = 0;
  const forgedEnd = fc
    .record({
      milestone: fc.constantFrom('DELIVERED', 'DELIVERED_SIGNED', 'RETURNED_TO_SENDER', 'CANCELLED' as const),
      minute: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ milestone, minute }) => scan(milestone, `2026-10-01T00:0${minute}:00`, { isUnconfirmed: true }));
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 15 }), fc.array(forgedEnd, { maxLength: 3 }), (told, forged) => {
      const facts = [...told, ...forged];
      const { state, unconfirmed, events } = fold(facts);
      seen += unconfirmed.length;
      const scans = new Set(unconfirmed.map(({ scan: name }) => name));
      const without = facts.filter(
        ({ data }) =>
          !('scan' in data && data.scan && scans.has(data.scan)) && !(data.kind === 'proof' && data.isUnconfirmed),
      );
      expect({ ...state, unconfirmedEnds: [] }).toEqual({ ...fold(without).state, unconfirmedEnds: [] });
      for (const { marks, isMilestone } of events) if (marks.includes('UNCONFIRMED')) expect(isMilestone).toBe(false);
    }),
    { numRuns: 500 },
  );
  expect(seen).toBeGreaterThan(100);
});

test('every sample told by webhooks and by polls of the same data in between gives the state of the webhooks alone', () => {
  const families = new Map<string, { told: Fact[]; polled: Fact[] }>();
  for (const name of sampleNames) {
    let body: { event?: string; msg?: { tracking_number?: unknown } };
    try {
      body = JSON.parse(readSample(name).toString());
      const told = factsOfSample(name);
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
