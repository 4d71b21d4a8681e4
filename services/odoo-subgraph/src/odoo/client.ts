import type { Logger } from '@milepost/service-kit';
import { type AllowedCalls, allowedCalls, assertAllowed, type ReadMethod } from './allowed-calls.ts';
import { assertWriteAllowed, type WriteMethod } from './allowed-writes.ts';
import { createCallSlots } from './call-slots.ts';
import { createCredentialBreaker } from './credential-breaker.ts';
import { detectApi } from './detect-api.ts';
import { OdooCallError, reactions } from './errors.ts';
import { createJson2 } from './json-2.ts';
import { createJsonRpc } from './json-rpc.ts';
import { createReadAround } from './read-around.ts';
import { withRetries } from './retry-reads.ts';
import type { OdooApi, OdooCall, OdooTransport, OdooVersion } from './transport.ts';

const maxConcurrent = 4;
/** Below Odoo's own limits (60 s of CPU, 120 s in all, then the worker is killed), above any read of one page. */
const defaultTimeoutMs = 30_000;
/** A page of 1,000 orders is 400 kB. */
const defaultMaxBytes = 16 * 1024 * 1024;
const defaultRefusedPauseMs = 300_000;
const defaultRetryWaitMs = 250;
/** Ids in one question. */
const idsPerCall = 500;

interface Selection {
  /** Conditions on fields of allowed-calls.ts. */
  domain: readonly unknown[];
  limit: number;
  order: string;
  context?: Readonly<Record<string, unknown>>;
  /** The end of patience for all of it, waiting and trying again included; milliseconds. */
  withinMs?: number;
}

/**
 * What we ask of Odoo; records come as Odoo writes them and become values by values.ts. Each call is one transaction of its own at Odoo. Throws OdooCallError,
 * whose kind says what happened (errors.ts), and CallNotAllowedError for what does not stand in allowed-calls.ts or allowed-writes.ts.
 */
export interface OdooClient {
  /** Whole pages: fewer than `limit` means that there are no more. Records that Odoo refuses us are left out and logged; `id` is always there. */
  searchRead<T>(model: string, query: Selection & { fields: readonly string[] }): Promise<T[]>;
  /** Records that reads of these fields leave out at present, because Odoo has refused them. */
  leftOut(model: string, fields: readonly string[]): readonly number[];
  /** In no order. Those that are missing or refused are left out (Odoo's own `read` would fail as a whole). */
  readByIds<T>(
    model: string,
    ids: readonly number[],
    query: Pick<Selection, 'context' | 'withinMs'> & { fields: readonly string[] },
  ): Promise<T[]>;
  /** One record; null where there is none. Unlike a search, which leaves it out, this is refused (`access`) where our user may not see it. */
  readOne<T>(model: string, id: number, fields: readonly string[]): Promise<T | null>;
  searchIds(model: string, query: Selection): Promise<number[]>;
  /**
   * Changes something; what the method answered, to be read by answers.ts. Never tried again by itself: after `unavailable` nobody knows whether it was done, and Odoo knows no request ids. Look first.
   */
  change(call: OdooChange): Promise<unknown>;
  /** Which of these fields the model has in this Odoo, and our user may see. */
  presentFields(model: string, names: readonly string[]): Promise<string[]>;
  /** Whether our user may do this to the model at all. */
  hasAccess(model: string, operation: 'read' | 'write' | 'create' | 'unlink'): Promise<boolean>;
  /** Our user's id. */
  whoAmI(): Promise<number>;
  version(): Promise<OdooVersion & { api: OdooApi }>;
}

export interface OdooChange {
  readonly model: string;
  readonly method: WriteMethod;
  readonly ids?: readonly number[];
  /** Values of `write` and `create`, named arguments of other methods. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface OdooClientOptions {
  /** Without a slash at its end. */
  url: string;
  db: string;
  login: string;
  /** Password or API key, asked for before each call; null: none is set. */
  apiKey: () => string | null;
  /** Null: as Odoo has it. */
  api?: OdooApi | null;
  logger: Logger;
  /** Of every request: its outcome is `ok` or the kind of the error. */
  onCall?: (model: string, method: string, outcome: string, seconds: number) => void;
  allowed?: AllowedCalls;
  /** Ends all calls. */
  signal?: AbortSignal;
  now?: () => number;
  timeoutMs?: number;
  maxBytes?: number;
  refusedPauseMs?: number;
  retryWaitMs?: number;
}

/**
 * The one door to Odoo. At most four calls at a time, an end in time and size on each, what passes is tried again (reads only), and a refused key stops everything until
 * it changes or five minutes are over.
 */
export function createOdooClient({
  url,
  db,
  login,
  apiKey,
  api = null,
  logger,
  onCall = () => {},
  allowed = allowedCalls,
  signal: stopping = new AbortController().signal,
  now = Date.now,
  timeoutMs = defaultTimeoutMs,
  maxBytes = defaultMaxBytes,
  refusedPauseMs = defaultRefusedPauseMs,
  retryWaitMs = defaultRetryWaitMs,
}: OdooClientOptions): OdooClient {
  const common = { url, timeoutMs, maxBytes };
  const transports: Record<OdooApi, OdooTransport> = {
    jsonrpc: createJsonRpc({ ...common, db, login, now }),
    json2: createJson2({ ...common, db }),
  };
  const withSlot = createCallSlots(maxConcurrent);
  const guarded = createCredentialBreaker({
    pauseMs: refusedPauseMs,
    now,
    onRefused: () => logger.error('Odoo refuses our key; set ODOO_API_KEY anew (npm run odoo:check says more)'),
  });
  const { readAround, leftOut } = createReadAround({
    now,
    onLeftOut: (model, ids) =>
      logger.error({ model, ids: ids.slice(0, 20), count: ids.length }, 'records that Odoo refuses us are left out'),
  });
  let detected: Promise<OdooApi> | null = null;

  function transport(signal: AbortSignal): Promise<OdooTransport> | OdooTransport {
    if (api !== null) return transports[api];
    if (detected === null) {
      const mine = measured('common', 'detect', () => detectApi({ ...common, signal }));
      detected = mine;
      mine.catch(() => {
        if (detected === mine) detected = null;
      });
    }
    return detected.then((found) => transports[found]);
  }

  async function measured<T>(model: string, method: string, run: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    let outcome = 'bug';
    try {
      const result = await run();
      outcome = 'ok';
      return result;
    } catch (error) {
      if (error instanceof OdooCallError) outcome = error.kind;
      throw error;
    } finally {
      onCall(model, method, outcome, (performance.now() - begun) / 1000);
    }
  }

  /** One call through slots and breaker; a read is tried again. */
  async function through<T>(
    { model, method, withinMs }: { model: string; method: string; withinMs?: number | undefined },
    run: (transport: OdooTransport, secret: string, signal: AbortSignal) => Promise<T>,
    { needsKey = true, isRead = true } = {},
  ): Promise<T> {
    const signal = withinMs === undefined ? stopping : AbortSignal.any([stopping, AbortSignal.timeout(withinMs)]);
    const once = () =>
      withSlot(signal, async () => {
        const secret = apiKey() ?? '';
        if (!needsKey) return measured(model, method, async () => run(await transport(signal), secret, signal));
        if (secret === '') throw new OdooCallError('authentication', 'no key is set', 'every call');
        return guarded(secret, async () => {
          const chosen = await transport(signal);
          try {
            return await measured(model, method, () => run(chosen, secret, signal));
          } catch (error) {
            if (error instanceof OdooCallError) lookAgain(error, chosen);
            throw error;
          }
        });
      });
    try {
      return isRead ? await withRetries(once, { waitMs: retryWaitMs, now, signal }) : await once();
    } catch (error) {
      // Given up while it waited for its turn.
      if (signal.aborted && !(error instanceof OdooCallError))
        throw new OdooCallError('unavailable', 'given up', `${model}.${method}`);
      throw error;
    }
  }

  /** What we remember of Odoo and its answer puts in doubt. */
  function lookAgain({ kind, reason }: OdooCallError, used: OdooTransport): void {
    if (reactions[kind].looksUserUp) used.forgetUser();
    // An upgrade may take an API away.
    if (reason === 'HTTP 404') detected = null;
  }

  const execute = (call: OdooCall & { method: ReadMethod }, withinMs?: number): Promise<unknown> =>
    through({ ...call, withinMs }, (chosen, secret, signal) => chosen.execute(call, secret, signal));

  async function rows<T>(
    model: string,
    { fields, domain, limit, order, context, withinMs }: Parameters<OdooClient['searchRead']>[1],
  ) {
    assertAllowed(allowed, { model, method: 'search_read', fields, domain, order });
    const args = { domain, fields, limit, order };
    const answer = await execute({ model, method: 'search_read', args, context: contextOf(context) }, withinMs);
    if (!isRecords(answer)) throw new OdooCallError('bug', 'no list of records', `${model}.search_read`);
    return answer as T[];
  }

  async function searchIds(model: string, { domain, limit, order, context, withinMs }: Selection): Promise<number[]> {
    assertAllowed(allowed, { model, method: 'search', domain, order });
    const args = { domain, limit, order };
    const answer = await execute({ model, method: 'search', args, context: contextOf(context) }, withinMs);
    if (!isIds(answer)) throw new OdooCallError('bug', 'no list of ids', `${model}.search`);
    return answer;
  }

  function searchRead<T>(model: string, query: Parameters<OdooClient['searchRead']>[1]): Promise<T[]> {
    const besides = (without: readonly number[]) => ({
      ...query,
      domain: without.length > 0 ? [...query.domain, ['id', 'not in', without]] : query.domain,
    });
    return readAround(
      { model, fields: query.fields },
      {
        read: (without) => rows<T>(model, besides(without)),
        ids: async (without) => {
          const mayAsk = (['has_access', 'search'] as const).every((name) => allowed[model]?.methods.includes(name));
          return mayAsk && (await hasAccess(model, 'read')) ? searchIds(model, besides(without)) : [];
        },
        readOne: (ids) => rows(model, { ...query, domain: [['id', 'in', ids]], limit: ids.length, order: 'id' }),
      },
    );
  }

  async function hasAccess(model: string, operation: string): Promise<boolean> {
    assertAllowed(allowed, { model, method: 'has_access' });
    return (await execute({ model, method: 'has_access', ids: [], args: { operation } })) === true;
  }

  return {
    searchRead,
    leftOut,
    searchIds,
    hasAccess,
    async readByIds<T>(model: string, ids: readonly number[], query: Parameters<OdooClient['readByIds']>[2]) {
      const distinct = [...new Set(ids)];
      const records: T[] = [];
      for (let at = 0; at < distinct.length; at += idsPerCall) {
        const some = distinct.slice(at, at + idsPerCall);
        const selection = { domain: [['id', 'in', some]], limit: some.length, order: 'id' };
        records.push(...(await searchRead<T>(model, { ...query, ...selection })));
      }
      return records;
    },
    async readOne<T>(model: string, id: number, fields: readonly string[]) {
      assertAllowed(allowed, { model, method: 'read', fields });
      const answer = await execute({ model, method: 'read', ids: [id], args: { fields }, context: contextOf() });
      if (!isRecords(answer)) throw new OdooCallError('bug', 'no list of records', `${model}.read`);
      return (answer[0] as T | undefined) ?? null;
    },
    async change({ model, method, ids, values, context }) {
      assertWriteAllowed({ model, method, names: Object.keys(values) });
      const whole = { write: 'vals', create: 'vals_list' }[method as string];
      const call: OdooCall = {
        model,
        method,
        ...(ids && { ids }),
        args: whole === undefined ? values : { [whole]: values },
        context: contextOf(context),
      };
      return through(call, (chosen, secret, signal) => chosen.execute(call, secret, signal), { isRead: false });
    },
    async presentFields(model, names) {
      assertAllowed(allowed, { model, method: 'fields_get', fields: names });
      const args = { allfields: names, attributes: ['type'] };
      const known = (await execute({ model, method: 'fields_get', args })) as Record<string, unknown> | null;
      return names.filter((name) => Object.hasOwn(known ?? {}, name));
    },
    whoAmI: () =>
      through({ model: 'common', method: 'authenticate' }, (chosen, secret, signal) => chosen.whoAmI(secret, signal)),
    version: () =>
      through(
        { model: 'common', method: 'version' },
        async (chosen, _secret, signal) => ({ ...(await chosen.version(signal)), api: chosen.api }),
        { needsKey: false },
      ),
  };
}

const contextOf = (context: Readonly<Record<string, unknown>> = {}) => ({ lang: 'en_US', ...context });

function isRecords(answer: unknown): answer is { id: number }[] {
  return Array.isArray(answer) && answer.every((record) => Number.isInteger((record as { id?: unknown } | null)?.id));
}
function isIds(answer: unknown): answer is number[] {
  return Array.isArray(answer) && answer.every((id) => Number.isInteger(id));
}
