import { compileDomain } from './domain.ts';
import {
  accessError,
  attributeError,
  missingError,
  SimulatorUnsupportedError,
  typeError,
  userError,
  valueError,
} from './errors.ts';
import type { FieldMeta, Row, Value, World } from './world.ts';

export interface Caller {
  uid: number;
  companies: readonly number[];
}
type Keywords = Record<string, unknown>;

const defaultOrder: Record<string, string> = {
  'sale.order': 'date_order desc, id desc',
  'sale.order.line': 'order_id, sequence, id',
  'stock.picking': 'priority desc, scheduled_date asc, id desc',
  'stock.move': 'id',
  'res.partner': 'complete_name, id',
};
/** Methods that exist in Odoo and would change the world in ways this simulator does not know. */
const unsupported = [
  'button_validate',
  'action_cancel',
  'action_confirm',
  'action_draft',
  'action_lock',
  'action_quotation_sent',
  'read_group',
  'web_search_read',
  'web_read',
  'message_post',
  'activity_schedule',
  'action_feedback',
  'unlink',
  'copy',
];
const privateMethods = ['sudo', 'mapped', 'filtered', 'browse', 'env', 'with_context', 'with_user'];

/** Calls of execute_kw on a simulated database. */
export function callMethod(
  world: World,
  caller: Caller,
  model: string,
  method: string,
  args: unknown[],
  kwargs: Keywords,
): unknown {
  if (!world.hasModel(model)) throw userError(`Object ${model} doesn't exist`);
  if (method.startsWith('_') || privateMethods.includes(method))
    throw accessError(`Private methods (such as '${model}.${method}') cannot be called remotely.`);
  const context = (kwargs['context'] ?? {}) as { active_test?: boolean; allowed_company_ids?: number[]; lang?: string };
  const companies = context.allowed_company_ids ?? caller.companies;
  if (companies.some((id) => !caller.companies.includes(id)))
    throw accessError('Access to unauthorized or invalid companies.');
  if (context.lang !== undefined && context.lang !== 'en_US') throw userError(`Invalid language code: ${context.lang}`);

  const isAllowed = (row: Row) => {
    const company = model === 'res.company' ? [row.id] : row['company_id'];
    return !Array.isArray(company) || companies.includes(company[0] as number);
  };
  const named = (names: readonly string[]): Record<string, unknown> => {
    const extra = Object.keys(kwargs).filter((name) => name !== 'context' && !names.includes(name));
    if (extra.length > 0) throw typeError(`${model}.${method}() got an unexpected keyword argument '${extra[0]}'`);
    return {
      ...Object.fromEntries(names.map((name, i) => [name, args[i]]).filter(([, value]) => value !== undefined)),
      ...kwargs,
    };
  };
  const search = (given: Record<string, unknown>): Row[] => {
    const fits = compileDomain(world, model, given['domain'] ?? []);
    const showArchived = context.active_test === false || JSON.stringify(given['domain'] ?? []).includes('"active"');
    const rows = [...world.table(model).values()].filter(
      (row) => isAllowed(row) && (showArchived || row['active'] !== false) && fits(row),
    );
    const sorted = rows.sort(comparator(world, model, (given['order'] || defaultOrder[model] || 'id') as string));
    const offset = Number(given['offset'] ?? 0);
    return sorted.slice(offset, given['limit'] ? offset + Number(given['limit']) : undefined);
  };

  switch (method) {
    case 'search':
      return search(named(['domain', 'offset', 'limit', 'order'])).map((row) => row.id);
    case 'search_count':
      return search(named(['domain', 'limit'])).length;
    case 'search_read': {
      const given = named(['domain', 'fields', 'offset', 'limit', 'order']);
      return search(given).map((row) =>
        present(world, model, row, fieldsOf(world, model, given['fields']), given['load']),
      );
    }
    case 'read': {
      const given = named(['ids', 'fields', 'load']);
      const fields = fieldsOf(world, model, given['fields']);
      const rows = idList(given['ids'])
        .map((id) => world.table(model).get(id))
        .filter((row) => row !== undefined);
      if (rows.some((row) => !isAllowed(row)))
        throw accessError(
          `Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, user (id=${caller.uid}) doesn't have 'read' access to ${model}.`,
        );
      return rows.map((row) => present(world, model, row, fields, given['load']));
    }
    case 'name_search': {
      const given = named(['name', 'args', 'operator', 'limit']);
      const text = String(given['name'] ?? '').toLowerCase();
      return search({ domain: given['args'] ?? [], limit: undefined })
        .filter((row) => nameOf(row).toLowerCase().includes(text))
        .slice(0, Number(given['limit'] ?? 100))
        .map((row) => [row.id, nameOf(row)]);
    }
    case 'fields_get': {
      const given = named(['allfields', 'attributes']);
      const names = given['allfields'] as string[] | undefined;
      const attributes = given['attributes'] as string[] | undefined;
      return Object.fromEntries(
        Object.entries(world.fields(model))
          .filter(([name]) => !names?.length || names.includes(name))
          .map(([name, meta]) => [
            name,
            attributes ? Object.fromEntries(Object.entries(meta).filter(([key]) => attributes.includes(key))) : meta,
          ]),
      );
    }
    case 'has_access':
      return true;
    case 'action_unlock':
      return undefined;
    case 'write': {
      const given = named(['ids', 'vals']);
      const ids = idList(given['ids']);
      const values = checkValues(world, model, given['vals'] as Record<string, Value>);
      for (const id of ids) {
        const row = world.table(model).get(id);
        if (!row)
          throw missingError(
            `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${caller.uid})`,
          );
        if (!isAllowed(row)) throw accessError('Uh-oh! Looks like you have stumbled upon some top-secret records.');
      }
      world.writeRecords(model, ids, values);
      return true;
    }
    default:
      if (unsupported.includes(method) || method.startsWith('action_') || method.startsWith('button_'))
        throw new SimulatorUnsupportedError(`the simulator does not have ${model}.${method}`);
      throw attributeError(`The method '${model}.${method}' does not exist`);
  }
}

function idList(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).map(Number);
}

function fieldsOf(world: World, model: string, given: unknown): string[] {
  const names =
    Array.isArray(given) && given.length > 0
      ? (given as string[])
      : [
          ...new Set([
            ...Object.keys(world.fields(model)),
            ...Object.keys(world.table(model).values().next().value ?? {}),
          ]),
        ];
  for (const name of names)
    if (!world.field(model, name)) throw valueError(`Invalid field '${name}' on model '${model}'`);
  return names;
}

const nameOf = (row: Row) => String(row['display_name'] ?? row['complete_name'] ?? row['name'] ?? '');

/** As it goes over the wire: false for empty, pairs unless load is null, write_date cut to seconds. */
function present(
  world: World,
  model: string,
  row: Row,
  fields: readonly string[],
  load: unknown,
): Record<string, unknown> {
  const out: Record<string, unknown> = { id: row.id };
  for (const name of fields) {
    const meta = world.field(model, name) as FieldMeta;
    let value = name === 'display_name' ? nameOf(row) : row[name];
    if (value === undefined || value === null)
      value = meta.type.endsWith('2many')
        ? []
        : meta.type === 'integer' || meta.type === 'float' || meta.type === 'monetary'
          ? 0
          : false;
    if (load === null && meta.type === 'many2one' && Array.isArray(value)) value = value[0] as number;
    if (meta.type === 'datetime' && typeof value === 'string') value = value.slice(0, 19);
    out[name] = value;
  }
  return out;
}

function comparator(world: World, model: string, order: string): (a: Row, b: Row) => number {
  const parts = order.split(',').map((part) => {
    const match = /^\s*([a-z_0-9]+)(?:\s+(asc|desc))?\s*$/i.exec(part);
    if (!match)
      throw userError(
        `Invalid "order" specified (${order}). A valid "order" specification is a comma-separated list of valid field names`,
      );
    const [, name, direction] = match as unknown as [string, string, string | undefined];
    const meta = world.field(model, name);
    if (!meta) throw valueError(`Invalid field '${name}' on model '${model}' in order`);
    if (meta.store === false || !world.isSearchable(model, name))
      throw valueError(`Cannot convert ${model}.${name} to SQL because it is not stored`);
    return { name, sign: direction?.toLowerCase() === 'desc' ? -1 : 1 };
  });
  const keyOf = (value: Value | undefined) => (Array.isArray(value) ? String(value[1] ?? '') : value);
  return (a, b) => {
    for (const { name, sign } of parts) {
      const [x, y] = [keyOf(a[name]), keyOf(b[name])];
      if (x === y) continue;
      // Postgres sorts NULL last when ascending.
      if (x === false || x == null) return sign;
      if (y === false || y == null) return -sign;
      return (x < y ? -1 : 1) * sign;
    }
    return 0;
  };
}

function checkValues(world: World, model: string, values: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const meta = world.field(model, name);
      if (!meta) throw valueError(`Invalid field '${name}' on model '${model}'`);
      if (
        meta.type === 'selection' &&
        value !== false &&
        meta.selection &&
        !meta.selection.some(([key]) => key === value)
      )
        throw valueError(`Wrong value for ${model}.${name}: ${JSON.stringify(value)}`);
      if (meta.type === 'datetime' && value !== false && !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(String(value)))
        throw valueError(`unconverted data remains: ${JSON.stringify(value)}`);
      if (meta.type === 'many2one' && typeof value === 'number' && meta.relation) {
        const target = world.table(meta.relation).get(value);
        if (!target)
          throw missingError(`Record does not exist or has been deleted.\n(Record: ${meta.relation}(${value},))`);
        return [name, [value, nameOf(target)]];
      }
      return [name, value];
    }),
  );
}
