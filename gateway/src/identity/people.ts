import { createHash } from 'node:crypto';
import type { Logger, Sql } from '@milepost/service-kit';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { toNodeHandler } from 'better-auth/node';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { DemoAccount } from '../config.ts';
import * as tables from './people.tables.ts';
import { boundedMap, createSession, type Session } from './session.ts';

/** A session is looked up again after this long at the latest, so that a sign-out takes effect. */
const cacheMs = 10_000;

/** People: staff and business customers. The library says who signed in; what they may see stands in our grants. */
export async function createPeople({
  sql,
  databaseUrl,
  secret,
  publicOrigin,
  logger,
}: {
  sql: Sql;
  databaseUrl: string;
  secret: string;
  publicOrigin: string;
  logger: Logger;
}) {
  // A client of its own: drizzle changes the client it is given.
  const client = postgres(databaseUrl, {
    max: 4,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'milepost-gateway-people' },
  });
  const isSecure = publicOrigin.startsWith('https:');
  const cookieName = isSecure ? '__Host-mp' : 'mp';
  const auth = betterAuth({
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
    disabledPaths: ['/get-session', '/sign-up/email', '/update-user', '/delete-user', '/change-email'],
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: cookieName,
          attributes: { secure: isSecure, path: '/', sameSite: 'lax', httpOnly: true },
        },
      },
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: ['x-mp-ip'] },
    },
  });
  const context = await auth.$context;
  const cache = boundedMap<string, { session: Session | null; readAt: number }>(20_000);

  async function read(cookie: string): Promise<Session | null> {
    const found = await auth.api.getSession({ headers: new Headers({ cookie: `${cookieName}=${cookie}` }) });
    if (!found) return null;
    const [grant] = await sql<
      { role: 'agent' | 'operator' | null; companies: number[] | null; customers: number[] | null }[]
    >`
      select s.role, s.companies, c.customers from (select ${found.user.id}::uuid as id) u
      left join auth.staff_grant s on s.user_id = u.id left join auth.customer_grant c on c.user_id = u.id`;
    const endsAt = new Date(found.session.expiresAt).getTime();
    const base = { sid: `person:${found.session.id}`, sub: found.user.id, scopes: [], orders: [] };
    if (grant?.role)
      return createSession(
        { ...base, role: grant.role, level: 'STAFF', companies: grant.companies, customers: null },
        endsAt,
      );
    if (grant?.customers)
      return createSession(
        { ...base, role: 'customer', level: 'L3', companies: [], customers: grant.customers },
        endsAt,
      );
    return null;
  }

  return {
    handler: toNodeHandler(auth),
    cookieName,
    /** The session behind a cookie value; null when it is none, has ended, or its person may see nothing. */
    async sessionOf(cookie: string): Promise<Session | null> {
      const key = createHash('sha256').update(cookie).digest('base64');
      const hit = cache.get(key);
      if (hit && Date.now() - hit.readAt < cacheMs && (hit.session === null || hit.session.endsAt > Date.now()))
        return hit.session;
      const fresh = await read(cookie);
      // The same object as long as nothing changed: viewer tokens hang on it.
      const session =
        hit?.session && fresh && JSON.stringify(hit.session) === JSON.stringify(fresh) ? hit.session : fresh;
      cache.set(key, { session, readAt: Date.now() });
      return session;
    },
    /** Demo accounts: made or, when the password changed, brought up to date. Never called outside demo mode. */
    async ensureDemoAccounts(accounts: readonly DemoAccount[]): Promise<void> {
      for (const { kind, name, email, password, customers } of accounts) {
        const hash = await context.password.hash(password);
        await sql.begin(async (tx) => {
          const [row] = await tx<{ id: string }[]>`
            insert into auth."user" (name, email, email_verified) values (${name}, ${email.toLowerCase()}, true) on conflict (email) do update set name = excluded.name returning id`;
          const { id } = row as { id: string };
          await tx`delete from auth.account where user_id = ${id} and provider_id = 'credential'`;
          await tx`insert into auth.account (user_id, account_id, provider_id, password) values (${id}, ${id}, 'credential', ${hash})`;
          if (kind === 'customer')
            await tx`insert into auth.customer_grant (user_id, customers) values (${id}, ${customers}) on conflict (user_id) do update set customers = excluded.customers`;
          else
            await tx`insert into auth.staff_grant (user_id, role, companies) values (${id}, ${kind}, null) on conflict (user_id) do update set role = excluded.role`;
        });
      }
    },
    [Symbol.asyncDispose]: () => client.end({ timeout: 2 }),
  };
}
