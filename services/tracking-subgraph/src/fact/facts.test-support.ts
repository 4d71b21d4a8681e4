import { readdirSync, readFileSync } from 'node:fs';
import { mapAftership } from '../connectors/aftership/map.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import { type CarrierEvent, type Fact, type FactData, factKey, type PromiseFact, type ReportFact } from './fact.ts';

// Facts for the tests of this folder; the product imports nothing from here.

const samples = new URL('../../fixtures/aftership/webhooks/', import.meta.url);

/** Bodies that AfterShip sends, some of which cannot be used. */
export const sampleNames = readdirSync(samples)
  .filter((file) => file.endsWith('.json') && !file.endsWith('.headers.json'))
  .map((file) => file.replace(/\.json$/, ''));

export const readSample = (name: string) => readFileSync(new URL(`${name}.json`, samples));

/** Throws where the body cannot be used. */
export function factsOfSample(name: string): Fact[] {
  const mapped = mapAftership(readSample(name));
  return mapped.outcome === 'facts' ? mapped.facts() : [];
}

let serial = 0;
/** A scan of its own with every call. `at` says how exact its clock is: a bare date, a local time, or, with a Z, an instant. */
export function scan(milestone: CarrierEvent['milestone'], at: string, more: Partial<CarrierEvent> = {}): Fact {
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

export const factOf = (data: FactData): Fact => ({
  key: factKey('test', data.kind, Object.values(data)),
  source: 'test',
  data,
});

/** A provider's word about a shipment as a whole, read from these codes. */
export const report = (milestone: ReportFact['milestone'], observedAt: string, more: Partial<ReportFact> = {}) =>
  factOf({
    kind: 'report',
    milestone,
    observedAt,
    status: milestoneRule(milestone).status,
    reason: null,
    isDelay: false,
    rawCode: 'pending',
    rawSubCode: null,
    ...more,
  });

export const estimate = (announcedAt: string, date: string, changedFrom: string | null = null) =>
  factOf({ kind: 'estimate', announcedAt, earliest: date, latest: date, estimateSource: 'CARRIER', changedFrom });

/** A colleague's word; `instead`: what the shop promised when it was told. */
export const promise = (
  statedAt: string,
  latest: string,
  instead: PromiseFact['instead'] = { date: null, deliveries: [] },
) => factOf({ kind: 'promise', earliest: null, latest, instead, reason: 'they asked', actor: 'anna', statedAt });

export const delivery = (more: Partial<Extract<FactData, { kind: 'delivery' }>> = {}) =>
  factOf({
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
