import { fromGlobalId, type Sql } from '@milepost/service-kit';
import { createSession, type Session } from './session.ts';

type Level = 'L1' | 'L2' | 'L3';

/**
 * A colleague's look at one order as its customer sees it (`auth.order_view`, begun by orderViewCreate). What it may see is at most what a customer of this level sees, and at most what the colleague
 * sees: companies and regions are theirs, as they are now. Nothing is remembered: each use asks anew.
 */
export function createOrderViews({ sql }: { sql: Sql }) {
  return {
    /** `view` is `<OrderView id> <level>`. Null when it has ended, never was, or was begun in another session than `person`. */
    async sessionOf(person: Session, view: string): Promise<Session | null> {
      const { sid, sub, role, companies, regions } = person.claims;
      if ((role !== 'agent' && role !== 'operator') || sub === null) return null;
      const [, globalId = '', level] = /^([\w-]{1,200}) (L[123])$/.exec(view) ?? [];
      const id = fromGlobalId('OrderView', globalId);
      if (id === null || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
      const [row] = await sql<{ order_id: number; expires_at: Date }[]>`
        select order_id, expires_at from auth.order_view where id = ${id} and sid = ${sid} and person = ${sub} and expires_at > now()`;
      if (!row) return null;
      return createSession(
        {
          sid: `order-view:${id}`,
          sub,
          role: 'customer',
          viewedBy: role,
          level: level as Level,
          scopes: [],
          companies,
          regions,
          customers: [],
          orders: [row.order_id],
        },
        Math.min(row.expires_at.getTime(), person.endsAt),
      );
    },
  };
}
