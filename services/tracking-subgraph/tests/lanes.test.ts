import { hash } from 'node:crypto';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { aftership } from '../src/connectors/aftership/webhook.ts';
import { loadBodyKeys } from '../src/inbox/body-keys.ts';
import { createInboxWriter } from '../src/inbox/inbox-writer.ts';
import { readLane, replayLane } from '../src/inbox/lanes.ts';
import { createMetrics } from '../src/metrics.ts';
import { processMessages } from '../src/process/process-messages.ts';
import { trackingUpdate } from './support/messages.ts';
import { builtInOnly, countWaiting, noDocuments, startWorld, viewer, type World } from './support/world.ts';

const keysOf = ({ sql, config }: World) => loadBodyKeys({ sql, masterKey: config.secrets.masterKey, now: new Date() });

test('live messages are processed before what is sent through again or was read, and not together with it', async () => {
  await using world = await startWorld({ env: { ROLES: 'api' } });
  const { sql } = world;
  for (let i = 0; i < 9; i += 1) await world.postSigned(`not json either ${i}`);
  const all = (await sql<{ id: string }[]>`select id::text from tracking.inbox order by id`).map(({ id }) => id);
  await sql`update tracking.inbox_todo set lane = ${readLane} where id = any(${all.slice(0, 3)}::bigint[])`;
  await sql`update tracking.inbox_todo set lane = ${replayLane} where id = any(${all.slice(3, 7)}::bigint[])`;
  const deps = {
    sql,
    keys: await keysOf(world),
    connectors: new Map([['aftership', { connector: aftership }]]),
    mapping: builtInOnly,
    metrics: createMetrics({ defaults: false }),
    documentSeal: noDocuments,
    logger: world.logger,
  };
  const patientBatches: boolean[] = [];
  const next = async (patient: number) => {
    let isPatient = false;
    const { claimed } = await processMessages(deps, {
      limit: 500,
      patient,
      onPatient: () => {
        isPatient = true;
      },
    });
    patientBatches.push(isPatient);
    return claimed;
  };
  expect(await next(3)).toEqual(all.slice(7));
  expect((await world.query(viewer(), '{ processingQueue { live replays reads channel } }')).data).toEqual({
    processingQueue: { live: 0, replays: 4, reads: 3, channel: 0 },
  });
  expect(await next(0)).toEqual([]);
  expect(await next(3)).toEqual(all.slice(3, 6));
  expect(await next(3)).toEqual([...all.slice(0, 2), all[6]]);
  expect((await processMessages(deps, { limit: 10 })).claimed).toEqual([all[2]]);
  expect(patientBatches).toEqual([false, false, true, true]);
});

test('a live message does not wait for what was read, however long that takes', async () => {
  await using world = await startWorld();
  const { sql } = world;
  const slow = await world.register('1ZSLOW000000000001', 'ups');
  const quick = await world.register('1ZQUICK00000000001', 'ups');
  await using inbox = createInboxWriter({
    databaseUrl: world.databaseUrl,
    keys: await keysOf(world),
    onCommitted: () => {},
  });
  const scans = [{ minute: 0, tag: 'InTransit', subtag: 'InTransit_001' }];
  const statusOf = async (id: string) =>
    (await sql<{ status: string }[]>`select status from tracking.shipment where id = ${id}`)[0]?.status;
  await sql.begin(async (tx) => {
    // Whoever works on what was read waits here.
    await tx`select 1 from tracking.shipment where id = ${slow} for update`;
    const body = Buffer.from(JSON.stringify(JSON.parse(trackingUpdate({ number: '1ZSLOW000000000001', scans })).msg));
    const dedupe = hash('sha256', body, 'buffer');
    await inbox.add({ provider: 'aftership/read', dedupe, headers: '{}', requestId: 'r', body, lane: readLane });
    await eventually(async () => (await countWaiting(sql)) === 1);
    await world.postSigned(trackingUpdate({ number: '1ZQUICK00000000001', scans }));
    await eventually(async () => (await statusOf(quick)) === 'IN_TRANSIT');
  });
  await world.drained();
  expect(await statusOf(slow)).toBe('IN_TRANSIT');
});
