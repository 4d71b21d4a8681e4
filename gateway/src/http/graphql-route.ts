import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadUserInputError, type Logger } from '@milepost/service-kit';
import type { Engine } from '../graph/engine.ts';
import { limits } from '../graph/limits.ts';
import type { OperationContext } from '../graph/plugins.ts';
import type { Session } from '../identity/session.ts';
import type { SessionWatch } from '../identity/session-watch.ts';
import { allowanceOf, type ClientLimits } from '../limits/allowance.ts';
import { rateLimited } from '../limits/operation-limits.ts';
import type { Refusal } from '../limits/refusals.ts';
import { answerGraphQLError, readBody } from './answers.ts';

/**
 * POST with JSON, answered as JSON or as SSE; GET for EventSource, and for GraphiQL where that is on. Who asks is settled before the body is read,
 * and the body is bounded before anything parses it. Throws AppError and BodyTooLargeError for the caller to answer.
 */
export function createGraphqlRoute({
  engine,
  sessionOf,
  addressOf,
  isListOnly,
  clientLimits,
  refused,
  withGraphiql,
  watch,
  onStream,
  logger,
}: {
  engine: Engine;
  sessionOf: (request: IncomingMessage) => Promise<Session>;
  addressOf: (request: IncomingMessage) => string;
  /** Asked from our own pages: only documents in the list may run. */
  isListOnly: (request: IncomingMessage) => boolean;
  /** Null: none. */
  clientLimits: ClientLimits | null;
  refused: (limit: Refusal) => void;
  withGraphiql: boolean;
  watch: SessionWatch['watch'];
  /** Told of answers that have no end of their own. */
  onStream: (response: ServerResponse) => void;
  logger: Logger;
}) {
  const tooMuch = (waitMs: number) => {
    refused('rate');
    return rateLimited(waitMs, 'rate');
  };
  return async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    response.setHeader('cache-control', 'no-store');
    response.setHeader('vary', 'Origin, Cookie, Authorization');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    const accepts = String(request.headers.accept ?? '');
    const isStream = accepts.includes('text/event-stream');
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (!isStream && !(withGraphiql && accepts.includes('text/html'))) {
        response.setHeader('allow', 'POST');
        return answerGraphQLError(response, new BadUserInputError('method', 'send operations by POST'), 405);
      }
    } else if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return answerGraphQLError(response, new BadUserInputError('method', 'send operations by POST'), 405);
    }

    const address = addressOf(request);
    const session = await sessionOf(request).catch(async (error: unknown) => {
      // Who cannot say who it is counts as the place it comes from.
      const waitMs = await clientLimits?.operations.charge(clientLimits.clients.ofAddress(address), 0);
      if (waitMs) throw tooMuch(waitMs);
      throw error;
    });
    const allowance = allowanceOf(clientLimits, session, address);
    // Known beforehand: such a body is not even read.
    const waitMs = allowance.waitMs();
    if (waitMs > 0) throw tooMuch(waitMs);
    if (request.method === 'POST') {
      if (!/^application\/(json|graphql\+json)\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
        return answerGraphQLError(response, new BadUserInputError('content-type', 'send application/json'), 415);
      const body = (await readBody(request, limits.bodyBytes)).toString('utf8');
      const problem = problemOf(body);
      if (problem) return answerGraphQLError(response, problem);
      // The engine takes the text from here instead of reading the request a second time.
      (request as IncomingMessage & { body?: string }).body = body;
    }
    if (isStream) {
      onStream(response);
      const stop = watch(session, () => response.destroy());
      response.once('close', () => {
        stop();
        allowance.closeStream();
      });
    }
    request.headers['x-request-id'] = requestId;
    const context: OperationContext = {
      session,
      requestId,
      address,
      allowance,
      onlyListed: isListOnly(request),
      // Cut, not completed, so that the client knows it was not the end.
      upstreamLost(subgraph, why) {
        logger.debug({ request: { id: requestId }, subgraph, why }, 'upstream of a client lost');
        response.destroy();
      },
    };
    await engine(request, response, context);
  };
}

function problemOf(body: string): BadUserInputError | null {
  try {
    const parsed: unknown = JSON.parse(body);
    if (Array.isArray(parsed))
      return new BadUserInputError('body', 'send one operation per request', { reason: 'batch' });
    if (parsed !== null && typeof parsed === 'object') return null;
  } catch {
    // the same answer
  }
  return new BadUserInputError('body', 'the body is not a JSON object', { reason: 'json' });
}
