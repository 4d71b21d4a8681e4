import type { Call } from './call.ts';
import { accessError, SimulatorUnsupportedError, valueError } from './errors.ts';
import { comparator, orderOf, present } from './reading.ts';
import { idsIn, type Row, refId, type Value } from './rows.ts';
import type { World } from './world.ts';

/** Nested and grouped reads, as far as they were recorded (06, 13, 14). */

type Specification = Record<string, { fields?: Specification; limit?: number; order?: string }>;

/** One record with what `web_read` was asked for: a many2one becomes an object or, without fields, its id. */
export function webRead(call: Call, model: string, row: Row, given: unknown): Record<string, unknown> {
  const specification = (given ?? {}) as Specification;
  for (const name of Object.keys(specification))
    if (!call.world.field(model, name)) throw valueError(`Invalid field '${name}' on model '${model}'`);
  const flat = present(call.world, model, row, Object.keys(specification), null);
  for (const [name, { fields, limit, order }] of Object.entries(specification)) {
    const relation = call.world.field(model, name)?.relation;
    if (!fields || !relation) continue;
    const read = (id: number) => {
      const other = call.world.table(relation).get(id);
      if (other && call.rules.refusal(call.world, call.user, call.companies, relation, other))
        throw accessError('Uh-oh! Looks like you have stumbled upon some top-secret records.');
      return other ? webRead(call, relation, other, fields) : null;
    };
    const value = flat[name] as Value;
    if (Array.isArray(value)) {
      const rows = idsIn(value)
        .map((id) => call.world.table(relation).get(id))
        .filter((other) => other !== undefined);
      const sorted = order ? rows.sort(comparator(call.world, relation, order)) : rows;
      flat[name] = sorted.slice(0, limit).map((other) => read(other.id));
    } else if (typeof value === 'number') flat[name] = read(value);
  }
  return flat;
}

/** Counts by one field. With `lazy` (the default) the count is called after the field. */
export function readGroup(
  world: World,
  model: string,
  given: Record<string, unknown>,
  rows: readonly Row[],
): unknown[] {
  const [by, ...more] = ([] as string[]).concat((given['groupby'] ?? []) as string | string[]);
  const aggregates = ((given['fields'] ?? []) as string[]).filter((name) => name !== '__count' && name !== by);
  if (!by || more.length > 0 || aggregates.length > 0)
    throw new SimulatorUnsupportedError('read_group other than counting by one field was not recorded');
  const meta = world.field(model, by);
  if (!meta) throw valueError(`Invalid field '${by}' on model '${model}'`);
  const groups = new Map<string | number | boolean, { value: unknown; count: number }>();
  for (const row of rows) {
    const value = present(world, model, row, [by], undefined)[by] as Value;
    const key = refId(value) ?? (value as string | boolean);
    const group = groups.get(key) ?? { value, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  const related = (key: unknown) => world.table(meta.relation ?? '').get(Number(key));
  const sorted = [...groups].sort(([a], [b]) => {
    const [x, y] = [related(a), related(b)];
    if (x && y) return comparator(world, meta.relation as string, orderOf(meta.relation as string))(x, y);
    return a < b ? -1 : 1;
  });
  const domain = (given['domain'] ?? []) as unknown[];
  return sorted.map(([key, { value, count }]) => ({
    [by]: value,
    [given['lazy'] === false ? '__count' : `${by}_count`]: count,
    __domain: domain.length > 0 ? ['&', ...domain, [by, '=', key]] : [[by, '=', key]],
  }));
}
