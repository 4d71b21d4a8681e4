import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';

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

/** Passes a request on to the portal as a stream (SSE included); 502 with a sentence when it cannot be reached. */
export function createProxy(target: string) {
  const { hostname, port, host } = new URL(target);
  return (request: IncomingMessage, response: ServerResponse, requestId: string): void => {
    const headers = {
      ...endToEnd(request.headers),
      host,
      'x-request-id': requestId,
      'x-forwarded-host': request.headers.host ?? '',
      'x-mp-ip': request.socket.remoteAddress ?? '',
    };
    const upstream = httpRequest({ hostname, port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    upstream.once('error', () => {
      if (response.headersSent) response.destroy();
      else
        response
          .writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
          .end('The portal cannot be reached at the moment. Please try again shortly.\n');
    });
    response.once('close', () => upstream.destroy());
    request.pipe(upstream);
  };
}
