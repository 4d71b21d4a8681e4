import { randomBytes } from 'node:crypto';
import { connectDatabase, createLogger, type Sql } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startSequencer } from '../src/outbox/sequencer.ts';
import { createWakeBus } from '../src/wake/wake-bus.ts';
import { createTrackingDatabase } from './support/database.ts';

const logger = createLogger({ service: 'tracking', level: 'silent' });
let database: Awaited<ReturnType<typeof createTrackingDatabase>>;
let sql: Sql;
beforeAll(async () => {
  database = await createTrackingDatabase();
  sql = connectDatabase(database.url, { application: 'test', searchPath: 'tracking', max: 4 });
});
beforeEach(async () => {
  await sql`delete from tracking.outbox`;
  await sql`update tracking.outbox_head set value = 0`;
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const bus = () => createWakeBus({ databaseUrl: database.url, redisUrl: null, logger });
const sequencer = (wakeBus: Awaited<ReturnType<typeof bus>>) =>
  startSequencer({ databaseUrl: database.url, wakeBus, logger });
const tell = (db: Pick<Sql, 'unsafe'>, name: string) =>
  db.unsafe('insert into tracking.outbox (shipment_id, event_key, request_id) values (uuidv7(), $1, $2)', [
    randomBytes(16),
    name,
  ]);
/** By number; those without one are not told yet. */
const told = async () =>
  (
    await sql<{ seq: number; name: string }[]>`
      select seq::int as seq, request_id as name from tracking.outbox where seq is not null order by seq`
  ).map(({ seq, name }) => `${seq} ${name}`);

test('a transaction that was open for long and commits late comes after what was told meanwhile, and is not passed over', async () => {
  await using wakeBus = await bus();
  await using _ = await sequencer(wakeBus);
  let commit = () => {};
  let isWritten = () => {};
  const written = new Promise<void>((resolve) => {
    isWritten = resolve;
  });
  const late = sql.begin(async (tx) => {
    await tell(tx, 'late');
    isWritten();
    await new Promise<void>((resolve) => {
      commit = resolve;
    });
  });
  await written;
  await tell(sql, 'quick');
  await eventually(async () => expect(await told()).toEqual(['1 quick']));
  commit();
  await late;
  await eventually(async () => expect(await told()).toEqual(['1 quick', '2 late']));
  // Whoever reads by the rows' own ids, the usual mistake, had passed the late one.
  const byId = await sql`select request_id as name from tracking.outbox order by id`;
  expect(byId.map(({ name }) => name)).toEqual(['late', 'quick']);
});

test('two sequencers give each number once, also when the leader’s session is cut in the middle of the work', async () => {
  await using wakeBus = await bus();
  await using _one = await sequencer(wakeBus);
  await using _other = await sequencer(wakeBus);
  let isWriting = true;
  let written = 0;
  const writers = Array.from({ length: 4 }, async () => {
    while (isWriting) {
      await tell(sql, 'x');
      written += 1;
    }
  });
  const seen: number[] = [];
  const reader = (async () => {
    while (isWriting || seen.length < written)
      seen.push(
        ...(
          await sql<{ seq: number }[]>`
            select seq::int as seq from tracking.outbox where seq > ${seen.at(-1) ?? 0} order by seq limit 500`
        ).map(({ seq }) => seq),
      );
  })();
  for (let kills = 0; kills < 5; kills += 1) {
    const before = written;
    await eventually(() => written > before + 50 && seen.length > before);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'milepost-sequencer'`;
  }
  isWriting = false;
  await Promise.all([...writers, reader]);
  // A number below one that was read already would be missing here; a gap would show as well.
  expect(seen).toEqual(Array.from({ length: written }, (_, i) => i + 1));
});
