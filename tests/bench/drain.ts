import { signAftership } from '@milepost/testkit';
import postgres from 'postgres';
import { registerShipments } from '../../services/tracking-subgraph/src/shipment/register-shipments.ts';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { median, quantile, rawRequest, sendAll } from './load.ts';
import { treeCpuSeconds, usageOf } from './process-usage.ts';
import type { Row } from './report.ts';
import { startTracking, webhookSecret } from './tracking-process.ts';

const connections = 64;
const parcels = 3_000;
const steps = 8;
const livePerSecond = 500;
const liveSeconds = 8;

const numberOf = (round: number, parcel: number) => `1Z9${String(round).padStart(2, '0')}AA${1_000_000_000 + parcel}`;

/** What a provider tells after each scan: the whole history so far, one check point of it new. */
function message(round: number, parcel: number, step: number): Buffer {
  const body = trackingUpdate({
    number: numberOf(round, parcel),
    scans: Array.from({ length: step + 1 }, (_, i) => ({
      minute: i * 60,
      tag: 'InTransit',
      subtag: i % 2 ? 'InTransit_003' : 'InTransit_007',
    })),
  });
  return rawRequest('/webhooks/aftership', signAftership(webhookSecret, body), body);
}

/**
 * Inbox to facts, state, timeline and outbox. A backlog of whole journeys is acknowledged with nobody working on it, then drained by one worker: rate
 * against rate. Afterwards live messages at a fixed rate: how long from stored to processed.
 */
export async function benchDrain({
  databaseUrl,
  postgresPid,
  rounds,
}: {
  databaseUrl: string;
  postgresPid: number;
  rounds: number;
}): Promise<Row[]> {
  const receiver = await startTracking(databaseUrl, 'api');
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  const waiting = async () => Number((await sql`select count(*) as n from tracking.inbox_todo`)[0]?.['n']);
  const shares: number[] = [];
  const cpu: { own: number; database: number; perSecond: number; came: number }[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      await register(sql, round);
      const requests: Buffer[] = [];
      for (let step = 0; step < steps; step += 1)
        for (let parcel = 0; parcel < parcels; parcel += 1) requests.push(message(round, parcel, step));
      const came = await sendAll(receiver.port, requests, connections);
      const worker = await startTracking(databaseUrl, 'worker');
      try {
        // Its first moments are start-up, not work: measured from the first look to the last.
        const [from, begun] = [await waiting(), performance.now()];
        const before = [
          usageOf(worker.service.child.pid as number)?.cpuSeconds ?? 0,
          treeCpuSeconds(postgresPid),
        ] as const;
        for (let left = from; left > 0; left = await waiting()) await new Promise((again) => setTimeout(again, 20));
        const seconds = (performance.now() - begun) / 1000;
        if (from < requests.length / 3)
          throw new Error('the worker was through before the clock ran; make the backlog larger');
        shares.push(from / seconds / came.perSecond);
        cpu.push({
          perSecond: from / seconds,
          came: came.perSecond,
          own: (((usageOf(worker.service.child.pid as number)?.cpuSeconds ?? 0) - before[0]) * 1000) / from,
          database: ((treeCpuSeconds(postgresPid) - before[1]) * 1000) / from,
        });
      } finally {
        await worker.service.stop();
      }
    }
    const [stored] = await sql`select count(*)::int as n from tracking.event`;
    if (stored?.['n'] !== rounds * parcels * steps)
      throw new Error(`${stored?.['n']} events instead of ${rounds * parcels * steps}`);
    const live = await measureLive(sql, receiver.port, databaseUrl, rounds);
    const of = (key: keyof (typeof cpu)[number]) => median(cpu.map((row) => row[key]));
    return [
      {
        what: `backlog of ${parcels * steps} messages (whole histories, one new scan each) drained by one worker: share of the rate at which it was acknowledged`,
        values: shares,
        target: { atLeast: 0.6 },
        details: [
          `acknowledged ${of('came').toFixed(0)}/s, drained ${of('perSecond').toFixed(0)}/s; CPU ${of('own').toFixed(3)} ms + PostgreSQL ${of('database').toFixed(3)} ms a message`,
        ],
      },
      {
        what: 'drained, against messages that come in at 2,000/s',
        values: cpu.map(({ perSecond }) => perSecond / 2_000),
        target: { atLeast: 1 },
        details: [],
      },
      {
        what: `stored to processed at ${livePerSecond} live messages/s, p99 in ms`,
        values: [quantile(live, 0.99)],
        target: { atMost: 50 },
        details: [`p50 ${quantile(live, 0.5).toFixed(1)} ms, ${live.length} messages`],
      },
    ];
  } finally {
    await receiver.service.stop();
    await sql.end({ timeout: 2 });
  }
}

function register(sql: postgres.Sql, round: number): Promise<unknown> {
  return sql.begin((tx) =>
    registerShipments(
      tx as never,
      Array.from({ length: parcels }, (_, parcel) => ({
        number: numberOf(round, parcel),
        carrierCode: 'ups',
        trackingUrlTemplate: null,
      })),
      { actor: 'bench', requestId: 'bench-request' },
    ),
  );
}

/** Milliseconds from the inbox row to the outbox row of each message, as the database's own clock saw them. */
async function measureLive(sql: postgres.Sql, port: number, databaseUrl: string, round: number): Promise<number[]> {
  await register(sql, round);
  const worker = await startTracking(databaseUrl, 'worker');
  try {
    const total = livePerSecond * liveSeconds;
    const begun = performance.now();
    const sending: Promise<unknown>[] = [];
    for (let i = 0; i < total; ) {
      const due = Math.min(total, Math.ceil(((performance.now() - begun) / 1000) * livePerSecond));
      const batch: Buffer[] = [];
      for (; i < due; i += 1) batch.push(message(round, i % parcels, Math.floor(i / parcels)));
      if (batch.length > 0) sending.push(sendAll(port, batch, Math.min(8, batch.length)));
      await new Promise((next) => setTimeout(next, 10));
    }
    await Promise.all(sending);
    for (;;) {
      const [row] = await sql`select (select count(*) from tracking.inbox_todo)::int as n`;
      if (row?.['n'] === 0) break;
      await new Promise((again) => setTimeout(again, 50));
    }
    const rows = await sql<{ ms: number }[]>`
      select (extract(epoch from o.created_at - i.received_at) * 1000)::float8 as ms from tracking.outbox o
      join tracking.fact f on f.shipment_id = o.shipment_id and f.data->>'scan' = encode(o.event_key, 'hex') join tracking.inbox i on i.id = f.inbox_id
      join tracking.shipment s on s.id = o.shipment_id where s.tracking_number like ${`1Z9${String(round).padStart(2, '0')}%`}`;
    // The first half second warms the worker up.
    return rows.map(({ ms }) => ms).slice(livePerSecond / 2);
  } finally {
    await worker.service.stop();
  }
}
