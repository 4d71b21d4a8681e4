import { errorCodes, type Logger } from '@milepost/service-kit';
import { GraphQLError } from 'graphql';

const documented: ReadonlySet<string> = new Set(errorCodes);
/** Codes of a document that cannot run. */
const library: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);
/** Details of our own errors that clients may see; everything else in `extensions` stays here. */
const details = ['field', 'reason', 'options', 'optionNames', 'limit', 'retryAfterMs', 'requestId', 'http'];
/** Codes that the engine uses where a subgraph could not be reached or broke off. */
const unreachable: ReadonlySet<string> = new Set([
  'DOWNSTREAM_SERVICE_ERROR',
  'SUBREQUEST_HTTP_ERROR',
  'SUBREQUEST_MALFORMED_RESPONSE',
  'RESPONSE_VALIDATION_FAILED',
  'SUBREQUEST_TIMEOUT',
  'GATEWAY_TIMEOUT',
  'TIMEOUT_ERROR',
]);

/**
 * What a client may see of an error: documented codes with their message, nothing of our insides for all others. An error that was masked before
 * comes back as it is, because the engine asks more than once on some paths.
 */
export function createErrorMask(logger: Logger): (error: unknown) => GraphQLError {
  const masked = new WeakSet<object>();
  return (error) => {
    if (error instanceof GraphQLError && masked.has(error)) return error;
    const answer = mask(error, logger);
    masked.add(answer);
    return answer;
  };
}

function mask(error: unknown, logger: Logger): GraphQLError {
  // Not by instanceof: the engine also hands on plain objects in the shape of errors.
  const { message, extensions, path, nodes, originalError } = (error ?? {}) as Partial<GraphQLError>;
  const code = extensions?.['code'];
  const place = { path, nodes };
  if (typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR' && (documented.has(code) || library.has(code))) {
    const shown = details.flatMap((name) => (extensions?.[name] === undefined ? [] : [[name, extensions[name]]]));
    return new GraphQLError(String(message), { ...place, extensions: { code, ...Object.fromEntries(shown) } });
  }
  // A variable that is missing or does not fit: the document is right, what was sent with it is not.
  const variable = /^Variable "\$(\w+)" (of required type|of non-null type|got invalid value)/.exec(String(message));
  if (error instanceof GraphQLError && variable && code === undefined && !path) {
    return new GraphQLError(error.message, {
      ...place,
      extensions: { code: 'BAD_USER_INPUT', field: variable[1], http: { status: 400 } },
    });
  }
  // Syntax and validation errors come from graphql itself: they speak of the client's own document and have no original error.
  if (error instanceof GraphQLError && !originalError && code === undefined && !path) {
    return new GraphQLError(error.message, {
      ...place,
      source: error.source,
      positions: error.positions,
      extensions: {
        code: error.message.startsWith('Syntax Error') ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED',
        http: { status: 400 },
      },
    });
  }
  // Bad requests in the engine's own words (no query, unknown operation name): it marks them as bound by the HTTP specification.
  const http = extensions?.['http'] as { status?: number; spec?: boolean } | undefined;
  if (error instanceof GraphQLError && http?.status !== undefined && http.status >= 400 && http.status < 500) {
    return new GraphQLError(error.message, { ...place, extensions: { code: 'BAD_USER_INPUT', http } });
  }
  if ((typeof code === 'string' && unreachable.has(code)) || isUnreachable(originalError ?? error)) {
    logger.warn({ err: error }, 'subgraph unreachable');
    return new GraphQLError('a part of the system cannot be reached; try again', {
      ...place,
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
  }
  // A subgraph's own INTERNAL_SERVER_ERROR is in its log; it keeps the request id it was given.
  const requestId = extensions?.['requestId'];
  logger.error({ err: error }, 'operation failed');
  return new GraphQLError('internal error', {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(typeof requestId === 'string' && { requestId }) },
  });
}

function isUnreachable(error: unknown): boolean {
  const { name, message, code, cause } = (error ?? {}) as Partial<Error> & { code?: unknown };
  return (
    name === 'TimeoutError' ||
    /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|fetch failed|socket hang up|timed? ?out/i.test(
      `${code ?? ''} ${message ?? ''}`,
    ) ||
    (cause !== undefined && isUnreachable(cause))
  );
}
