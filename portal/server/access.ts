import type { IncomingHttpHeaders } from 'node:http';
import { odooIdFrom } from '@milepost/service-kit';
import type { Identity } from './gateway-client.ts';

/** Orders that one browser may hold open at once; the one that ends first makes room. */
const maxOrders = 8;

/** Access to one order, as the gateway answered it. */
interface OpenedOrder {
  token: string;
  /** Global id. */
  orderId: string;
  expiresAt: string;
}

export interface Access {
  /** Who asks for this order. The cookie of the order itself wins over a signed-in account. */
  identityFor(headers: IncomingHttpHeaders, orderId: string): Identity;
  /** A signed-in person, or nobody. */
  visitor(headers: IncomingHttpHeaders): Identity;
  /** Set-Cookie lines that keep what was opened. Throws when it is no order's. */
  grant(headers: IncomingHttpHeaders, opened: OpenedOrder): string[];
}

/**
 * Access to an order lives in a cookie of its own: out of reach of scripts, never in an address, gone with the token. What it may see is decided
 * by the gateway each time; nothing here is believed.
 */
export function createAccess({ publicOrigin }: { publicOrigin: string }): Access {
  const isSecure = publicOrigin.startsWith('https:');
  const prefix = `${isSecure ? '__Host-' : ''}mp-order-`;
  const personCookie = isSecure ? '__Host-mp' : 'mp';
  const attributes = `HttpOnly; SameSite=Lax; Path=/${isSecure ? '; Secure' : ''}`;

  function cookiesOf(headers: IncomingHttpHeaders): [name: string, value: string][] {
    return (headers.cookie ?? '').split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at > 0 ? [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as [string, string]] : [];
    });
  }
  const only = (headers: IncomingHttpHeaders, wanted: string): string | null => {
    const found = cookiesOf(headers).filter(([name]) => name === wanted);
    // Two of one name: one of them was planted.
    return found.length === 1 ? (found[0]?.[1] ?? null) : null;
  };
  const visitor = (headers: IncomingHttpHeaders): Identity => {
    const value = only(headers, personCookie);
    return value ? { kind: 'person', cookie: `${personCookie}=${value}` } : { kind: 'nobody' };
  };

  return {
    identityFor(headers, orderId) {
      const id = odooIdFrom('Order', orderId);
      const held = id === null ? null : parseHeld(only(headers, `${prefix}${id}`) ?? '');
      return held ? { kind: 'order', ...held } : visitor(headers);
    },
    visitor,
    grant(headers, { token, orderId, expiresAt }) {
      const id = odooIdFrom('Order', orderId);
      if (id === null) throw new Error('access without an order');
      const endsAt = Date.parse(expiresAt);
      const others = cookiesOf(headers)
        .filter(([name]) => name.startsWith(prefix) && name !== `${prefix}${id}`)
        .map(([name, value]) => ({ name, endsAt: parseHeld(value)?.endsAt ?? 0 }))
        .sort((a, b) => b.endsAt - a.endsAt);
      const seconds = Math.max(0, Math.floor((endsAt - Date.now()) / 1000));
      return [
        `${prefix}${id}=${token}~${Math.floor(endsAt / 1000)}; ${attributes}; Max-Age=${seconds}`,
        ...others.slice(maxOrders - 1).map(({ name }) => `${name}=; ${attributes}; Max-Age=0`),
      ];
    },
  };
}

/** `token~seconds since 1970`: some tokens do not say themselves when they end. */
function parseHeld(value: string): { token: string; endsAt: number } | null {
  const [, token, end] = /^([A-Za-z0-9._-]{20,2000})~(\d{1,12})$/.exec(value) ?? [];
  return token && end ? { token, endsAt: Number(end) * 1000 } : null;
}
