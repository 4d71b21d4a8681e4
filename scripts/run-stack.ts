import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  findProgram,
  isPortTaken,
  type RunningBalancer,
  type RunningPostgres,
  startBalancer,
  startPostgres,
  startRedis,
  startService,
} from '@milepost/local-stack';
import { describeLine } from './log-line.ts';
import { balancersOf, environmentOf, readyUrlOf, type StackPlan } from './stack-config.ts';
import { loadSecrets, withGiven } from './stack-secrets.ts';
import { type Supervised, supervise } from './supervise.ts';

/** Something that whoever starts the stack can put right; shown without more. */
export class RefusedError extends Error {}

const root = join(import.meta.dirname, '..');

/** Throws RefusedError when another program has one of the ports. */
export async function checkPorts({ ports, host }: StackPlan): Promise<void> {
  for (const { number, variable, owner } of ports) {
    const isTaken = (await isPortTaken(number)) || (host !== '127.0.0.1' && (await isPortTaken(number, host)));
    if (isTaken)
      throw new RefusedError(
        `Port ${number}, needed by ${owner}, is taken by another program; end that program or set ${variable} to a free port.`,
      );
  }
}

export interface StackOptions {
  plan: StackPlan;
  env: Readonly<Record<string, string | undefined>>;
  /** Absolute; holds data, secrets and logs. */
  dataDir: string;
  /** Of Node, for our processes. */
  nodeOptions?: string[];
  /** A line for people. */
  say: (line: string) => void;
  /** The same, for a step of the start. */
  step: (line: string) => void;
  /** Called once when a process cannot be kept up. */
  giveUp: (sentence: string) => void;
}
export type RunningStack = ReturnType<typeof createStack>;

/**
 * Everything of a plan on this machine: PostgreSQL unless one is given, with several instances Redis where there is one and balancers, then the processes, which
 * are kept up. `stop` may come in the middle of `start`; it goes backwards, and what was not started yet is not started any more.
 */
export function createStack({ plan, env, dataDir, nodeOptions = [], say, step, giveUp }: StackOptions) {
  /** What was started, in that order; those of one kind are stopped together. */
  const running: { name: string; kind: string; stop: () => Promise<void>; kill: () => void }[] = [];
  const processes = new Map<string, Supervised>();
  const balancers: { name: string; port: number; balancer: RunningBalancer }[] = [];
  const files: number[] = [];
  let stopping: Promise<void> | null = null;
  const nothingToKill = () => {};
  const secretsFile = join(dataDir, 'secrets.json');
  const postgresFolder = join(dataDir, 'postgres');

  function logFile(name: string): (line: string) => void {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    const file = openSync(join(dataDir, 'logs', `${name}.log`), 'w', 0o600);
    files.push(file);
    // A last line may come after the process has ended.
    return (line) => void (files.includes(file) && writeSync(file, `${line}\n`));
  }

  async function openDatabase(): Promise<string> {
    if (plan.databaseUrl) return plan.databaseUrl;
    step(existsSync(postgresFolder) ? 'starting PostgreSQL' : 'making a PostgreSQL database');
    const log = logFile('postgres');
    let isOurEnd = false;
    const launch = async (port: number | null): Promise<RunningPostgres> => {
      const options = { dataDir: postgresFolder, durable: true, log, ...(port !== null && { port }) };
      const launched = await startPostgres(options);
      void launched.exited.then(async () => {
        if (isOurEnd || stopping) return;
        say('PostgreSQL ended unexpectedly; starting it again');
        try {
          server = await launch(launched.port);
        } catch (error) {
          giveUp(`PostgreSQL could not be started again: ${(error as Error).message}`);
        }
      });
      return launched;
    };
    let server = await launch(plan.postgresPort);
    const stop = () => {
      isOurEnd = true;
      return server.stop();
    };
    // It ends by itself when we do.
    running.push({ name: 'PostgreSQL', kind: 'PostgreSQL', stop, kill: nothingToKill });
    return server.url;
  }

  /** With several instances: the given one, or one of its own where redis-server is installed; null: they wake each other by LISTEN/NOTIFY. */
  async function openRedis(): Promise<string | null> {
    if (env['REDIS_URL']) return env['REDIS_URL'];
    if (balancersOf(plan).length === 0) return null;
    const path = findProgram(['redis-server']);
    if (!path) {
      say(
        'There is no redis-server here and REDIS_URL is not set: instances wake each other by LISTEN/NOTIFY, and each',
      );
      say('counts limits for itself.');
      return null;
    }
    step('starting Redis');
    const redis = await startRedis(path);
    running.push({ name: 'Redis', kind: 'Redis', stop: async () => redis[Symbol.asyncDispose](), kill: redis.kill });
    return redis.url;
  }

  async function start() {
    if (!existsSync(secretsFile) && existsSync(postgresFolder) && !env['KEY_ENCRYPTION_KEY'])
      throw new RefusedError(
        `${secretsFile} is missing, and ${postgresFolder} holds data encrypted with a key from it; restore the file, or remove ${dataDir} to start with empty data.`,
      );
    const secrets = withGiven(loadSecrets(secretsFile), env);
    const databaseUrl = await openDatabase();
    const redisUrl = await openRedis();
    for (const { name, port, targets } of balancersOf(plan)) {
      if (stopping) break;
      const balancer = await startBalancer({ port, host: plan.host, targets });
      balancers.push({ name, port, balancer });
      const stop = async () => balancer[Symbol.asyncDispose]();
      running.push({ name: `the balancer of ${name}`, kind: 'balancer', stop, kill: nothingToKill });
    }

    const told = { ...env, ...(redisUrl && { REDIS_URL: redisUrl }) };
    const given = Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const waiting: Promise<void>[] = [];
    for (const process of plan.processes) {
      const { id, entry } = process;
      if (stopping) break;
      const log = logFile(id);
      const supervised = supervise({
        name: id,
        say,
        giveUp,
        start: () =>
          startService({
            name: id,
            entry: join(root, entry),
            cwd: root,
            env: { ...given, ...environmentOf(id, { plan, secrets, databaseUrl, env: told }) },
            readyUrl: readyUrlOf(process),
            nodeOptions,
            onLine: (line, stream) => {
              log(line);
              const shown = describeLine(line, stream);
              if (shown) say(`[${id}] ${shown}`);
            },
          }),
      });
      processes.set(id, supervised);
      running.push({ name: id, kind: process.name, ...supervised });
      const ready = supervised.ready().then(() => step(`${id} is ready`));
      // Looked at below, unless a signal ends the start before that.
      ready.catch(() => {});
      waiting.push(ready);
    }
    await Promise.all(waiting);
    return { secrets, databaseUrl, redisUrl };
  }

  return {
    plan,
    start,
    /** By id; filled while it starts. */
    processes: processes as ReadonlyMap<string, Supervised>,
    balancers: balancers as readonly { name: string; port: number; balancer: RunningBalancer }[],
    get isStopping() {
      return stopping !== null;
    },
    /** Resolves with whether there was something to stop. */
    async stop(): Promise<boolean> {
      const wasRunning = running.length > 0;
      stopping ??= (async () => {
        for (;;) {
          const kind = running.at(-1)?.kind;
          if (kind === undefined) break;
          const last = running.splice(running.findIndex((other) => other.kind === kind));
          await Promise.all(
            last.map(({ name, stop }) =>
              stop().catch((error) => say(`${name} did not stop cleanly: ${error.message}`)),
            ),
          );
        }
        for (const file of files.splice(0)) closeSync(file);
      })();
      await stopping;
      return wasRunning;
    },
    kill() {
      for (const { kill } of running) kill();
    },
  };
}
