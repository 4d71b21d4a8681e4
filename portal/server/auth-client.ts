import type { IncomingMessage } from 'node:http';
import { GatewayUnavailableError, TooManyRequestsError } from './gateway-client.ts';

export interface AuthAnswer {
  status: number;
  /** Empty when it is no JSON. */
  body: Record<string, unknown>;
  /** Set-Cookie lines for the browser, as they came. */
  cookies: string[];
  location: string | null;
}

/** The gateway's sign-in in the name of a browser: with its cookies and its Origin, so that the gateway's own rules decide. */
export type AuthClient = (
  method: 'GET' | 'POST',
  path: string,
  as: { request: IncomingMessage; requestId: string; address: string },
  body?: object,
) => Promise<AuthAnswer>;

/** Throws GatewayUnavailableError when there is no answer, and TooManyRequestsError when the gateway asks to wait. A refusal of the sign-in (4xx) is an answer. */
export function createAuthClient({
  url,
  publicOrigin,
  timeoutMs,
}: {
  url: string;
  publicOrigin: string;
  timeoutMs: number;
}): AuthClient {
  return async (method, path, { request: { headers }, requestId, address }, body) => {
    const response = await fetch(`${url}/auth${path}`, {
      method,
      redirect: 'manual',
      headers: {
        // Of a form the browser's own, which the caller has compared; pages are read without one.
        origin: headers.origin ?? publicOrigin,
        cookie: headers.cookie ?? '',
        'user-agent': String(headers['user-agent'] ?? '').slice(0, 300),
        'x-request-id': requestId,
        ...(address && { 'x-forwarded-for': address }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new GatewayUnavailableError('the gateway cannot be reached', { cause: error });
    });
    const text = await response.text().catch(() => '');
    const wait = Number(response.headers.get('retry-after'));
    if (response.status === 429 && wait > 0) throw new TooManyRequestsError(wait);
    return {
      status: response.status,
      body: parsed(text),
      cookies: response.headers.getSetCookie(),
      location: response.headers.get('location'),
    };
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
