import { isBadToken, type KeySet, UpstreamUnavailableError } from '@milepost/service-kit';
import { jwtVerify } from 'jose';
import { boundedMap, createSession, type Session } from './session.ts';

/** Tokens that odoo-subgraph gives to somebody who proved one order. Accepted for role customer, level at most L1, whatever else they claim. */
export function createOrderAccess({ keys }: { keys: KeySet }) {
  const sessions = boundedMap<string, { session: Session; generation: number }>(20_000);
  return {
    /** Null when the token is none, or has ended; throws UPSTREAM_UNAVAILABLE when that cannot be known. */
    async sessionOf(token: string): Promise<Session | null> {
      const { generation } = keys;
      const known = sessions.get(token);
      if (known && known.session.endsAt > Date.now() && known.generation === generation) return known.session;
      const payload = await jwtVerify(token, keys, {
        issuer: 'milepost-odoo',
        audience: 'milepost-gateway',
        typ: 'order-access+jwt',
        algorithms: ['EdDSA'],
        requiredClaims: ['exp', 'sub', 'jti'],
      }).then(
        (verified) => verified.payload,
        (error: unknown) => {
          if (isBadToken(error)) return null;
          throw new UpstreamUnavailableError('order access cannot be checked now; try again', error);
        },
      );
      if (!payload) return null;
      // Several sockets come at once: what the first of them made is the session of all.
      const meanwhile = sessions.get(token);
      if (meanwhile && meanwhile !== known && meanwhile.generation === generation) return meanwhile.session;
      const { sub = '', jti, exp = 0, lvl } = payload as typeof payload & { lvl?: unknown };
      const orderId = /^[1-9]\d{0,9}$/.test(sub) ? Number(sub) : 0;
      if (orderId < 1 || orderId > 2_147_483_647 || typeof lvl !== 'number' || lvl < 1) return null;
      const session = createSession(
        {
          sid: `order:${jti}`.slice(0, 200),
          sub,
          role: 'customer',
          level: 'L1',
          scopes: [],
          companies: [],
          regions: [],
          customers: [],
          orders: [orderId],
        },
        exp * 1000,
      );
      sessions.set(token, { session, generation });
      return session;
    },
  };
}
