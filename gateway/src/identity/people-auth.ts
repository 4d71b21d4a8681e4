import type { Logger } from '@milepost/service-kit';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { type GenericOAuthConfig, genericOAuth } from 'better-auth/plugins/generic-oauth';
import { magicLink } from 'better-auth/plugins/magic-link';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import * as tables from './people.tables.ts';

export type Auth = ReturnType<typeof createAuth>;

/** How long a sign-in link holds. */
export const linkSeconds = 600;

/** The session cookie's name; with https the browser itself keeps it to this very host. */
export function cookieNameFor(publicOrigin: string): string {
  return publicOrigin.startsWith('https:') ? '__Host-mp' : 'mp';
}

/** The sign-in library, set up by what was measured of it (docs/identity.md). `client`: one of its own, because drizzle changes the client it is given. */
export function createAuth({
  client,
  secret,
  publicOrigin,
  brand,
  logger,
  mailLink,
  mayStartSession,
  judge,
  provider,
}: {
  client: Sql;
  secret: string;
  publicOrigin: string;
  /** As which authenticator apps show us. */
  brand: string;
  logger: Logger;
  /** Mails the token of a sign-in link; asked only for addresses that were found to be a customer's. */
  mailLink: (link: { email: string; token: string }) => Promise<void>;
  /** Throws an APIError for who may not sign in this way. `path` is the library's: '/sign-in/email', '/magic-link/verify'. */
  mayStartSession: (attempt: { userId: string; path: string; body: unknown }) => Promise<void>;
  /** Whom the single sign-on sends, before anything is stored of him. */
  judge: (who: {
    userId: string | undefined;
    action: string;
    claims: Record<string, unknown>;
  }) => Promise<{ error: string } | undefined>;
  /** The single sign-on; null while there is none, or it has not been reached yet. */
  provider: GenericOAuthConfig | null;
}) {
  const isSecure = publicOrigin.startsWith('https:');
  return betterAuth({
    appName: 'Milepost',
    baseURL: publicOrigin,
    basePath: '/auth',
    secret,
    trustedOrigins: [publicOrigin],
    telemetry: { enabled: false },
    // The first line only: a database error's further lines hold values.
    logger: {
      level: 'warn',
      log: (level, message) =>
        logger[level === 'error' ? 'error' : 'warn']({ library: 'auth' }, String(message).split('\n', 1)[0] ?? ''),
    },
    database: drizzleAdapter(drizzle(client), { provider: 'pg', schema: tables, transaction: true }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    // What nobody foresaw is thrown, to be logged where everything is: the library writes it to the console, statement and e-mail addresses included.
    onAPIError: { errorURL: '/sign-in', throw: true },
    account: {
      // Not even for addresses that both sides call verified: who can choose his address at the issuer would get somebody else's account.
      accountLinking: { enabled: true, trustedProviders: [], disableImplicitLinking: true },
      updateAccountOnSignIn: false,
    },
    user: {
      validateUserInfo: ({ user, source }) =>
        source.method === 'oauth'
          ? judge({ userId: user.id, action: source.action, claims: source.oauth?.profile ?? {} })
          : undefined,
    },
    // Ends for good: who is away or was dismissed does not stay signed in by a page that asks now and then.
    session: { expiresIn: 8 * 3_600, disableSessionRefresh: true },
    rateLimit: { enabled: false },
    databaseHooks: {
      // Nobody asks the issuer anything afterwards: its tokens are not kept.
      account: {
        create: {
          before: async (account) => ({ data: { ...account, accessToken: null, refreshToken: null, idToken: null } }),
        },
      },
      session: {
        create: {
          before: async ({ userId }, context) =>
            mayStartSession({ userId, path: context?.path ?? '', body: context?.body }),
        },
      },
    },
    plugins: [
      magicLink({ disableSignUp: true, expiresIn: linkSeconds, storeToken: 'hashed', sendMagicLink: mailLink }),
      twoFactor({ issuer: brand }),
      ...(provider ? [genericOAuth({ config: [provider] })] : []),
    ],
    advanced: {
      useSecureCookies: false,
      cookiePrefix: cookieNameFor(publicOrigin),
      defaultCookieAttributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' },
      cookies: {
        session_token: {
          name: cookieNameFor(publicOrigin),
          attributes: { secure: isSecure, path: '/', sameSite: 'lax', httpOnly: true },
        },
      },
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: ['x-mp-ip'] },
    },
  });
}
