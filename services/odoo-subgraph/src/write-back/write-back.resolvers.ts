import {
  BadUserInputError,
  ForbiddenError,
  fromGlobalId,
  isOperator,
  toGlobalId,
  type Viewer,
} from '@milepost/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { listWriteBacks, type WriteBackRow, writeBackStates } from './find-write-backs.ts';
import { retryWriteBacks } from './retry-write-backs.ts';
import { summaryOf } from './summary.ts';

const mostAtOnce = 500;

function demandOperator(viewer: Viewer): void {
  if (!isOperator(viewer)) throw new ForbiddenError('this is for operators of the whole installation');
}

const effectOf = { LINE: 'CHATTER', ACTIVITY: 'ACTIVITY', PROMISE: 'PROMISE', INVOICE: 'INVOICE' } as const;

/** Local ids; null where one is none. */
function readIds(ids: readonly string[]): string[] | null {
  const local = ids.map((id) => fromGlobalId('WriteBack', id));
  return local.every((id) => id !== null && /^\d{1,18}$/.test(id)) ? (local as string[]) : null;
}

export const writeBackResolvers = {
  Query: {
    writeBacks: (_root, { first, after, states }, { listReader, viewer }) => {
      demandOperator(viewer);
      if (states?.length === 0) throw new BadUserInputError('states', 'states names none; leave it out or name some');
      return listWriteBacks(
        { reader: listReader, viewer },
        { first: first ?? 50, after: after ?? null, states: states ?? writeBackStates },
      );
    },
  },
  Mutation: {
    writeBackRetry: async (_root, { input }, { viewer, requestId, sql }) => {
      demandOperator(viewer);
      const ids = readIds(input.ids);
      const problem =
        ids === null || ids.length === 0 || ids.length > mostAtOnce
          ? `Give 1 to ${mostAtOnce} ids of write-backs.`
          : null;
      if (problem !== null || ids === null)
        return {
          writeBacks: [],
          userErrors: [{ code: 'BAD_USER_INPUT', message: problem ?? '', field: ['input', 'ids'] }],
        };
      return { writeBacks: await retryWriteBacks(sql, { viewer, requestId }, ids), userErrors: [] };
    },
  },
  Order: {
    writeBacks: (order, _args, { viewer, loaders }) =>
      viewer.level === 'STAFF' ? loaders.writeBacks.load(order.id) : null,
  },
  WriteBack: {
    id: ({ id }) => toGlobalId('WriteBack', id),
    effect: ({ wanted }) => effectOf[wanted.kind],
    summary: ({ wanted }) => summaryOf(wanted),
    order: async ({ orderId }, _args, { loaders }) => {
      const order = await loaders.byId.load(orderId);
      if (order === null) throw new Error('the order of a write-back is not in scope');
      return order;
    },
    shipment: ({ wanted }) => (wanted.shipmentId ? { id: toGlobalId('Shipment', wanted.shipmentId) } : null),
    isAtDelivery: ({ model }) => model === 'stock.picking',
    odooId: ({ recordId }) => recordId,
    createdAt: ({ createdAt }: WriteBackRow) => createdAt.toISOString(),
    settledAt: ({ settledAt }: WriteBackRow) => settledAt?.toISOString() ?? null,
  },
} satisfies Resolvers;
