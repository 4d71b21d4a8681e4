import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Clock, ProviderError, type ProviderErrorKind, type TrackingTexts } from './provider-reader.ts';

/** Of one request, body included. */
const defaultTimeoutMs = 20_000;
/** A page of 200 journeys with a hundred scans each stays below a third of it. */
const defaultMaxBytes = 32 * 1024 * 1024;
const tries = 3;
/** A pause that a call sits out; who has to wait longer is told so. */
const patienceMs = 10_000;
/** After a refused key nothing is sent with it for so long. */
const refusedMs = 600_000;
/** Requests bunch up on their way: a little slower than allowed. */
const haste = 0.9;

const realClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
};

/** Most pages of one listing: a million trackings and more. */
export const defaultMaxPages = 10_000;

const metaCode = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{3,5}$/)
    .transform(Number),
]);
const envelope = z.object({
  meta: z.object({ code: metaCode.nullish() }).nullish().catch(null),
  data: z.unknown().optional(),
});

export interface ProviderApiOptions<Endpoint extends string> {
  provider: string;
  /** With or without a path; never with a slash at its end. */
  baseUrl: string;
  keyHeader: string;
  apiKeys: () => readonly string[];
  /** Requests a second to each endpoint, as the provider publishes them. */
  perSecond: Readonly<Record<Endpoint, number>>;
  /** For how long nothing at all may be sent after an answer of 429; milliseconds. */
  pauseMs: (headers: Headers, now: number) => number;
  /** What the provider's own codes mean where their HTTP status does not say it. */
  kinds?: Readonly<Record<string, ProviderErrorKind>>;
  maxBytes?: number;
  timeoutMs?: number;
  clock?: Clock;
}

export interface ProviderApi<Endpoint extends string> {
  get<T extends z.ZodType>(
    request: { endpoint: Endpoint; path: string; query: Record<string, string>; data: T },
    signal: AbortSignal,
  ): Promise<z.infer<T>>;
}

/**
 * The one door to a provider's HTTP API: answers `{meta, data}` in JSON. The provider's published rates are kept (requests to an endpoint are spaced evenly: a
 * counter per second would let twice as many through around its edge), each request has an end in time and size, what passes is tried again with
 * growing waits, a 429 stops every call until it is over, and a refused key is not used again for a while. The key is asked for before each request and stands in no
 * error. Limits are this process's own. Throws ProviderError and nothing else.
 */
export function createProviderApi<Endpoint extends string>({
  provider,
  baseUrl,
  keyHeader,
  apiKeys,
  perSecond,
  pauseMs,
  kinds = {},
  maxBytes = defaultMaxBytes,
  timeoutMs = defaultTimeoutMs,
  clock = realClock,
}: ProviderApiOptions<Endpoint>): ProviderApi<Endpoint> {
  /** When the next request to an endpoint may go out. */
  const nextAt = new Map<Endpoint, number>();
  let pausedUntil = 0;
  let refused: { key: string; until: number } | null = null;

  const failed = (kind: ProviderErrorKind, what: string, code: string, waitMs: number | null = null) =>
    new ProviderError(kind, `${provider}: ${what} (${code})`, { code, waitMs });

  const wait = (ms: number, signal: AbortSignal) =>
    clock.sleep(ms, signal).catch(() => {
      throw failed('UNAVAILABLE', 'given up', 'STOPPED');
    });

  async function turn(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const at = Math.max(now, nextAt.get(endpoint) ?? 0);
    nextAt.set(endpoint, at + 1_000 / (perSecond[endpoint] * haste));
    if (at > now) await wait(at - now, signal);
    // Asked after the wait: another call may have met a 429 meanwhile.
    for (let left = pausedUntil - clock.now(); left > 0; left = pausedUntil - clock.now()) {
      if (left > patienceMs) throw failed('RATE_LIMITED', 'too many requests', 'PAUSED', left);
      await wait(left, signal);
    }
  }

  function currentKey(): string {
    const [key] = apiKeys();
    if (!key) throw failed('AUTHENTICATION', 'there is no API key', 'NO_KEY');
    const left = refused?.key === key ? refused.until - clock.now() : 0;
    if (left > 0) throw failed('AUTHENTICATION', 'the API key was refused; waiting for another one', 'REFUSED', left);
    return key;
  }

  async function fetchJson(url: string, key: string, signal: AbortSignal): Promise<[Response, unknown]> {
    let response: Response;
    let text: string | null;
    try {
      response = await fetch(url, {
        headers: { [keyHeader]: key, accept: 'application/json', 'user-agent': 'milepost' },
        // The key goes to nobody else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      text = await readText(response, maxBytes);
    } catch (error) {
      const { name, cause } = error as { name?: string; cause?: { code?: string } };
      throw failed('UNAVAILABLE', 'no answer', signal.aborted ? 'STOPPED' : (cause?.code ?? name ?? 'unknown'));
    }
    if (text === null) throw failed('UNAVAILABLE', `the answer has more than ${maxBytes} bytes`, 'TOO_LARGE');
    try {
      return [response, JSON.parse(text)];
    } catch {
      // A proxy's page, or an answer cut short. Its status may say enough.
      return [response, undefined];
    }
  }

  async function once<T extends z.ZodType>(url: string, endpoint: Endpoint, data: T, signal: AbortSignal) {
    await turn(endpoint, signal);
    const key = currentKey();
    const [response, body] = await fetchJson(url, key, signal);
    const { status, headers, ok } = response;
    const parsed = envelope.safeParse(body);
    const code = parsed.data?.meta?.code ?? null;
    const isGood = code === null || (code >= 200 && code < 300);
    if (!ok || !isGood) {
      const shown = code === null || code === status ? String(status) : `${status}, ${code}`;
      const kind = kinds[String(code)] ?? kindOf(ok ? (code as number) : status);
      if (kind === 'AUTHENTICATION') refused = { key, until: clock.now() + refusedMs };
      if (kind !== 'RATE_LIMITED')
        throw failed(kind, 'the request was refused', shown, kind === 'AUTHENTICATION' ? refusedMs : null);
      const pause = pauseMs(headers, clock.now());
      pausedUntil = Math.max(pausedUntil, clock.now() + pause);
      throw failed(kind, 'too many requests', shown, pause);
    }
    if (body === undefined) throw failed('UNAVAILABLE', 'the answer is not JSON', 'NOT_JSON');
    // Without the provider's envelope it is somebody else's answer, who cannot say that there is nothing.
    if (code === null) throw failed('UNAVAILABLE', 'the answer has another shape', 'SHAPE');
    refused = null;
    const wanted = data.safeParse(parsed.data?.data);
    if (!wanted.success) throw failed('UNAVAILABLE', 'the answer has another shape', 'SHAPE');
    return wanted.data;
  }

  return {
    async get({ endpoint, path, query, data }, signal) {
      const url = `${baseUrl}${path}?${new URLSearchParams(query)}`;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(url, endpoint, data, signal);
        } catch (error) {
          // What nobody foresaw is a fault of ours, and names no more than that.
          if (!(error instanceof ProviderError))
            throw failed('INVALID_REQUEST', 'no request', (error as Error)?.name ?? 'unknown');
          if (attempt === tries || !passes(error)) throw error;
          // The pause after a 429 is waited for in the turn.
          if (error.kind === 'UNAVAILABLE') await wait(500 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2), signal);
        }
      }
    },
  };
}

function kindOf(status: number): ProviderErrorKind {
  if (status === 429) return 'RATE_LIMITED';
  if (status === 401 || status === 403) return 'AUTHENTICATION';
  return status >= 400 && status < 500 ? 'INVALID_REQUEST' : status < 600 ? 'UNAVAILABLE' : 'INVALID_REQUEST';
}

/** Worth another try at once; the same again would bring the same otherwise. */
function passes({ kind, code, waitMs }: ProviderError): boolean {
  if (kind === 'RATE_LIMITED') return (waitMs ?? 0) <= patienceMs;
  return kind === 'UNAVAILABLE' && code !== 'TOO_LARGE' && code !== 'SHAPE' && code !== 'STOPPED';
}

/** Null when it is larger; the rest is not read. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A tracking as JSON of its own. */
export const trackingText = (tracking: unknown): Buffer => Buffer.from(JSON.stringify(tracking));

export async function allOf(pages: AsyncIterable<TrackingTexts>): Promise<TrackingTexts> {
  const all: Buffer[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
