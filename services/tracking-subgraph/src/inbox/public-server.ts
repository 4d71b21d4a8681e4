import { hash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import {
  acceptRequestId,
  clientAddress,
  equalBytes,
  isAllowed,
  isDatabaseUnavailable,
  type Logger,
} from '@milepost/service-kit';
import type { ProviderConfig } from '../config/config.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Metrics } from '../metrics.ts';
import type { InboxWriter } from './inbox-writer.ts';
import { liveLane } from './lanes.ts';
import { createSenderGuard } from './sender-guard.ts';

/** Largest webhook body: a journey of hundreds of scans stays far below. */
const maxBodyBytes = 1024 * 1024;

const path = /^\/webhooks\/([a-z0-9-]{1,40})(?:\/([A-Za-z0-9_-]{0,200}))?$/;

class BodyTooLargeError extends Error {}

/**
 * The public side: POST /webhooks/:provider, and /webhooks/:provider/:token where a provider does not sign the body. Reads the raw body, checks the signature before anything is parsed, commits, then answers.
 * 200 accepted, 401 signature, 403 not on the provider's list of addresses, 404 unknown provider, 405 method, 413 too large, 429 too many bad signatures,
 * 503 database down (the sender repeats). Bare node:http,
 * because this is the one path where every microsecond is multiplied by a peak season.
 */
export function createPublicServer(deps: {
  connectors: ReadonlyMap<
    string,
    { connector: Connector; config: Pick<ProviderConfig, 'addresses' | 'webhookSecrets' | 'verify' | 'pathTokens'> }
  >;
  trustedProxies: BlockList | null;
  inbox: InboxWriter;
  logger: Logger;
  metrics: Metrics;
  now: () => Date;
}): Server {
  const { connectors, trustedProxies, inbox, logger, metrics, now } = deps;
  const guard = createSenderGuard({ logger });

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    if (url === '/healthz') return answer(response, 200, 'ok');
    const [, provider = '', pathToken = ''] = path.exec(url.split('?', 1)[0] as string) ?? [];
    const known = connectors.get(provider);
    if (!known) return refuse(request, response, 404, 'there is no such address; webhooks go to /webhooks/<provider>');
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return refuse(request, response, 405, 'use POST');
    }
    const requestId = acceptRequestId(request.headers['x-request-id']);
    response.setHeader('x-request-id', requestId);
    const { connector, config } = known;
    const sender = clientAddress(request, trustedProxies);
    if (config.addresses && !isAllowed(config.addresses, sender)) {
      metrics.received.inc({ provider: connector.provider, status: '403' });
      logger.warn(
        { provider: connector.provider, sender, request: { id: requestId } },
        'webhook from an address that is not allowed',
      );
      return refuse(request, response, 403, 'this address may not send here');
    }
    const blockedFor = await guard.blockedFor(connector.provider, sender);
    if (blockedFor > 0) {
      metrics.received.inc({ provider: connector.provider, status: '429' });
      response.setHeader('retry-after', String(blockedFor));
      return refuse(request, response, 429, 'too many messages with a signature that does not fit');
    }
    let body: Buffer;
    try {
      body = await readBody(request);
    } catch (error) {
      if (!(error instanceof BodyTooLargeError)) return; // the sender went away
      metrics.received.inc({ provider: connector.provider, status: '413' });
      return refuse(request, response, 413, `the body is larger than ${maxBodyBytes} bytes`);
    }
    const secrets = config.webhookSecrets();
    // The token first: who does not know it teaches the check nothing.
    const isAddressed = connector.needsPathToken ? fits(pathToken, config.pathTokens()) : pathToken === '';
    let why = isAddressed ? undefined : 'the secret at the end of the address is missing or wrong';
    const explain = (reason: string) => {
      why = reason;
    };
    const dedupe = isAddressed ? config.verify({ headers: request.headers, body, secrets, at: now(), explain }) : null;
    if (!dedupe) {
      metrics.received.inc({ provider: connector.provider, status: '401' });
      logger.warn(
        { provider: connector.provider, sender, request: { id: requestId }, bytes: body.length, ...(why && { why }) },
        secrets.length > 0
          ? 'webhook signature refused'
          : `webhook refused: ${connector.variables}_WEBHOOK_SECRET is not set`,
      );
      await guard.refused(connector.provider, sender);
      return answer(response, 401, 'the signature does not fit');
    }
    try {
      await inbox.add({
        provider: connector.provider,
        dedupe,
        headers: proof(request, connector),
        requestId,
        body,
        lane: liveLane,
      });
    } catch (err) {
      metrics.received.inc({ provider: connector.provider, status: '503' });
      logger.error(
        { err, unavailable: isDatabaseUnavailable(err), request: { id: requestId } },
        'webhook could not be stored',
      );
      response.setHeader('retry-after', '5');
      return answer(response, 503, 'the message could not be stored; send it again');
    }
    metrics.received.inc({ provider: connector.provider, status: '200' });
    answer(response, 200, 'accepted');
    await guard.accepted(connector.provider, sender);
  }

  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 60_000, maxHeaderSize: 16 * 1024 },
    (request, response) => {
      receive(request, response).catch((err) => {
        logger.error({ err }, 'webhook failed');
        if (!response.headersSent) answer(response, 500, 'internal error');
      });
    },
  );
  return server;
}

/** Every token is compared, and as digests, so that the time tells neither which one fits nor how much of it. */
function fits(given: string, tokens: readonly string[]): boolean {
  const digest = hash('sha256', given, 'buffer');
  return tokens.map((token) => equalBytes(hash('sha256', token, 'buffer'), digest)).includes(true);
}

function proof(request: IncomingMessage, { proofHeaders }: Connector): string {
  return JSON.stringify(
    Object.fromEntries(proofHeaders.map((name) => [name, String(request.headers[name] ?? '').slice(0, 500)])),
  );
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return reject(new BodyTooLargeError());
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) {
        request.removeAllListeners('data').resume();
        reject(new BodyTooLargeError());
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('aborted')));
  });
}

function answer(response: ServerResponse, status: number, text: string): void {
  const body = `{"status":${status},"message":${JSON.stringify(text)}}\n`;
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
}

/** An answer before the body was read: the connection ends with it, so that nobody has to read the rest. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  response.setHeader('connection', 'close');
  answer(response, status, text);
  request.resume();
  response.once('finish', () => setTimeout(() => request.socket.destroy(), 500).unref());
}
