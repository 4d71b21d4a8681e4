import { connectDatabase, createLogger } from '@milepost/service-kit';
import { createTestDatabase } from '@milepost/testkit';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { inject } from 'vitest';
import WebSocket from 'ws';
import { loadConfig } from '../../src/config.ts';
import { migrate, startGateway } from '../../src/server.ts';
import { lazyVerifier, startOdoo, startOrderAccessIssuer, startTracking } from './subgraphs.ts';

export const origin = 'http://localhost:4000';
export const partner = { id: 'test-partner', secret: 'mps_test-secret-of-enough-length' };
export const accounts = {
  agent: { kind: 'agent', name: 'Ada', email: 'Agent@test.example', password: 'agent-password' },
  operator: { kind: 'operator', email: 'operator@test.example', password: 'operator-password' },
  customer: { kind: 'customer', email: 'customer@test.example', password: 'customer-password', customers: [45, 46] },
} as const;

export function environment(given: Record<string, string>): Record<string, string> {
  return {
    PUBLIC_PORT: '0',
    PRIVATE_PORT: '0',
    PUBLIC_ORIGIN: origin,
    KEY_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
    AUTH_SECRET: 'b4c7e1f09a2d4c6e8f0a1b2c3d4e5f60718293a4b5c6d7e8',
    DEMO_MODE: '1',
    DEMO_ACCOUNTS: JSON.stringify(Object.values(accounts)),
    DEMO_PARTNER_CLIENT_ID: partner.id,
    DEMO_PARTNER_CLIENT_SECRET: partner.secret,
    ...given,
  };
}

type Options = NonNullable<Parameters<typeof startGateway>[1]>;

export interface Answer {
  status: number;
  headers: Headers;
  body: {
    data?: Record<string, unknown> | null;
    errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> & { code: string } }[];
  };
}

/** A gateway on a database of its own, in front of stand-ins for the services. Everything ends with `await using`. */
export async function startWorld({
  env = {},
  timing,
  liveTransport,
  onStatement,
}: {
  env?: Record<string, string>;
  timing?: Options['timing'];
  liveTransport?: Options['liveTransport'];
  onStatement?: Options['onStatement'];
} = {}) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(
    await createTestDatabase({ postgresUrl: inject('postgresUrl'), template: 'gateway', migrate }),
  );
  let privateUrl = 'http://127.0.0.1:1';
  const verifyViewer = lazyVerifier(() => `${privateUrl}/jwks`);
  const odoo = stack.use(await startOdoo({ verifyViewer }));
  const tracking = stack.use(await startTracking({ verifyViewer }));
  const orderAccess = stack.use(await startOrderAccessIssuer());
  const sql = connectDatabase(database.url, { application: 'test', searchPath: 'auth', max: 1 });
  stack.defer(() => sql.end({ timeout: 1 }));
  const lines: string[] = [];
  const logger = createLogger({ service: 'gateway', destination: { write: (line) => void lines.push(line) } });
  const fullEnv = environment({
    DATABASE_URL: database.url,
    ODOO_SUBGRAPH_URL: odoo.url,
    TRACKING_SUBGRAPH_URL: tracking.url,
    ORDER_ACCESS_JWKS_URL: orderAccess.url,
    ...env,
  });
  const start = () =>
    startGateway(loadConfig(fullEnv), {
      logger,
      ...(timing && { timing }),
      ...(liveTransport && { liveTransport }),
      ...(onStatement && { onStatement }),
    });
  const gateway = stack.use(await start());
  privateUrl = gateway.privateUrl;

  const send = async (body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text ? (JSON.parse(text) as Answer['body']) : {},
    };
  };
  return {
    env: fullEnv,
    gateway,
    odoo,
    tracking,
    orderAccess,
    sql,
    lines,
    databaseUrl: database.url,
    /** A second instance on the same database. */
    start,
    send,
    query: (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
      send({ query, variables }, headers),
    socket: (options: Partial<ClientOptions> & { headers?: Record<string, string> } = {}) =>
      openSocket(gateway.url, options),
    /** The cookie of a signed-in person, as a `name=value` pair. */
    signIn: (kind: keyof typeof accounts) => signIn(gateway.url, accounts[kind]),
    token: (form: Record<string, string> = {}) => partnerToken(gateway.url, form),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
export type World = Awaited<ReturnType<typeof startWorld>>;

export async function signIn(url: string, { email, password }: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password }),
  });
  if (response.status !== 200) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(';', 1)[0] as string;
}

export async function partnerToken(url: string, form: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${url}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: partner.id,
      client_secret: partner.secret,
      ...form,
    }),
  });
  const body = (await response.json()) as { access_token: string };
  if (response.status !== 200) throw new Error(JSON.stringify(body));
  return body.access_token;
}

/** A stock client that comes back by itself only where asked to. */
export function openSocket(
  url: string,
  { headers = {}, ...options }: Partial<ClientOptions> & { headers?: Record<string, string> } = {},
) {
  const closes: { code: number; reason: string }[] = [];
  const client: Client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols?: string | string[]) {
        super(address, protocols, { headers });
      }
    },
    retryAttempts: 0,
    ...options,
    on: { closed: (event) => void closes.push(event as { code: number; reason: string }) },
  });
  /** Subscribes and collects; `ended` tells how it went. */
  const subscribe = (query: string, variables: Record<string, unknown> = {}, extensions?: Record<string, unknown>) => {
    const messages: Answer['body'][] = [];
    const outcome: { ended: 'complete' | 'error' | null; error: unknown } = { ended: null, error: undefined };
    const payload = { query, variables, ...(extensions && { extensions }) };
    const stop = client.subscribe(payload, {
      next: (message) => {
        messages.push(message as Answer['body']);
        const cursor = (message.data as { milestoneAdded?: { cursor?: string } } | null)?.milestoneAdded?.cursor;
        if (cursor && 'after' in variables) variables['after'] = cursor;
      },
      complete: () => {
        outcome.ended = 'complete';
      },
      error: (error) => {
        outcome.ended = 'error';
        outcome.error = error;
      },
    });
    return {
      messages,
      outcome,
      stop,
      cursors: () => messages.map((m) => (m.data as Milestones)?.milestoneAdded?.cursor),
    };
  };
  return { client, closes, subscribe, [Symbol.asyncDispose]: async () => client.dispose() };
}
interface Milestones {
  milestoneAdded?: { cursor: string };
}
