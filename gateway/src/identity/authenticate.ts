import { AppError, ForbiddenError, UnauthenticatedError, UpstreamUnavailableError } from '@milepost/service-kit';
import type { Credentials } from './credentials.ts';
import { orderSessionPrefix } from './order-sessions.ts';
import { anonymousSession, type Session } from './session.ts';

/** Where sessions come from, one per kind of credential; null: nobody, or no longer. */
export interface SessionSources {
  ofCookie: (value: string) => Promise<Session | null>;
  ofOrderAccess: (token: string) => Promise<Session | null>;
  ofOrderSession: (token: string) => Promise<Session | null>;
  ofPartner: (token: string) => Promise<Session | null>;
  ofOrderView: (person: Session, view: string) => Promise<Session | null>;
}

export type Authenticate = (credentials: Credentials) => Promise<Session>;

/**
 * Who asks. A cookie without a living session is an anonymous visitor; a token that does not hold is refused, because its sender means to be
 * somebody. Throws FORBIDDEN for pages of other sites, UNAUTHENTICATED for bad tokens, UPSTREAM_UNAVAILABLE when it cannot be known.
 */
export function createAuthenticate({
  ofCookie,
  ofOrderAccess,
  ofOrderSession,
  ofPartner,
  ofOrderView,
}: SessionSources): Authenticate {
  return async (credentials) => {
    switch (credentials.kind) {
      case 'refused':
        throw new ForbiddenError('requests from pages of other sites are refused');
      case 'none':
        return anonymousSession();
      case 'cookie':
        return (await known(ofCookie(credentials.value))) ?? anonymousSession();
      case 'view': {
        const person = credentials.cookie === null ? null : await known(ofCookie(credentials.cookie));
        const session = person && (await known(ofOrderView(person, credentials.view)));
        if (!session) throw new ForbiddenError('this look at an order has ended, or is not yours');
        return session;
      }
      case 'bearer': {
        const { token } = credentials;
        // The issuer decides which keys to try; verification then proves it.
        const source = token.startsWith(orderSessionPrefix)
          ? ofOrderSession
          : issuerOf(token) === 'milepost-odoo'
            ? ofOrderAccess
            : ofPartner;
        const session = await known(source(token));
        if (!session) throw new UnauthenticatedError('the token is invalid or has ended');
        return session;
      }
    }
  };
}

function known(session: Promise<Session | null>): Promise<Session | null> {
  return session.catch((error: unknown) => {
    throw error instanceof AppError
      ? error
      : new UpstreamUnavailableError('who you are cannot be checked now; try again', error);
  });
}

function issuerOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).iss;
  } catch {
    return undefined;
  }
}
