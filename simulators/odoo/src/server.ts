import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { RecordRules, Role } from './access.ts';
import { Automation } from './automation.ts';
import { addRule, seedModels, type WebhookRule } from './automation-records.ts';
import { answerControl, mayControl } from './control.ts';
import { Credentials } from './credentials.ts';
import { Engine } from './engine.ts';
import { OdooError, SimulatorUnsupportedError } from './errors.ts';
import { type Faults, noFaults, takes } from './faults.ts';
import { answerJson2 } from './json2.ts';
import { dispatch, errorBody, versionInfo } from './jsonrpc.ts';
import { loadDataset } from './metadata.ts';
import type { Dataset } from './rows.ts';
import type { Transaction } from './transaction.ts';
import { World } from './world.ts';

export type { Role } from './access.ts';
export type { WebhookRule } from './automation-records.ts';
export type { Faults } from './faults.ts';
export { loadDataset } from './metadata.ts';
export type { Dataset, Row } from './rows.ts';
export { World } from './world.ts';

export interface OdooSimulatorOptions {
  host?: string;
  port?: number;
  dataset?: Dataset;
  db?: string;
  login?: string;
  apiKey?: string;
  /** Of the administrator (login `admin`, user 2), for deep checks and for setting rules over the API. */
  adminKey?: string;
  /** Time as this server sees it. */
  clock?: () => Date;
  /** What the integration user may do. */
  role?: Role;
  /** What comparing a secret with its hash takes; Odoo needs 350-500 ms. */
  hashingMs?: number;
  /** Also answers JSON-2 and /web/version as Odoo 19 is documented to do: unverified. */
  json2?: boolean;
  /** Odoo's limit for one webhook. */
  webhookTimeoutMs?: number;
  /** Serves /control to programs of this machine. */
  control?: boolean;
}

export interface OdooSimulator extends AsyncDisposable {
  url: string;
  port: number;
  db: string;
  login: string;
  apiKey: string;
  adminLogin: string;
  adminKey: string;
  world: World;
  faults: Faults;
  /** Calls by `model.method`, and the most that were under way at once. */
  stats: Engine['stats'];
  credentials: Credentials;
  /** Hides records from the integration user, or shows them again. */
  rules: RecordRules;
  automation: Automation;
  /** Changes something as an Odoo request would: rules send before the commit, conflicts are tried again. */
  change<T>(run: (tx: Transaction) => T): Promise<T>;
  /** A call as a person in Odoo's own pages makes it, here by the administrator. */
  asAdmin(model: string, method: string, args: readonly unknown[], kwargs?: Record<string, unknown>): Promise<unknown>;
  /** Sets an automation rule that sends a webhook, as an administrator would. */
  addWebhookRule(rule: WebhookRule): { ruleId: number; actionId: number };
  /** Gives the integration user other rights or companies. */
  setRights(change: { role?: Role; companies?: readonly number[] }): void;
  /** Nobody listens any more: connections are refused, those open are cut. */
  stop(): Promise<void>;
  /** Listens again at the same address, with an empty cache of credentials, as after a restart. */
  start(): Promise<void>;
}

const integrationUser = 8;
const wrongType =
  '<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>Request inferred type is compatible with [&#39;http&#39;] but &#39;/jsonrpc&#39; is type=&#39;json&#39;.</p>\n';
const html = 'text/html; charset=utf-8';
const maxBodyBytes = 64 * 1024 * 1024;

/** Odoo 18's external API at the wire, over a data set recorded from a real one. */
export async function startOdooSimulator(options: OdooSimulatorOptions = {}): Promise<OdooSimulator> {
  const {
    host = '127.0.0.1',
    db = 'milepost',
    login = 'integration@example.com',
    apiKey = 'demo-odoo-api-key',
    adminKey = 'demo-odoo-admin-key',
    role = 'integration',
    hashingMs = 20,
    json2 = false,
  } = options;
  const world = new World(options.dataset ?? loadDataset(), options.clock);
  seedModels(world);
  const adminLogin = 'admin';
  const logins = new Map([
    [adminLogin, 2],
    [login, integrationUser],
  ]);
  const credentials = new Credentials(world, logins, hashingMs);
  credentials.issue({ secret: apiKey, userId: integrationUser });
  credentials.issue({ secret: adminKey, userId: 2, name: 'administrator', days: null });
  const faults = noFaults();
  const automation = new Automation(world, options.webhookTimeoutMs);
  const engine = new Engine({ world, automation, credentials, faults, userId: integrationUser, role });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The built-in server closes the connection after every answer.
    response.setHeader('connection', 'close');
    response.setHeader('date', world.date().toUTCString());
    const send = (status: number, type: string, text: string) => {
      if (!response.destroyed) response.writeHead(status, { 'content-type': type }).end(text);
    };
    const json = (status: number, body: unknown) =>
      send(status, 'application/json; charset=utf-8', JSON.stringify(body));
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    // Ours, for whoever starts it: not Odoo's.
    if (path === '/healthz' || path === '/readyz') return json(200, { status: 'ok' });
    if (options.control && path.startsWith('/control/')) {
      if (!mayControl(request)) return json(403, { message: 'only programs of this machine may do this' });
      const given = parseBody(await bodyOf(request));
      const method = request.method ?? 'GET';
      const result = await answerControl(engine, { method, path: path.split('/').slice(2), body: given });
      return json(result.status, result.body);
    }

    if (takes(faults, 'drop')) return void request.socket.destroy();
    if (takes(faults, 'hang')) return void endLater(request.socket, faults.hangMs);
    if (faults.proxyError.count > 0) {
      faults.proxyError.count -= 1;
      const { status } = faults.proxyError;
      const reason = status === 502 ? 'Bad Gateway' : 'Service Temporarily Unavailable';
      return send(status, 'text/html', `<html><body><h1>${status} ${reason}</h1></body></html>`);
    }
    if (path === '/web/health') return json(200, { status: 'pass' });
    if (path === '/web/version' && json2)
      return json(200, { version_info: [19, 0, 0, 'final', 0, ''], version: '19.0' });
    const isJson2 = path.startsWith('/json/2/');
    const isJson = /^application\/json/i.test(request.headers['content-type'] ?? '');
    if (isJson2 && !json2 && isJson) {
      // Odoo 18 does not have it (recording 01, "unknown path json").
      response.setHeader('location', `/web/login?redirect=${encodeURIComponent(`${path}?`)}`);
      return send(
        303,
        html,
        '<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n',
      );
    }
    if (!(isJson2 && json2) && path !== '/jsonrpc' && path !== '/web/webclient/version_info')
      return send(404, html, '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n');
    if (!isJson) return send(400, html, wrongType);
    const text = await bodyOf(request);
    try {
      if (isJson2) {
        const { authorization, 'x-odoo-database': database } = request.headers;
        const given = { path, authorization, db, database: database as string | undefined, body: text };
        const result = await answerJson2(engine, given);
        return json(result.status, result.body);
      }
      const envelope = await answerJsonRpc(path, text);
      if (takes(faults, 'dropAfter')) return void request.socket.destroy();
      return typeof envelope === 'string' ? send(400, html, envelope) : json(200, envelope);
    } catch (error) {
      if (error instanceof SimulatorUnsupportedError) return json(501, { error: error.message });
      throw error;
    }
  }

  /** The envelope, or the text of a refusal. */
  async function answerJsonRpc(path: string, text: string): Promise<object | string> {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return 'Invalid JSON data';
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'Invalid JSON-RPC data';
    const { id = null, params } = body as { id?: unknown; params?: unknown };
    if (path === '/web/webclient/version_info') return { jsonrpc: '2.0', id, result: versionInfo(faults) };
    try {
      const result = await dispatch(engine, db, params);
      // None has no `result` key at all.
      return { jsonrpc: '2.0', id, ...(result !== undefined && { result }) };
    } catch (error) {
      if (!(error instanceof OdooError)) throw error;
      return { jsonrpc: '2.0', id, error: errorBody(error) };
    }
  }

  const hanging = new Set<NodeJS.Timeout>();
  function endLater(socket: Socket, ms: number): void {
    const timer = setTimeout(() => socket.destroy(), ms);
    hanging.add(timer);
    socket.once('close', () => {
      clearTimeout(timer);
      hanging.delete(timer);
    });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      process.stderr.write(`odoo simulator: ${error instanceof Error ? error.stack : error}\n`);
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  await listen(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://${host}:${port}`,
    port,
    db,
    login,
    apiKey,
    adminLogin,
    adminKey,
    world,
    faults,
    stats: engine.stats,
    credentials,
    rules: engine.rules,
    automation,
    change: (run) => engine.transaction(run),
    asAdmin: async (model, method, args, kwargs = {}) => {
      const admin = engine.user(2);
      if (!admin) throw new Error('the data set has no administrator');
      return engine.call(admin, model, method, args, kwargs);
    },
    addWebhookRule: (rule) => addRule(world, rule),
    setRights: (change) => engine.setUser(integrationUser, change),
    stop,
    async start() {
      credentials.clearCache();
      await listen(server, port, host);
    },
    async [Symbol.asyncDispose]() {
      for (const timer of hanging) clearTimeout(timer);
      await stop();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Undefined for no JSON: whoever needs a body says so. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBodyBytes) throw new Error(`a body of more than ${maxBodyBytes} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
