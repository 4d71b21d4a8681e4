import { rmSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildPages } from '@milepost/portal/build';
import { readClusterCommands } from './cluster-prompt.ts';
import { checkPorts, createStack, RefusedError, type RunningStack } from './run-stack.ts';
import { addressesOf, demoAccounts, planStack, type StackPlan, type StackSecrets } from './stack-config.ts';
import { writePrivate } from './stack-secrets.ts';

/**
 * Everything on one machine: an embedded PostgreSQL unless DATABASE_URL is set, the simulators of what is not configured, both subgraphs,
 * gateway and portal. --watch starts a process again when its files change. --cluster runs two of each process of ours behind balancers and takes commands
 * (docs/cluster.md). Data stay in DATA_DIR (.data) for the next start.
 */
const root = join(import.meta.dirname, '..');
const dataDir = resolve(root, process.env['DATA_DIR'] || '.data');
const isWatching = process.argv.includes('--watch');
const isCluster = process.argv.includes('--cluster');
const begun = Date.now();

const say = (line: string) => void process.stdout.write(`${line}\n`);
const step = (line: string) => say(`[${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s] ${line}`);

let stack: RunningStack | undefined;
let stopping: Promise<never> | null = null;
let stopAskedAt = 0;

function stopAll(exitCode: number): Promise<never> {
  stopping ??= (async () => {
    if (await stack?.stop()) say('stopped');
    process.exit(exitCode);
  })();
  return stopping;
}

function onSignal(signal: string): void {
  // One Ctrl-C may come twice, from the terminal and from npm; a person who asks again means it.
  if (stopping && Date.now() - stopAskedAt > 1_500) {
    stack?.kill();
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

async function start(): Promise<void> {
  const decision = planStack(process.env, { instances: isCluster ? 2 : 1 });
  if ('problems' in decision) throw new RefusedError(decision.problems.join('\n'));
  const { plan } = decision;
  for (const warning of plan.warnings) say(`Warning: ${warning}`);
  await checkPorts(plan);
  const demoFile = join(dataDir, 'demo.json');
  rmSync(demoFile, { force: true });
  await buildPages();
  if (isWatching) buildOnChange();
  if (stopping) return;
  stack = createStack({
    plan,
    env: process.env,
    dataDir,
    nodeOptions: isWatching ? ['--watch', '--watch-preserve-output'] : [],
    say,
    step,
    giveUp(sentence) {
      process.stderr.write(`${sentence} Everything is stopped.\n`);
      void stopAll(1);
    },
  });
  const { secrets, databaseUrl } = await stack.start();
  if (stopping) return;
  if (plan.demo) writePrivate(demoFile, demoFileContent(plan, secrets));
  announce(plan, secrets, demoFile);
  if (isCluster) readClusterCommands({ stack, databaseUrl, say, quit: () => onSignal('quit') });
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
