import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  acceptRequestId,
  connectDatabase,
  ForbiddenError,
  type Logger,
  migrateDatabase,
  UnauthenticatedError,
} from '@milepost/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Config } from './config.ts';
import { createEngine, type EngineDeps } from './graph/engine.ts';
import { limits } from './graph/limits.ts';
import { type Credentials, credentialsOf } from './identity/credentials.ts';
import { createOrderAccess } from './identity/order-access.ts';
import { createPartnerTokens } from './identity/partner-token.ts';
import { createPeople } from './identity/people.ts';
import { anonymousSession, type Session, systemSession } from './identity/session.ts';
import { loadSigningKeys } from './identity/signing-keys.ts';
import { createViewerMinter } from './identity/viewer-minter.ts';
import { attachClientSockets } from './live/client-sockets.ts';
import { createProxy } from './proxy.ts';

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url));

export function migrate(databaseUrl: string): Promise<void> {
  return migrateDatabase(databaseUrl, { folder: migrationsFolder, schema: 'auth' });
}

export interface RunningGateway extends AsyncDisposable {
  url: string;
  privateUrl: string;
}

/** The one origin that people and API clients use, and the private address with the viewer keys. */
export async function startGateway(
  config: Config,
  { logger, liveTransport }: { logger: Logger; liveTransport?: EngineDeps['liveTransport'] },
): Promise<RunningGateway> {
  await migrate(config.databaseUrl);
  const sql = connectDatabase(config.databaseUrl, { application: 'milepost-gateway', searchPath: 'auth', max: 4 });
  const { masterKey } = config.secrets;
  const viewerKeys = await loadSigningKeys({ sql, masterKey, purpose: 'viewer' });
  const partnerKeys = await loadSigningKeys({ sql, masterKey, purpose: 'partner' });
  const people = await createPeople({
    sql,
    databaseUrl: config.databaseUrl,
    secret: config.secrets.auth,
    publicOrigin: config.publicOrigin,
    logger,
  });
  const partners = createPartnerTokens({ sql, masterKey, keys: partnerKeys, logger });
  const orderAccess = createOrderAccess({ jwksUrl: config.orderAccessJwksUrl });
  if (config.demo.enabled) {
    await people.ensureDemoAccounts(config.demo.accounts);
    const { partner } = config.demo;
    if (partner) {
      await partners.ensureClient({
        id: partner.clientId,
        name: 'Demo partner',
        scopes: ['shipments:read', 'shipments:write'],
        companies: null,
        customers: null,
        secret: partner.clientSecret,
      });
    }
  }

  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const operations = new Counter({
    name: 'gateway_http_requests_total',
    help: 'Requests by kind',
    labelNames: ['kind'],
    registers: [metrics],
  });

  const rule = { origins: new Set([config.publicOrigin]), cookieName: people.cookieName };
  async function resolve(credentials: Credentials): Promise<Session> {
    if (credentials.kind === 'refused') throw new ForbiddenError('requests of other sites are refused');
    if (credentials.kind === 'none') return anonymousSession();
    if (credentials.kind === 'cookie') return (await people.sessionOf(credentials.value)) ?? anonymousSession();
    // The issuer decides which keys to try; verification then proves it.
    const session =
      issuerOf(credentials.token) === 'milepost-odoo'
        ? await orderAccess.sessionOf(credentials.token)
        : await partners.sessionOf(credentials.token);
    if (!session) throw new UnauthenticatedError('the token is invalid or has ended');
    return session;
  }

  const engine = createEngine({
    config,
    logger,
    mint: createViewerMinter(viewerKeys[0] as (typeof viewerKeys)[number]),
    systemSession: systemSession(),
    sessionOf: (headers) =>
      resolve(
        credentialsOf(Object.fromEntries(headers as unknown as Iterable<[string, string]>), {
          ...rule,
          isUpgrade: false,
        }),
      ),
    ...(liveTransport && { liveTransport }),
  });
  // Before listening: a client that comes during the first moments must not meet a gateway without a schema.
  await engine.getSchema();

  const proxy = config.portalUrl ? createProxy(config.portalUrl) : null;
  const isReady = async () => {
    await sql`select 1`;
    return true;
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    const requestId = acceptRequestId(request.headers['x-request-id']);
    if (path === '/graphql') {
      operations.inc({ kind: 'graphql' });
      if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) return answerTooLarge(request, response);
      limitBody(request, response);
      request.headers['x-request-id'] = requestId;
      endWithSession(request, response);
      await engine(request, response);
      return;
    }
    if (path === '/auth/token') {
      operations.inc({ kind: 'token' });
      if (request.method !== 'POST')
        return answerJson(
          response,
          405,
          { error: 'invalid_request', error_description: 'use POST' },
          { allow: 'POST' },
        );
      const body = await readText(request, 16 * 1024);
      if (body === null) return answerTooLarge(request, response);
      const {
        status,
        headers,
        body: answer,
      } = await partners.issue({
        contentType: request.headers['content-type'],
        authorization: request.headers.authorization,
        body,
      });
      return answerJson(response, status, answer, headers);
    }
    if (path.startsWith('/auth/')) {
      operations.inc({ kind: 'auth' });
      // Only the socket knows the address; what a client writes into such headers does not count.
      request.headers['x-mp-ip'] = request.socket.remoteAddress ?? '';
      delete request.headers['x-forwarded-for'];
      await people.handler(request, response);
      return;
    }
    if (path === '/healthz') return answerJson(response, 200, { status: 'ok' });
    if (path === '/readyz') return answerReady(response, isReady);
    operations.inc({ kind: 'portal' });
    if (proxy) return proxy(request, response, requestId);
    answerJson(response, 404, { status: 404, message: 'there is no such address' });
  }

  /** An SSE answer does not end by itself when its session ends: it gets the same timer as a socket. */
  function endWithSession(request: IncomingMessage, response: ServerResponse): void {
    if (!String(request.headers.accept ?? '').includes('text/event-stream')) return;
    resolve(credentialsOf(request.headers, { ...rule, isUpgrade: false })).then(
      (session) => {
        const timer = setTimeout(
          () => response.destroy(),
          Math.min(Math.max(session.endsAt - Date.now(), 0), 2 ** 31 - 1),
        ).unref();
        response.once('close', () => clearTimeout(timer));
      },
      () => {},
    );
  }

  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      handle(request, response).catch((err) => {
        logger.error({ err }, 'request failed');
        if (response.headersSent) response.destroy();
        else answerJson(response, 500, { status: 500, message: 'internal error' });
      });
    },
  );
  const sockets = attachClientSockets({
    server,
    engine,
    isAllowed: (request) => credentialsOf(request.headers, { ...rule, isUpgrade: true }).kind !== 'refused',
    sessionOf: (request, token) =>
      resolve(
        token !== undefined ? { kind: 'bearer', token } : credentialsOf(request.headers, { ...rule, isUpgrade: true }),
      ),
  });
  new Gauge({
    name: 'gateway_sockets',
    help: 'Open client sockets',
    registers: [metrics],
    collect() {
      this.set(sockets.count);
    },
  });

  const privateServer = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/jwks') return answerJson(response, 200, { keys: viewerKeys.map((key) => key.publicJwk) });
    if (path === '/healthz') return answerJson(response, 200, { status: 'ok' });
    if (path === '/readyz') return void answerReady(response, isReady);
    if (path === '/metrics')
      return void metrics.metrics().then((text) => response.setHeader('content-type', metrics.contentType).end(text));
    answerJson(response, 404, { status: 404, message: 'there is no such address' });
  });

  const privateUrl = await listen(privateServer, config.privatePort, config.host);
  const url = await listen(server, config.publicPort, config.host);
  logger.info({ url, privateUrl, executor: config.executor, demo: config.demo.enabled }, 'ready');
  return {
    url,
    privateUrl,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      await sockets.drain();
      server.closeIdleConnections();
      // Streams (SSE) would stay for ever: after a moment for answers under way they are cut, and clients come back elsewhere.
      const cut = setTimeout(() => server.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(cut);
      await engine[Symbol.asyncDispose]();
      privateServer.closeAllConnections();
      await new Promise((done) => privateServer.close(done));
      await people[Symbol.asyncDispose]();
      await sql.end({ timeout: 2 });
    },
  };
}

function issuerOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).iss;
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(`http://${host}:${(server.address() as AddressInfo).port}`);
    });
  });
}

function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(`${JSON.stringify(body)}\n`);
}

async function answerReady(response: ServerResponse, isReady: () => Promise<boolean>): Promise<void> {
  const ready = await isReady().catch(() => false);
  answerJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
}

function answerTooLarge(request: IncomingMessage, response: ServerResponse): void {
  answerJson(
    response,
    413,
    {
      errors: [
        {
          message: `the body is larger than ${limits.bodyBytes} bytes`,
          extensions: { code: 'BAD_USER_INPUT', reason: 'bodyBytes' },
        },
      ],
    },
    { connection: 'close' },
  );
  request.resume();
  response.once('finish', () => setTimeout(() => request.socket.destroy(), 500).unref());
}

/** For bodies that do not say how long they are. */
function limitBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers['content-length'] !== undefined) return;
  let size = 0;
  const { push } = request;
  request.push = (chunk, encoding) => {
    if (chunk) size += chunk.length;
    if (size > limits.bodyBytes && !response.headersSent) answerTooLarge(request, response);
    return push.call(request, size > limits.bodyBytes ? null : chunk, encoding);
  };
}

function readText(request: IncomingMessage, limit: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let size = 0;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners('data').resume();
        resolve(null);
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}
