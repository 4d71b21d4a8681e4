import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort, startService } from '@milepost/local-stack';
import { signAftership } from '@milepost/testkit';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { type Measured, median, rawRequest, sendAll } from './load.ts';
import { treeCpuSeconds, usageOf } from './process-usage.ts';
import type { Row } from './report.ts';
import { startTracking, webhookSecret } from './tracking-process.ts';

const connections = 64;

/** Signed bodies of about 2 KB, no two alike. */
function requests(count: number): Buffer[] {
  return Array.from({ length: count }, () => {
    const body = trackingUpdate({
      number: `1Z${randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase()}`,
      scans: Array.from({ length: 7 }, (_, i) => ({ minute: i * 60, tag: 'InTransit', subtag: 'InTransit_003' })),
    });
    return rawRequest('/webhooks/aftership', signAftership(webhookSecret, body), body);
  });
}

/**
 * Requests per second acknowledged durably by tracking's receiving role against a server that only verifies and parses, and against one insert
 * per request: paired, round by round, in turns.
 */
export async function benchAcknowledge({
  databaseUrl,
  postgresPid,
  rounds,
  perRound,
}: {
  databaseUrl: string;
  postgresPid: number;
  rounds: number;
  perRound: number;
}): Promise<Row[]> {
  const [floorPort, insertPort] = (await Promise.all([freePort(), freePort()])) as [number, number];
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const floorEnv = { WEBHOOK_SECRET: webhookSecret, DATABASE_URL: databaseUrl };
  // Receiving only: what is done with the messages afterwards has a row of its own.
  const { service: tracking, port: publicPort } = await startTracking(databaseUrl, 'api');
  const floorService = (floor: string, port: number) =>
    startService({
      name: floor,
      entry: path('./floor-server.ts'),
      env: { ...floorEnv, FLOOR: floor, PORT: `${port}` },
      readyUrl: `http://127.0.0.1:${port}/healthz`,
      onLine: (line) => process.stderr.write(`${line}\n`),
    });
  const floor = floorService('verify', floorPort);
  const insert = floorService('insert', insertPort);
  const contenders = [
    { name: 'floor', port: floorPort, pid: floor.child.pid as number },
    { name: 'tracking', port: publicPort, pid: tracking.child.pid as number },
    { name: 'insert', port: insertPort, pid: insert.child.pid as number },
  ] as const;
  type Name = (typeof contenders)[number]['name'];
  const results: Record<Name, (Measured & { cpuMs: number; postgresCpuMs: number })[]> = {
    floor: [],
    tracking: [],
    insert: [],
  };
  try {
    await Promise.all([floor.ready(), insert.ready()]);
    const warmUp = requests(1_500);
    for (const { port } of contenders) await sendAll(port, warmUp, connections);
    for (let round = 0; round < rounds; round += 1) {
      const given = requests(perRound);
      const inserts = requests(perRound);
      const turn = round % 2 ? [...contenders].reverse() : contenders;
      for (const { name, port, pid } of turn) {
        const [own, database] = [usageOf(pid)?.cpuSeconds ?? 0, treeCpuSeconds(postgresPid)];
        const measured = await sendAll(port, name === 'insert' ? inserts : given, connections);
        results[name].push({
          ...measured,
          cpuMs: (((usageOf(pid)?.cpuSeconds ?? 0) - own) * 1000) / perRound,
          postgresCpuMs: ((treeCpuSeconds(postgresPid) - database) * 1000) / perRound,
        });
      }
    }
    const resident = usageOf(tracking.child.pid as number)?.residentBytes ?? 0;
    const of = (name: Name, key: keyof (typeof results)['floor'][number]) => median(results[name].map((r) => r[key]));
    const line = (name: Name) =>
      `${of(name, 'perSecond').toFixed(0)}/s, p50 ${of(name, 'p50Ms').toFixed(1)} ms, p99 ${of(name, 'p99Ms').toFixed(1)} ms, CPU ${of(name, 'cpuMs').toFixed(3)} ms + PostgreSQL ${of(name, 'postgresCpuMs').toFixed(3)} ms a request`;
    const ratios = (other: Name) => results.tracking.map((r, i) => r.perSecond / (results[other][i]?.perSecond ?? 1));
    return [
      {
        what: `webhook durably acknowledged, 2 KB, encrypted, ${connections} connections: share of the floor's requests/s`,
        values: ratios('floor'),
        target: { atLeast: 0.75 },
        details: [
          `tracking: ${line('tracking')}, resident ${(resident / 2 ** 20).toFixed(0)} MB`,
          `floor (verify and parse): ${line('floor')}`,
        ],
      },
      {
        what: 'the same against one encrypted insert per request',
        values: ratios('insert'),
        target: { atLeast: 1.8 },
        details: [`one insert per request: ${line('insert')}`],
      },
    ];
  } finally {
    await Promise.all([floor.stop(), insert.stop(), tracking.stop()]);
  }
}
