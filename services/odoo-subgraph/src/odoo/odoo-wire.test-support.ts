import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@milepost/service-kit';
import { createOdooClient, type OdooClientOptions } from './client.ts';
import type { OdooApi } from './transport.ts';

export interface WireCall {
  api: OdooApi;
  path: string;
  headers: IncomingHttpHeaders;
  /** `common` for calls of no model. */
  model: string;
  method: string;
  /** By position and by name, as they came. */
  args: unknown[];
  kwargs: Record<string, unknown>;
  /** By name, however they came; of the methods that we call. */
  named: Record<string, unknown>;
  secret: unknown;
}
/** What Odoo's method does, or what stands before Odoo. */
export type WireAnswer =
  | { result: unknown }
  /** None has no result at all. */
  | { none: true }
  | { error: { name: string; message: string; debug: string } }
  | { status: number; type: string; body: string; headers?: Record<string, string> }
  | 'hang'
  | 'drop';

const statuses: Record<string, number> = {
  'odoo.exceptions.AccessDenied': 401,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
};
const errorData = ({ name, message, debug }: { name: string; message: string; debug: string }) => ({
  name,
  message,
  arguments: [message],
  context: {},
  debug,
});

/** A stand-in for Odoo that speaks both of its APIs at the wire and answers as told; calls are kept in order. */
export async function startOdooWire(answer: (call: WireCall) => WireAnswer | Promise<WireAnswer>) {
  const calls: WireCall[] = [];
  let concurrent = 0;
  let maxConcurrent = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {};
    const call = path === '/jsonrpc' ? rpcCall(path, request.headers, body) : json2Call(path, request.headers, body);
    calls.push(call);
    concurrent += 1;
    maxConcurrent = Math.max(maxConcurrent, concurrent);
    const told = await answer(call);
    concurrent -= 1;
    response.setHeader('connection', 'close');
    if (told === 'hang') return;
    if (told === 'drop') return void request.socket.destroy();
    if ('body' in told)
      return void response.writeHead(told.status, { 'content-type': told.type, ...told.headers }).end(told.body);
    const isRpc = call.api === 'jsonrpc' && path === '/jsonrpc';
    const status = 'error' in told && !isRpc ? (statuses[told.error.name] ?? 500) : 200;
    const plain = 'error' in told ? errorData(told.error) : 'result' in told ? told.result : null;
    const envelope = {
      jsonrpc: '2.0',
      id: body.id,
      ...('result' in told && { result: told.result }),
      ...('error' in told && { error: { code: 200, message: 'Odoo Server Error', data: errorData(told.error) } }),
    };
    response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(isRpc ? envelope : plain));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** `model.method` in the order of arrival. */
    names: () => calls.map(({ model, method }) => `${model}.${method}`),
    maxConcurrent: () => maxConcurrent,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function rpcCall(
  path: string,
  headers: IncomingHttpHeaders,
  body: { params: { service: string; method: string; args: unknown[] } },
): WireCall {
  const { service, method, args } = body.params;
  if (service !== 'object')
    return { api: 'jsonrpc', path, headers, model: service, method, args, kwargs: {}, named: {}, secret: args[2] };
  const [, , secret, model, name, positional, kwargs] = args as [
    string,
    number,
    string,
    string,
    string,
    unknown[],
    Record<string, unknown>,
  ];
  const names = {
    search_read: ['domain', 'fields'],
    search: ['domain'],
    fields_get: ['allfields'],
    has_access: ['ids', 'operation'],
  }[name];
  const named = { ...Object.fromEntries((names ?? []).map((key, i) => [key, positional[i]])), ...kwargs };
  return { api: 'jsonrpc', path, headers, model, method: name, args: positional, kwargs, named, secret };
}

function json2Call(path: string, headers: IncomingHttpHeaders, kwargs: Record<string, unknown>): WireCall {
  const [, model = 'common', method = 'version'] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const secret = /^bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
  return { api: 'json2', path, headers, model, method, args: [], kwargs, named: kwargs, secret };
}

/** What both APIs say before and beside the call in question. */
export function usualAnswer({ model, method, path }: WireCall): WireAnswer {
  if (path === '/web/version') return { status: 404, type: 'text/html', body: '<h1>Not Found</h1>' };
  if (model === 'common' && method === 'authenticate') return { result: 8 };
  if (method === 'context_get') return { result: { uid: 8, lang: 'en_US', tz: 'UTC' } };
  if (method === 'has_access') return { result: true };
  return { result: [] };
}

export const key = '5e'.repeat(20);

/** A door to it that says what it logs. */
export function openDoor(wire: { url: string }, options: Partial<OdooClientOptions> = {}) {
  const lines: string[] = [];
  const measured: { model: string; method: string; outcome: string; seconds: number }[] = [];
  const client = createOdooClient({
    url: wire.url,
    db: 'production',
    login: 'integration@example.com',
    apiKey: () => key,
    api: 'jsonrpc',
    logger: createLogger({ service: 'odoo', level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    onCall: (model, method, outcome, seconds) => void measured.push({ model, method, outcome, seconds }),
    retryWaitMs: 1,
    ...options,
  });
  return { client, lines, measured };
}

export interface RecordedExchange {
  name: string;
  request?: { body?: { params?: { service?: string; method?: string; args?: unknown[]; model?: string } } };
  response?: {
    status: number;
    body?: { error?: { data: { name: string; message: string; debug: string } }; result?: unknown };
  };
}
const recordingsFolder = new URL('../../../../simulators/odoo/data/recordings/', import.meta.url);

/** Requests and responses of a real Odoo 18. */
export function recorded(file: string): RecordedExchange[] {
  return JSON.parse(readFileSync(new URL(`${file}.json`, recordingsFolder), 'utf8')) as RecordedExchange[];
}
