import type { ViewerClaims } from '@milepost/service-kit';
import type { Concern } from './auth-changes.ts';

/** Who is behind a request or a socket: the viewer's claims without the token around them. One object per credential, so that caches can hang on it. */
export interface Session {
  readonly claims: ViewerClaims;
  /** Milliseconds since 1970 at which it ends. */
  readonly endsAt: number;
  /** What it hangs on in the database. */
  readonly concerns: readonly Concern[];
  /** Reads anew what it is now, past every cache; null when it has ended. Undefined for sessions that only time ends. */
  readonly lookAgain: (() => Promise<Session | null>) | undefined;
}

export function createSession(
  claims: Omit<ViewerClaims, 'sessionExp'>,
  endsAt: number,
  { concerns = [], lookAgain }: Partial<Pick<Session, 'concerns' | 'lookAgain'>> = {},
): Session {
  return Object.freeze({
    claims: Object.freeze({ ...claims, sessionExp: Math.floor(endsAt / 1000) }),
    endsAt,
    concerns,
    lookAgain,
  });
}

/** What somebody may do, as a text to compare: who, which rows, which level. */
export function rightsOf({ claims: { sessionExp: _, ...rights } }: Session): string {
  return JSON.stringify(rights);
}

/** Nobody in particular: level L0. Renewed hourly, so that its end never comes near. */
let anonymous: Session | undefined;
export function anonymousSession(now = Date.now()): Session {
  if (!anonymous || anonymous.endsAt - now < 24 * 3_600_000) {
    anonymous = createSession(
      {
        sid: 'anonymous',
        sub: null,
        role: 'anonymous',
        level: 'L0',
        scopes: [],
        companies: [],
        regions: [],
        customers: [],
        orders: [],
      },
      now + 25 * 3_600_000,
    );
  }
  return anonymous;
}

/** The gateway's own questions to subgraphs (the live cursor). */
export function systemSession(): Session {
  return createSession(
    {
      sid: 'gateway',
      sub: 'gateway',
      role: 'system',
      level: 'STAFF',
      scopes: [],
      companies: null,
      regions: null,
      customers: null,
      orders: [],
    },
    Date.now() + 10 * 365 * 86_400_000,
  );
}

/** A bounded map, oldest out. */
export function boundedMap<K, V>(limit: number): Map<K, V> {
  const map = new Map<K, V>();
  const { set } = map;
  map.set = (key, value) => {
    if (!map.has(key) && map.size >= limit) map.delete(map.keys().next().value as K);
    return set.call(map, key, value);
  };
  return map;
}
