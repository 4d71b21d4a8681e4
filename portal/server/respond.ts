import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressWithBrotli = promisify(brotliCompress);
const compressWithGzip = promisify(gzip);

/** No inline script or style, nothing from elsewhere, no framing, forms only to ourselves. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export type Encoding = 'br' | 'gzip' | null;

export function encodingFor(request: IncomingMessage): Encoding {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : null;
}

/** `effort` 0 to 11 for brotli, capped at 9 for gzip. */
export async function compress(text: Uint8Array, encoding: Encoding, effort: number): Promise<Uint8Array> {
  if (encoding === 'br') return compressWithBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: effort } });
  if (encoding === 'gzip') return compressWithGzip(text, { level: Math.min(9, effort) });
  return text;
}

/** A page: never stored anywhere, because it is somebody's. */
export async function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  html: string,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string | string[]> } = {},
): Promise<void> {
  const encoding = encodingFor(request);
  const body = await compress(Buffer.from(html), encoding, 4);
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
    vary: 'accept-encoding, accept-language, cookie',
    'content-length': String(body.byteLength),
    ...(encoding && { 'content-encoding': encoding }),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function redirect(
  response: ServerResponse,
  location: string,
  cookies: readonly string[] = [],
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(303, {
      ...securityHeaders,
      location,
      'cache-control': 'no-store',
      ...headers,
      ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    })
    .end();
}

/** A form's fields; null when the body is none, or larger than `limit` bytes. */
export async function readForm(request: IncomingMessage, limit: number): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
