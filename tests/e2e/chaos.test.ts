import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type RunningPostgres, startPostgres, startService } from '@milepost/local-stack';
import { eventually, signAftership } from '@milepost/testkit';
import { migrate } from '@milepost/tracking-subgraph/server';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { registerShipments } from '../../services/tracking-subgraph/src/shipment/register-shipments.ts';
import { journeyStart, trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';

const secret = 'chaos-aftership-secret';
const senders = 16;
const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Two instances of tracking on one durable database. Senders post to both without a pause while processes are killed and PostgreSQL is stopped in the
 * middle of what it does. What a sender was told is accepted must be there; nothing may be there twice.
 */
test('kills and database crashes under load, two instances: nothing acknowledged is lost, nothing happens twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'milepost-chaos-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const open = () => startPostgres({ dataDir: join(folder, 'postgres'), port, durable: true });
  let server: RunningPostgres = await open();
  await migrate(server.url);
  const instances = await Promise.all([startInstance(server.url), startInstance(server.url)]);
  try {
    const numbers = Array.from({ length: senders }, (_, i) => `1Z999AA1${3_000_000_000 + i}`);
    let sql = postgres(server.url, { max: 1, onnotice: () => {} });
    const [durable] =
      await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
    expect(durable).toEqual({ fsync: 'on', commit: 'on' });
    await sql.begin((tx) =>
      registerShipments(
        tx as never,
        numbers.map((number) => ({ number, carrierCode: 'ups', trackingUrlTemplate: null })),
        { actor: 'test', requestId: 'chaos-test' },
      ),
    );
    await sql.end();

    // Each sender tells one parcel's scans one by one, each until it is accepted, as providers do; some twice, and now and then an old one again.
    const acknowledged = new Map(numbers.map((number) => [number, new Set<number>()]));
    let sent = 0;
    let refused = 0;
    let isOver = false;
    const posting = numbers.map(async (number, i) => {
      for (let minute = 1; !isOver; minute += 1) {
        const minutes = minute % 7 === 0 ? [minute, minute - 3] : [minute];
        for (const at of minutes) {
          const body = trackingUpdate({
            number,
            scans: [{ minute: at, tag: 'InTransit', subtag: at % 2 ? 'InTransit_003' : 'InTransit_007' }],
          });
          for (let attempt = 0; ; attempt += 1) {
            sent += 1;
            const target = instances[(i + minute + attempt) % 2] as (typeof instances)[number];
            const answer = await fetch(`${target.url}/webhooks/aftership`, {
              method: 'POST',
              headers: signAftership(secret, body),
              body,
              signal: AbortSignal.timeout(15_000),
            }).catch(() => null);
            await answer?.arrayBuffer().catch(() => {});
            if (answer?.status === 200) {
              acknowledged.get(number)?.add(at);
              break;
            }
            refused += 1;
            await new Promise((again) => setTimeout(again, 30));
          }
          if (minute % 11 === 0)
            await fetch(`${instances[i % 2]?.url}/webhooks/aftership`, {
              method: 'POST',
              headers: signAftership(secret, body),
              body,
            }).catch(() => null);
        }
        // Bounded: this is about crashes, not about speed.
        await new Promise((next) => setTimeout(next, 10));
      }
    });
    const count = () => [...acknowledged.values()].reduce((sum, set) => sum + set.size, 0);
    const progress = async (more: number) => {
      const from = count();
      await eventually(() => count() >= from + more, { timeoutMs: 30_000 });
    };
    for (let round = 0; round < 3; round += 1) {
      await progress(150);
      await instances[round % 2]?.kill();
      await progress(150);
      process.kill(server.pid, 'SIGQUIT'); // immediate shutdown: no check point, recovery at the next start
      await server.exited;
      server = await open();
    }
    await progress(150);
    isOver = true;
    await Promise.all(posting);

    sql = postgres(server.url, { max: 1, onnotice: () => {} });
    await eventually(
      async () => {
        const [row] =
          await sql`select ((select count(*) from tracking.inbox_todo) + (select count(*) from tracking.outbox where seq is null))::int as waiting`;
        return row?.['waiting'] === 0;
      },
      { timeoutMs: 30_000 },
    );
    const lost: string[] = [];
    for (const [number, minutes] of acknowledged) {
      const rows = await sql<{ hash: string }[]>`
        select e.occurred_instant::text as hash from tracking.event e join tracking.shipment s on s.id = e.shipment_id where s.tracking_number = ${number}`;
      const stored = rows.map(({ hash }) => Math.round((Date.parse(hash) - journeyStart) / 60_000));
      expect(new Set(stored).size, `${number} has an event twice`).toBe(stored.length);
      for (const minute of minutes) if (!stored.includes(minute)) lost.push(`${number} minute ${minute}`);
    }
    expect(lost).toEqual([]);
    const [effects] = await sql`
      select count(*) filter (where case_id is null)::int as told, count(distinct (shipment_id, event_key)) filter (where case_id is null)::int as milestones, count(*)::int as rows, max(seq)::int as last, (select value::int from tracking.outbox_head) as head,
        (select count(*)::int from tracking.event) as events, (select count(*)::int from tracking.dead_letter) as dead, (select count(*)::int from tracking.unmatched) as unmatched
      from tracking.outbox`;
    // Each event of these journeys is a milestone: told once each, numbered without a gap.
    const { told, milestones, rows, last, head, events, dead, unmatched } = effects as Record<string, number>;
    expect([milestones, last, head, events, dead, unmatched]).toEqual([told, rows, rows, told, 0, 0]);
    expect(refused).toBeGreaterThan(0);
    process.stdout.write(
      `chaos: ${sent} sent, ${count()} acknowledged and stored, ${refused} refused and repeated; 3 process kills, 3 database crashes\n`,
    );
    await sql.end();
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()));
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** One instance of tracking that comes back after a kill, as a supervisor would bring it back. */
async function startInstance(databaseUrl: string) {
  const [publicPort, privatePort] = (await Promise.all([freePort(), freePort()])) as [number, number];
  const launch = () =>
    startService({
      name: 'tracking',
      entry: `${root}services/tracking-subgraph/src/main.ts`,
      env: {
        DATABASE_URL: databaseUrl,
        HOST: '127.0.0.1',
        PUBLIC_PORT: `${publicPort}`,
        PRIVATE_PORT: `${privatePort}`,
        AFTERSHIP_WEBHOOK_SECRET: secret,
        INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
        KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
        LOG_LEVEL: 'silent',
      },
      readyUrl: `http://127.0.0.1:${privatePort}/readyz`,
    });
  let service = launch();
  let isStopping = false;
  const watch = (running: typeof service) =>
    void running.exited.then(() => {
      if (isStopping || running !== service) return;
      service = launch();
      watch(service);
    });
  watch(service);
  await service.ready();
  return {
    url: `http://127.0.0.1:${publicPort}`,
    async kill() {
      service.child.kill('SIGKILL');
      await service.exited;
    },
    async stop() {
      isStopping = true;
      await service.stop();
    },
  };
}
