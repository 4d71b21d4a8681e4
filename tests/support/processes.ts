import { fileURLToPath } from 'node:url';
import { freePort, type RunningService, startService } from '@milepost/local-stack';
import { startOdooSimulator } from '@milepost/odoo-simulator';
import { signWebhook, webhookOwnerPaths } from '@milepost/service-kit';
import { signAftership } from '@milepost/testkit';
import postgres from 'postgres';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const webhookSecret = 'processes-aftership-secret';
const partner = { clientId: 'processes-partner', clientSecret: 'mps_processes-secret-long-enough' };

/** The whole system as processes of their own on the given database, so that they can be killed and measured. They migrate it themselves. */
export async function startProcesses({
  databaseUrl,
  syncIntervalMs,
  gateway = {},
}: {
  databaseUrl: string;
  syncIntervalMs: number;
  /** What the gateway gets on top, and how its Node is started. */
  gateway?: { env?: Record<string, string>; nodeOptions?: string[] };
}) {
  const simulator = await startOdooSimulator();
  const [gatewayPort, gatewayPrivate, trackingPort, trackingPrivate, odooPort, odooPrivate] = (await Promise.all(
    Array.from({ length: 6 }, freePort),
  )) as [number, number, number, number, number, number];
  const shared = {
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    KEY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    INTERNAL_EVENTS_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
    VIEWER_JWKS_URL: `http://127.0.0.1:${gatewayPrivate}/jwks`,
    LOG_LEVEL: 'error',
  };
  const environments = {
    'services/tracking-subgraph': {
      ...shared,
      PUBLIC_PORT: `${trackingPort}`,
      PRIVATE_PORT: `${trackingPrivate}`,
      AFTERSHIP_WEBHOOK_SECRET: webhookSecret,
      CARRIER_MAPPING: '{"UPS Ground":"ups"}',
    },
    'services/odoo-subgraph': {
      ...shared,
      PUBLIC_PORT: `${odooPort}`,
      PRIVATE_PORT: `${odooPrivate}`,
      TRACKING_EVENTS_URL: `http://127.0.0.1:${trackingPrivate}/events`,
      ODOO_URL: simulator.url,
      ODOO_DB: simulator.db,
      ODOO_LOGIN: simulator.login,
      ODOO_API_KEY: simulator.apiKey,
      SYNC_INTERVAL_MS: `${syncIntervalMs}`,
    },
    gateway: {
      ...shared,
      PUBLIC_PORT: `${gatewayPort}`,
      PRIVATE_PORT: `${gatewayPrivate}`,
      PUBLIC_ORIGIN: `http://localhost:${gatewayPort}`,
      AUTH_SECRET: 'processes-auth-secret-processes-auth-secret',
      ODOO_SUBGRAPH_URL: `http://127.0.0.1:${odooPrivate}/graphql`,
      TRACKING_SUBGRAPH_URL: `http://127.0.0.1:${trackingPrivate}/graphql`,
      ORDER_ACCESS_JWKS_URL: `http://127.0.0.1:${odooPrivate}/jwks`,
      DEMO_MODE: '1',
      DEMO_ACCOUNTS: '[]',
      DEMO_PARTNER_CLIENT_ID: partner.clientId,
      DEMO_PARTNER_CLIENT_SECRET: partner.clientSecret,
      ...gateway.env,
    },
  } as const;
  type Name = keyof typeof environments;
  const running = new Map<Name, RunningService>();
  const output: string[] = [];

  async function start(name: Name): Promise<void> {
    const env = environments[name];
    const service = startService({
      name,
      entry: `${root}${name}/src/main.ts`,
      env: { ...env },
      readyUrl: `http://127.0.0.1:${env.PRIVATE_PORT}/readyz`,
      ...(name === 'gateway' && gateway.nodeOptions && { nodeOptions: gateway.nodeOptions }),
      onLine: (line) => void output.push(`${name}: ${line}`),
    });
    running.set(name, service);
    await service.ready();
  }
  await Promise.all([start('gateway'), start('services/tracking-subgraph'), start('services/odoo-subgraph')]);
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });

  return {
    sql,
    output,
    odooSimulator: simulator,
    gatewayUrl: `http://127.0.0.1:${gatewayPort}`,
    /** Signs somebody of DEMO_ACCOUNTS in: headers of what a browser then sends. */
    async signIn({
      email,
      password,
    }: {
      email: string;
      password: string;
    }): Promise<{ cookie: string; origin: string }> {
      const origin = `http://localhost:${gatewayPort}`;
      const response = await fetch(`http://127.0.0.1:${gatewayPort}/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email, password }),
      });
      return { cookie: String(response.headers.get('set-cookie')).split(';', 1)[0] as string, origin };
    },
    /** Of the subgraphs, the gateway's own among them. */
    graphUrls: {
      identity: `http://127.0.0.1:${gatewayPrivate}/graphql`,
      odoo: `http://127.0.0.1:${odooPrivate}/graphql`,
      tracking: `http://127.0.0.1:${trackingPrivate}/graphql`,
    },
    webhookUrl: `http://127.0.0.1:${trackingPort}/webhooks/aftership`,
    pidOf: (name: Name) => running.get(name)?.child.pid as number,
    async partnerToken(): Promise<string> {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: partner.clientId,
        client_secret: partner.clientSecret,
      });
      return (
        (await (await fetch(`http://127.0.0.1:${gatewayPort}/auth/token`, { method: 'POST', body })).json()) as {
          access_token: string;
        }
      ).access_token;
    },
    /** What the gateway hands to subgraphs for the partner; lives for a minute. */
    async viewerToken(): Promise<string> {
      const body = JSON.stringify({ clientId: partner.clientId });
      const headers = signWebhook([shared.INTERNAL_EVENTS_SECRET], { id: crypto.randomUUID(), body, now: new Date() });
      const url = `http://127.0.0.1:${gatewayPrivate}${webhookOwnerPaths.viewer}`;
      return ((await (await fetch(url, { method: 'POST', headers, body })).json()) as { token: string }).token;
    },
    /** Where the stream of milestones stands. */
    async liveCursor(): Promise<string> {
      const response = await fetch(`http://127.0.0.1:${gatewayPort}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ liveCursor }"}',
      });
      return ((await response.json()) as { data: { liveCursor: string } }).data.liveCursor;
    },
    /** As a provider does: again and again until it is accepted. */
    async deliver(body: string): Promise<void> {
      for (;;) {
        const response = await fetch(`http://127.0.0.1:${trackingPort}/webhooks/aftership`, {
          method: 'POST',
          headers: signAftership(webhookSecret, body),
          body,
        }).catch(() => null);
        if (response?.ok) return;
        await new Promise((again) => setTimeout(again, 50));
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((service) => service.stop()));
      await simulator[Symbol.asyncDispose]();
      await sql.end({ timeout: 2 });
    },
  };
}
