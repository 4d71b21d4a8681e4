import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type ErrorCode, toGraphQLError } from '@milepost/service-kit';

/** A body that is larger than allowed. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
  readonly limit: number;

  constructor(limit: number) {
    super(`the body is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

/** A body of another kind than the one we read. */
export class UnsupportedMediaTypeError extends AppError {
  constructor() {
    super('BAD_USER_INPUT', 'send a JSON object with Content-Type: application/json');
    this.name = 'UnsupportedMediaTypeError';
  }
}

export function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(`${JSON.stringify(body)}\n`);
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  UPSTREAM_UNAVAILABLE: 503,
  BAD_USER_INPUT: 400,
  RATE_LIMITED: 429,
};

/** An error from before an operation was even read, in the shape of GraphQL's errors. */
export function answerGraphQLError(response: ServerResponse, error: AppError, status?: number): void {
  const {
    message,
    extensions: { http: _, ...extensions },
  } = toGraphQLError(error);
  const { retryAfterMs } = error.details;
  answerJson(
    response,
    status ?? statusOf[error.code] ?? 500,
    { errors: [{ message, extensions }] },
    typeof retryAfterMs === 'number' ? { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) } : {},
  );
}

/** Says so at once and stops reading: the rest of the body is not taken in. */
export function answerTooLarge(request: IncomingMessage, response: ServerResponse, error: BodyTooLargeError): void {
  response.setHeader('connection', 'close');
  answerGraphQLError(
    response,
    new AppError('BAD_USER_INPUT', error.message, { details: { reason: 'bodyBytes', limit: error.limit } }),
    413,
  );
  request.resume();
  // Time for the client to read the answer while it may still be sending.
  const cut = setTimeout(() => request.socket.destroy(), 1_000).unref();
  request.once('end', () => clearTimeout(cut));
}

/** A guard may look at a body before the route that it stands in front of. */
const bodies = new WeakMap<IncomingMessage, Buffer>();

/** The whole body, also when it was read before; throws BodyTooLargeError as soon as it is known to be larger, without keeping it. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLargeError(limit);
  const read = bodies.get(request);
  if (read && read.length > limit) throw new BodyTooLargeError(limit);
  if (read) return read;
  return new Promise((resolve, reject) => {
    let size = 0;
    let chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks = [];
        request.removeAllListeners('data');
        reject(new BodyTooLargeError(limit));
      }
    });
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.set(request, body);
      resolve(body);
    });
    request.on('error', reject);
    request.on('close', () => reject(new Error('the client left before its body was complete')));
  });
}

/**
 * A JSON object out of a request. Nothing else is taken: whoever looks at a body must see in it what everybody after him will see. Throws UnsupportedMediaTypeError (forms
 * of other sites can send text/plain without asking) and BAD_USER_INPUT for what is no object; a byte order mark is none.
 */
export async function readJsonObject(request: IncomingMessage, limit: number): Promise<Record<string, unknown>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) throw new UnsupportedMediaTypeError();
  const body = await readBody(request, limit);
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {}
  throw new AppError('BAD_USER_INPUT', 'the body is no JSON object; send one, without a byte order mark');
}
