import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AppError, type Limiters, type Logger, networkOf } from '@milepost/service-kit';
import { readJsonObject } from '../http/answers.ts';
import { readBasic, type TokenAnswer, type TokenRequest } from '../identity/partner-token.ts';
import type { Clients } from './clients.ts';
import { hereFactor, rateLimited } from './operation-limits.ts';
import type { Refusal } from './refusals.ts';
import { createSignInLimits } from './sign-in-limits.ts';

/** Requests to /auth/* from one place in a minute, of whatever kind. */
export const authRequestsPerMinute = 300;
const bodyBytes = 16 * 1024;
/** Answers alike whoever is meant, so that its outcome says nothing: every request counts. */
const alwaysCounted = '/auth/sign-in/magic-link';

type Route = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void> | void;

/** Stands before /auth/*: how often one place may ask, and how often somebody may be wrong. Throws RATE_LIMITED. */
export function createAuthGuards({
  clients,
  limiters,
  secret,
  publicOrigin,
  sessionCookie,
  accountOf,
  addressOf,
  refused,
  logger,
}: {
  clients: Clients;
  limiters: Limiters;
  secret: Buffer;
  publicOrigin: string;
  sessionCookie: string;
  /** The e-mail address behind a session; null when it is none. */
  accountOf: (session: string) => Promise<string | null>;
  addressOf: (request: IncomingMessage) => string;
  refused: (limit: Refusal) => void;
  logger: Logger;
}) {
  const requests = limiters.create('auth', { points: authRequestsPerMinute, seconds: 60 });
  const requestsHere = limiters.create('auth:here', { points: authRequestsPerMinute * hereFactor, seconds: 60 });
  const ofPeople = createSignInLimits({ name: 'sign-ins', limiters, secret, refused: () => refused('signIn'), logger });
  const ofPartners = createSignInLimits({ name: 'tokens', limiters, secret, refused: () => refused('token'), logger });

  /** Milliseconds to wait; 0: go on. */
  async function countRequest(address: string): Promise<number> {
    const place = clients.ofAddress(address);
    const limiter = place.isHere ? requestsHere : requests;
    const { consumedPoints, msBeforeNext } = await limiter.penalty(place.key);
    if (consumedPoints <= limiter.points) return 0;
    refused('auth');
    return Math.max(1, msBeforeNext);
  }

  return {
    /** For people: /auth/* but /auth/token. */
    people(handle: Route): Route {
      return async (request, response, requestId) => {
        const address = addressOf(request);
        const waitMs = await countRequest(address);
        if (waitMs > 0) throw rateLimited(waitMs, 'rate');
        const path = (request.url ?? '').split('?', 1)[0] as string;
        // A page of another site is refused before it could use up somebody's tries.
        const isForeign = request.headers.origin !== undefined && request.headers.origin !== publicOrigin;
        if (isForeign || !isTry(request.method, path)) return handle(request, response, requestId);
        const email = emailOf(await readJsonObject(request, bodyBytes));
        const from = { place: clients.ofAddress(address), network: networkOf(address) };
        // Whose mailbox gets links is limited where they are sent, without telling.
        const tried = await ofPeople.take({ ...from, account: path === alwaysCounted ? null : email });
        if (tried.waitSeconds > 0) throw rateLimited(tried.waitSeconds * 1000, 'signIn');
        try {
          await handle(request, response, requestId);
        } catch (error) {
          await tried.undone();
          throw error;
        }
        const session = sessionSet(response, sessionCookie);
        if (session !== null) {
          await tried.succeeded();
          // With a second factor the account was named, and counted, a request earlier.
          const account = email === null ? await accountOf(session) : null;
          if (account !== null) await ofPeople.completed({ ...from, account: sameAccount(account) });
        } else if (
          response.statusCode >= 500 ||
          (response.statusCode < 400 && email === null && path !== alwaysCounted)
        )
          await tried.undone();
      };
    },

    /** For partners: /auth/token. */
    partners(issue: (request: TokenRequest) => Promise<TokenAnswer>): (request: TokenRequest) => Promise<TokenAnswer> {
      return async (request) => {
        const { address, authorization, body } = request;
        const waitMs = await countRequest(address);
        if (waitMs > 0) return tokenLater(rateLimited(waitMs, 'rate'));
        const basic = readBasic(authorization);
        const given = basic === 'malformed' ? null : (basic?.id ?? new URLSearchParams(body).get('client_id'));
        const tried = await ofPartners.take({
          account: given?.slice(0, 200) || null,
          place: clients.ofAddress(address),
          network: networkOf(address),
        });
        if (tried.waitSeconds > 0) return tokenLater(rateLimited(tried.waitSeconds * 1000, 'signIn'));
        let answer: TokenAnswer;
        try {
          answer = await issue(request);
        } catch (error) {
          await tried.undone();
          throw error;
        }
        if (answer.status === 200) await tried.succeeded();
        else if (answer.status !== 401) await tried.undone();
        return answer;
      };
    },
  };
}

/** In the shape of OAuth's errors, which know no such code. */
function tokenLater({ message, details }: AppError): TokenAnswer {
  const { retryAfterMs, http } = details as { retryAfterMs: number; http: { headers: Record<string, string> } };
  return {
    status: 429,
    headers: { 'cache-control': 'no-store', ...http.headers },
    body: { error: 'temporarily_unavailable', error_description: message, retryAfterMs },
  };
}

/** What proves or asks for something. Links and returns from single sign-on carry what nobody guesses: they only count as requests. */
function isTry(method: string | undefined, path: string): boolean {
  return method === 'POST' && path !== '/auth/sign-out';
}

/** The account that is meant; null when none is named. */
function emailOf({ email }: Record<string, unknown>): string | null {
  return typeof email === 'string' ? sameAccount(email) || null : null;
}

/** One for all spellings of an address. */
function sameAccount(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase().slice(0, 320);
}

/** The session that an answer begins; null when it begins none. */
function sessionSet(response: ServerResponse, sessionCookie: string): string | null {
  const [line] = [response.getHeader('set-cookie') ?? []]
    .flat()
    .map(String)
    .filter((cookie) => cookie.startsWith(`${sessionCookie}=`));
  return line?.slice(sessionCookie.length + 1).split(';', 1)[0] || null;
}
