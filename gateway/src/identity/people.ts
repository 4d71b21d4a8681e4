import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientDefaults, ForbiddenError, type Logger, type Sql } from '@milepost/service-kit';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { DemoAccount } from '../config.ts';
import { readBody } from '../http/answers.ts';
import * as tables from './people.tables.ts';
import { boundedMap, createSession, type Session } from './session.ts';

const bodyBytes = 16 * 1024;

/** People: staff and business customers. The library says who signed in; what they may see stands in our grants. */
export async function createPeople({
  sql,
  databaseUrl,
  secret,
  publicOrigin,
  addressOf,
  logger,
  cacheMs,
}: {
  sql: Sql;
  databaseUrl: string;
  secret: string;
  publicOrigin: string;
  addressOf: (request: IncomingMessage) => string;
  logger: Logger;
  /** A session is looked up again after this long at the latest, so that a sign-out takes effect. */
  cacheMs: number;
}) {
  // A client of its own: drizzle changes the client it is given.
  const client = postgres(databaseUrl, {
    max: 4,
    ...clientDefaults,
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
    /** /auth/*: sign-in and sign-out. Throws BodyTooLargeError, and FORBIDDEN for pages of other sites. */
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
    },
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
        const address = email.toLowerCase();
        const [known] = await sql<{ password: string | null }[]>`
          select a.password from auth."user" u join auth.account a on a.user_id = u.id and a.provider_id = 'credential' where u.email = ${address}`;
        const isUpToDate =
          known?.password != null && (await context.password.verify({ hash: known.password, password }));
        const hash = isUpToDate ? (known.password as string) : await context.password.hash(password);
        await sql.begin(async (tx) => {
          const [row] = await tx<{ id: string }[]>`
            insert into auth."user" (name, email, email_verified) values (${name}, ${address}, true) on conflict (email) do update set name = excluded.name returning id`;
          const { id } = row as { id: string };
          await tx`insert into auth.demo_user (user_id) values (${id}) on conflict do nothing`;
          await tx`insert into auth.account (user_id, account_id, provider_id, password) values (${id}, ${id}, 'credential', ${hash}) on conflict (provider_id, account_id) do update set password = excluded.password`;
          await tx`delete from ${tx(kind === 'customer' ? 'auth.staff_grant' : 'auth.customer_grant')} where user_id = ${id}`;
          if (kind === 'customer')
            await tx`insert into auth.customer_grant (user_id, customers) values (${id}, ${customers}) on conflict (user_id) do update set customers = excluded.customers`;
          else
            await tx`insert into auth.staff_grant (user_id, role, companies) values (${id}, ${kind}, null) on conflict (user_id) do update set role = excluded.role`;
        });
      }
    },
    /** A system that was a demo before keeps none of its people. */
    async removeDemoAccounts(): Promise<void> {
      await sql`delete from auth."user" where id in (select user_id from auth.demo_user)`;
    },
    [Symbol.asyncDispose]: () => client.end({ timeout: 2 }),
  };
}
