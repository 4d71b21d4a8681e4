import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '@milepost/service-kit';
import { boundedMap, createSession, type Session } from './session.ts';

/** Begins every token of an order session, so that its kind is known before it is looked up. */
export const orderSessionPrefix = 'mpo_';

/** 24 random bytes: nobody guesses one, and a fast hash is enough to keep it. */
export function newToken(prefix = ''): { token: string; hash: Buffer } {
  const token = `${prefix}${randomBytes(24).toString('base64url')}`;
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** What links and codes opened: one order, at L2 or L3. Opaque tokens, because these must end at once when somebody says so. */
export function createOrderSessions({ sql, cacheMs }: { sql: Sql; cacheMs: number }) {
  const known = boundedMap<string, { session: Session | null; readAt: number }>(20_000);
  return {
    /** Null when the token is none of ours, has ended, or its link was ended. */
    async sessionOf(token: string): Promise<Session | null> {
      if (!/^mpo_[A-Za-z0-9_-]{32}$/.test(token)) return null;
      const hash = hashToken(token);
      const key = hash.toString('base64');
      const hit = known.get(key);
      if (hit && Date.now() - hit.readAt < cacheMs && (hit.session === null || hit.session.endsAt > Date.now()))
        return hit.session;
      const [row] = await sql<{ id: string; order_id: number; level: 'L2' | 'L3'; expires_at: Date }[]>`
        select s.id, s.order_id, s.level, s.expires_at from auth.order_session s left join auth.order_link l on l.id = s.link_id
        where s.hash = ${hash} and s.revoked_at is null and s.expires_at > now() and (s.link_id is null or (l.revoked_at is null and l.expires_at > now()))`;
      const session =
        row === undefined
          ? null
          : (hit?.session ??
            createSession(
              {
                sid: `order-session:${row.id}`,
                sub: null,
                role: 'customer',
                level: row.level,
                scopes: [],
                companies: [],
                regions: [],
                customers: [],
                orders: [row.order_id],
              },
              row.expires_at.getTime(),
            ));
      known.set(key, { session, readAt: Date.now() });
      return session;
    },
  };
}
