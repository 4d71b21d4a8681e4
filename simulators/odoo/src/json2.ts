import type { Engine } from './engine.ts';
import { OdooError, SimulatorUnsupportedError, typeError } from './errors.ts';
import { errorData } from './jsonrpc.ts';

/**
 * `POST /json/2/<model>/<method>` of Odoo 19, from its documentation (CONTRACT section 12). It was never compared with a running server:
 * unverified.
 */
export interface Json2Answer {
  status: number;
  body: unknown;
}

/** Python's names of positional arguments, in order. */
const parameters: Record<string, readonly string[]> = {
  search: ['domain', 'offset', 'limit', 'order'],
  search_count: ['domain', 'limit'],
  search_read: ['domain', 'fields', 'offset', 'limit', 'order', 'load'],
  read: ['fields', 'load'],
  name_search: ['name', 'domain', 'operator', 'limit'],
  fields_get: ['allfields', 'attributes'],
  has_access: ['operation'],
  write: ['vals'],
  create: ['vals_list'],
};
/** Methods of the model, not of records. */
const modelLevel = [
  'search',
  'search_count',
  'search_read',
  'name_search',
  'fields_get',
  'create',
  'context_get',
  'web_search_read',
  'read_group',
];

const statusOf: Record<string, number> = {
  'odoo.exceptions.AccessDenied': 403,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
  'builtins.TypeError': 422,
  'builtins.AttributeError': 404,
  'psycopg2.errors.SerializationFailure': 409,
};

const failure = (status: number, name: string, message: string): Json2Answer => ({
  status,
  body: { name, message, arguments: [message, status], context: {}, debug: '' },
});

export async function answerJson2(
  engine: Engine,
  request: { path: string; authorization: string | undefined; db: string; database: string | undefined; body: string },
): Promise<Json2Answer> {
  const [, model = '', method = ''] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(request.path) ?? [];
  const key = /^bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  if (request.database !== undefined && request.database !== request.db)
    return failure(404, 'werkzeug.exceptions.NotFound', 'database not found');
  const userId = key === undefined || engine.faults.isRevoked ? null : await engine.credentials.userOf(key);
  const user = userId === null ? undefined : engine.user(userId);
  if (!user) return failure(401, 'werkzeug.exceptions.Unauthorized', 'Invalid apikey');
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(request.body || '{}') as Record<string, unknown>;
  } catch {
    return failure(400, 'werkzeug.exceptions.BadRequest', 'Invalid JSON data');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return failure(400, 'werkzeug.exceptions.BadRequest', 'Invalid JSON data');
  try {
    return {
      status: 200,
      body: serialized(await engine.call(user, model, method, ...argumentsOf(model, method, given))),
    };
  } catch (error) {
    if (error instanceof SimulatorUnsupportedError) throw error;
    if (!(error instanceof OdooError)) throw error;
    const isUnknownModel = error.pythonName === 'odoo.exceptions.UserError' && !engine.world.hasModel(model);
    return { status: isUnknownModel ? 404 : (statusOf[error.pythonName] ?? 500), body: errorData(error) };
  }
}

function argumentsOf(
  model: string,
  method: string,
  { ids, context, ...named }: Record<string, unknown>,
): [unknown[], Record<string, unknown>] {
  if (ids !== undefined && modelLevel.includes(method)) throw typeError(`cannot call ${model}.${method} with ids`);
  const positions = parameters[method];
  const unknown = positions ? Object.keys(named).find((name) => !positions.includes(name)) : undefined;
  if (unknown) throw typeError(`${model}.${method}() got an unexpected keyword argument '${unknown}'`);
  const kwargs = { ...named, ...(context !== undefined && { context }) };
  if (method === 'create') return [[named['vals_list']], context === undefined ? {} : { context }];
  return [modelLevel.includes(method) ? [] : [ids ?? []], kwargs];
}

/** None is null; a record set is a list of ids, not text. */
function serialized(result: unknown): unknown {
  if (result === undefined) return null;
  const recordSet = typeof result === 'string' ? /^[a-z_.]+\(([\d, ]*)\)$/.exec(result) : null;
  if (!recordSet) return result;
  return (recordSet[1] ?? '')
    .split(',')
    .filter((id) => id.trim() !== '')
    .map(Number);
}
