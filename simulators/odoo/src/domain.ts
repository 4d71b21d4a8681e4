import { userError, valueError } from './errors.ts';
import type { Row, Value } from './rows.ts';
import type { Store } from './store.ts';

type Leaf = [string, string, unknown];
type Predicate = (row: Row) => boolean;

const operators = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'in',
  'not in',
  'like',
  'not like',
  'ilike',
  'not ilike',
  '=like',
  '=ilike',
  'child_of',
  'parent_of',
  'any',
  'not any',
  '=?',
];

/** Compiles a domain in prefix notation with implicit "and". Errors as Odoo raises them. */
export function compileDomain(world: Store, model: string, domain: unknown): Predicate {
  if (!Array.isArray(domain)) throw valueError(`Domain should be a list of clauses, got ${JSON.stringify(domain)}`);
  const stack: Predicate[] = [];
  for (const token of [...domain].reverse()) {
    if (token === '&' || token === '|') {
      const a = stack.pop();
      const b = stack.pop();
      if (!a || !b) throw valueError(`Domain operator ${token} misses an operand`);
      stack.push(token === '&' ? (row) => a(row) && b(row) : (row) => a(row) || b(row));
    } else if (token === '!') {
      const a = stack.pop();
      if (!a) throw valueError('Domain operator ! misses an operand');
      stack.push((row) => !a(row));
    } else stack.push(compileLeaf(world, model, token));
  }
  return (row) => stack.every((predicate) => predicate(row));
}

function compileLeaf(world: Store, model: string, leaf: unknown): Predicate {
  if (!Array.isArray(leaf) || leaf.length !== 3 || typeof leaf[0] !== 'string')
    throw valueError(`Invalid leaf ${JSON.stringify(leaf)}`);
  const [path, rawOperator, value] = leaf as Leaf;
  const operator = String(rawOperator).toLowerCase();
  if (!operators.includes(operator))
    throw valueError(`Invalid operator ${JSON.stringify(rawOperator)} in domain term ${JSON.stringify(leaf)}`);

  const [name, ...rest] = path.split('.') as [string, ...string[]];
  const meta = world.field(model, name);
  if (!meta) throw valueError(`Invalid field ${model}.${name} in leaf ${JSON.stringify(leaf)}`);
  if (!world.isSearchable(model, name)) return () => true;
  // It has a search method of its own that knows selections only by name (recording 18).
  if (name === 'products_availability_state') throw userError('Selection not supported.');
  if (rest.length > 0) {
    if (!meta.relation) throw valueError(`Invalid field ${model}.${path} in leaf ${JSON.stringify(leaf)}`);
    const inner = compileLeaf(world, meta.relation, [rest.join('.'), rawOperator, value]);
    const related = world.table(meta.relation);
    const isNegative = operator === '!=' || operator.startsWith('not ');
    return (row) => {
      const ids = idsOf(row[name]);
      // A missing relation has no value: it fits "is not set" and the negative operators.
      if (ids.length === 0) return isNegative ? value !== false : operator === '=' && value === false;
      return ids.some((id) => related.has(id) && inner(related.get(id) as Row));
    };
  }
  if (operator === 'any' || operator === 'not any') {
    if (!meta.relation) throw valueError(`Invalid operator ${operator} on ${path}`);
    const inner = compileDomain(world, meta.relation, value);
    const related = world.table(meta.relation);
    const fits = (row: Row) => idsOf(row[name]).some((id) => related.has(id) && inner(related.get(id) as Row));
    return operator === 'any' ? fits : (row) => !fits(row);
  }
  if (operator === 'child_of' || operator === 'parent_of') return hierarchy(world, model, name, operator, value);
  return (row) => compare(fieldValue(world, model, name, row), operator, value, meta.type);
}

function idsOf(value: Value | undefined): number[] {
  if (!Array.isArray(value)) return typeof value === 'number' && value > 0 ? [value] : [];
  return typeof value[1] === 'string' ? [value[0] as number] : (value as number[]);
}

function hierarchy(world: Store, model: string, name: string, operator: string, value: unknown): Predicate {
  const target = name === 'id' ? model : (world.field(model, name)?.relation ?? model);
  const table = world.table(target);
  const wanted = new Set((Array.isArray(value) ? value : [value]).map(Number));
  const ancestors = (id: number): number[] => {
    const chain: number[] = [];
    for (
      let at: number | undefined = id;
      at !== undefined && !chain.includes(at);
      at = idsOf(table.get(at)?.['parent_id'])[0]
    )
      chain.push(at);
    return chain;
  };
  const below = (id: number) => ancestors(id).some((ancestor) => wanted.has(ancestor));
  const above = new Set([...wanted].flatMap(ancestors));
  const fits = operator === 'child_of' ? below : (id: number) => above.has(id);
  return (row) => (name === 'id' ? [row.id] : idsOf(row[name])).some(fits);
}

/** Value as a domain sees it: many2one by id (or name for text operators), x2many as ids. */
function fieldValue(world: Store, model: string, name: string, row: Row): Value | undefined {
  if (name === 'display_name') return (row['display_name'] ?? row['name']) as Value;
  return world.field(model, name) ? row[name] : undefined;
}

function compare(actual: Value | undefined, operator: string, wanted: unknown, type: string): boolean {
  const isRelation = Array.isArray(actual);
  if (operator.includes('like')) {
    const text = isRelation
      ? String(actual[1] ?? '')
      : typeof actual === 'string'
        ? actual
        : actual === false || actual == null
          ? ''
          : String(actual);
    const isUnset = actual === false || actual == null;
    const negative = operator.startsWith('not ');
    const base = negative ? operator.slice(4) : operator;
    const fits = !isUnset && likePattern(String(wanted), base).test(text);
    return negative ? !fits : fits;
  }
  if (operator === 'in' || operator === 'not in') {
    if (typeof wanted === 'boolean') return compare(actual, (operator === 'in') === wanted ? '!=' : '=', false, type);
    if (!Array.isArray(wanted)) throw userError(`The right side of "${operator}" must be a list`);
    const fits = wanted.some((item) => equals(actual, item, type));
    return operator === 'in' ? fits : !fits;
  }
  if (operator === '=?') return wanted === false || wanted === null || equals(actual, wanted, type);
  if (operator === '=')
    return Array.isArray(wanted) ? wanted.some((item) => equals(actual, item, type)) : equals(actual, wanted, type);
  if (operator === '!=')
    return Array.isArray(wanted) ? !wanted.some((item) => equals(actual, item, type)) : !equals(actual, wanted, type);
  if (actual === false || actual == null || wanted === false || wanted === null) return false;
  const [left, right] =
    type === 'datetime' || type === 'date'
      ? [String(actual), normaliseDatetime(String(wanted), type)]
      : [isRelation ? actual[0] : actual, wanted];
  const order = (left as string) < (right as string) ? -1 : (left as string) > (right as string) ? 1 : 0;
  return operator === '>' ? order > 0 : operator === '>=' ? order >= 0 : operator === '<' ? order < 0 : order <= 0;
}

/** Seconds in the domain compare as `.000000` against stored microseconds, so `>` on a returned value still matches its own row. */
function normaliseDatetime(text: string, type: string): string {
  if (type === 'date') return text.slice(0, 10);
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?Z?)?$/.exec(text);
  if (!match) throw valueError(`time data '${text}' does not match format '%Y-%m-%d %H:%M:%S'`);
  const fraction = match[3] ? `.${match[3].padEnd(6, '0')}` : '.000000';
  return `${match[1]} ${match[2] ?? '23:59:59'}${match[2] ? fraction : '.999999'}`;
}

function equals(actual: Value | undefined, wanted: unknown, type: string): boolean {
  if (wanted === false || wanted === null) {
    return actual === false || actual == null || actual === '' || (Array.isArray(actual) && actual.length === 0);
  }
  if (Array.isArray(actual)) {
    if (typeof actual[1] === 'string') return typeof wanted === 'string' ? actual[1] === wanted : actual[0] === wanted;
    return (actual as number[]).includes(wanted as number);
  }
  if (wanted === true) return type === 'boolean' ? actual === true : Boolean(actual);
  if (type === 'datetime')
    return (
      String(actual).padEnd(26, actual && String(actual).length === 19 ? '.000000' : '0') ===
      normaliseDatetime(String(wanted), type)
    );
  if (typeof actual === 'number') return actual === Number(wanted);
  return actual === wanted;
}

/** `ilike` wraps in %, `=like` does not; % and _ are wildcards everywhere; i ignores case. */
function likePattern(pattern: string, operator: string): RegExp {
  const body = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '[\\s\\S]*')
    .replaceAll('_', '[\\s\\S]');
  const anchored = operator.startsWith('=') ? `^${body}$` : body;
  return new RegExp(anchored, operator.includes('ilike') ? 'iu' : 'u');
}
