import { BadUserInputError, type GlobalType, typeOfGlobalId } from '@milepost/service-kit';
import type { SubgraphName } from '../ask-subgraph.ts';
import type { Resolvers } from '../generated/resolvers.ts';

/** Who knows whether there is one, and whether this viewer may know. */
const owners = {
  Order: 'odoo',
  OrderLine: 'odoo',
  Delivery: 'odoo',
  Customer: 'odoo',
  Company: 'odoo',
  Shipment: 'tracking',
} as const satisfies Partial<Record<GlobalType, SubgraphName>>;
type NodeType = keyof typeof owners;

const isNodeType = (type: string | null): type is NodeType => type !== null && Object.hasOwn(owners, type);

export const nodeResolvers = {
  Query: {
    async node(_root, { id }, { ask, viewerToken, requestId }) {
      const type = typeOfGlobalId(id);
      if (!isNodeType(type)) throw new BadUserInputError('id', 'id is not an id of this graph');
      // Its owner applies the viewer's scope; what the operation selects besides is then asked of the owner as ever.
      const { _entities: found } = await ask<{ _entities: (object | null)[] }>(
        owners[type],
        {
          query: 'query ($of: [_Any!]!) { _entities(representations: $of) { __typename } }',
          variables: { of: [{ __typename: type, id }] },
        },
        { viewerToken, requestId },
      );
      return found[0] ? { __typename: type, id } : null;
    },
  },
} satisfies Resolvers;
