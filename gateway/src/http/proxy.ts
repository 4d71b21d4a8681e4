import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';

/** Headers that belong to one connection, not to the message. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What a client must not be able to say about itself. */
const ours = /^(forwarded|x-forwarded-.*|x-real-ip|x-mp-.*|x-request-id)$/;

const credentials = /^(cookie|authorization)$/;

function endToEnd(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const named = new Set(
    String(headers.connection ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase()),
  );
  return Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string | string[]] =>
        entry[1] !== undefined && !hopByHop.has(entry[0]) && !named.has(entry[0]),
    ),
  );
}

/**
 * Passes a request on to another of our servers as a stream in both directions, so that SSE arrives as it is written; 502 with a sentence when it
 * cannot be reached. `onStream` is told of answers that have no end of their own.
 */
export function createProxy(
  target: string,
  {
    publicOrigin,
    addressOf,
    onStream,
    passesCredentials = true,
  }: {
    publicOrigin: string;
    addressOf: (request: IncomingMessage) => string;
    onStream: (response: ServerResponse) => void;
    /** Off for a target to which who asks is of no concern. */
    passesCredentials?: boolean;
  },
) {
  const { hostname, port, host } = new URL(target);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });
  const pass = (request: IncomingMessage, response: ServerResponse, requestId: string): void => {
    const given = Object.entries(endToEnd(request.headers)).filter(
      ([name]) => !ours.test(name) && (passesCredentials || !credentials.test(name)),
    );
    const address = addressOf(request);
    const headers = {
      ...Object.fromEntries(given),
      host,
      'x-request-id': requestId,
      'x-forwarded-for': address,
      'x-forwarded-host': request.headers.host ?? new URL(publicOrigin).host,
      'x-forwarded-proto': publicOrigin.startsWith('https:') ? 'https' : 'http',
      'x-mp-ip': address,
    };
    const upstream = httpRequest(
      { hostname: hostname.replace(/^\[|\]$/g, ''), port, method: request.method, path: request.url, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, { ...endToEnd(answer.headers), 'x-request-id': requestId });
        if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
          onStream(response);
          response.flushHeaders();
        }
        answer.pipe(response);
        // Cut off in the middle must not look like the end.
        answer.once('close', () => answer.complete || response.destroy());
      },
    );
    upstream.once('error', () => {
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'x-request-id': requestId })
          .end('This cannot be reached at the moment. Please try again shortly.\n');
    });
    response.once('close', () => upstream.destroy());
    request.pipe(upstream);
  };
  return { pass, [Symbol.dispose]: () => agent.destroy() };
}
