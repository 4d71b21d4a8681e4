import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { freePort, startService } from '@milepost/local-stack';
import { eventually } from '@milepost/testkit';
import { trackingUpdate } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { startProcesses } from '../support/processes.ts';
import { median, post, quantile } from './load.ts';
import { treeCpuSeconds, usageOf } from './process-usage.ts';
import type { Row } from './report.ts';

const orders = 100;
const parcels = 5;
const scans = 8;
/** A call to a small Odoo 18 takes 10 to 15 ms (measured with the recordings). */
const odooCallMs = 12;

// The contract's operation without the position of the live stream: the floor reads none either.
const operation = readFileSync(new URL('../contract/OrderWithShipments.graphql', import.meta.url), 'utf8').replace(
  '  liveCursor\n',
  '',
);

const nameOf = (i: number) => `BENCH${String(i % orders).padStart(3, '0')}`;

/** "Order + lines + deliveries + shipments + events" through the gateway, by hand-written SQL, and live from Odoo in four calls. */
export async function benchOrderQuery({
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
  await using system = await startProcesses({ databaseUrl, syncIntervalMs: 5_000 });
  const { world } = system.odooSimulator;
  const numberOf = (order: number, parcel: number) => `1Z999AA1${2_000_000_000 + order * 10 + parcel}`;
  for (let i = 0; i < orders; i += 1)
    world.cloneOrder(38, {
      name: nameOf(i),
      references: Array.from({ length: parcels }, (_, parcel) => numberOf(i, parcel)),
    });
  const count = async (query: string) => Number((await system.sql.unsafe(query))[0]?.['n']);
  await eventually(
    async () =>
      (await count(
        `select count(*) as n from tracking.link l join odoo.sale_order o on o.id = l.order_id where o.name like 'BENCH%'`,
      )) ===
      orders * parcels,
    { timeoutMs: 60_000 },
  );
  for (let i = 0; i < orders; i += 1)
    await Promise.all(
      Array.from({ length: parcels }, (_, parcel) =>
        system.deliver(
          trackingUpdate({
            number: numberOf(i, parcel),
            scans: Array.from({ length: scans }, (_, n) => ({
              minute: n * 60,
              tag: 'InTransit',
              subtag: n % 2 ? 'InTransit_003' : 'InTransit_007',
            })),
          }),
        ),
      ),
    );
  await eventually(async () => (await count('select count(*) as n from tracking.inbox_todo')) === 0, {
    timeoutMs: 60_000,
  });
  await system.sql.unsafe('vacuum analyze');

  const floorPort = await freePort();
  const floor = startService({
    name: 'floor',
    entry: fileURLToPath(new URL('./floor-server.ts', import.meta.url)),
    env: { FLOOR: 'sql', PORT: `${floorPort}`, DATABASE_URL: databaseUrl },
    readyUrl: `http://127.0.0.1:${floorPort}/healthz`,
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  const plainPort = await freePort();
  const plain = startService({
    name: 'plain stack',
    entry: fileURLToPath(new URL('./plain-stack-process.ts', import.meta.url)),
    env: {
      NODE_ENV: 'production',
      PORT: `${plainPort}`,
      ODOO_SUBGRAPH_URL: system.graphUrls.odoo,
      TRACKING_SUBGRAPH_URL: system.graphUrls.tracking,
      IDENTITY_SUBGRAPH_URL: system.graphUrls.identity,
    },
    readyUrl: `http://127.0.0.1:${plainPort}/?query=%7B__typename%7D`,
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${await system.partnerToken()}` };
  const ways = {
    gateway: (i: number) =>
      post(`${system.gatewayUrl}/graphql`, {
        agent,
        headers,
        body: JSON.stringify({ query: operation, variables: { name: nameOf(i) } }),
      }),
    floor: (i: number) =>
      post(`http://127.0.0.1:${floorPort}/order`, { agent, headers: {}, body: JSON.stringify({ name: nameOf(i) }) }),
    odoo: (i: number) => readLive(nameOf(i)),
    plain: async (i: number) =>
      post(`http://127.0.0.1:${plainPort}/`, {
        agent,
        headers: { 'x-viewer': await viewer() },
        body: JSON.stringify({ query: operation, variables: { name: nameOf(i) } }),
      }),
  };
  let known = { at: Number.NEGATIVE_INFINITY, token: Promise.resolve('') };
  const viewer = () => {
    if (performance.now() - known.at > 25_000) known = { at: performance.now(), token: system.viewerToken() };
    return known.token;
  };
  /** CPU seconds used so far: a busy machine changes them less than it changes times. */
  const cpuOf = (way: 'gateway' | 'plain') => {
    const of = (pid: number | undefined) => (pid && usageOf(pid)?.cpuSeconds) || 0;
    return {
      [way === 'gateway' ? 'gateway' : 'plain gateway']: of(
        way === 'gateway' ? system.pidOf('gateway') : plain.child.pid,
      ),
      odoo: of(system.pidOf('services/odoo-subgraph')),
      tracking: of(system.pidOf('services/tracking-subgraph')),
      PostgreSQL: treeCpuSeconds(postgresPid),
    };
  };
  const cpuMs: Record<'gateway' | 'plain', Record<string, number[]>> = { gateway: {}, plain: {} };
  /** Requests a second, 32 at a time, each for another order than the one before. */
  async function throughput(way: 'gateway' | 'plain', requests: number): Promise<number> {
    let next = 0;
    const before: Record<string, number> = cpuOf(way);
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (next < requests) {
          next += 1;
          await ways[way](next);
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1_000;
    for (const [name, after] of Object.entries(cpuOf(way))) {
      cpuMs[way][name] ??= [];
      cpuMs[way][name].push(((after - (before[name] ?? 0)) * 1_000) / requests);
    }
    return requests / seconds;
  }

  async function call(model: string, method: string, args: unknown[], keywords: object): Promise<unknown> {
    const { db, apiKey, url } = system.odooSimulator;
    const text = await post(`${url}/jsonrpc`, {
      agent,
      headers: {},
      body: JSON.stringify({
        jsonrpc: '2.0',
        method: 'call',
        id: 1,
        params: { service: 'object', method: 'execute_kw', args: [db, 8, apiKey, model, method, args, keywords] },
      }),
    });
    const { result, error } = JSON.parse(text) as { result?: unknown; error?: object };
    if (error) throw new Error(JSON.stringify(error).slice(0, 500));
    return result;
  }
  /** Four calls, the last three side by side; the parcels' events are not in Odoo at all. */
  async function readLive(name: string): Promise<unknown> {
    const [order] = (await call('sale.order', 'search_read', [[['name', '=', name]]], {
      fields: [
        'name',
        'state',
        'date_order',
        'commitment_date',
        'partner_id',
        'company_id',
        'amount_total',
        'currency_id',
        'order_line',
        'picking_ids',
      ],
    })) as { order_line: number[]; picking_ids: number[]; partner_id: [number, string] }[];
    if (!order) throw new Error(`Odoo has no order ${name}`);
    return Promise.all([
      call('sale.order.line', 'read', [order.order_line], {
        fields: ['name', 'product_uom_qty', 'qty_delivered', 'product_uom', 'sequence'],
      }),
      call('stock.picking', 'read', [order.picking_ids], {
        fields: ['name', 'state', 'scheduled_date', 'date_done', 'carrier_id', 'carrier_tracking_ref', 'backorder_id'],
      }),
      call('res.partner', 'read', [[order.partner_id[0]]], { fields: ['name', 'commercial_partner_id'] }),
    ]);
  }

  /** What page views cost Odoo: its calls while they run, against the same time without any. */
  async function odooCallsOf(count: number) {
    const calls = () => [...system.odooSimulator.stats.calls.values()].reduce((sum, n) => sum + n, 0);
    const [before, begun] = [calls(), performance.now()];
    for (let n = 0; n < count; n += 1) await ways.gateway(n);
    const [during, ms] = [calls() - before, performance.now() - begun];
    const quiet = calls();
    await new Promise((resolve) => setTimeout(resolve, ms));
    const idle = calls() - quiet;
    return { during, idle, extra: Math.max(0, during - idle), seconds: ms / 1_000 };
  }

  try {
    await Promise.all([floor.ready(), plain.ready()]);
    await sameAnswers(await ways.gateway(0), await ways.plain(0));
    await compareAnswers(
      JSON.parse(await ways.gateway(0)) as GraphAnswer,
      JSON.parse(await ways.floor(0)) as FloorAnswer,
    );
    const p50: Record<keyof typeof ways, number[]> = { gateway: [], floor: [], odoo: [], plain: [] };
    const p99: Record<keyof typeof ways, number[]> = { gateway: [], floor: [], odoo: [], plain: [] };
    let i = 0;
    const time = async (way: keyof typeof ways, times: number) => {
      const latencies: number[] = [];
      for (let n = 0; n < times; n += 1) {
        const begun = performance.now();
        await ways[way](i++);
        latencies.push(performance.now() - begun);
      }
      return latencies;
    };
    for (const way of ['gateway', 'floor', 'odoo'] as const) await time(way, way === 'odoo' ? 50 : 600);
    for (let round = 0; round < rounds; round += 1) {
      for (const way of round % 2 ? (['floor', 'gateway'] as const) : (['gateway', 'floor'] as const)) {
        const latencies = await time(way, perRound);
        p50[way].push(quantile(latencies, 0.5));
        p99[way].push(quantile(latencies, 0.99));
      }
      system.odooSimulator.faults.latencyMs = odooCallMs;
      const latencies = await time('odoo', Math.min(50, perRound));
      system.odooSimulator.faults.latencyMs = 0;
      p50.odoo.push(quantile(latencies, 0.5));
      p99.odoo.push(quantile(latencies, 0.99));
    }
    const perSecond: Record<'gateway' | 'plain', number[]> = { gateway: [], plain: [] };
    for (const way of ['gateway', 'plain'] as const) await throughput(way, perRound);
    for (let round = 0; round < rounds; round += 1)
      for (const way of round % 2 ? (['plain', 'gateway'] as const) : (['gateway', 'plain'] as const))
        perSecond[way].push(await throughput(way, perRound * 2));
    const views = await odooCallsOf(1_000);
    const line = (way: keyof typeof ways) =>
      `p50 ${median(p50[way]).toFixed(2)} ms, p99 ${median(p99[way]).toFixed(2)} ms`;
    const resident = (['gateway', 'services/tracking-subgraph', 'services/odoo-subgraph'] as const).map(
      (name) => `${name} ${((usageOf(system.pidOf(name))?.residentBytes ?? 0) / 2 ** 20).toFixed(0)} MB`,
    );
    return [
      {
        what: `order + lines + deliveries + ${parcels} shipments + ${parcels * scans} events through the gateway: p50 against hand-written SQL behind bare node:http`,
        values: p50.gateway.map((value, round) => value / (p50.floor[round] as number)),
        target: { atMost: 4 },
        details: [`gateway: ${line('gateway')}`, `floor: ${line('floor')}`, `resident: ${resident.join(', ')}`],
      },
      {
        what: `the same, times faster than live from Odoo (four calls, the last three side by side, ${odooCallMs} ms each by the simulator)`,
        values: p50.odoo.map((value, round) => value / (p50.gateway[round] as number)),
        target: { atLeast: 20 },
        details: [`live from Odoo: ${line('odoo')}`],
      },
      {
        what: 'the same, requests/s against the plain stack (@apollo/gateway behind a standalone Apollo Server, the same subgraphs), 32 at a time',
        values: perSecond.gateway.map((value, round) => value / (perSecond.plain[round] as number)),
        target: { atLeast: 1.5 },
        details: [
          ...(['gateway', 'plain'] as const).map((way) => {
            const parts = Object.entries(cpuMs[way]).map(([name, values]) => `${name} ${median(values).toFixed(2)}`);
            return `ms of CPU a query: ${parts.join(', ')}`;
          }),
          `gateway ${median(perSecond.gateway).toFixed(0)}/s, plain stack ${median(perSecond.plain).toFixed(0)}/s; sessions, limits and checks of documents are the gateway's alone`,
        ],
      },
      {
        what: 'calls of Odoo by 1,000 such queries, beyond what the mirror asks for anyway',
        values: [views.extra],
        target: { atMost: 5 },
        details: [
          `${views.during} calls while they ran (${views.seconds.toFixed(1)} s), ${views.idle} in as long a time without any; a round each 5 s`,
        ],
      },
    ];
  } finally {
    agent.destroy();
    await Promise.all([floor.stop(), plain.stop()]);
  }
}

/** A peer that answers something else would be no peer. */
async function sameAnswers(ours: string, theirs: string): Promise<void> {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : value && typeof value === 'object'
        ? Object.fromEntries(
            Object.entries(value)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value;
  // How old the mirror is changes from one question to the next.
  const data = (text: string) =>
    JSON.stringify(sorted((JSON.parse(text) as { data: unknown }).data)).replaceAll(/"asOf":"[^"]*"/g, '');
  if (data(ours) !== data(theirs))
    throw new Error(`the plain stack answers differently:\n${ours.slice(0, 1_500)}\n${theirs.slice(0, 1_500)}`);
}

interface GraphAnswer {
  errors?: unknown;
  data: {
    orderByName: {
      lines: object[];
      deliveries: object[];
      shipments: { trackingNumber: string; events: { nodes: object[] } }[];
    };
  };
}
interface FloorAnswer {
  lines: object[];
  deliveries: object[];
  shipments: { tracking_number: string; events: object[] }[];
}

/** A floor that reads less would be no floor. */
async function compareAnswers({ data, errors }: GraphAnswer, floor: FloorAnswer): Promise<void> {
  const ours = data?.orderByName;
  const shape = (lines: number, deliveries: number, shipments: [string, number][]) =>
    JSON.stringify({ lines, deliveries, shipments: shipments.sort() });
  const a =
    ours &&
    shape(
      ours.lines.length,
      ours.deliveries.length,
      ours.shipments.map((s) => [s.trackingNumber, s.events.nodes.length]),
    );
  const b = shape(
    floor.lines.length,
    floor.deliveries.length,
    floor.shipments.map((s) => [s.tracking_number, s.events.length]),
  );
  if (errors || a !== b || !a?.includes(`,${scans}]`))
    throw new Error(`the gateway and the floor answer differently:\n${JSON.stringify(errors)}\n${a}\n${b}`);
}
