import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildPages } from '@milepost/portal/build';
import { databaseConnections } from '../../scripts/cluster-commands.ts';
import { startCluster } from '../support/cluster.ts';
import { type ClusterReport, startClusterLoad } from '../support/cluster-load.ts';

/**
 * A rolling restart of everything, over and over, and a random SIGKILL now and then, under load: at the end every listener has every milestone exactly once.
 * Usage: npm run bench:cluster -- [--seconds 300] [--sockets 1000] [--streams 50] [--watchers 5] [--receivers 2 (of outbound webhooks)]
 * [--refuse-every 3 (of the requests to each)] [--rate 100 (webhooks/s)] [--shipments 200] [--queries 5 (per second)] [--kill-every 20 (seconds)]. Exit code 1 when a promise was broken.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    sockets: { type: 'string', default: '1000' },
    streams: { type: 'string', default: '50' },
    watchers: { type: 'string', default: '5' },
    receivers: { type: 'string', default: '2' },
    'refuse-every': { type: 'string', default: '3' },
    rate: { type: 'string', default: '100' },
    shipments: { type: 'string', default: '200' },
    queries: { type: 'string', default: '5' },
    'kill-every': { type: 'string', default: '20' },
  },
});
const number = (name: keyof typeof values) => {
  const value = Number(values[name]);
  if (value >= 0) return value;
  process.stderr.write(`--${name} is "${values[name]}": give a number\n`);
  process.exit(2);
};
const seconds = number('seconds');
const killEveryMs = number('kill-every') * 1_000;
const begun = Date.now();
const print = (line: string) =>
  void process.stdout.write(`[${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s] ${line}\n`);

// The balancer shows gateways its own address as everybody's.
const options = { PROVIDER_SIM_PLAYS: 'none', CONNECTION_LIMIT_ADDRESS: '100000', LOG_LEVEL: 'warn' };
await buildPages();
const cluster = await startCluster({ env: { ...given(), ...options }, say: print });
try {
  print('the load begins');
  const load = await startClusterLoad({
    ...cluster.target,
    shipments: number('shipments'),
    sockets: number('sockets'),
    streams: number('streams'),
    watchers: number('watchers'),
    receivers: number('receivers'),
    receiversRefuseEvery: number('refuse-every'),
    webhooksPerSecond: number('rate'),
    queriesPerSecond: number('queries'),
  });
  print('all listeners are connected');
  const until = Date.now() + seconds * 1_000;
  const restarts = { clean: 0, unclean: 0, killed: 0 };
  let killAt = Date.now() + killEveryMs;
  let mostConnections = 0;
  for (let i = 0; Date.now() < until; i += 1) {
    const killed = Date.now() >= killAt;
    const of = cluster.instances;
    const id = of[killed ? Math.floor(Math.random() * of.length) : i % of.length] as string;
    if (killed) {
      killAt = Date.now() + killEveryMs;
      i -= 1;
    }
    load.phase = killed ? 'killed' : 'restarted';
    const { exitCode, sentence } = await cluster.restart(id, killed ? 'SIGKILL' : 'SIGTERM');
    restarts[killed ? 'killed' : exitCode === 0 ? 'clean' : 'unclean'] += 1;
    const { held } = await databaseConnections(cluster.databaseUrl);
    mostConnections = Math.max(
      mostConnections,
      [...held.values()].reduce((sum, one) => sum + one, 0),
    );
    print(`${sentence}; ${load.webhooks.accepted} webhooks accepted, ${load.deliveries} messages received`);
  }
  load.phase = 'after';
  const report = await load.finish({ timeoutMs: 180_000 });
  await load[Symbol.asyncDispose]();
  for (const line of linesOf(report)) print(line);
  print(
    `${restarts.clean} clean restarts, ${restarts.unclean} with another code than 0, ${restarts.killed} SIGKILLs; at most ${mostConnections} connections to PostgreSQL; ${cpus().length} cores`,
  );
  if (report.broken.length > 0 || restarts.unclean > 0) process.exitCode = 1;
} finally {
  await cluster[Symbol.asyncDispose]();
}

/** A Redis or a database of the caller's. */
function given(): Record<string, string> {
  const { REDIS_URL, DATABASE_URL } = process.env;
  return { ...(REDIS_URL && { REDIS_URL }), ...(DATABASE_URL && { DATABASE_URL }) };
}

function linesOf({ webhooks, queries, milestones, deliveries, returns, latency, broken }: ClusterReport): string[] {
  const list = (map: Map<string, number>) => [...map].map(([what, times]) => `${what} ${times}`).join('; ') || 'none';
  const ms = (value: number) => `${Math.round(value)} ms`;
  return [
    `webhooks: ${webhooks.accepted} accepted; refused and repeated: ${list(webhooks.refused)}`,
    `queries and pages: ${queries.answered} answered; failed: ${list(queries.failed)}`,
    `${milestones} milestones, ${deliveries} messages; listeners came back: ${list(returns)}`,
    `webhook to listener: p50 ${ms(latency.p50Ms)}, p99 ${ms(latency.p99Ms)}, at most ${ms(latency.maxMs)}`,
    broken.length === 0 ? 'every listener has every milestone exactly once' : `BROKEN (${broken.length}):`,
    ...broken.slice(0, 50).map((line) => `  ${line}`),
  ];
}
