import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** What a viewer gets of a field. */
export type Outcome =
  /** A value. */
  | 'allow'
  /** Null without an error, although there is a value. */
  | 'mask'
  /** An error, or a refusal in userErrors. */
  | 'deny'
  /** Nothing of this type ever comes to this viewer. */
  | '–';

/** One viewer, as somebody who sends operations. */
export type Ask = (query: string) => Promise<{
  data: unknown;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}>;

/** Object types that hold something: not the roots, and not payloads, which belong to their mutation. */
export function probedTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__') && !roots.includes(type))
    .filter(({ name }) => !name.endsWith('Payload') && name !== 'UserError');
}

export const readSchema = (sdl: string) => buildSchema(sdl);

const prefix = 'p_';
/** An operation may have 15 aliases. */
const perOperation = 14;
export const selected = (field: GraphQLField<unknown, unknown>) =>
  `${prefix}${field.name}: ${field.name}${isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'}`;

/**
 * What one viewer gets of the fields of a type, over all ways that lead to it. A way is a document with `*` where the fields stand. A field that fails is noted and
 * left out of the next try, because it may take its neighbours with it.
 */
export async function probeType(
  type: GraphQLObjectType,
  ways: readonly string[],
  ask: Ask,
): Promise<Map<string, Outcome>> {
  const seen = new Map<string, Outcome>();
  const rank: Record<Outcome, number> = { '–': 0, deny: 1, mask: 2, allow: 3 };
  const note = (field: string, outcome: Outcome) => {
    if (rank[outcome] > rank[seen.get(field) ?? '–']) seen.set(field, outcome);
  };
  const all = Object.values(type.getFields());
  const chunks = Array.from({ length: Math.ceil(all.length / perOperation) }, (_, i) =>
    all.slice(i * perOperation, (i + 1) * perOperation),
  );
  for (const [way, chunk] of ways.flatMap((way) => chunks.map((chunk) => [way, chunk] as const))) {
    let fields = chunk;
    while (fields.length > 0) {
      const { data, errors = [] } = await ask(way.replace('*', fields.map(selected).join(' ')));
      const failed = new Set<string>();
      for (const { message, path, extensions } of errors) {
        if (extensions.code !== 'FORBIDDEN')
          throw new Error(`${message} (${extensions.code}) in ${way} for ${type.name}`);
        const key = path?.findLast((part) => String(part).startsWith(prefix));
        if (key !== undefined) failed.add(String(key).slice(prefix.length));
      }
      if (failed.size === 0) {
        // What is forbidden lies on the way, before this type; or nothing is.
        for (const [field, value] of probedValues(data)) note(field, value === null ? 'mask' : 'allow');
        break;
      }
      for (const field of failed) note(field, 'deny');
      fields = fields.filter(({ name }) => !failed.has(name));
    }
  }
  return new Map(Object.keys(type.getFields()).map((name) => [name, seen.get(name) ?? '–']));
}

/** Every probed field with its value, however deep. */
export function* probedValues(data: unknown): Generator<[field: string, value: unknown]> {
  if (data === null || typeof data !== 'object') return;
  for (const [key, value] of Object.entries(data)) {
    if (key.startsWith(prefix)) yield [key.slice(prefix.length), value];
    yield* probedValues(value);
  }
}

/** Codes in userErrors by which a mutation refuses a viewer, rather than an input. */
const refusals = new Set([
  'ORDER_NOT_FOUND',
  'SHIPMENT_NOT_FOUND',
  'LINK_NOT_FOUND',
  'NOT_FOUND',
  'FORBIDDEN',
  'ORDER_ACCESS_DENIED',
  'SESSION_NOT_FOUND',
]);

/** What one viewer gets of a root field. `tolerated`: a code in userErrors that means "you may try". */
export async function probeRoot(document: string, ask: Ask, tolerated?: string): Promise<Outcome> {
  const { data, errors = [] } = await ask(document);
  const [error] = errors;
  if (error) {
    if (['FORBIDDEN', 'UNAUTHENTICATED'].includes(error.extensions.code)) return 'deny';
    throw new Error(`${document} failed with ${error.extensions.code}: ${error.message}`);
  }
  const [value] = Object.values(data as object);
  if (value === null) return 'mask';
  const [refusal] = (value as { userErrors?: { code: string }[] }).userErrors ?? [];
  if (refusal && refusal.code === tolerated) return 'allow';
  if (refusal && !refusals.has(refusal.code)) throw new Error(`${document} answered ${refusal.code}`);
  return refusal ? 'deny' : 'allow';
}

/** The table of docs/access-matrix.md: outcomes by field and column. */
export function parseMatrix(markdown: string, columns: readonly string[]): Map<string, Outcome[]> {
  const rows = new Map<string, Outcome[]>();
  for (const line of markdown.split('\n')) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const name = /^`([\w.]+)`$/.exec(cells[0] ?? '')?.[1];
    if (!name) continue;
    if (cells.length !== columns.length + 1) throw new Error(`the row of ${name} has ${cells.length - 1} cells`);
    if (rows.has(name)) throw new Error(`${name} has two rows`);
    rows.set(name, cells.slice(1) as Outcome[]);
  }
  return rows;
}

export function printMatrix(rows: ReadonlyMap<string, readonly Outcome[]>): string {
  return [...rows].map(([name, cells]) => `| \`${name}\` | ${cells.join(' | ')} |`).join('\n');
}
