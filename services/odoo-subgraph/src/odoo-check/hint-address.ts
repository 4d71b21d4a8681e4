import { OdooCallError } from '../odoo/errors.ts';
import { requestOdoo } from '../odoo/http-post.ts';

/** Odoo gives up after one second; we wait a little longer to say so. */
const patienceMs = 5_000;

/** What became of a hint: the status of the answer, or why there was none (a code of the system, or the name of an error). */
export type HintAnswer = { status: number } | { reason: string };

/** Sends a hint about nothing to the address of a rule, as Odoo would: whoever takes hints there answers 200 and forgets it. Redirects are not followed: Odoo's secret would go along. */
export async function callHintAddress(url: URL, signal: AbortSignal): Promise<HintAnswer> {
  try {
    const { status } = await requestOdoo(url.href, {
      body: { _action: 'npm run odoo:check', _model: 'npm run odoo:check', _id: 1 },
      call: 'hint',
      timeoutMs: patienceMs,
      maxBytes: 1_000_000,
      signal,
    });
    return { status };
  } catch (error) {
    return { reason: error instanceof OdooCallError ? error.reason : 'Error' };
  }
}
