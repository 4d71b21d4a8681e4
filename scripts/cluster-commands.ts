import postgres from 'postgres';
import type { RunningStack } from './run-stack.ts';

/** What can be done to a running cluster, from its prompt or from a script. */
export type ClusterCommand =
  | { name: 'help' }
  | { name: 'status' }
  | { name: 'quit' }
  | { name: 'restart'; id: string }
  | { name: 'roll' }
  | { name: 'kill'; id: string };

export const clusterHelp = [
  'restart <process>   one process ends as at a deployment (SIGTERM) and starts again',
  'roll                the same with all of them, one after the other',
  'kill [process]      SIGKILL: that one, or one by chance; it starts again',
  'status              who is ready, who holds how many connections, and what PostgreSQL has to bear',
  'help, quit',
];

/** The command a line means, null for an empty line, or a sentence that says what is wrong with it. `chance` gives 0 up to 1. */
export function readClusterCommand(
  line: string,
  ids: readonly string[],
  chance: () => number = Math.random,
): ClusterCommand | string | null {
  const [name = '', given, ...more] = line.trim().split(/\s+/);
  if (name === '') return null;
  if (more.length > 0 || (given !== undefined && name !== 'restart' && name !== 'kill'))
    return `"${line.trim()}" says too much; help lists the commands.`;
  if (given !== undefined && !ids.includes(given))
    return `There is no process "${given}" here; there are ${ids.join(', ')}.`;
  switch (name) {
    case 'help':
    case 'status':
    case 'roll':
    case 'quit':
      return { name };
    case 'kill':
      return { name, id: given ?? (ids[Math.floor(chance() * ids.length)] as string) };
    case 'restart':
      return given ? { name, id: given } : `Restart which one? There are ${ids.join(', ')}.`;
    default:
      return `There is no command "${name}"; help lists them.`;
  }
}

/** Ids of the processes that run several times: those that may go away without anybody noticing. */
export function instancesOf(stack: RunningStack): string[] {
  return stack.plan.processes.filter(({ id, name }) => id !== name).map(({ id }) => id);
}

/** Ends one process and waits until its successor is ready, for its balancer too. Returns what happened, for people. */
export async function restartInstance(
  stack: RunningStack,
  id: string,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<{ id: string; exitCode: number | null; sentence: string }> {
  const process = stack.processes.get(id);
  if (!process) throw new Error(`there is no process ${id}`);
  const begun = Date.now();
  const { code } = await process.restart(signal);
  const balancers = stack.balancers.map(({ balancer }) => balancer);
  const isKnown = () =>
    balancers.every((balancer) => balancer.state().every((target) => target.id !== id || target.isReady));
  while (!isKnown() && !stack.isStopping) await new Promise((again) => setTimeout(again, 20));
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  const how = signal === 'SIGKILL' ? 'was killed' : code === 0 ? 'ended cleanly' : `ended with code ${code}`;
  return { id, exitCode: code, sentence: `${id} ${how} and is back after ${seconds} s` };
}

/** Restarts every instance, one after the other, each only when the one before it is ready again. */
export async function rollingRestart(
  stack: RunningStack,
  onRestarted: (restarted: Awaited<ReturnType<typeof restartInstance>>) => void,
): Promise<void> {
  for (const id of instancesOf(stack)) {
    if (stack.isStopping) return;
    onRestarted(await restartInstance(stack, id, 'SIGTERM'));
  }
}

/** Connections to the database by who holds them, and how many it takes. */
export async function databaseConnections(databaseUrl: string): Promise<{ limit: number; held: Map<string, number> }> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    const [setting] = await sql<{ limit: number }[]>`select current_setting('max_connections')::int as limit`;
    const rows = await sql<{ name: string; count: number }[]>`
      select application_name as name, count(*)::int as count from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid() group by 1 order by 1`;
    return { limit: setting?.limit ?? 0, held: new Map(rows.map(({ name, count }) => [name, count])) };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export async function statusLines(stack: RunningStack, databaseUrl: string): Promise<string[]> {
  const lines = instancesOf(stack).map((id) => {
    const seen = stack.balancers.flatMap(({ port, balancer }) =>
      balancer.state().flatMap((target) => (target.id === id ? [{ port, ...target }] : [])),
    );
    const isReady = seen.every((target) => target.isReady);
    const connections = seen.map((target) => `${target.connections} at :${target.port}`).join(', ');
    const pid = stack.processes.get(id)?.pid();
    return `${id.padEnd(20)} ${isReady ? 'ready    ' : 'not ready'} ${pid ? `process ${pid}` : 'no process'}; connections ${connections}`;
  });
  const { limit, held } = await databaseConnections(databaseUrl);
  const all = [...held.values()].reduce((sum, count) => sum + count, 0);
  const who = [...held].map(([name, count]) => `${name || 'without a name'} ${count}`).join(', ');
  return [...lines, `PostgreSQL           ${all} of ${limit} connections: ${who}`];
}
