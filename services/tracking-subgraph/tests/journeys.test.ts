import { journeys } from '@milepost/provider-simulator/journeys';
import { lastHour, makeParcel, type Parcel } from '@milepost/provider-simulator/parcel';
import { sentBy } from '@milepost/provider-simulator/sent';
import { describe, expect, test } from 'vitest';
import { connectors } from '../src/connectors/connectors.ts';
import type { Fact } from '../src/fact/fact.ts';
import { type Folded, fold } from '../src/fact/fold.ts';
import { builtInMapping } from '../src/mapping/mapping.ts';
import { milestoneCodes, reasonCodes, shipmentStatuses } from '../src/taxonomy/codes.ts';

/**
 * The simulator's journeys against the real connectors and the real fold: each ends as its file says, at both providers, whatever order its messages come in. What
 * is told here without the network is what the simulator sends over it.
 */

const startedAt = Date.parse('2026-10-05T07:00:00Z');
const number = (name: string) => `TEST${name.toUpperCase().replace(/[^A-Z]/g, '')}1`;

const cases = [...journeys.values()].flatMap((journey) =>
  journey.parcels.flatMap((parcel) =>
    connectors
      .filter(({ provider }) => provider === 'aftership' || provider === 'trackingmore')
      .map((connector) => ({
        title: `${journey.name}${journey.parcels.length > 1 ? ` (${parcel.name})` : ''} at ${connector.provider}`,
        connector,
        provider: connector.provider as 'aftership' | 'trackingmore',
        made: makeParcel(journey, parcel, { number: number(journey.name), startedAt }),
      })),
  ),
);

/** What stands in the state under the words of a journey's file. */
function inWords({ state, numbers }: Folded, { number: own }: Parcel) {
  return {
    status: state.status,
    milestone: state.milestone,
    reason: state.reason,
    direction: state.direction,
    isDelayed: state.isDelayed,
    pickupPoint: state.pickupPoint,
    doubts: state.deliveryDoubts.map(({ doubt }) => doubt),
    legs: state.legs.map((leg) => ({
      carrier: leg.carrierCode ?? 'own',
      direction: leg.direction,
      journey: leg.journey,
      number: leg.trackingNumber,
    })),
    numbers: numbers.map((one) => one.number).filter((one) => one !== own),
  };
}

describe.each(cases)('$title', ({ connector, provider, made }) => {
  const factsOf = (body: string, route: 'webhook' | 'read'): Fact[] => {
    const mapped = connector.map(Buffer.from(body), builtInMapping, route);
    return mapped.outcome === 'facts' ? mapped.facts() : [];
  };
  const sent = sentBy(provider, made);
  const pushed = sent.webhooks.map((body) => factsOf(body, 'webhook'));
  // Where a word alone is no proof, the tracking is read back.
  const read = factsOf(sent.read, 'read');
  const expected = made.expected[provider];

  test('ends as its file says', () => {
    const folded = fold([...pushed.flat(), ...read]);
    expect(inWords(folded, made)).toMatchObject({ reason: null, ...expected });
    for (const list of ['doubts', 'legs', 'numbers'] as const)
      if (expected[list]) expect(inWords(folded, made)[list]).toHaveLength(expected[list].length);
    expect(folded.events.every(({ milestone }) => milestone !== 'UNKNOWN')).toBe(true);
  });

  test('ends the same from the last message alone, and from any order', () => {
    const whole = inWords(fold([...pushed.flat(), ...read]), made);
    const { isDelayed: _, ...withoutDelay } = whole;
    // Who heard only the last word does not know that the arrival was expected earlier.
    expect(inWords(fold([...(pushed.at(-1) ?? []), ...read]), made)).toMatchObject(withoutDelay);
    expect(inWords(fold([...read, ...pushed.flat().reverse()]), made)).toEqual(whole);
  });
});

test('expectations are canonical words', () => {
  for (const { parcels } of journeys.values())
    for (const { expected, expectedAt } of parcels)
      for (const words of [expected, expectedAt?.aftership, expectedAt?.trackingmore]) {
        if (words?.status) expect(shipmentStatuses).toContain(words.status);
        if (words?.milestone) expect(milestoneCodes).toContain(words.milestone);
        if (words?.reason) expect(reasonCodes).toContain(words.reason);
      }
});

test('every code of a journey is one that the taxonomy knows', () => {
  for (const { name, parcels } of journeys.values())
    for (const { steps } of parcels)
      for (const { aftership, trackingmore, hour } of steps) {
        const known = [
          ...(aftership ? [builtInMapping.find('aftership', aftership.split('_', 1)[0] as string, aftership)] : []),
          ...(trackingmore
            ? [builtInMapping.find('trackingmore', trackingmore.replace(/\d+$/, ''), trackingmore)]
            : []),
        ];
        expect(
          known.every((meaning) => meaning.known),
          `${name} at hour ${hour}`,
        ).toBe(true);
      }
});

test('no two journeys end alike', () => {
  const ends = [...journeys.values()].map(({ parcels }) =>
    JSON.stringify(parcels.map(({ expected: { status, milestone, doubts } }) => [status, milestone, doubts])),
  );
  expect(ends).toHaveLength(12);
  expect(new Set(ends).size).toBe(12);
  for (const { parcels } of journeys.values())
    for (const parcel of parcels) expect(lastHour(parcel)).toBeGreaterThan(24);
});
