import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { type BlockList, isIP } from 'node:net';
import { guardedLookup, hostOf, isAllowedAddress, PrivateAddressError } from '../webhook/endpoint-address.ts';
import { type DocumentType, documentTypeOf, maxDocumentBytes } from './document-type.ts';

/** Why nothing was fetched. */
export type FetchProblem =
  /** http:// outside of DOCUMENT_PRIVATE_ADDRESSES. */
  | 'NOT_HTTPS'
  /** It leads into a private or local network. */
  | 'PRIVATE_ADDRESS'
  /** 3xx: not followed, so that nobody is led elsewhere. */
  | 'REDIRECT'
  /** The answer is no 200, by its first digit. */
  | 'STATUS_4XX'
  | 'STATUS_5XX'
  | 'STATUS_OTHER'
  | 'TOO_LARGE'
  | 'WRONG_TYPE'
  | 'TIMEOUT'
  | 'NAME_NOT_FOUND'
  | 'CERTIFICATE'
  | 'CONNECTION'
  /** Its key was destroyed. */
  | 'ADDRESS_UNREADABLE';

export type Fetched =
  | { problem: null; type: DocumentType; bytes: Buffer; hash: Buffer }
  | { problem: FetchProblem; status: number | null };

/** Fetching again may help: what is said about the address itself does not change. Pictures are often there some minutes after the scan, so 404 may. */
export const mayPass = (problem: FetchProblem) =>
  ['STATUS_4XX', 'STATUS_5XX', 'STATUS_OTHER', 'TIMEOUT', 'NAME_NOT_FOUND', 'CERTIFICATE', 'CONNECTION'].includes(
    problem,
  );

/**
 * Fetches from an address that somebody else chose: https only, to public addresses, the connection pinned to the address that was checked, no redirects, a bounded time for all of it and a bounded size; what it
 * is, its bytes say. `allowed` names networks that count as public, and may be asked by http://. Never throws.
 */
export async function fetchDocument(
  address: string,
  {
    allowed,
    timeoutMs,
    stop,
    lookup = guardedLookup(allowed),
  }: {
    allowed: BlockList | null;
    timeoutMs: number;
    /** Ends it, as if the connection had broken. */
    stop?: AbortSignal;
    lookup?: ReturnType<typeof guardedLookup>;
  },
): Promise<Fetched> {
  const url = new URL(address);
  const host = hostOf(url);
  const failed = (problem: FetchProblem, status: number | null = null): Fetched => ({ problem, status });
  // An address that needs no look-up would pass the look-up's check.
  if (isIP(host) > 0 && !isAllowedAddress(host, allowed)) return failed('PRIVATE_ADDRESS');
  if (url.protocol !== 'https:' && !isNamed(host, allowed)) return failed('NOT_HTTPS');
  return new Promise<Fetched>((resolve) => {
    const time = AbortSignal.timeout(timeoutMs);
    const signal = stop ? AbortSignal.any([time, stop]) : time;
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'GET',
      // One request, one connection: what was checked is what is asked.
      agent: false,
      lookup,
      signal,
      headers: {
        accept: 'image/jpeg, image/png, image/webp, application/pdf',
        'accept-encoding': 'identity',
        'user-agent': 'Milepost-Documents/1',
      },
    });
    const end = (fetched: Fetched) => {
      resolve(fetched);
      request.destroy();
    };
    request.on('error', (error) => end(failed(time.aborted ? 'TIMEOUT' : problemOf(error))));
    request.on('close', () => end(failed(time.aborted ? 'TIMEOUT' : 'CONNECTION')));
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status !== 200) return end(failed(problemOfStatus(status), status));
      if (Number(response.headers['content-length'] ?? 0) > maxDocumentBytes) return end(failed('TOO_LARGE', status));
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxDocumentBytes) return end(failed('TOO_LARGE', status));
        chunks.push(chunk);
      });
      response.on('error', () => end(failed(time.aborted ? 'TIMEOUT' : 'CONNECTION', status)));
      // Of what was torn off there is an error, and no end.
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const type = documentTypeOf(bytes);
        if (type === null) return end(failed('WRONG_TYPE', status));
        end({ problem: null, type, bytes, hash: createHash('sha256').update(bytes).digest() });
      });
    });
    request.end();
  }).catch((error: Error) => failed(problemOf(error)));
}

/** Among the networks that the configuration names, by its address or as this machine. */
function isNamed(host: string, allowed: BlockList | null): boolean {
  const address = host === 'localhost' ? '127.0.0.1' : host;
  const version = isIP(address);
  return version > 0 && (allowed?.check(address, version === 6 ? 'ipv6' : 'ipv4') ?? false);
}

function problemOfStatus(status: number): FetchProblem {
  if (status >= 300 && status < 400) return 'REDIRECT';
  if (status >= 400 && status < 500) return 'STATUS_4XX';
  return status >= 500 ? 'STATUS_5XX' : 'STATUS_OTHER';
}

function problemOf(error: Error): FetchProblem {
  const { code = '' } = error as { code?: string };
  if (error instanceof PrivateAddressError) return 'PRIVATE_ADDRESS';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') return 'NAME_NOT_FOUND';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return 'CERTIFICATE';
  return code === 'ETIMEDOUT' ? 'TIMEOUT' : 'CONNECTION';
}
