import { createHash } from 'node:crypto';
import type { Sql } from '@milepost/service-kit';
import type { Auth } from './people-auth.ts';
import type { CustomerGrants } from './people-customers.ts';
import { boundedMap, createSession, type Session } from './session.ts';

/** What a person's cookie means: the library knows the session, our grants what it may see. */
export function createPersonSessions({
  auth,
  sql,
  cookieName,
  grants,
  cacheMs,
}: {
  auth: Auth;
  sql: Sql;
  cookieName: string;
  grants: CustomerGrants;
  /** A session is looked up again after this long at the latest, so that a sign-out takes effect. */
  cacheMs: number;
}) {
  const cache = boundedMap<string, { session: Session | null; readAt: number }>(20_000);

  async function read(cookie: string): Promise<Session | null> {
    const found = await auth.api.getSession({ headers: new Headers({ cookie: `${cookieName}=${cookie}` }) });
    if (!found) return null;
    const [grant] = await sql<
      {
        role: 'agent' | 'operator' | null;
        companies: number[] | null;
        regions: string[] | null;
        customers: number[] | null;
        checked_at: Date | null;
      }[]
    >`
      select s.role, s.companies, s.regions, c.customers, c.checked_at from (select ${found.user.id}::uuid as id) u
      left join auth.staff_grant s on s.user_id = u.id left join auth.customer_grant c on c.user_id = u.id`;
    const endsAt = new Date(found.session.expiresAt).getTime();
    const base = { sid: `person:${found.session.id}`, sub: found.user.id, scopes: [], orders: [] };
    if (grant?.role)
      return createSession(
        {
          ...base,
          role: grant.role,
          level: 'STAFF',
          companies: grant.companies,
          regions: grant.regions,
          customers: null,
        },
        endsAt,
      );
    if (grant?.customers && grants.holds({ email: found.user.email, checkedAt: grant.checked_at }))
      return createSession(
        { ...base, role: 'customer', level: 'L3', companies: [], regions: [], customers: grant.customers },
        endsAt,
      );
    return null;
  }

  /** The session behind a cookie value; null when it is none, has ended, or its person may see nothing. */
  return async (cookie: string): Promise<Session | null> => {
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
  };
}
