import { connectDatabase, type Reader, type Sql, toGlobalId, viewerSettings } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { archiveShipments, moveToArchive } from '../src/archive/archive-shipments.ts';
import { wakeShipments } from '../src/archive/wake-shipments.ts';
import { mapAftership } from '../src/connectors/aftership/map.ts';
import { ensurePartitions } from '../src/db/partitions.ts';
import { createEventLoaders } from '../src/event/event.loaders.ts';
import { storeFacts } from '../src/fact/store-facts.ts';
import { createFactReferenceLoader } from '../src/why/fact-references.ts';
import { createRederivationLoader } from '../src/why/rederivations.ts';
import { arrivals } from './support/messages.ts';
import { countWaiting, startWorld, viewer, type World } from './support/world.ts';

// Whoever makes partitions shares the tables with those who read and write. If he took them for himself, as `create table ... partition of` does,
// all would wait for him, and he for them: PostgreSQL ends such a circle after a second by failing one of them.

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

/** Whether `work` came to its end before anybody waited for a lock; whoever waits here does so until the test lets go. */
async function doneOrWaiting(work: Promise<unknown>): Promise<'done' | 'waiting'> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  await eventually(async () => isDone || (await countWaiting(world.sql)) > 0);
  return isDone ? 'done' : 'waiting';
}

async function shipmentWithPast(number: string): Promise<string> {
  const id = await world.register(number, 'ups');
  await world.sql.begin((tx) => storeFacts(tx, factsOf(id, number, 0, 60), new Map()));
  await world.sql`insert into tracking.audit (actor, action, subject, request_id, detail) values ('test', 'shipment.rederived', ${`shipment ${id}`}, 'test',
    '{"from": {"status": "PENDING", "milestone": "UNKNOWN"}, "to": {"status": "IN_TRANSIT", "milestone": "ARRIVED_FACILITY", "fold": 1, "mapping": "1"}}')`;
  return id;
}

/** An operation that reads in every partitioned table. */
const everythingOf = (number: string) =>
  `{ shipmentByTrackingNumber(trackingNumber: "${number}") { events { nodes { milestone } } why { facts { id } } rederivations { at } promises { latest } } }`;

test('an operation that holds some of the tables reads on in the others while partitions are made', async () => {
  const id = await shipmentWithPast('PARTITION3');
  let made: Promise<unknown> = Promise.resolve();
  let outcome = '';
  await world.readSql.begin('read only', async (tx) => {
    for (const [name, value] of Object.entries(viewerSettings(viewer())))
      await tx`select set_config(${name}, ${value}, true)`;
    // The statements of one operation share a transaction; here we say when each of them is sent.
    const reader: Reader = { unsafe: (text, values = []) => tx.unsafe(text, values as never) as never };
    const page = { shipmentId: id, first: 10, after: null, isArchived: false, hasEvents: true, byNumber: null };
    const { nodes } = await createEventLoaders({ reader, readNumber: () => reader }).page.load(page);
    expect(nodes).toHaveLength(2);
    expect(
      await createFactReferenceLoader({ reader }).load({ shipmentId: id, key: nodes[0]?.key as string }),
    ).toHaveLength(1);
    made = Promise.allSettled([ensurePartitions(one, new Date('2103-06-15'))]);
    outcome = await doneOrWaiting(made);
    // Its policy asks for the table of shipments.
    expect(await createRederivationLoader({ reader }).load(id)).toHaveLength(1);
  });
  // Where both wait, PostgreSQL fails one of the two after a second.
  expect(await made).toEqual([{ status: 'fulfilled', value: undefined }]);
  expect(outcome).toBe('done');
});

test('partitions are made while somebody stores facts, and neither waits for the other', async () => {
  const id = await world.register('PARTITION1', 'ups');
  await archiveShipments(world.sql, { before: future, limit: 10 });
  await world.sql.begin(async (tx) => {
    await tx`select 1 from tracking.shipment where id = ${id} for update`;
    // Every partitioned table is written to: archive, fact, event, shipment.
    await wakeShipments(tx, [id]);
    await storeFacts(tx, factsOf(id, 'PARTITION1', 0), new Map());
    expect(await doneOrWaiting(ensurePartitions(one, new Date('2101-06-15')))).toBe('done');
    await storeFacts(tx, factsOf(id, 'PARTITION1', 60), new Map());
  });
  expect(await partitionsOf('210109')).toEqual(
    ['archive', 'event', 'fact', 'promise', 'shipment'].map((name) => `${name}_210109`),
  );
  expect(await world.sql`select 1 from tracking.event where shipment_id = ${id}`).toHaveLength(2);
});

test('whatever is read or written while somebody has made partitions and not committed waits for nothing', async () => {
  const id = await shipmentWithPast('PARTITION4');
  const asked = [
    everythingOf('PARTITION4'),
    `{ shipment(id: "${toGlobalId('Shipment', id)}", asOf: "${new Date().toISOString()}") { status } }`,
  ];
  const work = async () => {
    const answers = await Promise.all(asked.map((operation) => world.query(viewer(), operation)));
    await world.register('PARTITION5', 'ups');
    await world.sql.begin((tx) => storeFacts(tx, factsOf(id, 'PARTITION4', 120), new Map()));
    await world.sql.begin((tx) => moveToArchive(tx, [id]));
    await world.sql.begin((tx) => wakeShipments(tx, [id]));
    return answers;
  };
  let worked: Promise<Awaited<ReturnType<typeof work>>> = Promise.resolve([]);
  await one.begin(async (tx) => {
    await tx`select tracking.ensure_partitions('2104-01-01')`;
    worked = work();
    expect(await doneOrWaiting(worked)).toBe('done');
  });
  expect(await worked).toMatchObject([
    {
      data: {
        shipmentByTrackingNumber: {
          events: { nodes: [{}, {}] },
          why: [{ facts: [{}] }],
          rederivations: [{}],
        },
      },
    },
    { data: { shipment: { status: 'IN_TRANSIT' } } },
  ]);
});

test('an archiver that waits until partitions are made has locked no shipment', async () => {
  const id = await world.register('PARTITION2', 'ups');
  let archived: Promise<number> = Promise.resolve(0);
  await one.begin(async (tx) => {
    // Somebody has begun to make partitions.
    await tx`select pg_advisory_xact_lock(hashtext('tracking.ensure_partitions'))`;
    archived = archiveShipments(other, { before: future, limit: 100 });
    archived.catch(() => {});
    await eventually(async () => (await countWaiting(tx)) === 1);
    expect(await tx`select 1 from tracking.shipment where id = ${id} for update skip locked`).toHaveLength(1);
    await tx`select tracking.ensure_partitions('2102-01-01')`;
  });
  await archived;
  expect(await world.sql`select 1 from tracking.archive where shipment_id = ${id}`).toHaveLength(1);
});

test('partitions made one after the other while facts are stored, archived and read: nobody fails', async () => {
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
  const read = async (number: string) => {
    while (isMaking) expect((await world.query(viewer(), everythingOf(number))).errors).toBeUndefined();
  };
  await Promise.all([
    Promise.all([make(one), make(other)]).finally(() => {
      isMaking = false;
    }),
    store(),
    archive(),
    ...numbers.slice(0, 3).map(read),
  ]);
  expect(await partitionsOf('211205')).toHaveLength(5);
});

test('a month that is attached is in nothing different from one made as a part of its table', async () => {
  const options = {
    shipment: 'with (fillfactor = 80)',
    fact: '',
    event: 'with (autovacuum_vacuum_insert_scale_factor = 0.02)',
    archive: '',
    promise: '',
  };
  let expected: unknown[] = [];
  const never = new Error('not kept');
  await world.sql
    .begin(async (tx) => {
      for (const [parent, storage] of Object.entries(options))
        await tx.unsafe(`create table tracking.${parent}_210501 partition of tracking.${parent}
          for values from (tracking.uuid_floor('2105-01-01Z')) to (tracking.uuid_floor('2105-02-01Z')) ${storage}`);
      expected = await describeMonth(tx, '210501');
      throw never;
    })
    .catch((error) => expect(error).toBe(never));
  expect(expected.length).toBeGreaterThan(90);
  await world.sql`select tracking.ensure_partitions('2105-01-01')`;
  expect(await describeMonth(world.sql, '210501')).toEqual(expected);
});

/** Everything that the catalog says of a month's tables: themselves, their columns, constraints, indexes, triggers, policies, statistics. */
async function describeMonth(sql: Pick<Sql, 'unsafe'>, month: string): Promise<unknown[]> {
  return sql.unsafe(
    `with t as (select c.* from pg_class c where relnamespace = 'tracking'::regnamespace and relkind = 'r' and relname like '%\\_' || $1)
    select 'table' as kind, relname::text as of, jsonb_build_array(pg_get_expr(relpartbound, oid), i.inhparent::regclass, relowner, relacl, relam, reltablespace, reloptions,
      relpersistence, relreplident, relrowsecurity, relforcerowsecurity, relhasrules, relhastriggers, relispartition, obj_description(oid)) as facts
      from t left join pg_inherits i on i.inhrelid = oid
    union all select 'column', relname || '.' || attname, jsonb_build_array(format_type(atttypid, atttypmod), attcollation::regcollation, attnotnull, attidentity, attgenerated,
      attislocal, attinhcount, attstorage, attcompression, attstattarget, attacl, attoptions, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
      from t join pg_attribute a on attrelid = t.oid and attnum > 0 left join pg_attrdef d on (adrelid, adnum) = (attrelid, attnum)
    union all select 'constraint', relname || '.' || c.conname, jsonb_build_array(pg_get_constraintdef(c.oid), c.convalidated, c.conislocal, c.coninhcount, c.connoinherit,
      p.conname, p.conrelid::regclass) from t join pg_constraint c on c.conrelid = t.oid left join pg_constraint p on p.oid = c.conparentid
    union all select 'index', relname || '.' || indexrelid::regclass, jsonb_build_array(pg_get_indexdef(indexrelid), indisprimary, indisunique, indisvalid, indisready,
      indisclustered, indisreplident, inhparent::regclass, (select reloptions from pg_class where oid = indexrelid))
      from t join pg_index on indrelid = t.oid left join pg_inherits on inhrelid = indexrelid
    union all select 'trigger', relname || '.' || tgname, to_jsonb(pg_get_triggerdef(g.oid)) from t join pg_trigger g on tgrelid = t.oid
    union all select 'policy', relname || '.' || polname, to_jsonb(p) from t join pg_policy p on polrelid = t.oid
    union all select 'statistics', relname || '.' || stxname, to_jsonb(pg_get_statisticsobjdef(s.oid)) from t join pg_statistic_ext s on stxrelid = t.oid
    order by 1, 2`,
    [month],
  );
}
