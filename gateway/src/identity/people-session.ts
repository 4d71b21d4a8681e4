import { createHash } from 'node:crypto';
import type { Logger, Sql, ViewerClaims } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { AuthChanges } from './auth-changes.ts';
import type { Auth } from './people-auth.ts';
import type { CustomerGrants } from './people-customers.ts';
import { createRevocableCache } from './revocable-cache.ts';
import { createSession, rightsOf, type Session } from './session.ts';

interface SessionRow {
  id: string;
  user_id: string;
  email: string;
  name: string;
  expires_at: Date;
  role: 'agent' | 'operator' | null;
  companies: number[] | null;
  regions: string[] | null;
  customers: number[] | null;
  checked_at: Date | null;
  /** Signs in with a password alone. */
  lacks_second_factor: boolean;
}

/** What a person's cookie means: the library knows the session, our grants what it may see. */
export function createPersonSessions({
  auth,
  sql,
  cookieName,
  grants,
  needsSecondFactor,
  cacheMs,
  lastUseMs,
  logger,
  changes,
}: {
  auth: () => Auth;
  sql: Sql;
  cookieName: string;
  grants: CustomerGrants;
  /** Staff with a password alone count as nobody. */
  needsSecondFactor: boolean;
  /** A session is looked up again after this long at the latest, so that a sign-out takes effect even when nobody could tell of it. */
  cacheMs: number;
  /** How often last uses are written down. */
  lastUseMs: number;
  logger: Logger;
  changes: AuthChanges;
}) {
  const cache = createRevocableCache<Session | null>({ changes, maxAgeMs: cacheMs, limit: 20_000 });
  // One statement for all that are asked for in the same turn: thousands of open connections are looked at together.
  const sessions = new DataLoader<string, SessionRow | null>(readSessions, { cache: false, maxBatchSize: 1_000 });

  async function readSessions(ids: readonly string[]): Promise<(SessionRow | null)[]> {
    const rows = await sql<SessionRow[]>`
      select s.id, s.user_id, u.email, u.name, s.expires_at, g.role, g.companies, g.regions, c.customers, c.checked_at,
        not u.two_factor_enabled and exists (select 1 from auth.account a where a.user_id = u.id and a.provider_id = 'credential') as lacks_second_factor
      from auth.session s join auth."user" u on u.id = s.user_id left join auth.staff_grant g on g.user_id = s.user_id left join auth.customer_grant c on c.user_id = s.user_id
      where s.id = any(${ids as string[]}::uuid[]) and s.expires_at > now()`;
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  function sessionFrom(row: SessionRow): Session | null {
    const base = { sid: `person:${row.id}`, sub: row.user_id, scopes: [], orders: [] };
    const make = (claims: Omit<ViewerClaims, 'sessionExp'>) =>
      createSession(claims, row.expires_at.getTime(), {
        concerns: concernsOf(row),
        lookAgain: async () => {
          const now = await sessions.load(row.id);
          return now && sessionFrom(now);
        },
      });
    const { role, companies, regions, customers, email, checked_at: checkedAt } = row;
    const name = (row.name || email).slice(0, 200);
    if (role && needsSecondFactor && row.lacks_second_factor) return null;
    if (role) return make({ ...base, name, role, level: 'STAFF', companies, regions, customers: null });
    if (customers && grants.holds({ email, checkedAt }))
      return make({ ...base, role: 'customer', level: 'L3', companies: [], regions: [], customers });
    return null;
  }

  const uses = new Map<string, Date>();
  const writing = setInterval(() => void recordUses(), lastUseMs).unref();

  /** Collected: a request costs no write of its own. The news (auth_changed) is not about this column. */
  async function recordUses(): Promise<void> {
    if (uses.size === 0) return;
    const ids = [...uses.keys()];
    const times = [...uses.values()].map((at) => at.toISOString());
    uses.clear();
    await sql`
      update auth.session s set last_used_at = u.at from unnest(${ids}::uuid[], ${times}::timestamptz[]) u(id, at) where s.id = u.id`.catch(
      (err) => logger.warn({ err }, 'last uses of sessions not recorded'),
    );
  }

  /** The session behind a cookie value; null when it is none, has ended, or its person may see nothing. */
  async function sessionOf(cookie: string): Promise<Session | null> {
    const key = createHash('sha256').update(cookie).digest('base64');
    const session = await cache.get(key, async (before) => {
      const found = await auth().api.getSession({ headers: new Headers({ cookie: `${cookieName}=${cookie}` }) });
      const row = found && (await sessions.load(found.session.id));
      if (!row) return { value: null, concerns: [] };
      const fresh = sessionFrom(row);
      // The same object as long as nothing changed: viewer tokens hang on it.
      const isSame = before && fresh && rightsOf(before) === rightsOf(fresh) && before.endsAt === fresh.endsAt;
      return { value: isSame ? before : fresh, concerns: concernsOf(row) };
    });
    if (!session || session.endsAt <= Date.now()) return null;
    uses.set(session.claims.sid.slice('person:'.length), new Date());
    return session;
  }

  return {
    sessionOf,
    async [Symbol.asyncDispose]() {
      clearInterval(writing);
      await recordUses();
    },
  };
}

function concernsOf({ id, user_id }: SessionRow) {
  return [`session ${id}`, `person ${user_id}`] as const;
}
