import type { Engine } from './engine.ts';
import {
  accessDenied,
  attributeError,
  keyError,
  missingRecord,
  type OdooError,
  operationalError,
  typeError,
} from './errors.ts';
import type { Faults } from './faults.ts';

export function versionInfo({ tellsVersion }: Pick<Faults, 'tellsVersion'>) {
  const major = tellsVersion || 18;
  return {
    server_version: tellsVersion ? `${major}.0` : '18.0-20250421',
    server_version_info: [major, 0, 0, 'final', 0, ''],
    server_serie: `${major}.0`,
    protocol_version: 1,
  };
}

/** What `POST /jsonrpc` runs: services common and object; db is switched off as on a real server with `list_db = False`. */
export async function dispatch(engine: Engine, db: string, params: unknown): Promise<unknown> {
  const { service, method, args } = (params ?? {}) as { service?: string; method?: string; args?: unknown[] };
  if (service === undefined || method === undefined || args === undefined)
    throw typeError("RPC.jsonrpc() missing 3 required positional arguments: 'service', 'method', and 'args'");
  const demandDb = (given: unknown) => {
    if (given !== db)
      throw operationalError(
        `connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "${given}" does not exist\n`,
      );
  };
  if (service === 'common') {
    if (method === 'version') return versionInfo(engine.faults);
    if (method !== 'authenticate' && method !== 'login') throw attributeError(`common has no ${method}`);
    const [givenDb, login, secret] = args;
    demandDb(givenDb);
    const userId = engine.faults.isRevoked ? null : await engine.credentials.authenticate(login, secret);
    return userId ?? false;
  }
  if (service === 'db') throw accessDenied();
  if (service !== 'object') throw keyError(service);
  const [givenDb, userId, secret, model, name, positional, keywords] = args as [
    string,
    number,
    string,
    string,
    string,
    unknown[]?,
    Record<string, unknown>?,
  ];
  demandDb(givenDb);
  const user = engine.user(userId);
  if (!user) throw missingRecord('res.users', userId, userId);
  if (engine.faults.isRevoked || !(await engine.credentials.check(userId, secret))) throw accessDenied();
  return engine.call(user, model, name, positional ?? [], keywords ?? {});
}

/** The `error` of an envelope. */
export function errorBody(error: OdooError) {
  return { code: 200, message: 'Odoo Server Error', data: errorData(error) };
}
export function errorData(error: OdooError) {
  return {
    name: error.pythonName,
    debug: `Traceback (most recent call last):\n  File "/opt/odoo/http.py", line 1963, in _transactioning\n    return service_model.retrying(func, env=self.env)\n${error.pythonName}: ${error.message}`,
    message: error.message,
    arguments: [error.message],
    context: {},
  };
}
