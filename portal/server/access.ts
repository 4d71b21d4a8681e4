import type { IncomingHttpHeaders } from 'node:http';
import { odooIdFrom } from '@milepost/service-kit';
import type { Identity } from './gateway-client.ts';

/** Orders that one browser may hold open at once; the one that ends first makes room. */
const maxOrders = 8;

export interface Access {
  /** Who asks for this order. The cookie of the order itself wins over a signed-in account. */
  identityFor(headers: IncomingHttpHeaders, orderId: string): Identity;
  /** A signed-in person, or nobody. */
  visitor(headers: IncomingHttpHeaders): Identity;
  /** Set-Cookie lines that keep a new token, and the global id of its order. Throws on a token without an order. */
  grant(headers: IncomingHttpHeaders, token: string): { orderId: string; cookies: string[] };
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
      const token = id === null ? null : only(headers, `${prefix}${id}`);
      return token && /^[A-Za-z0-9._-]{20,2000}$/.test(token) ? { kind: 'order', token } : visitor(headers);
    },
    visitor,
    grant(headers, token) {
      const { sub, exp } = claimsOf(token);
      const held = cookiesOf(headers)
        .filter(([name]) => name.startsWith(prefix) && name !== `${prefix}${sub}`)
        .map(([name, value]) => ({ name, exp: claimsOf(value).exp }))
        .sort((a, b) => b.exp - a.exp);
      const seconds = Math.max(0, Math.floor(exp - Date.now() / 1000));
      return {
        orderId: Buffer.from(`Order:${sub}`).toString('base64url'),
        cookies: [
          `${prefix}${sub}=${token}; ${attributes}; Max-Age=${seconds}`,
          ...held.slice(maxOrders - 1).map(({ name }) => `${name}=; ${attributes}; Max-Age=0`),
        ],
      };
    },
  };
}

/** What a token says of itself, unverified: for the cookie's name and age only. */
function claimsOf(token: string): { sub: string; exp: number } {
  try {
    const { sub, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      sub?: unknown;
      exp?: unknown;
    };
    return { sub: /^[1-9]\d{0,9}$/.test(String(sub)) ? String(sub) : '', exp: typeof exp === 'number' ? exp : 0 };
  } catch {
    return { sub: '', exp: 0 };
  }
}
