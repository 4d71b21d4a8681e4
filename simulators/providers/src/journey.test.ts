import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeOf, detectCouriers, findCourier, providerNames } from './couriers.ts';
import { journeys, parseJourney } from './journey.ts';
import { numberFor } from './numbers.ts';
import { makeParcel, usualStart } from './parcel.ts';
import { instantOf, localTime, offsetAt } from './places.ts';

const smooth = JSON.parse(readFileSync(new URL('../journeys/smooth.json', import.meta.url), 'utf8'));
const changed = (change: (journey: typeof smooth) => void) => {
  const copy = structuredClone(smooth);
  change(copy);
  return JSON.stringify(copy);
};

test.each([
  ['no JSON', '{', 'smooth.json is not JSON'],
  ['an unknown field', changed((journey) => Object.assign(journey, { titel: 'x' })), 'titel'],
  [
    'a code of another form',
    changed(({ parcels }) => Object.assign(parcels[0].steps[1], { aftership: 'InTransit' })),
    'InTransit_002',
  ],
  ['a step nowhere', changed(({ parcels }) => Object.assign(parcels[0].steps[1], { at: 'moon' })), 'steps[1].at'],
  [
    'a place without a zone',
    changed(({ places }) => Object.assign(places.depot, { timeZone: 'Mars/Base' })),
    'time zone',
  ],
  ['a station that is missing', changed(({ places }) => delete places.depot), 'depot'],
  [
    'a scan told before it happened',
    changed(({ parcels }) => Object.assign(parcels[0].steps[2], { toldHour: 1 })),
    'nobody tells',
  ],
  [
    'another name than the file',
    changed((journey) => Object.assign(journey, { name: 'rough' })),
    'holds the journey "rough"',
  ],
])('a file with %s is refused by name', (_what, text, says) => {
  expect(() => parseJourney('smooth.json', text)).toThrow(says);
});

test('there are twelve, each with carriers that both providers know, and a note wherever a provider cannot say it', () => {
  expect(journeys.size).toBe(12);
  for (const { carrier, lastMile, parcels, why } of journeys.values()) {
    expect(why.length).toBeGreaterThan(40);
    for (const id of [carrier, ...(lastMile ? [lastMile] : [])])
      for (const provider of providerNames) expect(codeOf(provider, findCourier(id) as never)).not.toBeNull();
    for (const { steps, expectedAt } of parcels) {
      for (const step of steps) if (!step.text || !step.aftership || !step.trackingmore) expect(step.note).toBeTruthy();
      for (const instead of Object.values(expectedAt ?? {})) expect(instead.because.length).toBeGreaterThan(20);
    }
  }
});

test('the last day to collect is a day at the pick-up point, in the note and in what is expected', () => {
  const journey = journeys.get('failed-attempt-then-pickup-point');
  if (!journey) throw new Error('it is gone');
  const made = makeParcel(journey, journey.parcels[0] as never, {
    number: 'X',
    startedAt: Date.parse('2026-10-05T07:00:00Z'),
  });
  expect(made.sayings.at(-1)?.pickup?.note).toContain('17.10.2026');
  expect(made.expected.aftership.pickupPoint?.lastDay).toBe('2026-10-17');
});

test('a journey begins at nine at the shipper’s and is over when it should be', () => {
  for (const journey of journeys.values()) {
    const endBy = Date.parse('2026-11-21T15:30:00Z');
    const start = usualStart(journey, endBy);
    expect(localTime(journey.places.shipper.timeZone, start)).toMatch(/T09:00:00$/);
    const hours = Math.max(...journey.parcels.flatMap(({ steps }) => steps.map(({ hour }) => hour)));
    const left = endBy - start - hours * 3_600_000;
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThan(25 * 3_600_000);
  }
});

test('clocks at places follow their zones, over a change of clocks too', () => {
  const at = Date.parse('2026-10-25T00:30:00Z');
  expect([localTime('Europe/Berlin', at), offsetAt('Europe/Berlin', at)]).toEqual(['2026-10-25T02:30:00', '+02:00']);
  expect(offsetAt('Europe/Berlin', at + 3_600_000)).toBe('+01:00');
  expect(offsetAt('Asia/Kolkata', at)).toBe('+05:30');
  expect(offsetAt('Europe/London', at + 3_600_000)).toBe('+00:00');
  expect(instantOf('America/New_York', '2026-07-01T09:00:00')).toBe(Date.parse('2026-07-01T13:00:00Z'));
});

test('numbers look like their carrier’s, are repeatable, and are recognised by their form', () => {
  for (const id of [
    'ups',
    'usps',
    'fedex',
    'china-post',
    'royal-mail',
    'colissimo',
    'evri',
    'ontrac',
    'hermes-de',
    'dpd-de',
  ]) {
    const number = numberFor(id, 'seed', 'a');
    expect(numberFor(id, 'seed', 'a')).toBe(number);
    expect(numberFor(id, 'seed', 'b')).not.toBe(number);
    expect(detectCouriers(number).map((courier) => courier.id)).toContain(id);
  }
  expect(detectCouriers('??')).toEqual([]);
});
