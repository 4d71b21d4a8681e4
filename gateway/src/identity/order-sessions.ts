import { createHash, randomBytes } from 'node:crypto';
import type { Sql } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { AuthChanges, Concern } from './auth-changes.ts';
import { createRevocableCache } from './revocable-cache.ts';
import { createSession, rightsOf, type Session } from './session.ts';

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

interface OrderSessionRow {
  id: string;
  order_id: number;
  level: 'L0' | 'L1' | 'L2' | 'L3';
  link_id: string | null;
  expires_at: Date;
}

/** What links and codes opened: one order, at the level of the link or at L3. Opaque tokens, because these must end at once when somebody says so. */
export function createOrderSessions({ sql, cacheMs, changes }: { sql: Sql; cacheMs: number; changes: AuthChanges }) {
  const cache = createRevocableCache<Session | null>({ changes, maxAgeMs: cacheMs, limit: 20_000 });
  // One statement for all that are asked for in the same turn. By the token's hash, in base64.
  const rows = new DataLoader<string, OrderSessionRow | null>(
    async (hashes) => {
      const found = await sql<(OrderSessionRow & { hash: Buffer })[]>`
        select s.hash, s.id, s.order_id, s.level, s.link_id, s.expires_at from auth.order_session s left join auth.order_link l on l.id = s.link_id
        where s.hash = any(array(select decode(h, 'base64') from unnest(${hashes as string[]}::text[]) h)) and s.revoked_at is null and s.expires_at > now()
          and (s.link_id is null or (l.revoked_at is null and l.expires_at > now()))`;
      const byHash = new Map(found.map((row) => [row.hash.toString('base64'), row]));
      return hashes.map((hash) => byHash.get(hash) ?? null);
    },
    { cache: false, maxBatchSize: 1_000 },
  );

  function sessionFrom(key: string, row: OrderSessionRow): Session {
    return createSession(
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
      {
        concerns: concernsOf(row),
        lookAgain: async () => {
          const now = await rows.load(key);
          return now && sessionFrom(key, now);
        },
      },
    );
  }

  return {
    /** Null when the token is none of ours, has ended, or its link was ended. */
    async sessionOf(token: string): Promise<Session | null> {
      if (!/^mpo_[A-Za-z0-9_-]{32}$/.test(token)) return null;
      const key = hashToken(token).toString('base64');
      const session = await cache.get(key, async (before) => {
        const row = await rows.load(key);
        if (!row) return { value: null, concerns: [] };
        const fresh = sessionFrom(key, row);
        const isSame = before && rightsOf(before) === rightsOf(fresh) && before.endsAt === fresh.endsAt;
        // The same object as long as nothing changed: viewer tokens hang on it.
        return { value: isSame ? before : fresh, concerns: fresh.concerns };
      });
      return session && session.endsAt > Date.now() ? session : null;
    },
  };
}

function concernsOf({ id, link_id }: OrderSessionRow): Concern[] {
  return link_id === null ? [`order-session ${id}`] : [`order-session ${id}`, `order-link ${link_id}`];
}
