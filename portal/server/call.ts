import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLocale, type Locale, localeFor } from '@milepost/wording';
import type { Shell } from '../src/pages.tsx';

/** One request of a page. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  requestId: string;
  /** The common parts of pages, in the reader's language. */
  shell: Shell;
}

const cookieName = 'mp_lang';
const aYear = 31_536_000;

/** The language that the reader chose here, else the first of their browser's that we have. */
export function localeOf({ headers }: Pick<IncomingMessage, 'headers'>): Locale {
  const chosen = new RegExp(`(?:^|;\\s*)${cookieName}=(\\w+)`).exec(headers.cookie ?? '')?.[1];
  return chosen !== undefined && isLocale(chosen) ? chosen : localeFor(headers['accept-language']);
}

/** The path of a page of ours, with its query. A path that begins with two slashes would name another host. */
export const ownPath = ({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string =>
  `${pathname.replace(/^\/+/, '/')}${search}`;

/** A page asked for with `?lang=`: the same page without it, and a cookie that keeps the choice. Null: nothing was chosen. */
export function chosenLanguage(url: URL): { location: string; cookie: string } | null {
  const chosen = url.searchParams.get('lang');
  if (chosen === null || !isLocale(chosen)) return null;
  const rest = new URLSearchParams(url.searchParams);
  rest.delete('lang');
  const secure = url.protocol === 'https:' ? '; Secure' : '';
  return {
    location: ownPath({ pathname: url.pathname, search: rest.size > 0 ? `?${rest}` : '' }),
    cookie: `${cookieName}=${chosen}; Path=/; Max-Age=${aYear}; SameSite=Lax; HttpOnly${secure}`,
  };
}
