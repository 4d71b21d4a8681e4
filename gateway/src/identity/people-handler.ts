import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  BadUserInputError,
  ForbiddenError,
  isDatabaseUnavailable,
  UnauthenticatedError,
  UpstreamUnavailableError,
} from '@milepost/service-kit';
import { answerJson, readJsonObject } from '../http/answers.ts';
import type { Auth } from './people-auth.ts';
import type { SignInAnswer } from './sign-in-refusals.ts';

const bodyBytes = 16 * 1024;

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A route of ours. `passOn` hands the request to the library with another body in its place. */
export type PeopleRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  passOn: (body: object) => Promise<void>,
) => Promise<void>;

/** What of the library is open. A list of what is shut would miss what its next version adds. */
const libraryRoutes = new Set(['POST /sign-out', 'GET /magic-link/verify', 'GET /callback/company']);

/**
 * /auth/*: sign-in and sign-out of people. `routes`: our own, by method and path, in front of the library's. Throws BodyTooLargeError, FORBIDDEN for pages of other
 * sites, UNAUTHENTICATED for machines.
 */
export function createPeopleHandler({
  auth,
  within,
  publicOrigin,
  addressOf,
  onAnswer,
  routes,
}: {
  auth: () => Auth;
  /** Around each request of the library. */
  within: <T>(request: () => Promise<T>) => Promise<T>;
  publicOrigin: string;
  addressOf: (request: IncomingMessage) => string;
  /** Told of every answer of the library, for the audit. */
  onAnswer: (answer: SignInAnswer) => void;
  routes: Readonly<Record<string, PeopleRoute>>;
}): Handle {
  return async (request, response) => {
    const { origin, authorization } = request.headers;
    // The library checks where a request comes from on some of its paths only; the rule is the same for all of ours.
    if (origin !== undefined && origin !== publicOrigin)
      throw new ForbiddenError('requests from pages of other sites are refused');
    if (authorization !== undefined)
      throw new UnauthenticatedError('people sign in here; tokens are for /graphql, and made at /auth/token');
    const path = (request.url ?? '').split('?', 1)[0]?.replace(/^\/auth/, '') ?? '';
    const route = `${request.method} ${path}`;
    const own = Object.hasOwn(routes, route) ? routes[route] : undefined;
    if (own) return own(request, response, (body) => answerFromLibrary(request, response, body));
    if (!libraryRoutes.has(route))
      return answerJson(response, 404, { status: 404, message: 'there is no such address' });
    // Only our own page's button says where it comes from: a mail scanner that opens links must not use one up.
    if (path === '/magic-link/verify' && origin === undefined)
      throw new ForbiddenError('open the link of the mail and press the button there');
    const body = request.method === 'POST' ? await readJsonObject(request, bodyBytes) : null;
    await answerFromLibrary(request, response, body);
  };

  async function answerFromLibrary(
    request: IncomingMessage,
    response: ServerResponse,
    given: object | null,
  ): Promise<void> {
    // Written anew: the library reads other kinds and spellings of a body too, and would find in it what our limits did not see.
    const body = Buffer.from(given ? JSON.stringify(given) : '');
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined && !/^(forwarded|x-forwarded-.*|x-real-ip|x-mp-.*|content-length)$/.test(name))
        headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    // What a client writes into such headers does not count.
    headers.set('x-mp-ip', addressOf(request));
    if (given) headers.set('content-type', 'application/json');
    const method = request.method ?? 'GET';
    const asked = new Request(`${publicOrigin}${request.url}`, {
      method,
      headers,
      ...(given && { body: new Uint8Array(body) }),
    });
    const answer = await within(() => auth().handler(asked)).catch((error: Error) => {
      if (isDatabaseUnavailable(error) || isDatabaseUnavailable(error.cause))
        throw new UpstreamUnavailableError('sign-ins cannot be checked now; try again', error);
      throw error;
    });
    onAnswer({
      path: new URL(asked.url).pathname.replace(/^\/auth/, ''),
      status: answer.status,
      location: answer.headers.get('location'),
      body,
      requestId: String(response.getHeader('x-request-id') ?? 'none'),
    });
    const content = withoutToken(Buffer.from(await answer.arrayBuffer()));
    for (const [name, value] of answer.headers)
      if (name !== 'set-cookie' && name !== 'content-length') response.setHeader(name, value);
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) response.setHeader('set-cookie', cookies);
    response.setHeader('cache-control', 'no-store');
    response.writeHead(answer.status).end(content);
  }
}

/** The library shows the raw session token to scripts; it belongs into the cookie alone. */
function withoutToken(content: Buffer): Buffer {
  try {
    const { token, ...rest } = JSON.parse(content.toString('utf8'));
    return token === undefined ? content : Buffer.from(JSON.stringify(rest));
  } catch {
    return content;
  }
}

/** The body of a route of ours. Throws UnsupportedMediaTypeError; BAD_USER_INPUT when it is no JSON object, or has no `field`. */
export async function readJson(request: IncomingMessage, field: string): Promise<Record<string, unknown>> {
  const body = await readJsonObject(request, bodyBytes);
  if (Object.hasOwn(body, field)) return body;
  throw new BadUserInputError(field, `send ${field}`);
}

/** Throws BAD_USER_INPUT when it is no text of reasonable length. */
export function textOf(value: unknown, field: string): string {
  if (typeof value === 'string' && value.length <= 320) return value;
  throw new BadUserInputError(field, `${field} must be a text of at most 320 characters`);
}
