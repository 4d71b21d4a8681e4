import { connectDatabase, type Sql } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { wakeShipments } from '../src/archive/wake-shipments.ts';
import { mapAftership } from '../src/connectors/aftership/map.ts';
import { ensurePartitions } from '../src/db/partitions.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { arrivals } from './support/messages.ts';
import { countWaiting, startWorld, type World } from './support/world.ts';

// Whoever makes a partition has its table to himself for a moment, so the order in which tables are taken decides whether processes wait in a circle.
// PostgreSQL ends a circle after a second by failing one of them.

let world: World;
/** Processes, as far as the database can tell. */
let one: Sql;
let other: Sql;
let third: Sql;
beforeAll(async () => {
  world = await startWorld({ env: { ROLES: 'api' } });
  const connect = () => connectDatabase(world.databaseUrl, { application: 'test', searchPath: 'tracking', max: 1 });
  [one, other, third] = [connect(), connect(), connect()];
});
afterAll(async () => {
  await Promise.all([one, other, third].map((sql) => sql.end()));
  await world[Symbol.asyncDispose]();
});

const future = new Date(Date.now() + 86_400_000);
const factsOf = (shipmentId: string, number: string, ...minutes: number[]) => {
  const mapped = mapAftership(Buffer.from(arrivals(number, ...minutes)));
  if (mapped.outcome !== 'facts') throw new Error('no facts');
  return mapped.facts().map((fact) => ({ shipmentId, fact, inboxId: null, requestId: 'test' }));
};
const partitionsOf = async (month: string) =>
  (
    await world.sql`select relname as name from pg_class where relnamespace = 'tracking'::regnamespace and relkind = 'r' and relname like ${`%\\_${month}`} order by 1`
  ).map(({ name }) => name);

test('two processes that make partitions wait for one that stores facts, and it for neither', async () => {
  const id = await world.register('PARTITION1', 'ups');
  await archiveShipments(world.sql, { before: future, limit: 10 });
  let made: Promise<unknown> = Promise.resolve();
  await world.sql.begin(async (tx) => {
    await tx`select 1 from tracking.shipment where id = ${id} for update`;
    made = Promise.allSettled([one, other].map((sql) => ensurePartitions(sql, new Date('2101-06-15'))));
    // One of them for the table of shipments, the other one for the first.
    await eventually(async () => (await countWaiting(tx)) === 2);
    // Every partitioned table is written to: archive, fact, event, shipment.
    await wakeShipments(tx, [id]);
    await storeFacts(tx, factsOf(id, 'PARTITION1', 0, 60), new Map());
  });
  expect(await made).toEqual([1, 2].map(() => ({ status: 'fulfilled', value: undefined })));
  expect(await partitionsOf('210109')).toEqual(
    ['archive', 'event', 'fact', 'shipment'].map((name) => `${name}_210109`),
  );
  expect(await world.sql`select 1 from tracking.event where shipment_id = ${id}`).toHaveLength(2);
});

test('an archiver that waits until partitions are made has locked no shipment', async () => {
  await world.register('PARTITION2', 'ups');
  let archived: Promise<number> = Promise.resolve(0);
  await one.begin(async (tx) => {
    // Somebody has begun to make partitions and gets to the tables in a moment.
    await tx`select pg_advisory_xact_lock(hashtext('tracking.ensure_partitions'))`;
    archived = archiveShipments(other, { before: future, limit: 10 });
    archived.catch(() => {});
    await eventually(async () => (await countWaiting(tx)) === 1);
    await tx`select tracking.ensure_partitions('2102-01-01')`;
  });
  expect(await archived).toBe(2);
});

test('partitions made one after the other while facts are stored and archived: nobody fails', async () => {
  const numbers = Array.from({ length: 10 }, (_, i) => `PARTITIONRACE${i}`);
  const ids = await Promise.all(numbers.map((number) => world.register(number, 'ups')));
  let isMaking = true;
  const make = async (sql: Sql) => {
    for (let month = 0; month < 30; month += 5) await ensurePartitions(sql, new Date(Date.UTC(2110, month, 15)));
  };
  const store = async () => {
    for (let minute = 0; isMaking; minute += 1)
      for (const [i, id] of ids.entries())
        await world.sql.begin(async (tx) => {
          const [row] = await tx<
            { is_archived: boolean }[]
          >`select archived_at is not null as is_archived from tracking.shipment where id = ${id} for update`;
          if (row?.is_archived) await wakeShipments(tx, [id]);
          await storeFacts(tx, factsOf(id, numbers[i] as string, minute), new Map());
        });
  };
  const archive = async () => {
    while (isMaking) await archiveShipments(third, { before: future, limit: 3 });
  };
  await Promise.all([
    Promise.all([make(one), make(other)]).finally(() => {
      isMaking = false;
    }),
    store(),
    archive(),
  ]);
  expect(await partitionsOf('211205')).toHaveLength(4);
});
