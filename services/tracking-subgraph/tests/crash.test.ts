import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDatabase, createLogger } from '@milepost/service-kit';
import { signAftership } from '@milepost/testkit';
import { describe, expect, test } from 'vitest';
import { archiveShipments } from '../src/archive/archive-shipments.ts';
import { aftership } from '../src/connectors/aftership/webhook.ts';
import { loadBodyKeys } from '../src/inbox/body-keys.ts';
import { createMetrics } from '../src/metrics.ts';
import { processMessages } from '../src/process/process-messages.ts';
import { trackingUpdate } from './support/messages.ts';
import { aftershipSecret, builtInOnly, noDocuments, startWorld, type World, withoutCases } from './support/world.ts';

const worker = fileURLToPath(new URL('./support/crash-worker.ts', import.meta.url));

function crashAt(
  world: World,
  statement: number,
  compileCache: string,
): Promise<{ signal: NodeJS.Signals | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [worker, world.databaseUrl, world.config.secrets.masterKey, String(statement)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: compileCache } },
    );
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('close', (_code, signal) => resolve({ signal, output }));
  });
}

/** Everything that a processed message leaves behind. */
async function remains(world: World) {
  const [row] =
    await world.sql`select (select count(*) from tracking.inbox_todo)::int as waiting, (select count(*) from tracking.fact)::int as facts, (select count(*) from tracking.event)::int as events,
    (select count(*) from tracking.outbox where case_id is null)::int as told, (select count(*) from tracking.shipment where status <> 'PENDING')::int as moved, (select count(*) from tracking.unmatched)::int as unmatched,
    (select count(*) from tracking.dead_letter)::int as dead`;
  return row;
}

// Eight processes load the service one after the other, which takes as long as the machine is busy.
test('a crash between each pair of statements leaves nothing half done and nothing lost', {
  timeout: 120_000,
}, async () => {
  await using world = await startWorld({ env: { ROLES: 'api' } });
  await world.register('CRASH1', 'ups');
  const messages = [
    trackingUpdate({
      number: 'CRASH1',
      scans: [
        { minute: 1, tag: 'InTransit', subtag: 'InTransit_002' },
        { minute: 9, tag: 'OutForDelivery', subtag: 'OutForDelivery_001' },
      ],
    }),
    trackingUpdate({ number: 'NOBODY1', scans: [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_002' }] }),
    '{"event":"tracking_update"}',
  ];
  for (const message of messages) expect((await world.postSigned(message)).status).toBe(200);
  const before = await remains(world);
  expect(before).toMatchObject({ waiting: 3, facts: 0 });

  await using compileCache = await mkdtempDisposable(join(tmpdir(), 'crash-worker-'));
  let crashes = 0;
  for (let statement = 1; ; statement += 1) {
    const { signal, output } = await crashAt(world, statement, compileCache.path);
    if (signal === null) {
      // begin, claim, lock, facts, write, what is set aside, commit
      expect(JSON.parse(output)).toEqual({ statements: 7, milestones: 2 });
      break;
    }
    crashes += 1;
    expect(await remains(world), `after a crash before statement ${statement}`).toEqual(before);
  }
  expect(crashes).toBe(7);
  // Facts: two scans and the shipment-level details.
  expect(await remains(world)).toEqual({ waiting: 0, facts: 3, events: 2, told: 2, moved: 1, unmatched: 1, dead: 1 });
});

describe('the processing transaction', () => {
  test('takes at most 6 statements between begin and commit, for 1 fact and for 500, and when all 500 have to be woken', async () => {
    await using world = await startWorld({ env: { ROLES: 'api' } });
    const counts: number[] = [];
    for (const [size, minute] of [
      [1, 1],
      [500, 1],
      [500, 2],
    ] as const) {
      const numbers = Array.from({ length: size }, (_, i) => `BATCH${size}N${i}`);
      await world.sql.begin(async (tx) => {
        const { registerShipments } = await import('../src/shipment/register-shipments.ts');
        await registerShipments(
          tx,
          numbers.map((number) => ({ number, carrierCode: 'ups', trackingUrlTemplate: null })),
          { actor: 'test', requestId: 'test-request' },
        );
      });
      const bodies = [
        ...numbers.map((number) =>
          trackingUpdate({ number, scans: [{ minute, tag: 'InTransit', subtag: 'InTransit_002' }] }),
        ),
        trackingUpdate({ number: `NOBODY${size}N${minute}`, scans: [] }),
        `{"n":${size + minute}}`,
      ];
      await Promise.all(bodies.map((body) => world.postSigned(body)));
      let sent: string[] = [];
      const sql = connectDatabase(world.databaseUrl, {
        application: 'count',
        searchPath: 'tracking',
        max: 1,
        onStatement: (text) => void sent.push(text.trim().split(/\s/, 1)[0] as string),
      });
      const keys = await loadBodyKeys({ sql, masterKey: world.config.secrets.masterKey, now: new Date() });
      sent = [];
      const { claimed } = await processMessages(
        {
          sql,
          keys,
          connectors: new Map([['aftership', { connector: aftership }]]),
          mapping: builtInOnly,
          metrics: createMetrics({ defaults: false }),
          documentSeal: noDocuments,
          logger: createLogger({ service: 't', level: 'silent' }),
        },
        { limit: 1_000 },
      );
      expect(claimed).toHaveLength(size + 2);
      counts.push(sent.filter((word) => word !== 'begin' && word !== 'commit').length);
      await sql.end();
      while ((await archiveShipments(world.sql, { before: new Date(Date.now() + 60_000), limit: 500 })) > 0);
    }
    expect(counts[0]).toBeLessThanOrEqual(6);
    expect(counts[1]).toBe(counts[0]);
    expect(counts[2]).toBe(6);
  });

  test('a replay of what is known writes nothing but the inbox row', async () => {
    await using world = await startWorld({ env: withoutCases });
    const shipmentId = await world.register('REPLAY1', 'ups');
    const scans = [{ minute: 1, tag: 'InTransit', subtag: 'InTransit_002' }];
    const versions: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      await world.deliver(trackingUpdate({ number: 'REPLAY1', scans })); // a new event id each time
      const [row] = await world.sql<
        { version: number }[]
      >`select version from tracking.shipment where id = ${shipmentId}`;
      versions.push(row?.version as number);
    }
    expect(versions).toEqual([1, 1, 1]);
    const [counts] =
      await world.sql`select (select count(*) from tracking.inbox)::int as inbox, (select count(*) from tracking.outbox where case_id is null)::int as told`;
    expect(counts).toEqual({ inbox: 3, told: 1 });
  });

  test('two instances on one database share the work, tell each milestone once, in order, without a gap', async () => {
    await using world = await startWorld({ env: withoutCases });
    const { startServer } = await import('../src/server.ts');
    const second = await startServer(world.config, { logger: world.logger });
    const numbers = Array.from({ length: 30 }, (_, i) => `TWIN${i}`);
    for (const number of numbers) await world.register(number, 'ups');
    const scans = Array.from({ length: 6 }, (_, i) => ({
      minute: i * 10,
      tag: 'InTransit',
      subtag: i % 2 ? 'InTransit_003' : 'InTransit_007',
    }));
    const posts = numbers.flatMap((number) =>
      scans.map((_, i) => trackingUpdate({ number, scans: scans.slice(0, i + 1) })),
    );
    // Every message of every shipment at once, over both doors: any order.
    await Promise.all(
      posts.map((body, i) =>
        fetch(`${(i % 2 ? second : world.server).publicUrl}/webhooks/aftership`, {
          method: 'POST',
          headers: signAftership(aftershipSecret, body),
          body,
        }),
      ),
    );
    await world.drained({ timeoutMs: 20_000 });
    const [told] =
      await world.sql`select count(*)::int as n, count(distinct seq)::int as distinct, min(seq)::int as first, max(seq)::int as last from tracking.outbox`;
    expect(told).toEqual({ n: 180, distinct: 180, first: 1, last: 180 });
    const [shipments] =
      await world.sql`select count(*)::int as n from tracking.shipment where milestone = 'ARRIVED_FACILITY'`;
    expect(shipments?.['n']).toBe(30);
    await second[Symbol.asyncDispose]();
  });
});
