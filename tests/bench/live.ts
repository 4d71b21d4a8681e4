import { Agent, request as httpRequest } from 'node:http';
import { eventually, signAftership } from '@milepost/testkit';
import WebSocket from 'ws';
import { arrivals } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { startProcesses, webhookSecret } from '../support/processes.ts';
import { quantile } from './load.ts';
import { usageOf } from './process-usage.ts';
import type { Row } from './report.ts';

/** Nothing of another subgraph's. */
const lean =
  'subscription ($after: String) { milestoneAdded(after: $after) { cursor event { id milestone occurredAt { local } } shipment { trackingNumber status } } }';
const ordersOf = 20;
const parcelsOf = 20;

type System = Awaited<ReturnType<typeof startProcesses>>;
const socketUrlOf = ({ gatewayUrl }: System) => `${gatewayUrl.replace('http', 'ws')}/graphql`;

/** From a webhook's first byte to the parsed message of a subscriber, at 200 webhooks/s; and what very many subscribers cost a gateway. */
export async function benchLive({
  databaseUrl,
  rounds,
  subscribers,
  print,
}: {
  databaseUrl: string;
  rounds: number;
  subscribers: number;
  print: (line: string) => void;
}): Promise<Row[]> {
  await using system = await startProcesses({
    databaseUrl,
    syncIntervalMs: 1_000,
    gateway: {
      env: { RATE_LIMITS: 'off' },
      nodeOptions: ['--expose-gc', `--import=${new URL('./heap-on-signal.ts', import.meta.url)}`],
    },
  });
  const numbers = Array.from({ length: ordersOf * parcelsOf }, (_, i) => `1Z999AA1${3_000_000_000 + i}`);
  for (let i = 0; i < ordersOf; i += 1)
    system.odooSimulator.world.cloneOrder(38, {
      name: `LIVE${i}`,
      references: numbers.slice(i * parcelsOf, (i + 1) * parcelsOf),
    });
  await eventually(
    async () => {
      const [row] =
        await system.sql`select count(*)::int as n from tracking.shipment where tracking_number = any(${numbers})`;
      return row?.['n'] === numbers.length;
    },
    { timeoutMs: 60_000 },
  );
  const token = await system.partnerToken();
  const delivered = await measureDelivery(system, { token, numbers, rounds });
  const many = await measureMany(system, { token, number: numbers[0] as string, subscribers, print });
  return [...delivered, ...many];
}

async function measureDelivery(
  system: System,
  { token, numbers, rounds }: { token: string; numbers: readonly string[]; rounds: number },
): Promise<Row[]> {
  const [perSecond, seconds, listeners] = [200, 10, 10];
  // Otherwise what is told before a subscription has reached tracking would be missing.
  const after = await system.liveCursor();
  const sentAt = new Map<string, number>();
  let latencies: number[] = [];
  let received = 0;
  const open = await Promise.all(
    Array.from({ length: listeners }, () =>
      subscribe(socketUrlOf(system), { token, after }, (text) => {
        const { payload } = JSON.parse(text) as {
          payload: {
            data: {
              milestoneAdded: { event: { occurredAt: { local: string } }; shipment: { trackingNumber: string } };
            };
          };
        };
        const { event, shipment } = payload.data.milestoneAdded;
        const at = sentAt.get(`${shipment.trackingNumber} ${event.occurredAt.local.slice(0, 16)}`);
        received += 1;
        if (at !== undefined) latencies.push(performance.now() - at);
      }),
    ),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let minute = 0;
  const round = async (length: number) => {
    const begun = performance.now();
    const posts: Promise<void>[] = [];
    const expected = received + perSecond * length * listeners;
    for (let i = 0; i < perSecond * length; i += 1) {
      const due = begun + (i * 1_000) / perSecond;
      const wait = due - performance.now();
      if (wait > 1) await new Promise((next) => setTimeout(next, wait));
      if (i % numbers.length === 0) minute += 7;
      const number = numbers[i % numbers.length] as string;
      const body = arrivals(number, minute);
      sentAt.set(`${number} ${localOf(body)}`, performance.now());
      posts.push(postOnce(system.webhookUrl, agent, signAftership(webhookSecret, body), body));
    }
    await Promise.all(posts);
    await eventually(() => received >= expected, { timeoutMs: 30_000 });
  };
  await round(3);
  const [p50, p99]: [number[], number[]] = [[], []];
  for (let i = 0; i < rounds; i += 1) {
    latencies = [];
    await round(seconds);
    p50.push(quantile(latencies, 0.5));
    p99.push(quantile(latencies, 0.99));
  }
  for (const socket of open) socket.terminate();
  agent.destroy();
  const details = [
    `${listeners} subscribers, ${perSecond} webhooks/s for ${seconds} s a round; from before the request to the parsed message`,
  ];
  return [
    {
      what: 'webhook to subscriber through the gateway at 200/s, p50 in ms',
      values: p50,
      target: { atMost: 25 },
      details,
    },
    { what: 'the same, p99 in ms', values: p99, target: { atMost: 150 }, details: [] },
  ];
}

async function measureMany(
  system: System,
  {
    token,
    number,
    subscribers,
    print,
  }: { token: string; number: string; subscribers: number; print: (line: string) => void },
): Promise<Row[]> {
  const heap = async () => {
    const from = system.output.length;
    process.kill(system.pidOf('gateway'), 'SIGUSR2');
    let bytes = 0;
    await eventually(() => {
      const line = system.output.slice(from).find((one) => one.includes('heap-after-gc'));
      bytes = Number(line?.split('heap-after-gc ')[1]);
      return line !== undefined;
    });
    return bytes;
  };
  const resident = (name: Parameters<System['pidOf']>[0]) =>
    (usageOf(system.pidOf(name))?.residentBytes ?? 0) / 2 ** 20;
  const [heapBefore, residentBefore] = [await heap(), resident('gateway')];
  const served = new Set<number>();
  const sockets: WebSocket[] = [];
  for (let i = 0; i < subscribers; i += 100) {
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(100, subscribers - i) }, (_, n) =>
          subscribe(socketUrlOf(system), { token, after: null }, () => void served.add(i + n)),
        ),
      )),
    );
    if (i % 2_000 === 0) print(`  ${i} subscribers …`);
  }
  // Until the last one listens at the other end as well.
  let minute = 5_000;
  await eventually(
    async () => {
      minute += 1;
      await system.deliver(arrivals(number, minute));
      return served.size === subscribers;
    },
    { timeoutMs: 120_000, everyMs: 2_000 },
  );
  served.clear();
  const begun = performance.now();
  await system.deliver(arrivals(number, 20_000));
  await eventually(() => served.size === subscribers, { timeoutMs: 60_000 });
  const allMs = performance.now() - begun;
  const [heapAfter, residentAfter] = [await heap(), resident('gateway')];
  for (const socket of sockets) socket.terminate();
  const kilobytes = (heapAfter - heapBefore) / subscribers / 1_024;
  return [
    {
      what: `heap of the gateway for each of ${subscribers} subscribers after GC, in KB`,
      values: [kilobytes],
      target: { atMost: 40 },
      details: [
        `all ${subscribers} had one milestone after ${allMs.toFixed(0)} ms`,
        `heap ${(heapBefore / 2 ** 20).toFixed(0)} to ${(heapAfter / 2 ** 20).toFixed(0)} MB; resident: gateway ${residentBefore.toFixed(0)} to ${residentAfter.toFixed(0)} MB, tracking ${resident('services/tracking-subgraph').toFixed(0)} MB`,
      ],
    },
  ];
}

/** As the scan's event tells it back. */
function localOf(body: string): string {
  const { msg } = JSON.parse(body) as { msg: { checkpoints: { checkpoint_time: string }[] } };
  return String(msg.checkpoints.at(-1)?.checkpoint_time).slice(0, 16);
}

/** One socket with one subscription, by hand: the public client would be most of what is measured. Resolves when the subscription was sent. */
function subscribe(
  url: string,
  { token, after }: { token: string; after: string | null },
  onNext: (text: string) => void,
): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
    socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { token } })));
    socket.once('error', reject);
    socket.on('message', (data) => {
      const text = String(data);
      if (text.startsWith('{"type":"connection_ack"')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: lean, variables: { after } } }));
        resolve(socket);
      } else if (text.includes('"type":"next"')) onNext(text);
      else if (text.includes('"type":"ping"')) socket.send('{"type":"pong"}');
      else if (text.includes('"type":"error"')) reject(new Error(text));
    });
  });
}

function postOnce(url: string, agent: Agent, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      );
    });
    request.once('error', reject);
    request.end(body);
  });
}
