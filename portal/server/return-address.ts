import type { IncomingHttpHeaders } from 'node:http';

/** Long enough to find a phone and read a mail. */
const seconds = 900;
const longest = 1_500;

export interface ReturnAddress {
  /** Set-Cookie line that keeps where somebody wanted to go. */
  remember(url: URL): string;
  /** Where that was; null when there is none, or it is no address of the desk. */
  find(headers: IncomingHttpHeaders): string | null;
  /** Set-Cookie line that forgets it. */
  forget(): string;
}

/**
 * Where somebody goes on after signing in, in a cookie: a sign-in takes several pages, a mail or another company's server, and none of them needs to carry it.
 * Only addresses of the desk are believed, so that nobody is led elsewhere.
 */
export function createReturnAddress({ publicOrigin }: { publicOrigin: string }): ReturnAddress {
  const isSecure = publicOrigin.startsWith('https:');
  const name = `${isSecure ? '__Host-' : ''}mp-return`;
  const attributes = `HttpOnly; SameSite=Lax; Path=/${isSecure ? '; Secure' : ''}`;
  return {
    remember({ pathname, search }) {
      const address = `${pathname}${search}`;
      return `${name}=${encodeURIComponent(address.length > longest ? '/desk' : address)}; ${attributes}; Max-Age=${seconds}`;
    },
    find(headers) {
      const found = (headers.cookie ?? '').split(';').filter((part) => part.trim().startsWith(`${name}=`));
      // Two of one name: one of them was planted.
      if (found.length !== 1) return null;
      try {
        const { origin, pathname, search } = new URL(
          decodeURIComponent((found[0] as string).trim().slice(name.length + 1)),
          publicOrigin,
        );
        return origin === publicOrigin && /^\/desk(\/|$)/.test(pathname) ? `${pathname}${search}` : null;
      } catch {
        return null;
      }
    },
    forget: () => `${name}=; ${attributes}; Max-Age=0`,
  };
}
