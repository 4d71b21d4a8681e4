import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { currentRequestId } from './request-scope.ts';

/** The documented list of `extensions.code`; codes are API and are never reused. See docs/errors.md. */
export const errorCodes = [
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_REJECTED',
  'CURSOR_EXPIRED',
  'SESSION_EXPIRED',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Codes that the GraphQL library itself gives to a document that cannot run; passed on as they are. */
const libraryCodes = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE']);

/**
 * An error we foresaw. `message` may be shown to the caller, so it names what failed without internals;
 * `cause` is logged and never leaves the process. Job runners decide by `retryable`, never by the message.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly details: Record<string, unknown>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { retryable?: boolean; cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** Invalid argument. `field` is its path in the operation, for example `first`. */
export class BadUserInputError extends AppError {
  constructor(field: string, message: string, details: Record<string, unknown> = {}) {
    super('BAD_USER_INPUT', message, { details: { field, ...details } });
    this.name = 'BadUserInputError';
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = 'a viewer token is required') {
    super('UNAUTHENTICATED', message);
    this.name = 'UnauthenticatedError';
  }
}

export class ForbiddenError extends AppError {
  constructor(message: string) {
    super('FORBIDDEN', message);
    this.name = 'ForbiddenError';
  }
}

export class UpstreamUnavailableError extends AppError {
  constructor(message: string, cause?: unknown) {
    super('UPSTREAM_UNAVAILABLE', message, { retryable: true, cause });
    this.name = 'UpstreamUnavailableError';
  }
}

export function toGraphQLError(error: AppError): GraphQLError {
  return new GraphQLError(error.message, { extensions: { code: error.code, ...error.details }, originalError: error });
}

/** Postgres and socket errors that mean "the database cannot be reached now": the caller may try again. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    typeof code === 'string' &&
    (/^(08|57P0)/.test(code) ||
      [
        'ECONNREFUSED',
        'ECONNRESET',
        'ETIMEDOUT',
        'EPIPE',
        'CONNECT_TIMEOUT',
        'CONNECTION_CLOSED',
        'CONNECTION_ENDED',
        'CONNECTION_DESTROYED',
        '53300',
      ].includes(code))
  );
}

/**
 * The one place where errors become what a client sees: our own keep code and message, a lost database is UPSTREAM_UNAVAILABLE,
 * everything unforeseen leaves as INTERNAL_SERVER_ERROR with the request id and nothing else.
 * `onUnforeseen` gets the whole chain for the log.
 */
export function formatGraphQLError(onUnforeseen: (error: unknown) => void) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    const placed = {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
    };
    if (original instanceof AppError)
      return { message: original.message, ...placed, extensions: { code: original.code, ...original.details } };
    const code = formatted.extensions?.['code'];
    if (
      original instanceof GraphQLError &&
      typeof code === 'string' &&
      (libraryCodes.has(code) || (errorCodes as readonly string[]).includes(code)) &&
      code !== 'INTERNAL_SERVER_ERROR'
    ) {
      return { message: formatted.message, ...placed, extensions: { code } };
    }
    onUnforeseen(original);
    if (isDatabaseUnavailable(original))
      return {
        message: 'the database cannot be reached; try again',
        ...placed,
        extensions: { code: 'UPSTREAM_UNAVAILABLE' },
      };
    return {
      message: 'internal error',
      ...placed,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: currentRequestId() },
    };
  };
}
