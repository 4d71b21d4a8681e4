import { connectDatabase, type Sql } from '@milepost/service-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { wakeShipments } from '../src/archive/wake-shipments.ts';
import { mapAftership } from '../src/connectors/aftership/map.ts';
import type { Fact } from '../src/fact/fact.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { fixture, startWorld, type World } from './support/world.ts';

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await startWorld({ env: { ROLES: 'api' } });
  sql = connectDatabase(world.databaseUrl, { application: 'arrival', searchPath: 'tracking', max: 1 });
});
afterAll(async () => {
  await sql.end();
  await world[Symbol.asyncDispose]();
});

const factsOf = (name: string): Fact[] => {
  const mapped = mapAftership(fixture(name));
  return mapped.outcome === 'facts' ? mapped.facts() : [];
};
/** The same scans as another provider tells them: its own codes and keys, less about the place, no confirmation. */
const byAnother = (facts: readonly Fact[]): Fact[] =>
  facts.flatMap(({ key, data }) =>
    data.kind === 'carrier-event'
      ? [
          {
            key: flip(key),
            source: 'trackingmore',
            data: { ...data, scan: flip(data.scan), place: null, isUnconfirmed: true },
          },
        ]
      : [],
  );
const flip = (hex: string) => [...hex].reverse().join('');
const corrections: Fact[] = [
  {
    key: 'c'.repeat(32),
    source: 'agent',
    data: {
      kind: 'correction',
      occurredAt: '2026-10-09T06:00:00.000Z',
      milestone: 'LOST',
      voids: null,
      reason: 'x',
      actor: 'a',
    },
  },
];
const journeys: [string, Fact[]][] = [
  [
    'a delivery with a late older message',
    [...factsOf('06-delivered-signed-with-photo'), ...factsOf('07-late-older-message-after-delivered')],
  ],
  [
    'customs, a hand-over and a pick-up point',
    [...factsOf('12-customs-documents-missing'), ...factsOf('13-available-for-pickup')],
  ],
  [
    'refused, returned, delivered at the merchant',
    [...factsOf('14-refused-returning'), ...factsOf('17-returned-but-carrier-says-delivered')],
  ],
  [
    'two providers and a correction',
    [...factsOf('05-attempt-failed'), ...byAnother(factsOf('05-attempt-failed')), ...corrections],
  ],
];

let serial = 0;
/** Stores the facts in these batches and answers everything that is stored, without the ids of rows. */
async function stored(batches: readonly (readonly Fact[])[], isArchivedBetween: boolean) {
  serial += 1;
  const id = await world.register(`ARRIVAL${serial}`, 'ups');
  for (const batch of batches) {
    await sql.begin(async (tx) => {
      const [row] = await tx<
        { archived: boolean }[]
      >`select archived_at is not null as archived from tracking.shipment where id = ${id} for update`;
      if (row?.archived) await wakeShipments(tx, [id]);
      await storeFacts(
        tx,
        batch.map((fact) => ({ shipmentId: id, fact, inboxId: null, requestId: 'test' })),
        new Map(),
      );
    });
    if (isArchivedBetween) await archiveShipments(sql, { before: new Date(Date.now() + 60_000), limit: 10 });
  }
  const [shipment] =
    await sql`select status, milestone, reason, is_delayed, is_final, last_event_at, state from tracking.shipment where id = ${id}`;
  const events = await sql`
    select encode(key, 'hex') as key, sort_key, milestone, status, reason, description, occurred_instant, occurred_local, place_text, city, country_code, latitude, source,
      carrier_code, leg, sources, marks, encode(same_as, 'hex') as same_as from tracking.known_event where shipment_id = ${id} order by key`;
  const told = (
    await sql`select encode(event_key, 'hex') as key from tracking.outbox where shipment_id = ${id} order by key`
  ).map(({ key }) => key as string);
  return { rows: { shipment, events }, told };
}

test.each(journeys)(
  '%s: stored alike in any order, any batches, with repeats, archived in between or not',
  async (_name, facts) => {
    const all = await stored([facts], false);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: facts.length, maxLength: facts.length }),
        fc.boolean(),
        async (shuffled, sizes, isArchivedBetween) => {
          const batches: Fact[][] = [];
          for (let at = 0, i = 0; at < shuffled.length; at += sizes[i] as number, i += 1)
            batches.push([...shuffled.slice(at, at + (sizes[i] as number)), ...shuffled.slice(0, i % 3)]);
          const { rows, told } = await stored(batches, isArchivedBetween);
          expect(rows).toEqual(all.rows);
          // What was news on the way may be history at the end, so more may have been told; never twice, and nothing that is news at the end is missing.
          expect(new Set(told).size).toBe(told.length);
          const sameAs = new Map(rows.events.map(({ key, same_as }) => [key as string, (same_as ?? key) as string]));
          const asShown = new Set(told.map((key) => sameAs.get(key) ?? key));
          for (const key of all.told) expect(asShown).toContain(key);
          // One scan is told once, whichever of its sources came first.
          expect(asShown.size).toBe(told.length);
        },
      ),
      { numRuns: 25 },
    );
  },
);
