import type { IncomingHttpHeaders } from 'node:http';

/** Names a look at an order as its customer sees it, and its level: `<id> L2`. Only the portal sends it; from elsewhere it means the same. */
const orderViewHeader = 'x-mp-order-view';

/** What a request brings to say who it is. `refused`: a browser on a foreign page; `none`: nobody in particular. */
export type Credentials =
  | { kind: 'bearer'; token: string }
  | { kind: 'cookie'; value: string }
  /** A person who looks at an order as its customer sees it; `cookie` null: nobody who could. */
  | { kind: 'view'; cookie: string | null; view: string }
  | { kind: 'none' }
  | { kind: 'refused' };

/**
 * One rule for POST, SSE and WebSocket upgrade. A foreign Origin is refused whatever else comes with it. With Authorization the cookie does not
 * count. A cookie counts only with exactly our Origin, or (never on an upgrade) with Sec-Fetch-Site: same-origin. Two
 * session cookies are none: one of them was planted. A view never falls back to what its person may see otherwise, and never comes by an upgrade.
 */
export function credentialsOf(
  headers: IncomingHttpHeaders,
  { origins, cookieName, isUpgrade }: { origins: ReadonlySet<string>; cookieName: string; isUpgrade: boolean },
): Credentials {
  const { origin, authorization } = headers;
  const isOurs = origin !== undefined && origins.has(origin);
  if (origin !== undefined && !isOurs) return { kind: 'refused' };
  const view = headers[orderViewHeader];
  if (view !== undefined) {
    if (isUpgrade) return { kind: 'refused' };
    const { [orderViewHeader]: _, ...rest } = headers;
    const own = credentialsOf(rest, { origins, cookieName, isUpgrade });
    return { kind: 'view', cookie: own.kind === 'cookie' ? own.value : null, view: String(view) };
  }
  const bearer = /^Bearer ([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(authorization ?? '')?.[1];
  if (bearer) return { kind: 'bearer', token: bearer };
  if (authorization !== undefined) return { kind: 'bearer', token: '' };
  const values = (headers.cookie ?? '').split(';').flatMap((part) => {
    const at = part.indexOf('=');
    return at > 0 && part.slice(0, at).trim() === cookieName ? [part.slice(at + 1).trim()] : [];
  });
  if (values.length !== 1) return { kind: 'none' };
  const sameOrigin = isOurs || (!isUpgrade && headers['sec-fetch-site'] === 'same-origin');
  return sameOrigin ? { kind: 'cookie', value: values[0] as string } : { kind: 'none' };
}

/**
 * True for what a browser sends from one of our own pages: it names our Origin, or says `same-origin` where it names none (EventSource). Whatever
 * brings a person's cookie is among it, by the rule above.
 */
export function isFromOurPages(headers: IncomingHttpHeaders, origins: ReadonlySet<string>): boolean {
  const { origin } = headers;
  return (origin !== undefined && origins.has(origin)) || headers['sec-fetch-site'] === 'same-origin';
}

/** True unless another page than GraphiQL's is named as the one that asks. Sockets and scripts name none. */
export function mayBeGraphiql({ referer }: IncomingHttpHeaders): boolean {
  return referer === undefined || (URL.canParse(referer) && new URL(referer).pathname === '/graphql');
}
