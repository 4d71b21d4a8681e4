import { computedOnRead } from './computed.ts';
import { userError, valueError } from './errors.ts';
import { displayName, isNamedLive } from './names.ts';
import { type FieldMeta, idsIn, type Row, refId, type Value } from './rows.ts';
import type { Store } from './store.ts';

/** How Odoo orders records and writes their values. */

const defaultOrder: Record<string, string> = {
  'sale.order': 'date_order desc, id desc',
  'sale.order.line': 'order_id, sequence, id',
  'stock.picking': 'priority desc, scheduled_date asc, id desc',
  'stock.move': 'sequence, id',
  'stock.move.line': 'result_package_id desc, id',
  'res.partner': 'complete_name, id',
  'delivery.carrier': 'sequence, id',
  'res.currency': 'active desc, name',
  'mail.activity': 'date_deadline, id',
  'mail.message': 'id desc',
  'account.move': 'date desc, name desc, invoice_date desc, id desc',
};
export const orderOf = (model: string): string => defaultOrder[model] ?? 'id';

/** x2many fields whose ids come in the order of their model, not in the order of their making (`picking_ids: [38, 37]`). */
const sorted: Record<string, Record<string, string>> = {
  'sale.order': { picking_ids: 'stock.picking' },
  'stock.picking': { backorder_ids: 'stock.picking', return_ids: 'stock.picking' },
};

/** As it goes over the wire: false for empty, pairs unless load is null, datetimes cut to seconds. */
export function present(
  store: Store,
  model: string,
  row: Row,
  fields: readonly string[],
  load: unknown,
): Record<string, unknown> {
  const get = (of: string, id: number | null) => (id === null ? undefined : store.table(of).get(id));
  const out: Record<string, unknown> = { id: row.id };
  for (const name of fields) {
    const meta = store.field(model, name) as FieldMeta;
    const compute = computedOnRead[model]?.[name];
    let value: Value | undefined = name === 'display_name' ? displayName(model, row, get) : row[name];
    if (compute) value = compute(row, get, store.date().toISOString().slice(0, 19).replace('T', ' '));
    const order = sorted[model]?.[name];
    if (order) value = sortedIds(store, order, idsIn(value));
    if (value === undefined || value === null) value = emptyOf(meta.type);
    if (meta.type === 'many2one' && Array.isArray(value)) {
      const id = value[0] as number;
      const target = meta.relation && isNamedLive(meta.relation) ? get(meta.relation, id) : undefined;
      value = load === null ? id : target ? [id, displayName(meta.relation as string, target, get)] : value;
    }
    if (meta.type === 'datetime' && typeof value === 'string') value = value.slice(0, 19);
    out[name] = value;
  }
  return out;
}

export function emptyOf(type: string): Value {
  if (type.endsWith('2many')) return [];
  return type === 'integer' || type === 'float' || type === 'monetary' ? 0 : false;
}

/** The fields asked for, or every one. */
export function fieldsOf(store: Store, model: string, given: unknown): string[] {
  const names =
    Array.isArray(given) && given.length > 0
      ? (given as string[])
      : [
          ...new Set([
            ...Object.keys(store.fields(model)),
            ...Object.keys(store.table(model).values().next().value ?? {}),
          ]),
        ];
  for (const name of names)
    if (!store.field(model, name)) throw valueError(`Invalid field '${name}' on model '${model}'`);
  return names;
}

function sortedIds(store: Store, model: string, ids: number[]): number[] {
  const rows = ids.map((id) => store.table(model).get(id)).filter((row) => row !== undefined);
  return rows.sort(comparator(store, model, orderOf(model))).map((row) => row.id);
}

type Comparator = (a: Row, b: Row) => number;

/** Sorts as `order` says; a many2one by the order of its own model (recording 13, "order by many2one"). */
export function comparator(store: Store, model: string, order: string, depth = 0): Comparator {
  const parts = order.split(',').map((part) => {
    const match = /^\s*([a-z_0-9]+)(?:\s+(asc|desc))?\s*$/i.exec(part);
    if (!match)
      throw userError(
        `Invalid "order" specified (${order}). A valid "order" specification is a comma-separated list of valid field names (optionally followed by asc/desc for the direction)`,
      );
    const [, name, direction] = match as unknown as [string, string, string | undefined];
    const meta = store.field(model, name);
    if (!meta) throw valueError(`Invalid field '${name}' on model '${model}'`);
    if (meta.store === false || !store.isSearchable(model, name))
      throw valueError(`Cannot convert ${model}.${name} to SQL because it is not stored`);
    const sign = direction?.toLowerCase() === 'desc' ? -1 : 1;
    const { relation } = meta;
    const inner =
      relation && depth < 2 && store.hasModel(relation)
        ? comparator(store, relation, orderOf(relation), depth + 1)
        : null;
    return { name, sign, relation: relation ?? '', inner };
  });
  const keyOf = (value: Value | undefined) => (Array.isArray(value) ? String(value[1] ?? '') : value);
  return (a, b) => {
    for (const { name, sign, relation, inner } of parts) {
      const related = (row: Row) => (inner ? store.table(relation).get(refId(row[name]) ?? 0) : undefined);
      const [left, right] = [related(a), related(b)];
      if (inner && left && right) {
        const result = left === right ? 0 : inner(left, right);
        if (result !== 0) return result * sign;
        continue;
      }
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
