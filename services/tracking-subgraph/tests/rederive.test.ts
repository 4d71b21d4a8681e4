import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { mapAftership } from '../src/connectors/aftership/map.ts';
import { foldVersion } from '../src/fact/fold.ts';
import { rederiveSome } from '../src/fact/rederive.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { builtInMapping } from '../src/mapping/mapping.ts';
import { arrivals, scansOf } from './support/messages.ts';
import { countWaiting, startWorld, viewer, type World } from './support/world.ts';

const rederiving = (world: World) => async (limit?: number) =>
  (await rederiveSome(world.sql, builtInMapping, { now: new Date(), ...(limit && { limit }) })).outcome;

test('a new fold is applied to the past once, page by page; what changes is recorded, nothing is told', async () => {
  await using world = await startWorld();
  const rederive = rederiving(world);
  const numbers = Array.from({ length: 7 }, (_, i) => `REFOLD${i}`);
  for (const number of numbers) {
    await world.register(number, 'ups');
    await world.postSigned(scansOf(number, [0, 'InTransit', 'InTransit_003'], [60, 'Delivered', 'Delivered_001']));
  }
  await world.drained();
  const snapshot = async () =>
    JSON.stringify([
      await world.sql`select id, status, milestone, state, checked_at from tracking.shipment order by id`,
      await world.sql`select * from tracking.event order by shipment_id, key`,
    ]);
  const right = await snapshot();
  const told = await world.sql`select count(*)::int as n from tracking.outbox where case_id is null`;
  // As an earlier fold might have left them: another status, a stale row in the timeline.
  await world.sql`update tracking.shipment set fold_version = ${foldVersion - 1}, status = 'IN_TRANSIT' where tracking_number = any(${numbers.slice(0, 3)})`;
  await world.sql`insert into tracking.event (shipment_id, key, sort_key, milestone, occurred_local, occurred_precision, source)
    select id, '\\x00', '2020', 'IN_TRANSIT', '2020-01-01', 'DATE', 'test' from tracking.shipment where tracking_number = ${numbers[0] as string}`;
  await world.sql`delete from tracking.rederivation`;

  const outcomes: string[] = [];
  while (outcomes.at(-1) !== 'done') outcomes.push(await rederive(2));
  expect(outcomes.filter((outcome) => outcome === 'more').length).toBeGreaterThanOrEqual(2);
  expect(await snapshot()).toBe(right);
  expect(await world.sql`select count(*)::int as n from tracking.outbox where case_id is null`).toEqual(told);
  const notes = await world.sql`select detail from tracking.audit where action = 'shipment.rederived'`;
  expect(notes).toHaveLength(3);
  expect(notes[0]?.['detail']).toEqual({
    from: { status: 'IN_TRANSIT', milestone: 'DELIVERED', fold: foldVersion - 1 },
    to: { status: 'DELIVERED', milestone: 'DELIVERED', fold: foldVersion, mapping: builtInMapping.version },
  });
  const { data } = await world.query(
    viewer(),
    '{ processingQueue { rederivation { foldVersion mappingVersion shipments changed isDone } } }',
  );
  expect(data).toEqual({
    processingQueue: {
      rederivation: { foldVersion, mappingVersion: builtInMapping.version, shipments: 3, changed: 3, isDone: true },
    },
  });
  expect(await rederive(2)).toBe('done');
});

test('a message that comes in while a page waits for its shipment is part of what the page derives', async () => {
  await using world = await startWorld({ env: { ROLES: 'api' } });
  const rederive = rederiving(world);
  const id = await world.register('REFOLDRACE1', 'ups');
  await world.sql`update tracking.shipment set fold_version = 0`;
  await world.sql`delete from tracking.rederivation`;
  let page: Promise<unknown> = Promise.resolve();
  await world.sql.begin(async (tx) => {
    await tx`select 1 from tracking.shipment where id = ${id} for update`;
    page = rederive();
    await eventually(async () => (await countWaiting(tx)) > 0);
    const mapped = mapAftership(Buffer.from(scansOf('REFOLDRACE1', [0, 'Delivered', 'Delivered_001'])));
    if (mapped.outcome !== 'facts') throw new Error('no facts');
    const offers = mapped.facts().map((fact) => ({ shipmentId: id, fact, inboxId: null, requestId: 'test' }));
    await storeFacts(tx, offers, new Map());
    await tx`update tracking.shipment set fold_version = 0 where id = ${id}`;
  });
  await page;
  expect(await world.sql`select status, fold_version from tracking.shipment`).toEqual([
    { status: 'DELIVERED', fold_version: foldVersion },
  ]);
  expect(await world.sql`select 1 from tracking.audit where action = 'shipment.rederived'`).toHaveLength(0);
});

test.each([false, true])(
  'a message that meets a shipment of an earlier fold first leaves nothing of it behind (archived: %s)',
  async (isArchived) => {
    await using world = await startWorld();
    const number = 'REFOLDFIRST1';
    const id = await world.register(number, 'ups');
    await world.deliver(arrivals(number, 0, 60));
    await world.sql`update tracking.event set leg = null, sources = '{}' where shipment_id = ${id}`;
    await world.sql`insert into tracking.event (shipment_id, key, sort_key, milestone, occurred_local, occurred_precision, source)
    values (${id}, '\\x00', '2020', 'LOST', '2020-01-01', 'DATE', 'ghost')`;
    await world.sql`update tracking.shipment set fold_version = ${foldVersion - 1}, status = 'PICKED_UP' where id = ${id}`;
    if (isArchived) await archiveShipments(world.sql, { before: new Date(Date.now() + 60_000), limit: 10 });
    await world.deliver(arrivals(number, 0, 60, 120));
    expect(await world.sql`select leg, sources from tracking.event where shipment_id = ${id}`).toEqual(
      Array.from({ length: 3 }, () => ({ leg: 1, sources: ['aftership'] })),
    );
    const [note] =
      await world.sql`select detail from tracking.audit where action = 'shipment.rederived' and subject = ${`shipment ${id}`}`;
    expect(note?.['detail']).toMatchObject({
      from: { status: 'PICKED_UP', fold: foldVersion - 1 },
      to: { status: 'IN_TRANSIT', fold: foldVersion },
    });
  },
);

test('an instance that has not heard of the newest mapping derives nothing; a second pass an hour later finds what was left', async () => {
  await using world = await startWorld({ env: { ROLES: 'api' } });
  const rederive = rederiving(world);
  await world.register('REFOLDOLD1', 'ups');
  await world.sql`insert into tracking.mapping_version (number, state, rules, based_on, note, author) values (1, 'PUBLISHED', '[]', 0, 'test', 'test')`;
  expect(await rederive()).toBe('replaced');
  await world.sql`update tracking.mapping_version set state = 'RETIRED'`;
  expect(await rederive()).toBe('done');
  expect(await rederive()).toBe('done');
  await world.sql`update tracking.rederivation set finished_at = now() - interval '2 hours'`;
  const passes = async () => (await world.sql`select passes, is_done from tracking.rederivation`)[0];
  expect(await passes()).toEqual({ passes: 1, is_done: true });
  await rederive();
  expect(await passes()).toEqual({ passes: 2, is_done: true });
  // That was all: no third one, an hour after that.
  const [{ at } = { at: null }] = await world.sql<
    { at: string }[]
  >`update tracking.rederivation set finished_at = now() - interval '2 hours' returning finished_at::text as at`;
  expect(await rederive()).toBe('done');
  expect(await world.sql`select finished_at::text as at from tracking.rederivation`).toEqual([{ at }]);
});

test('only one instance works on it at a time, and a killed page is done again', async () => {
  await using world = await startWorld({ env: { ROLES: 'api' } });
  const rederive = rederiving(world);
  await world.register('REFOLDLOCK1', 'ups');
  await world.sql`insert into tracking.rederivation (fold_version, mapping_version) values (${foldVersion}, ${builtInMapping.version}) on conflict do nothing`;
  await world.sql.begin(async (tx) => {
    await tx`select 1 from tracking.rederivation for update`;
    expect(await rederive()).toBe('busy');
  });
  expect(await rederive()).toBe('done');
});
