import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  accessDenied,
  accessError,
  keyError,
  missingError,
  OdooError,
  operationalError,
  SimulatorUnsupportedError,
  typeError,
} from './errors.ts';
import { callMethod } from './records.ts';
import { type Dataset, loadDataset, World } from './world.ts';

export type { Dataset, Row } from './world.ts';
export { loadDataset, World } from './world.ts';

/** What can go wrong on demand; counts are used up by calls. */
export interface Faults {
  /** The next calls get no answer; the connection stays open. */
  hang: number;
  /** The next calls lose their connection. */
  drop: number;
  /** The next calls are answered by a proxy with this status and HTML. */
  proxyError: { status: 502 | 503; count: number };
  /** The next execute_kw calls fail with a serialization conflict. */
  serializationFailures: number;
  /** Every secret is refused, as after an archived user or a changed password. */
  isRevoked: boolean;
  latencyMs: number;
}

export interface OdooSimulator extends AsyncDisposable {
  url: string;
  port: number;
  db: string;
  login: string;
  apiKey: string;
  world: World;
  faults: Faults;
  /** Calls by `model.method`, and the most that were under way at once. */
  stats: { calls: Map<string, number>; maxConcurrent: number };
}

const uid = 8;
const companies = [1, 3] as const;
const versionInfo = {
  server_version: '18.0-20250421',
  server_version_info: [18, 0, 0, 'final', 0, ''],
  server_serie: '18.0',
  protocol_version: 1,
};
const wrongType =
  '<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>Request inferred type is compatible with [&#39;http&#39;] but &#39;/jsonrpc&#39; is type=&#39;json&#39;.</p>\n';

/** Odoo 18's external API at the wire, over a data set recorded from a real one. */
export async function startOdooSimulator(
  options: {
    host?: string;
    port?: number;
    dataset?: Dataset;
    db?: string;
    login?: string;
    apiKey?: string;
    clock?: () => Date;
  } = {},
): Promise<OdooSimulator> {
  const {
    host = '127.0.0.1',
    port = 0,
    db = 'milepost',
    login = 'integration@example.com',
    apiKey = 'demo-odoo-api-key',
  } = options;
  const world = new World(options.dataset ?? loadDataset(), options.clock);
  const faults: Faults = {
    hang: 0,
    drop: 0,
    proxyError: { status: 502, count: 0 },
    serializationFailures: 0,
    isRevoked: false,
    latencyMs: 0,
  };
  const stats = { calls: new Map<string, number>(), maxConcurrent: 0 };
  let concurrent = 0;

  function dispatch(params: unknown): unknown {
    const { service, method, args } = (params ?? {}) as { service?: string; method?: string; args?: unknown[] };
    if (service === undefined || method === undefined)
      throw typeError('dispatch_rpc() missing 3 required positional arguments');
    const list = args ?? [];
    if (service === 'common') {
      if (method === 'version') return versionInfo;
      if (method === 'authenticate' || method === 'login') {
        const [givenDb, givenLogin, secret] = list;
        if (givenDb !== db)
          throw operationalError(`connection to server at "db" failed: FATAL: database "${givenDb}" does not exist`);
        return givenLogin === login && secret === apiKey && !faults.isRevoked ? uid : false;
      }
    }
    if (service === 'db') throw accessDenied();
    if (service !== 'object') throw keyError(`'${service}'`);
    const [givenDb, givenUid, secret, model, name, positional, keywords] = list as [
      string,
      number,
      string,
      string,
      string,
      unknown[],
      Record<string, unknown>,
    ];
    if (givenDb !== db)
      throw operationalError(`connection to server at "db" failed: FATAL: database "${givenDb}" does not exist`);
    if (givenUid !== uid)
      throw missingError(
        `Record does not exist or has been deleted.\n(Record: res.users(${givenUid},), User: ${givenUid})`,
      );
    if (secret !== apiKey || faults.isRevoked) throw accessDenied();
    if (faults.serializationFailures > 0) {
      faults.serializationFailures -= 1;
      throw new OdooError(
        'psycopg2.errors.SerializationFailure',
        'could not serialize access due to concurrent update',
      );
    }
    stats.calls.set(`${model}.${name}`, (stats.calls.get(`${model}.${name}`) ?? 0) + 1);
    if (model === 'ir.model' || model === 'ir.config_parameter')
      throw accessError(`You are not allowed to access '${model}' records.`);
    return callMethod(world, { uid, companies }, model, name, positional ?? [], keywords ?? {});
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The built-in server closes the connection after every answer.
    response.setHeader('connection', 'close');
    const send = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type }).end(text);
    const json = (status: number, body: unknown) =>
      send(status, 'application/json; charset=utf-8', JSON.stringify(body));
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/web/health') return void json(200, { status: 'pass' });
    if (path === '/healthz' || path === '/readyz') return void json(200, { status: 'ok' });
    const isJson = /^application\/json/i.test(request.headers['content-type'] ?? '');
    if (path !== '/jsonrpc' && path !== '/web/webclient/version_info')
      return void send(
        404,
        'text/html; charset=utf-8',
        '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
      );
    if (faults.drop > 0) {
      faults.drop -= 1;
      return void request.socket.destroy();
    }
    if (faults.hang > 0) {
      faults.hang -= 1;
      return;
    }
    if (faults.proxyError.count > 0) {
      faults.proxyError.count -= 1;
      return void send(
        faults.proxyError.status,
        'text/html',
        `<html><body><h1>${faults.proxyError.status} Bad Gateway</h1></body></html>`,
      );
    }
    if (!isJson) return void send(400, 'text/html; charset=utf-8', wrongType);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    let body: unknown;
    try {
      body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      return void send(400, 'text/plain; charset=utf-8', 'Invalid JSON data');
    }
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      return void send(400, 'text/plain; charset=utf-8', 'Invalid JSON-RPC data');
    const { id = null, params } = body as { id?: unknown; params?: unknown };
    if (path === '/web/webclient/version_info') return void json(200, { jsonrpc: '2.0', id, result: versionInfo });
    concurrent += 1;
    stats.maxConcurrent = Math.max(stats.maxConcurrent, concurrent);
    try {
      if (faults.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.latencyMs));
      const result = dispatch(params);
      // None has no `result` key at all.
      json(200, { jsonrpc: '2.0', id, ...(result !== undefined && { result }) });
    } catch (error) {
      if (error instanceof SimulatorUnsupportedError) return void json(501, { error: error.message });
      if (!(error instanceof OdooError)) throw error;
      json(200, {
        jsonrpc: '2.0',
        id,
        error: {
          code: 200,
          message: 'Odoo Server Error',
          data: {
            name: error.pythonName,
            debug: `Traceback (most recent call last):\n  File "/opt/odoo/http.py", line 1, in dispatch\n${error.pythonName}: ${error.message}`,
            message: error.message,
            arguments: [error.message],
            context: {},
          },
        },
      });
    } finally {
      concurrent -= 1;
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      process.stderr.write(`odoo simulator: ${error instanceof Error ? error.stack : error}\n`);
      if (!response.headersSent) response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${actual}`,
    port: actual,
    db,
    login,
    apiKey,
    world,
    faults,
    stats,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
