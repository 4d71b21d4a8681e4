import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AppError, acceptRequestId, type Logger, UnauthenticatedError } from '@milepost/service-kit';
import type { TokenAnswer, TokenRequest } from '../identity/partner-token.ts';
import {
  answerGraphQLError,
  answerJson,
  answerTooLarge,
  BodyTooLargeError,
  readBody,
  UnsupportedMediaTypeError,
} from './answers.ts';
import { answerProbe } from './operations.ts';

type Route = (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void> | void;

const tokenBodyBytes = 16 * 1024;

/** The one origin that people and API clients use. What is not ours goes to the portal, when there is one. */
export function createPublicServer({
  graphql,
  auth,
  issueToken,
  sessionCookie,
  documents,
  portal,
  isReady,
  addressOf,
  count,
  logger,
}: {
  graphql: Route;
  auth: Route;
  issueToken: (request: TokenRequest) => Promise<TokenAnswer>;
  /** Name of the cookie that people sign in with. */
  sessionCookie: string;
  /** Proofs of delivery and photos, at addresses that the graph gives: they open by themselves, whoever asks. */
  documents: Route;
  portal: Route | null;
  isReady: () => Promise<boolean>;
  addressOf: (request: IncomingMessage) => string;
  count: (kind: 'graphql' | 'token' | 'auth' | 'documents' | 'portal') => void;
  logger: Logger;
}): Server {
  async function answerToken(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    if (request.method !== 'POST') {
      const problem = { error: 'invalid_request', error_description: 'use POST' };
      return answerJson(response, 405, problem, { allow: 'POST', 'cache-control': 'no-store' });
    }
    if ((request.headers.cookie ?? '').split(';').some((part) => part.split('=', 1)[0]?.trim() === sessionCookie)) {
      const problem = { error: 'invalid_request', error_description: 'for machines only: send no session cookie' };
      return answerJson(response, 400, problem, { 'cache-control': 'no-store' });
    }
    const { status, headers, body } = await issueToken({
      contentType: request.headers['content-type'],
      authorization: request.headers.authorization,
      body: (await readBody(request, tokenBodyBytes)).toString('utf8'),
      address: addressOf(request),
      requestId,
    });
    answerJson(response, status, body, headers);
  }

  async function route(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    if (path === '/graphql') {
      count('graphql');
      return graphql(request, response, requestId);
    }
    if (path === '/auth/token') {
      count('token');
      return answerToken(request, response, requestId);
    }
    if (path.startsWith('/auth/')) {
      count('auth');
      return auth(request, response, requestId);
    }
    if (path.startsWith('/documents/')) {
      count('documents');
      if (!['GET', 'HEAD', 'PUT'].includes(request.method ?? ''))
        return answerJson(response, 405, { status: 405, message: 'use GET' }, { allow: 'GET, HEAD, PUT' });
      return documents(request, response, requestId);
    }
    if (answerProbe(path, response, isReady)) return;
    count('portal');
    if (/^Bearer\b/i.test(request.headers.authorization ?? ''))
      throw new UnauthenticatedError('pages are for people; tokens are for /graphql');
    if (portal) return portal(request, response, requestId);
    answerJson(response, 404, { status: 404, message: 'there is no such address' });
  }

  return createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
    async (request, response) => {
      const requestId = acceptRequestId(request.headers['x-request-id']);
      response.setHeader('x-request-id', requestId);
      try {
        await route(request, response, requestId);
      } catch (error) {
        if (response.headersSent || request.socket.destroyed) response.destroy();
        else if (error instanceof BodyTooLargeError) answerTooLarge(request, response, error);
        else if (error instanceof UnsupportedMediaTypeError) answerGraphQLError(response, error, 415);
        else if (error instanceof AppError) answerGraphQLError(response, error);
        else {
          logger.error({ request: { id: requestId }, err: error }, 'request failed');
          answerGraphQLError(
            response,
            new AppError('INTERNAL_SERVER_ERROR', 'internal error', { details: { requestId } }),
          );
        }
      }
    },
  );
}
