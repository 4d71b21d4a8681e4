import { AppError } from '@milepost/service-kit';

/** What went wrong at Odoo's door. The kind decides the reaction; messages are translated by Odoo, may name people, and are never matched, kept or told. */
export type OdooErrorKind =
  /** Key, password or login refused. */
  | 'authentication'
  /** Our user may not: a model, a record, a field, a company. */
  | 'access'
  /** A record that is not there (any more); reads simply leave it out. */
  | 'missing'
  /** Odoo understood and said no: a business rule, a constraint, a module that is not installed. */
  | 'validation'
  /** Two transactions met. Odoo has tried again five times by itself before it says so. */
  | 'serialization'
  /** Odoo cannot be reached, does not answer in time, or something before it answers instead. */
  | 'unavailable'
  /** What we asked does not exist in Odoo, or its answer is not what it documents: somebody has to look. */
  | 'bug';

export interface Reaction {
  /** A read is tried again by itself, with jitter and an end (retry-reads.ts). Writes never are: Odoo knows no request ids. */
  readonly triesReadAgain: boolean;
  /** Nothing more is sent until the key changes or the pause is over (credential-breaker.ts). */
  readonly stopsEverything: boolean;
  /** A batch is read once more without the records that Odoo refuses us, so that these do not hide the others (read-around.ts). */
  readonly readsAround: boolean;
  /** Our user's id is asked for again: he may be gone. */
  readonly looksUserUp: boolean;
  /** Whether the same call may go well later (AppError.retryable). */
  readonly mayPass: boolean;
  /** Whether calls for other models may go well now. */
  readonly concerns: 'this call' | 'every call';
  readonly why: string;
}

const never = { triesReadAgain: false, stopsEverything: false, readsAround: false, looksUserUp: false };

/** The one place that says what we do about each kind; errors.test.ts plays every line of it at the wire, for both transports. */
export const reactions: Readonly<Record<OdooErrorKind, Reaction>> = {
  authentication: {
    ...never,
    stopsEverything: true,
    mayPass: false,
    concerns: 'every call',
    why: 'Odoo hashes for 400 ms at every refused call, on the worker that people use',
  },
  access: {
    ...never,
    readsAround: true,
    mayPass: false,
    concerns: 'this call',
    why: 'rights change by an administrator, not by asking again; one forbidden record must not hide the others',
  },
  missing: {
    ...never,
    looksUserUp: true,
    mayPass: false,
    concerns: 'this call',
    why: 'reads leave missing records out, so what is missing is likely our own user',
  },
  validation: { ...never, mayPass: false, concerns: 'this call', why: 'the same question gets the same answer' },
  serialization: {
    ...never,
    triesReadAgain: true,
    mayPass: true,
    concerns: 'this call',
    why: 'the other transaction is over in a moment',
  },
  unavailable: {
    ...never,
    triesReadAgain: true,
    mayPass: true,
    concerns: 'every call',
    why: 'a restart of a worker, a dropped connection and a proxy without a backend pass',
  },
  bug: { ...never, mayPass: false, concerns: 'this call', why: 'only another version of us, or of Odoo, helps' },
};

/** `reason` is a Python class, an HTTP status or a code of ours; whatever else Odoo says stays out of it. */
export class OdooCallError extends AppError {
  readonly kind: OdooErrorKind;
  readonly reason: string;
  constructor(kind: OdooErrorKind, reason: string, call: string) {
    const { mayPass } = reactions[kind];
    super(mayPass ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REJECTED', `Odoo refused ${call}: ${kind} (${reason})`, {
      retryable: mayPass,
    });
    this.name = 'OdooCallError';
    this.kind = kind;
    this.reason = reason;
  }
}

/** True when Odoo answers and refuses just this: a model we may not read, a field it does not have. Calls for other models may go well. */
export function isRefusalOfOne(error: unknown): boolean {
  return error instanceof OdooCallError && !error.retryable && reactions[error.kind].concerns === 'this call';
}

/** By Python class (CONTRACT of Odoo 18, recordings 02, 08, 15); classes of psycopg2 that no recording has are from its documentation. */
const kindsByClass: Readonly<Record<string, OdooErrorKind>> = {
  'odoo.exceptions.AccessDenied': 'authentication',
  'odoo.exceptions.AccessError': 'access',
  'odoo.exceptions.MissingError': 'missing',
  'odoo.exceptions.UserError': 'validation',
  'odoo.exceptions.ValidationError': 'validation',
  'odoo.exceptions.LockError': 'serialization',
  'psycopg2.errors.SerializationFailure': 'serialization',
  'psycopg2.errors.DeadlockDetected': 'serialization',
  'psycopg2.errors.LockNotAvailable': 'serialization',
  'psycopg2.OperationalError': 'unavailable',
  'psycopg2.InterfaceError': 'unavailable',
  'psycopg2.errors.QueryCanceled': 'unavailable',
  'psycopg2.errors.AdminShutdown': 'unavailable',
  'psycopg2.pool.PoolError': 'unavailable',
};

/** Null: a class we do not know. */
export function kindOfClass(pythonClass: unknown): OdooErrorKind | null {
  return typeof pythonClass === 'string' && Object.hasOwn(kindsByClass, pythonClass)
    ? (kindsByClass[pythonClass] as OdooErrorKind)
    : null;
}

/** A Python class as it may stand in a log: nothing but a dotted name. */
export function classForLogs(pythonClass: unknown): string {
  return typeof pythonClass === 'string' && /^[A-Za-z_][\w.]{0,99}$/.test(pythonClass) ? pythonClass : 'unknown error';
}
