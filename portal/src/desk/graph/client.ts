import { Client, type CombinedError, cacheExchange, fetchExchange, mapExchange } from '@urql/core';
import { sessionEnded } from './session.ts';

/**
 * Answers are kept in this tab's memory by document and variables: going back to an order shows it at once, while it is read again. No normalised cache: documents come as
 * hashes, without type names to normalise by, and what changes is read again by whoever changed it.
 */
export function createGraphClient(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error) {
          if (isSignedOut(error)) sessionEnded();
        },
      }),
      fetchExchange,
    ],
  });
}

/** A cookie that has ended makes an anonymous visitor: what staff may ask is then refused. */
function isSignedOut(error: CombinedError): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED');
}

/** Too much was asked for: the gateway answers again after this time. */
export class RateLimitedError extends Error {
  override name = 'RateLimitedError';
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The same as an error with that sentence. */
export function errorOf(error: CombinedError | undefined): Error {
  if (!error) return new Error('The list could not be read.');
  const { code, retryAfterMs } = error.graphQLErrors[0]?.extensions ?? {};
  return code === 'RATE_LIMITED'
    ? new RateLimitedError(problemOf(error), typeof retryAfterMs === 'number' ? retryAfterMs : 60_000)
    : new Error(problemOf(error));
}

/** What went wrong, in a sentence for an agent; never the text that was looked for. */
export function problemOf(error: CombinedError): string {
  if (error.networkError) return 'The system cannot be reached. Check your connection; nothing is lost.';
  const code = error.graphQLErrors[0]?.extensions['code'];
  if (code === 'RATE_LIMITED') return 'Too much was asked for within a minute. Try again shortly.';
  if (code === 'UPSTREAM_UNAVAILABLE') return 'A part of the system does not answer at the moment. Try again shortly.';
  if (code === 'FORBIDDEN') return 'Your role may not see this.';
  return error.graphQLErrors[0]?.message ?? 'Something went wrong.';
}
