import { AppError, type Logger } from '@milepost/service-kit';

/** What went wrong at Odoo's door. The kind decides the reaction; messages are translated and never matched. */
type OdooErrorKind = 'authentication' | 'access' | 'missing' | 'validation' | 'serialization' | 'unavailable' | 'bug';

class OdooCallError extends AppError {
  readonly kind: OdooErrorKind;
  constructor(kind: OdooErrorKind, pythonName: string, call: string) {
    super(
      kind === 'unavailable' || kind === 'serialization' ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REJECTED',
      `Odoo refused ${call}: ${pythonName}`,
      {
        retryable: kind === 'unavailable' || kind === 'serialization',
      },
    );
    this.name = 'OdooCallError';
    this.kind = kind;
  }
}

/** True when Odoo answers and refuses just this: a model we may not read, a field it does not have. Calls for other models may go well. */
export function isRefusalOfOne(error: unknown): boolean {
  return error instanceof OdooCallError && !error.retryable && error.kind !== 'authentication';
}

const kinds: Record<string, OdooErrorKind> = {
  'odoo.exceptions.AccessDenied': 'authentication',
  'odoo.exceptions.AccessError': 'access',
  'odoo.exceptions.MissingError': 'missing',
  'odoo.exceptions.UserError': 'validation',
  'odoo.exceptions.ValidationError': 'validation',
  'psycopg2.errors.SerializationFailure': 'serialization',
  'psycopg2.OperationalError': 'unavailable',
};

const maxConcurrent = 4;
/** Below Odoo's own limit of 120 s, above any read of one page. */
const timeoutMs = 30_000;
/** After refused credentials nothing is sent for so long: each failed call costs Odoo 400 ms of CPU. */
const refusedPauseMs = 300_000;

export interface OdooClient {
  searchRead<T>(
    model: string,
    query: { domain: unknown[]; fields: readonly string[]; limit: number; order: string; context?: object },
  ): Promise<T[]>;
  /** Which of these fields the model has in this version of Odoo. */
  presentFields(model: string, names: readonly string[]): Promise<string[]>;
}

/**
 * Odoo's JSON-RPC. At most four calls at a time (more only adds latency), a timeout on each, and a breaker that stops at once when
 * credentials are refused until the key changes. HTTP 200 says nothing: errors come in the body.
 */
export function createOdooClient(options: {
  url: string;
  db: string;
  login: string;
  apiKey: () => readonly string[];
  logger: Logger;
  onCall?: (model: string, method: string, outcome: string, seconds: number) => void;
  now?: () => number;
}): OdooClient {
  const { url, db, login, apiKey, logger, onCall = () => {}, now = Date.now } = options;
  let uid: number | null = null;
  let refused: { secret: string; until: number } | null = null;
  let running = 0;
  const waiting: (() => void)[] = [];
  let nextId = 0;

  async function limited<T>(run: () => Promise<T>): Promise<T> {
    if (running >= maxConcurrent) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await run();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  async function post(service: string, method: string, args: unknown[], call: string): Promise<unknown> {
    let response: Response;
    let body: { result?: unknown; error?: { data?: { name?: string } } };
    try {
      nextId += 1;
      response = await fetch(`${url}/jsonrpc`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', method: 'call', id: nextId, params: { service, method, args } }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      // A proxy's HTML is no answer of Odoo's.
      body = (await response.json()) as typeof body;
    } catch (error) {
      throw new OdooCallError('unavailable', error instanceof Error ? error.name : 'Error', call);
    }
    if (!response.ok)
      throw new OdooCallError(response.status >= 500 ? 'unavailable' : 'bug', `HTTP ${response.status}`, call);
    if (body.error) {
      const name = body.error.data?.name ?? 'unknown';
      throw new OdooCallError(kinds[name] ?? 'bug', name, call);
    }
    return body.result ?? null;
  }

  function currentSecret(): string {
    const [secret = ''] = apiKey();
    if (refused && refused.secret === secret && now() < refused.until)
      throw new OdooCallError('authentication', 'credentials were refused; waiting for new ones', 'every call');
    return secret;
  }
  function refuse(secret: string): void {
    refused = { secret, until: now() + refusedPauseMs };
    uid = null;
    logger.error('Odoo refuses our credentials; set ODOO_API_KEY anew');
  }

  async function execute(model: string, method: string, args: unknown[], kwargs: object): Promise<unknown> {
    return limited(async () => {
      const call = `${model}.${method}`;
      const secret = currentSecret();
      const begun = now();
      let outcome = 'ok';
      try {
        if (uid === null) {
          const answer = await post('common', 'authenticate', [db, login, secret, {}], 'authenticate');
          if (typeof answer !== 'number')
            throw new OdooCallError('authentication', 'authenticate answered false', 'authenticate');
          uid = answer;
        }
        return await post('object', 'execute_kw', [db, uid, secret, model, method, args, kwargs], call);
      } catch (error) {
        outcome = error instanceof OdooCallError ? error.kind : 'bug';
        if (outcome === 'authentication') refuse(secret);
        throw error;
      } finally {
        onCall(model, method, outcome, (now() - begun) / 1000);
      }
    });
  }

  return {
    async searchRead<T>(
      model: string,
      {
        domain,
        fields,
        limit,
        order,
        context = {},
      }: { domain: unknown[]; fields: readonly string[]; limit: number; order: string; context?: object },
    ) {
      return (await execute(model, 'search_read', [domain, fields], {
        limit,
        order,
        context: { lang: 'en_US', ...context },
      })) as T[];
    },
    async presentFields(model, names) {
      const known = (await execute(model, 'fields_get', [names], { attributes: ['type'] })) as Record<string, unknown>;
      return names.filter((name) => Object.hasOwn(known, name));
    },
  };
}
