import type { Viewer } from '@milepost/service-kit';
import { type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { ShownOrder } from './raw-orders.ts';
import { type Answer, viewer } from './world.ts';

const step = 'kind state doneAt transferNames';
const money = 'amount currencyCode';
/** Everything of an order that an operator sees. */
const selection = `id name customerReference state placedAt promisedDeliveryAt
  customer { id name email hasPhone } deliveryAddress { name street street2 city countryCode } company { id name } total { ${money} }
  invoiceState deliveryMethod stepsBeforeDelivery { ${step} }
  lines { id description quantityOrdered quantityDelivered unit isShippable }
  deliveries { id name kind state scheduledAt doneAt carrierName items { line { id } description quantity unit countsAsLine }
    carrierPrice { ${money} } steps { ${step} } packages { name } backorderOf { id } returnOf { id } }`;

type Query = <T>(as: Viewer, query: string) => Promise<Answer<T>>;
const operator = viewer({ role: 'operator' });

/** All orders out of the graph, in its order, page after page. */
export async function graphOrders(query: Query, pageSize = 100): Promise<ShownOrder[]> {
  interface Page {
    orders: { nodes: ShownOrder[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  }
  const orders: ShownOrder[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors }: Answer<Page> = await query<Page>(
      operator,
      `{ orders(first: ${pageSize}${after ? `, after: "${after}"` : ''}) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`,
    );
    if (!data || errors) throw new Error(`the graph answered ${JSON.stringify(errors)}`);
    orders.push(...data.orders.nodes);
    if (!data.orders.pageInfo.hasNextPage) return orders;
    after = data.orders.pageInfo.endCursor;
  }
}

/** Phone numbers of these customers (global ids), each read by somebody who signed in for the account. */
export async function graphPhones(query: Query, ids: readonly string[]): Promise<Record<string, string | null>> {
  const phones: Record<string, string | null> = {};
  for (const id of ids) {
    const customer = Number(Buffer.from(id, 'base64url').toString().split(':')[1]);
    const { data } = await query<{ _entities: ({ phone: string | null } | null)[] }>(
      viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] }),
      `{ _entities(representations: [{ __typename: "Customer", id: "${id}" }]) { ... on Customer { phone } } }`,
    );
    const [found] = data?._entities ?? [];
    if (!found) throw new Error(`customer ${customer} cannot read their own account`);
    phones[id] = found.phone;
  }
  return phones;
}

/** Fields of the types selected above that are not selected: `Type.field`. */
export function fieldsLeftOut(schema: GraphQLSchema): string[] {
  const selected = new Map<string, Set<string>>();
  const info = new TypeInfo(schema);
  visit(
    parse(`{ orders { nodes { ${selection} } } }`),
    visitWithTypeInfo(info, {
      Field(node) {
        const type = info.getParentType()?.name ?? '';
        selected.set(type, (selected.get(type) ?? new Set()).add(node.name.value));
      },
    }),
  );
  return [...selected].flatMap(([name, fields]) => {
    const type = schema.getType(name);
    if (!type || !('getFields' in type) || name === 'Query' || name === 'OrderConnection') return [];
    return Object.keys(type.getFields())
      .filter((field) => !fields.has(field))
      .map((field) => `${name}.${field}`);
  });
}
