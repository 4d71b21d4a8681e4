import { closeSync, existsSync, mkdirSync, openSync, rmSync, watch, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isPortTaken, type RunningPostgres, startPostgres, startService } from '@milepost/local-stack';
import { buildPages } from '@milepost/portal/build';
import { describeLine } from './log-line.ts';
import {
  addressesOf,
  demoAccounts,
  environmentOf,
  planStack,
  readyUrlOf,
  type StackPlan,
  type StackSecrets,
} from './stack-config.ts';
import { loadSecrets, withGiven, writePrivate } from './stack-secrets.ts';
import { supervise } from './supervise.ts';

/**
 * Everything on one machine: an embedded PostgreSQL unless DATABASE_URL is set, the simulators of what is not configured, both subgraphs,
 * gateway and portal. --watch starts a process again when its files change. Data stay in DATA_DIR (.data) for the next start.
 */
const root = join(import.meta.dirname, '..');
const dataDir = resolve(root, process.env['DATA_DIR'] || '.data');
const isWatching = process.argv.includes('--watch');
const begun = Date.now();

const say = (line: string) => void process.stdout.write(`${line}\n`);
const step = (line: string) => say(`[${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s] ${line}`);

class RefusedError extends Error {}

/** What was started, in that order; stopping goes backwards. */
const running: { name: string; stop: () => Promise<void>; kill: () => void }[] = [];
let stopping: Promise<never> | null = null;
let stopAskedAt = 0;

function stopAll(exitCode: number): Promise<never> {
  stopping ??= (async () => {
    const wasRunning = running.length > 0;
    for (;;) {
      const last = running.pop();
      if (!last) break;
      await last.stop().catch((error) => say(`${last.name} did not stop cleanly: ${error.message}`));
    }
    if (wasRunning) say('stopped');
    process.exit(exitCode);
  })();
  return stopping;
}

function onSignal(signal: NodeJS.Signals): void {
  // One Ctrl-C may come twice, from the terminal and from npm; a person who asks again means it.
  if (stopping && Date.now() - stopAskedAt > 1_500) {
    for (const { kill } of running) kill();
    process.exit(1);
  }
  if (stopping) return;
  stopAskedAt = Date.now();
  say(`\n${signal}: stopping (once more to stop at once)`);
  void stopAll(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
// A terminal that went away must not end us before the others are stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
const starter = process.ppid;
setInterval(() => {
  if (process.ppid !== starter && !stopping) onSignal('SIGTERM');
}, 500).unref();

async function checkPorts({ ports, host }: StackPlan): Promise<void> {
  for (const { number, variable, owner } of ports) {
    const isTaken = (await isPortTaken(number)) || (host !== '127.0.0.1' && (await isPortTaken(number, host)));
    if (isTaken)
      throw new RefusedError(
        `Port ${number}, needed by ${owner}, is taken by another program; end that program or set ${variable} to a free port.`,
      );
  }
}

function logFile(name: string): (line: string) => void {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const file = openSync(join(dataDir, 'logs', `${name}.log`), 'w', 0o600);
  process.once('exit', () => closeSync(file));
  return (line) => void writeSync(file, `${line}\n`);
}

async function openDatabase(plan: StackPlan): Promise<string> {
  if (plan.databaseUrl) return plan.databaseUrl;
  const folder = join(dataDir, 'postgres');
  step(existsSync(folder) ? 'starting PostgreSQL' : 'making a PostgreSQL database');
  const log = logFile('postgres');
  let isOurEnd = false;
  const launch = async (port: number | null): Promise<RunningPostgres> => {
    const launched = await startPostgres({ dataDir: folder, durable: true, log, ...(port !== null && { port }) });
    void launched.exited.then(async () => {
      if (isOurEnd || stopping) return;
      say('PostgreSQL ended unexpectedly; starting it again');
      try {
        server = await launch(launched.port);
      } catch (error) {
        process.stderr.write(`PostgreSQL could not be started again: ${(error as Error).message}\n`);
        void stopAll(1);
      }
    });
    return launched;
  };
  let server = await launch(plan.postgresPort);
  running.push({
    name: 'PostgreSQL',
    stop: () => {
      isOurEnd = true;
      return server.stop();
    },
    // It ends by itself when we do.
    kill: () => {},
  });
  return server.url;
}

async function start(): Promise<void> {
  const decision = planStack(process.env);
  if ('problems' in decision) throw new RefusedError(decision.problems.join('\n'));
  const { plan } = decision;
  for (const warning of plan.warnings) say(`Warning: ${warning}`);
  await checkPorts(plan);

  const secretsFile = join(dataDir, 'secrets.json');
  if (!existsSync(secretsFile) && existsSync(join(dataDir, 'postgres')) && !process.env['KEY_ENCRYPTION_KEY'])
    throw new RefusedError(
      `${secretsFile} is missing, and ${join(dataDir, 'postgres')} holds data encrypted with a key from it; restore the file, or remove ${dataDir} to start with empty data.`,
    );
  const secrets = withGiven(loadSecrets(secretsFile), process.env);
  const demoFile = join(dataDir, 'demo.json');
  rmSync(demoFile, { force: true });
  const databaseUrl = await openDatabase(plan);
  await buildPages();
  if (isWatching) buildOnChange();

  const waiting: Promise<void>[] = [];
  for (const process_ of plan.processes) {
    const { name, entry } = process_;
    if (stopping) return;
    const log = logFile(name);
    const supervised = supervise({
      name,
      say,
      giveUp: (sentence) => {
        process.stderr.write(`${sentence} Everything is stopped.\n`);
        void stopAll(1);
      },
      start: () =>
        startService({
          name,
          entry: join(root, entry),
          cwd: root,
          env: environmentOf(name, { plan, secrets, databaseUrl, env: process.env }),
          readyUrl: readyUrlOf(process_),
          nodeOptions: isWatching ? ['--watch', '--watch-preserve-output'] : [],
          onLine: (line, stream) => {
            log(line);
            const shown = describeLine(line, stream);
            if (shown) say(`[${name}] ${shown}`);
          },
        }),
    });
    running.push({ name, ...supervised });
    const ready = supervised.ready().then(() => step(`${name} is ready`));
    // Looked at below, unless a signal ends the start before that.
    ready.catch(() => {});
    waiting.push(ready);
  }
  await Promise.all(waiting);
  if (stopping) return;
  if (plan.demo) writePrivate(demoFile, demoFileContent(plan, secrets));
  announce(plan, secrets, demoFile);
}

/** The portal itself restarts because the built pages it imports have changed. */
function buildOnChange(): void {
  let timer: NodeJS.Timeout | undefined;
  watch(join(root, 'portal/src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      buildPages().catch((error: Error) => say(`[pages] ${error.message}`));
    }, 100);
  }).unref();
}

/** For scripts and people: where everything is and how to sign in. */
function demoFileContent(plan: StackPlan, secrets: StackSecrets): object {
  return {
    addresses: addressesOf(plan),
    accounts: Object.fromEntries(demoAccounts(secrets).map(({ kind, ...account }) => [kind, account])),
    partner: { clientId: secrets.DEMO_PARTNER_CLIENT_ID, clientSecret: secrets.DEMO_PARTNER_CLIENT_SECRET },
    secrets: {
      // Several may be valid at once; the first signs.
      aftershipWebhookSecret: secrets.AFTERSHIP_WEBHOOK_SECRET.split(',')[0]?.trim(),
      trackingmoreWebhookSecret: secrets.TRACKINGMORE_WEBHOOK_SECRET.split(',')[0]?.trim(),
      trackingmoreWebhookPathToken: secrets.TRACKINGMORE_WEBHOOK_PATH_TOKEN.split(',')[0]?.trim(),
    },
  };
}

function announce(plan: StackPlan, secrets: StackSecrets, demoFile: string): void {
  const addresses = addressesOf(plan);
  say('');
  step('Milepost is running');
  say(`  Pages               ${plan.publicOrigin}`);
  say(`  GraphQL             ${addresses.graphql}`);
  say(`  AfterShip webhooks  ${addresses.aftershipWebhook}`);
  if (plan.demo) {
    say('  A customer’s page   order S00038 with ann.rivera@alpine.example.com, or postcode 80011');
    if (!process.env['SMTP_URL']) {
      say(
        `  Sign-in by link     ${addresses.publicOrigin}/sign-in with ann.rivera@alpine.example.com; the mail shows at`,
      );
      say(`                      ${addresses.publicOrigin}/auth/mailbox`);
    }
    say('  Demo sign-ins (this machine only):');
    for (const { kind, email, password } of demoAccounts(secrets))
      say(`    ${kind.padEnd(9)} ${email.padEnd(34)} ${password}`);
    say(`    partner   ${secrets.DEMO_PARTNER_CLIENT_ID.padEnd(34)} ${secrets.DEMO_PARTNER_CLIENT_SECRET}`);
    say(`  All of this for scripts: ${demoFile}; a scan: node scripts/post-scan.mjs`);
  } else {
    say(`  Demo mode is off${plan.real.length > 0 ? ` because of ${plan.real.join(', ')}` : ''}.`);
  }
  say(`  Logs: ${join(dataDir, 'logs')}. Ctrl-C stops everything; data stay.\n`);
}

try {
  await start();
} catch (error) {
  // While stopping, a process that ended before it was ready is no news.
  if (!stopping)
    process.stderr.write(
      `${error instanceof RefusedError ? '' : 'Milepost could not start: '}${(error as Error).message}\n`,
    );
  await stopAll(1);
}
