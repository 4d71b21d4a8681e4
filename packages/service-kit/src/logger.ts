import { type Logger, pino } from 'pino';
import { currentRequestId } from './request-scope.ts';

export type { Logger } from 'pino';

/** Fields that never reach a log, wherever they stand in an object. Tested against a full run's output. */
const redactedFields = [
  'authorization',
  'cookie',
  'token',
  'secret',
  'password',
  'email',
  'phone',
  'mobile',
  'postalCode',
  'postcode',
  'zip',
  // What carriers want to know of a parcel.
  'facts',
  'destinationPostalCode',
  'accountNumber',
  'trackingKey',
  'street',
  'street2',
  'deliveryAddress',
  // Why somebody wants to see a phone number: typed by people, about people.
  'reason',
  'apiKey',
  'body',
  'search',
];

/**
 * JSON lines on standard output. Messages are constant, facts are fields. Database errors are reduced to their code and
 * statement-free message, because drivers put parameters (personal data) into messages.
 */
export function createLogger({
  service,
  level = 'info',
  destination,
}: {
  service: string;
  level?: string;
  destination?: { write(line: string): void };
}): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactedFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    mixin: () => {
      const id = currentRequestId();
      return id ? { request: { id } } : {};
    },
    serializers: { err: describeError },
  };
  // Line by line: written behind our back, what waits at the end is tried again and again for ever when nobody reads it (sonic-boom 4.2.1, flushSync), and
  // the process could not end.
  return pino(options, destination ?? pino.destination({ dest: 1, sync: true }));
}

/** Error as log fields: name, code, message and cause. Messages of the database are left out: they quote values. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error).slice(0, 200) };
  const { code, severity, constraint_name, table_name } = error as Error & Record<string, unknown>;
  // By what it carries: drizzle's error is called plain "Error", and its message is the statement with its parameters.
  const fromDatabase =
    severity !== undefined || error.name === 'PostgresError' || ('query' in error && 'params' in error);
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(fromDatabase ? { table: table_name, constraint: constraint_name } : { message: error.message.slice(0, 500) }),
    stack: fromDatabase
      ? undefined
      : error.stack
          ?.split('\n')
          .map((line) => line.trim())
          // The lines above are the message again, all of it.
          .filter((line) => line.startsWith('at '))
          .slice(0, 5),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
