import packageJson from '../../package.json' with { type: 'json' };
import { OdooCallError } from './errors.ts';

const userAgent = `milepost-odoo-subgraph/${packageJson.version}`;

export interface HttpAnswer {
  status: number;
  headers: Headers;
  /** Undefined where the body is no JSON by its type or by itself: then it is not Odoo's answer, whatever the status. */
  json: unknown;
}

/**
 * One HTTP request to Odoo, with an end in time and size. Redirects are not followed: they would carry the key to whoever they name. Throws OdooCallError
 * `unavailable` where no answer comes in time, `bug` where it is larger than `maxBytes`.
 */
export async function requestOdoo(
  url: string,
  {
    method = 'POST',
    headers = {},
    body,
    call,
    timeoutMs,
    maxBytes,
    signal,
  }: {
    method?: 'GET' | 'POST';
    headers?: Record<string, string>;
    body?: unknown;
    /** For errors. */
    call: string;
    timeoutMs: number;
    maxBytes: number;
    signal: AbortSignal;
  },
): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': userAgent,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await readText(response, maxBytes, call);
    return { status: response.status, headers: response.headers, json: parsed(response.headers, text) };
  } catch (error) {
    if (error instanceof OdooCallError) throw error;
    throw new OdooCallError('unavailable', reasonOf(error), call);
  }
}

async function readText(response: Response, maxBytes: number, call: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (size > maxBytes) throw new OdooCallError('bug', `answer over ${maxBytes} bytes`, call);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(headers: Headers, text: string): unknown {
  if (!/^application\/json\b/i.test(headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Codes of the system and of TLS; messages hold addresses and stay out. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  if (typeof cause?.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(cause.code)) return cause.code;
  return typeof name === 'string' && /^[A-Za-z]{1,60}$/.test(name) ? name : 'Error';
}
