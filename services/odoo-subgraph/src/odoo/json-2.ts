import { classForLogs, kindOfClass, OdooCallError, type OdooErrorKind } from './errors.ts';
import { type HttpAnswer, requestOdoo } from './http-post.ts';
import { majorOf, type OdooCall, type OdooTransport, type OdooVersion, versionText } from './transport.ts';

/** Odoo 19's documentation, read 2026-11-21; where the body names no class that we know. */
const kindsByStatus: Readonly<Record<number, OdooErrorKind>> = {
  401: 'authentication',
  403: 'access',
  404: 'validation',
  409: 'serialization',
  422: 'validation',
  429: 'unavailable',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/**
 * Odoo 19's JSON-2 (`POST /json/2/<model>/<method>`). UNVERIFIED: written from Odoo's public documentation, never run against a real Odoo 19. An API key and nothing
 * else (no password), arguments by name, real HTTP statuses, errors without an envelope. Values are those of JSON-RPC.
 */
export function createJson2({
  url,
  db,
  timeoutMs,
  maxBytes,
}: {
  url: string;
  /** Null: the host serves one database. */
  db: string | null;
  timeoutMs: number;
  maxBytes: number;
}): OdooTransport {
  let user: { secret: string; uid: number } | null = null;

  async function execute({ model, method, ids, args, context }: OdooCall, secret: string, signal: AbortSignal) {
    const call = `${model}.${method}`;
    // Whatever else it is, it is no key, and no header can hold it.
    if (!/^[\x21-\x7e]+$/.test(secret)) throw new OdooCallError('authentication', 'not an API key', call);
    const answer = await requestOdoo(`${url}/json/2/${encodeURIComponent(model)}/${encodeURIComponent(method)}`, {
      headers: { authorization: `bearer ${secret}`, ...(db && { 'x-odoo-database': db }) },
      body: { ...args, ...(ids && { ids }), ...(context && { context }) },
      call,
      timeoutMs,
      maxBytes,
      signal,
    });
    return resultOf(answer, call);
  }

  return {
    api: 'json2',
    execute,
    async whoAmI(secret, signal) {
      if (user?.secret === secret) return user.uid;
      const context = await execute({ model: 'res.users', method: 'context_get', args: {} }, secret, signal);
      const uid = (context as { uid?: unknown } | null)?.uid;
      if (!Number.isInteger(uid)) throw new OdooCallError('bug', 'no uid', 'res.users.context_get');
      user = { secret, uid: uid as number };
      return user.uid;
    },
    async version(signal): Promise<OdooVersion> {
      const version = versionOf(await askVersion({ url, timeoutMs, maxBytes, signal }));
      if (version === null) throw new OdooCallError('bug', 'no version', 'version');
      return version;
    },
    forgetUser() {
      user = null;
    },
  };
}

/** `GET /web/version`: 200 on Odoo 19, 404 on 18. */
export function askVersion(options: {
  url: string;
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal;
}): Promise<HttpAnswer> {
  return requestOdoo(`${options.url}/web/version`, { ...options, method: 'GET', call: 'version' });
}

/** Null: an Odoo without `/web/version`, thus without JSON-2. */
export function versionOf({ status, json }: HttpAnswer): OdooVersion | null {
  const told = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const major = status === 200 ? majorOf(told['version_info']) : null;
  return major === null ? null : { text: versionText(told['version']), major };
}

function resultOf({ status, json }: HttpAnswer, call: string): unknown {
  if (status === 200 && json !== undefined) return json;
  // Early betas of 19 gave a bare text.
  const name = typeof json === 'object' && json !== null ? (json as { name?: unknown }).name : undefined;
  const byStatus = kindsByStatus[status] ?? (status >= 300 && status < 400 ? 'unavailable' : undefined);
  // HTML with 200 or 500 comes from something before Odoo. A 401 is a refused key, in whatever shape.
  const otherwise = json === undefined && status !== 400 ? 'unavailable' : 'bug';
  throw new OdooCallError(
    kindOfClass(name) ?? byStatus ?? otherwise,
    name === undefined ? `HTTP ${status}` : classForLogs(name),
    call,
  );
}
