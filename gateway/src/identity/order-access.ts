import { createRemoteJWKSet, jwtVerify } from 'jose';
import { boundedMap, createSession, type Session } from './session.ts';

/** Tokens that odoo-subgraph gives to somebody who proved one order. Accepted for role customer, level at most L1, whatever they claim. */
export function createOrderAccess({ jwksUrl }: { jwksUrl: string }) {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: 1_000,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    timeoutDuration: 2_000,
  });
  const sessions = boundedMap<string, Session>(20_000);
  return {
    async sessionOf(token: string): Promise<Session | null> {
      const known = sessions.get(token);
      if (known && known.endsAt > Date.now()) return known;
      const verified = await jwtVerify(token, keys, {
        issuer: 'milepost-odoo',
        audience: 'milepost-gateway',
        typ: 'order-access+jwt',
        algorithms: ['EdDSA'],
      }).catch(() => null);
      const orderId = Number(verified?.payload.sub);
      if (!verified || !Number.isInteger(orderId) || orderId <= 0 || verified.payload.exp === undefined) return null;
      const session = createSession(
        {
          sid: `order:${verified.payload.jti}`,
          sub: null,
          role: 'customer',
          level: 'L1',
          scopes: [],
          companies: [],
          customers: [],
          orders: [orderId],
        },
        verified.payload.exp * 1000,
      );
      sessions.set(token, session);
      return session;
    },
  };
}
