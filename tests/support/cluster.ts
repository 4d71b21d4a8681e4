import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instancesOf, restartInstance } from '../../scripts/cluster-commands.ts';
import { checkPorts, createStack, RefusedError } from '../../scripts/run-stack.ts';
import { addressesOf, planStack, type StackPlan } from '../../scripts/stack-config.ts';

type Instances = NonNullable<NonNullable<Parameters<typeof planStack>[1]>['instances']>;

/** A plan with so many instances of each process whose ports are all free. They lie below those that the system gives to outgoing connections. */
async function freePlan(
  env: Record<string, string>,
  instances: Instances,
): Promise<{ plan: StackPlan; env: Record<string, string> }> {
  for (;;) {
    const base = 11_000 + Math.floor(Math.random() * 20) * 1_000;
    const ports = {
      GATEWAY_PORT: base,
      TRACKING_PORT: base + 1,
      ODOO_SUBGRAPH_PORT: base + 2,
      PORTAL_PORT: base + 3,
      PROVIDER_SIM_PORT: base + 10,
      ODOO_SIM_PORT: base + 69,
    };
    const all = { ...env, ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `${port}`])) };
    const decision = planStack(all, { instances });
    if ('problems' in decision) throw new Error(decision.problems.join('\n'));
    try {
      await checkPorts(decision.plan);
      return { plan: decision.plan, env: all };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
}

/** What `npm run cluster` starts, on ports and data of its own; with DATABASE_URL in `env` on that database. */
export async function startCluster({
  env: given,
  instances = 2,
  say,
}: {
  env: Record<string, string>;
  instances?: Instances;
  say: (line: string) => void;
}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'milepost-cluster-'));
  chmodSync(dataDir, 0o755);
  const { plan, env } = await freePlan(given, instances);
  const stack = createStack({
    plan,
    env,
    dataDir,
    say,
    step: say,
    giveUp: (sentence) => say(sentence),
  });
  const stop = async () => {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { secrets, databaseUrl } = await stack.start();
    const addresses = addressesOf(plan);
    return {
      stack,
      databaseUrl,
      instances: instancesOf(stack),
      restart: (id: string, signal: 'SIGTERM' | 'SIGKILL') => restartInstance(stack, id, signal),
      /** As the load wants them. */
      target: {
        databaseUrl,
        gatewayUrl: addresses.gateway.replace('localhost', '127.0.0.1'),
        webhookUrl: addresses.aftershipWebhook.replace('localhost', '127.0.0.1'),
        webhookSecret: secrets.AFTERSHIP_WEBHOOK_SECRET,
        partner: { clientId: secrets.DEMO_PARTNER_CLIENT_ID, clientSecret: secrets.DEMO_PARTNER_CLIENT_SECRET },
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
