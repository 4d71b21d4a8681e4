import { OdooCallError } from './errors.ts';
import { askVersion, versionOf } from './json-2.ts';
import type { OdooApi } from './transport.ts';

/** The first Odoo that has JSON-2. */
const firstWithJson2 = 19;

/** JSON-2 where `GET /web/version` tells of Odoo 19 or later; JSON-RPC where Odoo has no such address. Throws `unavailable` when neither can be said. */
export async function detectApi(options: {
  url: string;
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal;
}): Promise<OdooApi> {
  const answer = await askVersion(options);
  const version = versionOf(answer);
  if (version !== null) return version.major >= firstWithJson2 ? 'json2' : 'jsonrpc';
  if (answer.status >= 500) throw new OdooCallError('unavailable', `HTTP ${answer.status}`, 'version');
  return 'jsonrpc';
}
