import type { Logger } from '@milepost/service-kit';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import * as tables from './people.tables.ts';

export type Auth = ReturnType<typeof createAuth>;

/** The session cookie's name; with https the browser itself keeps it to this very host. */
export function cookieNameFor(publicOrigin: string): string {
  return publicOrigin.startsWith('https:') ? '__Host-mp' : 'mp';
}

/** The sign-in library, set up by what was measured of it (docs/identity.md). `client`: one of its own, because drizzle changes the client it is given. */
export function createAuth({
  client,
  secret,
  publicOrigin,
  logger,
}: {
  client: Sql;
  secret: string;
  publicOrigin: string;
  logger: Logger;
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
    session: { expiresIn: 8 * 3_600, updateAge: 3_600 },
    rateLimit: { enabled: false },
    // The first two and the sign-up-like ones by decision; list-sessions and update-session show or touch raw session tokens.
    disabledPaths: [
      '/get-session',
      '/list-sessions',
      '/update-session',
      '/sign-up/email',
      '/update-user',
      '/delete-user',
      '/change-email',
    ],
    advanced: {
      useSecureCookies: false,
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
