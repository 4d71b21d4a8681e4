import { limitKey, placeOf } from '@milepost/service-kit';
import { boundedMap, type Session } from '../identity/session.ts';

export const clientKinds = ['address', 'order', 'person', 'partner'] as const;
export type ClientKind = (typeof clientKinds)[number];

/** Whom a limit counts. `key` is an HMAC. */
export interface Client {
  kind: ClientKind;
  key: string;
  /** Asks from this very machine, and no proxy says for whom: our own scripts, or everybody behind a proxy that we do not know of. */
  isHere: boolean;
}

/**
 * A partner is its client id, a person one account, order access its order (whoever holds the token), everybody else the place they come from: an IPv4 address, or
 * the /64 of IPv6 that a household has.
 */
export function createClients(secret: Buffer) {
  const places = boundedMap<string, Client>(20_000);
  const known = new WeakMap<Session, { here?: Client; away?: Client }>();

  function ofAddress(address: string): Client {
    const isHere = /^(127\.|::1$)/.test(address);
    const place = isHere ? 'here' : placeOf(address);
    let client = places.get(place);
    if (!client) {
      client = { kind: 'address', key: limitKey(secret, 'address', place), isHere };
      places.set(place, client);
    }
    return client;
  }

  function of(session: Session, address: string): Client {
    const kind = kindOf(session);
    const place = ofAddress(address);
    if (kind === 'address') return place;
    const seen = known.get(session) ?? {};
    known.set(session, seen);
    const where = place.isHere ? 'here' : 'away';
    const { claims } = session;
    const name = kind === 'order' ? claims.orders.join() : String(claims.sub);
    seen[where] ??= { kind, key: limitKey(secret, kind, name), isHere: place.isHere };
    return seen[where];
  }
  return { of, ofAddress };
}
export type Clients = ReturnType<typeof createClients>;

function kindOf({ claims }: Session): ClientKind {
  if (claims.role === 'partner') return 'partner';
  // Nothing that a colleague looks at is taken from what the customer may ask for.
  if (claims.viewedBy) return 'person';
  if (claims.orders.length > 0) return 'order';
  return claims.role === 'anonymous' || claims.sub === null ? 'address' : 'person';
}
