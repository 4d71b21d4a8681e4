import type { IncomingMessage, ServerResponse } from 'node:http';
import { ForbiddenError } from '@milepost/service-kit';
import { readBody } from '../http/answers.ts';
import type { Auth } from './people-auth.ts';

const bodyBytes = 16 * 1024;

/** /auth/*: sign-in and sign-out. Throws BodyTooLargeError, and FORBIDDEN for pages of other sites. */
export function createPeopleHandler({
  auth,
  publicOrigin,
  addressOf,
}: {
  auth: Auth;
  publicOrigin: string;
  addressOf: (request: IncomingMessage) => string;
}) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // The library checks where a request comes from on some of its paths only; the rule is the same for all of ours.
    if (request.headers.origin !== undefined && request.headers.origin !== publicOrigin)
      throw new ForbiddenError('requests from pages of other sites are refused');
    const body = await readBody(request, bodyBytes);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && !/^(forwarded|x-forwarded-.*|x-real-ip|x-mp-.*|content-length)$/.test(name))
        headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    // What a client writes into such headers does not count.
    headers.set('x-mp-ip', addressOf(request));
    const method = request.method ?? 'GET';
    const answer = await auth.handler(
      new Request(`${publicOrigin}${request.url}`, {
        method,
        headers,
        ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
      }),
    );
    for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.setHeader('cache-control', 'no-store');
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  };
}
