import { BadUserInputError, toGraphQLError } from '@milepost/service-kit';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What one operation may ask for; documented in docs/errors.md. */
export const limits = {
  tokens: 1_000,
  depth: 12,
  aliases: 15,
  cost: 20_000,
  pageSize: 100,
  bodyBytes: 256 * 1024,
  socketMessageBytes: 64 * 1024,
} as const;

/** What a field costs beside its rows: one search looks up hundreds of spellings. */
const workOf: Readonly<Record<string, number>> = { 'Query.search': 5_000 };

/** Rows assumed for a plain list. */
const plainListSize = 5;

interface Measure {
  depth: number;
  aliases: number;
  /** Asks for `__schema` or `__type`. */
  introspects: boolean;
  /** cost(field) = 1 + its own work + n * cost(children); n is the page size asked for. */
  cost: (variables: Readonly<Record<string, unknown>>) => number;
}

/** A type with fields of its own. */
type Parent = GraphQLObjectType | GraphQLInterfaceType | null;

const compiled = new WeakMap<DocumentNode, Map<string, Measure>>();

/** Errors for an operation that asks too much, [] otherwise, and its cost. Compiled once per document; page sizes may come from variables. */
export function checkLimits({
  schema,
  document,
  operationName,
  variables,
  mayIntrospect = false,
}: {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
  mayIntrospect?: boolean;
}): { errors: GraphQLError[]; cost: number } {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION && (!operationName || definition.name?.value === operationName),
  );
  if (!operation) return { errors: [], cost: 0 };
  const known = compiled.get(document) ?? new Map<string, Measure>();
  compiled.set(document, known);
  let measure = known.get(operation.name?.value ?? '');
  if (!measure) {
    measure = compile(schema, document, operation);
    known.set(operation.name?.value ?? '', measure);
  }
  try {
    if (measure.introspects && !mayIntrospect)
      throw tooMuch('introspection', 'the schema is published with the documentation; it cannot be asked for here');
    if (measure.depth > limits.depth)
      throw tooMuch('depth', `the operation is ${measure.depth} levels deep; ${limits.depth} are allowed`);
    if (measure.aliases > limits.aliases)
      throw tooMuch('aliases', `the operation has ${measure.aliases} aliases; ${limits.aliases} are allowed`);
    // A copy: what a fragment remembers is for these variables and no others.
    const cost = measure.cost({ ...variables });
    if (cost > limits.cost)
      throw tooMuch(
        'cost',
        `the operation may cost ${cost}; ${limits.cost} is allowed: ask for smaller pages or fewer levels`,
      );
    return { errors: [], cost };
  } catch (error) {
    if (error instanceof BadUserInputError) return { errors: [toGraphQLError(error)], cost: 0 };
    throw error;
  }
}

function tooMuch(reason: string, message: string): BadUserInputError {
  return new BadUserInputError('query', message, { reason });
}

function compile(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const defaults = new Map<string, ValueNode | undefined>(
    (operation.variableDefinitions ?? []).map((definition) => [
      definition.variable.name.value,
      definition.defaultValue,
    ]),
  );
  const done = new Map<string, Measure>();

  const sum = (parts: Measure[]): Measure => ({
    depth: Math.max(0, ...parts.map((part) => part.depth)),
    aliases: parts.reduce((total, part) => total + part.aliases, 0),
    introspects: parts.some((part) => part.introspects),
    cost: (variables) => parts.reduce((total, part) => total + part.cost(variables), 0),
  });

  /** Fragments that spread each other twice would double the work at each level: a fragment's cost is worked out once per operation. */
  const once = ({ cost, ...rest }: Measure): Measure => {
    let last: { variables: object; cost: number } | undefined;
    return {
      ...rest,
      cost(variables) {
        if (last?.variables !== variables) last = { variables, cost: cost(variables) };
        return last.cost;
      },
    };
  };

  function selectionSet(node: SelectionSetNode, parent: Parent): Measure {
    return sum(
      node.selections.map((selection): Measure => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const name = selection.name.value;
          const fragment = fragments.get(name);
          if (!fragment) return sum([]);
          let measure = done.get(name);
          if (!measure) {
            done.set(name, sum([])); // cycles are refused by validation, which ran before
            measure = once(selectionSet(fragment.selectionSet, typeOf(fragment.typeCondition.name.value)));
            done.set(name, measure);
          }
          return measure;
        }
        if (selection.kind === Kind.INLINE_FRAGMENT)
          return selectionSet(
            selection.selectionSet,
            selection.typeCondition ? typeOf(selection.typeCondition.name.value) : parent,
          );
        const field = parent?.getFields()[selection.name.value];
        const aliases = selection.alias ? 1 : 0;
        const introspects = selection.name.value === '__schema' || selection.name.value === '__type';
        if (!selection.selectionSet || introspects) return { depth: 1, aliases, introspects, cost: () => 1 };
        const named = field ? getNamedType(field.type) : null;
        const children = selectionSet(selection.selectionSet, withFields(named));
        const size = sizeOf(
          field,
          selection.arguments?.find((argument) => argument.name.value === 'first' || argument.name.value === 'last')
            ?.value,
        );
        const own = 1 + (workOf[`${parent?.name}.${selection.name.value}`] ?? 0);
        return {
          depth: children.depth + 1,
          aliases: aliases + children.aliases,
          introspects: children.introspects,
          cost: (variables) => own + size(variables) * children.cost(variables),
        };
      }),
    );
  }

  function typeOf(name: string): Parent {
    return withFields(schema.getType(name));
  }

  function withFields(type: unknown): Parent {
    return isObjectType(type) || isInterfaceType(type) ? type : null;
  }

  /** Rows a field may give: the page size asked for, its default, five for a plain list, one else. */
  function sizeOf(
    field: GraphQLField<unknown, unknown> | undefined,
    value: ValueNode | undefined,
  ): (variables: Readonly<Record<string, unknown>>) => number {
    const paged = field?.args.find((argument) => argument.name === 'first' || argument.name === 'last');
    if (!paged) {
      const size = field && isListType(getNullableType(field.type)) && field.name !== 'nodes' ? plainListSize : 1;
      return () => size;
    }
    const fallback = typeof paged.defaultValue === 'number' ? paged.defaultValue : limits.pageSize;
    return (variables) => {
      const size = numberOf(value, variables) ?? fallback;
      if (!Number.isInteger(size) || size < 1 || size > limits.pageSize)
        throw new BadUserInputError(paged.name, `${paged.name} must be 1 to ${limits.pageSize}`, {
          reason: 'pageSize',
        });
      return size;
    };
  }

  function numberOf(value: ValueNode | undefined, variables: Readonly<Record<string, unknown>>): number | null {
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind !== Kind.VARIABLE) return null;
    const given = variables[value.name.value];
    if (typeof given === 'number') return given;
    const fallback = given === undefined ? defaults.get(value.name.value) : undefined;
    return fallback?.kind === Kind.INT ? Number(fallback.value) : null;
  }

  const root =
    operation.operation === 'query'
      ? schema.getQueryType()
      : operation.operation === 'mutation'
        ? schema.getMutationType()
        : schema.getSubscriptionType();
  return selectionSet(operation.selectionSet, root ?? null);
}
