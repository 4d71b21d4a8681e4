import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createMemoryStore } from './pacing/memory-store.ts';
import { createPacer, type Pacer, type Permit, type Priority, shortPauseMs } from './pacing/pacer.ts';
import { type ErrorRow, ProviderError, type ProviderErrorKind, reactions } from './provider-errors.ts';
import type { Clock } from './provider-reader.ts';
import type { FactName, FieldName } from './tracking-fields.ts';

/** Of one request, body included. */
const defaultTimeoutMs = 20_000;
/** A page of 200 journeys with a hundred scans each stays below a third of it. */
const defaultMaxBytes = 32 * 1024 * 1024;
/** What failed in passing is sent so often. */
const tries = 3;

export const realClock: Clock = {
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
  meta: z
    .object({ code: metaCode.nullish(), message: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
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
  /** What the provider's own codes mean; for others the HTTP status says it. */
  errors?: readonly ErrorRow[];
  /** What a sentence of the provider's names. */
  detailsOf?: (sentence: string) => { field: FieldName | null; facts: readonly FactName[] };
  /** Who says when a request may go out; absent: this door alone counts for itself. */
  pacer?: Pacer;
  maxBytes?: number;
  timeoutMs?: number;
  clock?: Clock;
}

interface ProviderRequest<Endpoint extends string, T extends z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  endpoint: Endpoint;
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Of the answer's `data`. */
  data: T;
  /**
   * True: doing it twice is another thing than doing it once. It is sent again only while it is certain that the provider did not get it; an outcome that nobody
   * knows is UNCLEAR.
   */
  isOnce?: boolean;
  /** Where an answer that is none of the errors says all the same how the endpoint fares, or the account. */
  meaning?: (data: z.infer<T>) => ProviderErrorKind | null;
}

export interface ProviderApi<Endpoint extends string> {
  /** The answer's `data`. Throws ProviderError and nothing else. */
  call<T extends z.ZodType>(
    request: ProviderRequest<Endpoint, T>,
    signal: AbortSignal,
    priority: Priority,
  ): Promise<z.infer<T>>;
  /** What a code of the provider's means that stands within an answer. */
  errorOf(code: string | number, sentence: string | null): ProviderError;
}

/**
 * The one door to a provider's HTTP API: JSON there, answers `{meta, data}` in JSON back. The pacer keeps the published rates, the silence after a 429, refused keys and broken endpoints out
 * (pacing/); each request has an end in time and size, and what passes is tried again with growing waits. The key is asked for before each request and stands in no error, and
 * nothing does that was sent or answered.
 */
export function createProviderApi<Endpoint extends string>({
  provider,
  baseUrl,
  keyHeader,
  apiKeys,
  perSecond,
  pauseMs,
  errors = [],
  detailsOf = () => ({ field: null, facts: [] }),
  maxBytes = defaultMaxBytes,
  timeoutMs = defaultTimeoutMs,
  clock = realClock,
  pacer = createPacer({ store: createMemoryStore(clock), clock }),
}: ProviderApiOptions<Endpoint>): ProviderApi<Endpoint> {
  const kinds = new Map(errors.map(({ code, kind }) => [code, kind]));
  const failed = (kind: ProviderErrorKind, what: string, code: string, waitMs: number | null = null) =>
    new ProviderError(kind, `${provider}: ${what} (${code})`, { code, waitMs });

  const wait = (ms: number, signal: AbortSignal) =>
    clock.sleep(ms, signal).catch(() => {
      throw failed('UNAVAILABLE', 'given up', 'STOPPED');
    });

  function currentKey(): string {
    const [key] = apiKeys();
    if (!key) throw failed('AUTHENTICATION', 'there is no API key', 'NO_KEY');
    return key;
  }
  const digestOf = (key: string) => hash('sha256', `${provider} ${key}`).slice(0, 32);

  /** Status 0: nothing, or not all of it, came back. */
  async function exchange(
    { method, path, query, body }: ProviderRequest<Endpoint, z.ZodType>,
    key: string,
    permit: Permit,
    signal: AbortSignal,
  ): Promise<{ status: number; headers: Headers; text: string; lost: string | null; isSent: boolean }> {
    const [search, json] = [
      query ? `?${new URLSearchParams(query)}` : '',
      body === undefined ? null : JSON.stringify(body),
    ];
    const lost = (code: string, isSent: boolean) => ({
      status: 0,
      headers: new Headers(),
      text: '',
      lost: code,
      isSent,
    });
    try {
      const response = await fetch(`${baseUrl}${path}${search}`, {
        method,
        headers: {
          [keyHeader]: key,
          accept: 'application/json',
          'user-agent': 'milepost',
          ...(json !== null && { 'content-type': 'application/json' }),
        },
        body: json,
        // The key goes to nobody else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(permit.msLeft()))]),
      });
      const text = await readText(response, maxBytes);
      if (text === null) return lost('TOO_LARGE', true);
      return { status: response.status, headers: response.headers, text, lost: null, isSent: true };
    } catch (error) {
      const { name, cause } = error as { name?: string; cause?: { code?: string; syscall?: string } };
      return lost(signal.aborted ? 'STOPPED' : (cause?.code ?? name ?? 'unknown'), !neverLeft(error));
    }
  }

  async function once<T extends z.ZodType>(
    request: ProviderRequest<Endpoint, T>,
    signal: AbortSignal,
    priority: Priority,
  ): Promise<z.infer<T>> {
    const { endpoint } = request;
    const pace = { provider, endpoint, perSecond: perSecond[endpoint], priority, timeoutMs };
    const permit = await pacer.take({ ...pace, keyDigest: digestOf(currentKey()) }, signal);
    // Another one may have come while it waited.
    let keyDigest = '';
    let kind: ProviderErrorKind | 'STOPPED' | null = 'STOPPED';
    let waitMs: number | null = null;
    try {
      const key = currentKey();
      keyDigest = digestOf(key);
      if (signal.aborted) throw failed('UNAVAILABLE', 'given up', 'STOPPED');
      if (permit.msLeft() <= 0) throw failed('UNAVAILABLE', 'this process stood still', 'STALLED');
      const data = await exchanged(request, key, permit, signal);
      kind = request.meaning?.(data) ?? null;
      return data;
    } catch (error) {
      if (error instanceof ProviderError && !ours.has(error.code ?? '')) ({ kind, waitMs } = error);
      throw error;
    } finally {
      await permit.done({ kind, waitMs, keyDigest });
    }
  }

  async function exchanged<T extends z.ZodType>(
    request: ProviderRequest<Endpoint, T>,
    key: string,
    permit: Permit,
    signal: AbortSignal,
  ): Promise<z.infer<T>> {
    const { status, headers, text, lost, isSent } = await exchange(request, key, permit, signal);
    const unknown = (what: string, code: string) =>
      failed(request.isOnce && isSent ? 'UNCLEAR' : 'UNAVAILABLE', what, code);
    if (lost !== null)
      throw unknown(lost === 'TOO_LARGE' ? `the answer has more than ${maxBytes} bytes` : 'no answer', lost);
    const body = parsed(text);
    const { meta, data } = envelope.safeParse(body).data ?? {};
    const code = meta?.code ?? null;
    const isOk = status >= 200 && status < 300;
    const isGood = code === null || (code >= 200 && code < 300);
    if (!isOk || !isGood) {
      const shown = code === null || code === status ? String(status) : `${status}, ${code}`;
      const kind = kinds.get(code ?? Number.NaN) ?? kindOf(isOk ? (code as number) : status);
      if (kind === 'AUTHENTICATION') throw failed(kind, 'the request was refused', shown);
      if (kind === 'RATE_LIMITED') throw failed(kind, 'too many requests', shown, pauseMs(headers, clock.now()));
      // A redirect has done nothing yet; whoever says 5xx may have.
      if (kind === 'UNAVAILABLE')
        throw status < 400 && !isOk ? failed(kind, 'a redirect', shown) : unknown('out of order', shown);
      throw refusal(kind, shown, meta?.message ?? null);
    }
    if (body === undefined) throw unknown('the answer is not JSON', 'NOT_JSON');
    // Without the provider's envelope it is somebody else's answer, who cannot say that there is nothing.
    if (code === null) throw unknown('the answer has another shape', 'SHAPE');
    const wanted = request.data.safeParse(data);
    if (!wanted.success) throw unknown('the answer has another shape', 'SHAPE');
    return wanted.data;
  }

  function refusal(kind: ProviderErrorKind, code: string, sentence: string | null): ProviderError {
    const { field, facts } = sentence === null ? { field: null, facts: [] } : detailsOf(sentence);
    return new ProviderError(kind, `${provider}: the request was refused (${code})`, { code, field, facts });
  }

  return {
    async call(request, signal, priority) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(request, signal, priority);
        } catch (error) {
          // What nobody foresaw: the database that keeps the tokens, or a fault of ours. It names no more than that.
          if (!(error instanceof ProviderError))
            throw failed('UNAVAILABLE', 'no request', (error as Error)?.name ?? 'unknown');
          if (attempt === tries || !passes(error)) throw error;
          // The pause after a 429 is waited for by the pacer.
          if (error.kind === 'UNAVAILABLE') await wait(500 * 2 ** (attempt - 1) * (0.75 + Math.random() / 2), signal);
        }
      }
    },
    errorOf: (code, sentence) => refusal(kinds.get(Number(code)) ?? 'INVALID_REQUEST', String(code), sentence),
  };
}

/** Said by us, while nothing was sent or nobody waited any more: the provider has no part in it. */
const ours = new Set(['STOPPED', 'STALLED', 'NO_KEY']);

/** For a status without a code that is known. */
function kindOf(status: number): ProviderErrorKind {
  if (status === 429) return 'RATE_LIMITED';
  if (status === 401 || status === 403) return 'AUTHENTICATION';
  // Nobody is at that address.
  if (status === 404 || status === 405 || status === 410) return 'BUG';
  return status >= 400 && status < 500 ? 'INVALID_REQUEST' : status < 600 ? 'UNAVAILABLE' : 'INVALID_REQUEST';
}

/** Worth another try at once; the same again would bring the same otherwise. */
function passes({ kind, code, waitMs }: ProviderError): boolean {
  if (!reactions[kind].triesAgain || final.has(code ?? '')) return false;
  return kind !== 'RATE_LIMITED' || (waitMs ?? 0) <= shortPauseMs;
}
/** Nothing was sent, and will not be for a while; or the answer is as it is. */
const final = new Set(['TOO_LARGE', 'SHAPE', 'STOPPED', 'OPEN', 'SHED', 'PAUSED']);

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Whether the request certainly did not reach anybody: there was no connection, no trust in it, or nothing that could be sent. */
function neverLeft(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string; syscall?: string } };
  if (cause === undefined) return error instanceof TypeError;
  const code = cause.code ?? '';
  return neverConnected.has(code) || cause.syscall === 'connect' || /CERT|^ERR_(TLS|SSL)/.test(code);
}

/** Undefined for what is no JSON: a proxy's page, or an answer cut short. Its status may say enough. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
