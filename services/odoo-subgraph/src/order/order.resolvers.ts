import { odooIdFrom, requireOdooId, seesLevel, toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { findOrderByName, listOrders } from './find-orders.ts';
import { type DeliveryRow, instant, type LineRow, type OrderRow } from './order-row.ts';

const orderStates = { draft: 'DRAFT', sent: 'SENT', sale: 'SALE', cancel: 'CANCELLED' } as const;
const deliveryStates = {
  draft: 'DRAFT',
  waiting: 'WAITING',
  confirmed: 'CONFIRMED',
  assigned: 'READY',
  done: 'DONE',
  cancel: 'CANCELLED',
} as const;

/** A reference as another subgraph names it; the row is read within scope. */
interface Reference {
  id: string;
}

/** Only the id was selected so far; `row` is there when this subgraph read it already. */
type DeliveryNode = { id: string; row?: DeliveryRow };

const deliveryNode = (row: DeliveryRow): DeliveryNode => ({ id: toGlobalId('Delivery', row.id), row });
const stub = (id: number | null): DeliveryNode | null => (id === null ? null : { id: toGlobalId('Delivery', id) });

async function deliveryRow(node: DeliveryNode, { loaders }: RequestContext): Promise<DeliveryRow | null> {
  if (node.row) return node.row;
  const id = odooIdFrom('Delivery', node.id);
  return id === null ? null : loaders.delivery.load(id);
}
const deliveryField =
  <T>(read: (row: DeliveryRow) => T) =>
  async (node: DeliveryNode, _args: unknown, context: RequestContext) => {
    const row = await deliveryRow(node, context);
    return row === null ? null : read(row);
  };

export const orderResolvers = {
  Query: {
    order: (_root: unknown, { id }: { id: string }, { loaders }: RequestContext) =>
      loaders.byId.load(requireOdooId('Order', id, 'id')),
    orderByName: (
      _root: unknown,
      { name, companyId }: { name: string; companyId?: string | null },
      context: RequestContext,
    ) =>
      findOrderByName(context, {
        name,
        companyId: companyId ? requireOdooId('Company', companyId, 'companyId') : null,
      }),
    orders: (
      _root: unknown,
      { first, after }: { first?: number | null; after?: string | null },
      context: RequestContext,
    ) => listOrders(context, { first: first ?? null, after: after ?? null }),
  },
  Order: {
    __resolveReference: ({ id }: Reference, { loaders }: RequestContext) => {
      const orderId = odooIdFrom('Order', id);
      return orderId === null ? null : loaders.byId.load(orderId);
    },
    id: (order: OrderRow) => toGlobalId('Order', order.id),
    viewerAccess: (_order: OrderRow, _args: unknown, { viewer }: RequestContext) => viewer.level,
    state: (order: OrderRow) => orderStates[order.state],
    placedAt: (order: OrderRow) => instant(order.placedAt),
    promisedDeliveryAt: (order: OrderRow) => instant(order.commitmentDate),
    // Before the first whole round nothing is known to equal Odoo: the beginning of time says so.
    asOf: (order: OrderRow) => (order.asOf ?? new Date(0)).toISOString(),
    customer: (order: OrderRow, _args: unknown, { viewer }: RequestContext) =>
      seesLevel(viewer, 'L1') ? { id: order.customerId, name: order.customerName } : null,
    company: (order: OrderRow) => ({ id: order.companyId, name: order.companyName }),
    total: (order: OrderRow, _args: unknown, { viewer }: RequestContext) =>
      seesLevel(viewer, 'L1')
        ? { amount: order.amountTotal.toFixed(order.decimalPlaces), currencyCode: order.currencyCode }
        : null,
    lines: (order: OrderRow, _args: unknown, { viewer, loaders }: RequestContext) =>
      seesLevel(viewer, 'L1') ? loaders.lines.load(order.id) : null,
    deliveries: async (order: OrderRow, _args: unknown, { loaders }: RequestContext) =>
      (await loaders.deliveries.load(order.id)).map(deliveryNode),
  },
  OrderLine: {
    __resolveReference: ({ id }: Reference, { loaders }: RequestContext) => {
      const lineId = odooIdFrom('OrderLine', id);
      return lineId === null ? null : loaders.line.load(lineId);
    },
    id: (line: LineRow) => toGlobalId('OrderLine', line.id),
    description: (line: LineRow) => line.name,
    quantityOrdered: (line: LineRow) => line.quantity,
  },
  Delivery: {
    __resolveReference: async ({ id }: Reference, { loaders }: RequestContext) => {
      const deliveryId = odooIdFrom('Delivery', id);
      const row = deliveryId === null ? null : await loaders.delivery.load(deliveryId);
      return row === null ? null : deliveryNode(row);
    },
    name: deliveryField((row) => row.name),
    kind: deliveryField((row) => row.kind),
    state: deliveryField((row) => deliveryStates[row.state]),
    scheduledAt: deliveryField((row) => instant(row.scheduledAt)),
    doneAt: deliveryField((row) => instant(row.doneAt)),
    carrierName: deliveryField((row) => row.carrierName),
    backorderOf: deliveryField((row) => stub(row.backorderOf)),
    returnOf: deliveryField((row) => stub(row.returnOf)),
  },
  Customer: {
    __resolveReference: ({ id }: Reference, { loaders }: RequestContext) => {
      const customerId = odooIdFrom('Customer', id);
      return customerId === null ? null : loaders.customer.load(customerId);
    },
    id: (customer: { id: number }) => toGlobalId('Customer', customer.id),
  },
  Company: {
    __resolveReference: ({ id }: Reference, { loaders }: RequestContext) => {
      const companyId = odooIdFrom('Company', id);
      return companyId === null ? null : loaders.company.load(companyId);
    },
    id: (company: { id: number }) => toGlobalId('Company', company.id),
  },
};
