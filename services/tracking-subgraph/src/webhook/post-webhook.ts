import http from 'node:http';
import https from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { guardedLookup, hostOf, isAllowedAddress, PrivateAddressError } from './endpoint-address.ts';

/** What came of one try. */
export interface PostOutcome {
  /** Null: there was no answer. */
  status: number | null;
  /** Null: accepted (2xx). */
  problem: PostProblem | null;
  /** The beginning of the answer's body. */
  answer: string | null;
  /** What the answer asks us to wait, in seconds. */
  retryAfterSeconds: number | null;
  durationMs: number;
}
type PostProblem =
  /** The receiver said no, or had no time: see status. */
  | 'STATUS'
  /** 3xx: not followed, so that nobody is led elsewhere. */
  | 'REDIRECT'
  | 'TIMEOUT'
  | 'PRIVATE_ADDRESS'
  | 'NAME_NOT_FOUND'
  | 'CERTIFICATE'
  | 'CONNECTION';

const maxAnswer = 1_024;

export interface WebhookPoster extends Disposable {
  post(url: string, headers: Record<string, string>, body: string): Promise<PostOutcome>;
}

/**
 * Sends to addresses that somebody else chose: no redirects, no private networks, a bounded time, a bounded answer. Never throws and always ends: who waits for it holds a place that others need. Connections are kept for a moment, because messages come in bursts.
 */
export function createWebhookPoster({
  allowed,
  timeoutMs,
  lookup = guardedLookup(allowed),
}: {
  allowed: BlockList | null;
  timeoutMs: number;
  lookup?: ReturnType<typeof guardedLookup>;
}): WebhookPoster {
  const options = { keepAlive: true, maxSockets: 32, maxFreeSockets: 8, timeout: 30_000, scheduling: 'lifo' as const };
  const agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  return {
    post(address, headers, body) {
      const url = new URL(address);
      const startedAt = performance.now();
      const outcome = (more: Partial<PostOutcome>): PostOutcome => ({
        status: null,
        problem: null,
        answer: null,
        retryAfterSeconds: null,
        durationMs: Math.round(performance.now() - startedAt),
        ...more,
      });
      const host = hostOf(url);
      // An address that needs no look-up would pass the look-up's check.
      if (isIP(host) > 0 && !isAllowedAddress(host, allowed))
        return Promise.resolve(outcome({ problem: 'PRIVATE_ADDRESS' }));
      return new Promise<PostOutcome>((resolve) => {
        const signal = AbortSignal.timeout(timeoutMs);
        const finish = (more: Partial<PostOutcome>) => resolve(outcome(more));
        const isSecure = url.protocol === 'https:';
        const request = (isSecure ? https : http).request(url, {
          method: 'POST',
          agent: isSecure ? agents['https:'] : agents['http:'],
          lookup,
          signal,
          headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Milepost-Webhooks/1' },
        });
        // Null until there is an answer. Its word is the status; what is missing of the body does not matter.
        let answered: (() => void) | null = null;
        const end = (problem: PostProblem) => (answered ? answered() : finish({ problem }));
        request.on('error', (error) => end(signal.aborted ? 'TIMEOUT' : problemOf(error)));
        // Without an error, too: a connection that is to become another protocol (101) just ends.
        request.on('close', () => end('CONNECTION'));
        request.on('response', (response) => {
          const status = response.statusCode ?? 0;
          const chunks: Buffer[] = [];
          let size = 0;
          answered = () =>
            finish({
              status,
              problem: status >= 200 && status < 300 ? null : status >= 300 && status < 400 ? 'REDIRECT' : 'STATUS',
              answer: readable(Buffer.concat(chunks)),
              retryAfterSeconds: secondsOf(response.headers['retry-after']),
            });
          response.on('data', (chunk: Buffer) => {
            if (size < maxAnswer) chunks.push(chunk.subarray(0, maxAnswer - size));
            size += chunk.length;
            // Whoever answers with a film has answered.
            if (size > 64 * maxAnswer) {
              answered?.();
              response.destroy();
            }
          });
          response.on('end', answered);
          response.on('error', answered);
        });
        request.end(body);
      }).catch((error: Error) => outcome({ problem: problemOf(error) }));
    },
    [Symbol.dispose]() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function problemOf(error: Error): PostProblem {
  const { code = '' } = error as { code?: string };
  if (error instanceof PrivateAddressError) return 'PRIVATE_ADDRESS';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'NAME_NOT_FOUND';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) return 'CERTIFICATE';
  return code === 'ETIMEDOUT' ? 'TIMEOUT' : 'CONNECTION';
}

/** What the database can keep as text. */
function readable(bytes: Buffer): string | null {
  const text = bytes.toString('utf8').replaceAll('\0', '').replace(/�+$/, '').trim();
  return text === '' ? null : text;
}

/** Seconds, or an HTTP date. */
function secondsOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : null;
}
