import { classForLogs, kindOfClass, OdooCallError } from './errors.ts';
import { type HttpAnswer, requestOdoo } from './http-post.ts';
import { majorOf, type OdooCall, type OdooTransport, type OdooVersion, versionText } from './transport.ts';

/** Arguments that go by position, as recorded; the others go by name. */
const positional: Readonly<Record<string, readonly string[]>> = {
  search_read: ['domain', 'fields'],
  search: ['domain'],
  search_count: ['domain'],
  fields_get: ['allfields'],
  has_access: ['operation'],
  write: ['vals'],
  create: ['vals_list'],
};
/** A user that is gone is looked for again, but not at every call: looking costs Odoo 400 ms. */
const userKnownMs = 60_000;

/**
 * Odoo's JSON-RPC (`POST /jsonrpc`), measured on Odoo 18; deprecated from 19 on, to be removed in 22. One call is one transaction. HTTP 200 says nothing: errors
 * come in the body; a method that returns None has no `result` at all.
 */
export function createJsonRpc({
  url,
  db,
  login,
  timeoutMs,
  maxBytes,
  now,
}: {
  url: string;
  db: string;
  login: string;
  timeoutMs: number;
  maxBytes: number;
  now: () => number;
}): OdooTransport {
  let user: { secret: string; uid: Promise<number>; since: number } | null = null;
  let nextId = 0;

  async function post(service: string, method: string, args: unknown[], call: string, signal: AbortSignal) {
    nextId += 1;
    const id = nextId;
    const body = { jsonrpc: '2.0', method: 'call', id, params: { service, method, args } };
    const answer = await requestOdoo(`${url}/jsonrpc`, { body, call, timeoutMs, maxBytes, signal });
    return resultOf(answer, id, call);
  }

  async function lookUp(secret: string, signal: AbortSignal): Promise<number> {
    const uid = await post('common', 'authenticate', [db, login, secret, {}], 'authenticate', signal);
    // A wrong key, a wrong login and an archived user are all `false`, which is no error.
    if (!Number.isInteger(uid))
      throw new OdooCallError('authentication', 'authenticate answered false', 'authenticate');
    return uid as number;
  }

  /** Once for all calls that wait for it. */
  function uidOf(secret: string, signal: AbortSignal): Promise<number> {
    if (user?.secret === secret) return user.uid;
    const mine = { secret, uid: lookUp(secret, signal), since: now() };
    user = mine;
    mine.uid.catch(() => {
      if (user === mine) user = null;
    });
    return mine.uid;
  }

  return {
    api: 'jsonrpc',
    whoAmI: uidOf,
    async execute({ model, method, ids, args, context }: OdooCall, secret, signal) {
      const uid = await uidOf(secret, signal);
      const names = positional[method] ?? [];
      const rest = Object.entries(args).filter(([name]) => !names.includes(name));
      const call = [
        db,
        uid,
        secret,
        model,
        method,
        [...(ids ? [ids] : []), ...names.map((name) => args[name])],
        { ...Object.fromEntries(rest), ...(context && { context }) },
      ];
      return post('object', 'execute_kw', call, `${model}.${method}`, signal);
    },
    async version(signal): Promise<OdooVersion> {
      const told = (await post('common', 'version', [], 'version', signal)) as Record<string, unknown> | null;
      const major = majorOf(told?.['server_version_info']);
      if (major === null) throw new OdooCallError('bug', 'no version', 'version');
      return { text: versionText(told?.['server_version']), major };
    },
    forgetUser() {
      if (user && now() - user.since >= userKnownMs) user = null;
    },
  };
}

function resultOf({ status, json }: HttpAnswer, id: number, call: string): unknown {
  // A proxy's page, a login page, a redirect; Odoo itself answers 400 in plain text to what is no JSON-RPC.
  if (json === undefined || typeof json !== 'object' || json === null || Array.isArray(json))
    throw new OdooCallError(
      status === 400 || status === 404 || status === 413 ? 'bug' : 'unavailable',
      `HTTP ${status}`,
      call,
    );
  const body = json as { id?: unknown; result?: unknown; error?: { data?: { name?: unknown } } };
  if (body.error) {
    const name = body.error.data?.name;
    throw new OdooCallError(kindOfClass(name) ?? 'bug', classForLogs(name), call);
  }
  if (status !== 200) throw new OdooCallError(status >= 500 ? 'unavailable' : 'bug', `HTTP ${status}`, call);
  if (body.id !== id) throw new OdooCallError('unavailable', 'answer to another call', call);
  return body.result ?? null;
}
