import { AppError, odooIdFrom, requireOdooId, seesLevel, toGlobalId } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { seesAddress } from '../customer/contact-access.ts';
import { stepsBeforeDelivery, stepsOfDelivery } from '../delivery/delivery-steps.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { amountText, instant } from '../odoo/values.ts';
import { exportOrders } from './export-orders.ts';
import { findOrderByName, listOrders } from './find-orders.ts';
import { readOrderFilter } from './order-filter.ts';
import {
  ageText,
  type DeliveryNode,
  type DeliveryRow,
  deliveryStates,
  invoiceStates,
  orderStates,
} from './order-row.ts';

const invert = <K extends string, V extends string>(names: Readonly<Record<K, V>>) =>
  Object.fromEntries(Object.entries(names).map(([ours, odoos]) => [odoos, ours])) as Record<V, K>;
const orderStateOf = invert(orderStates);
const deliveryStateOf = invert(deliveryStates);
const invoiceStateOf: Readonly<Record<string, keyof typeof invoiceStates>> = invert(invoiceStates);

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
    if (row === null) throw new AppError('NOT_FOUND', 'the delivery does not exist any more');
    return read(row);
  };

/** Odoo keeps no difference between nothing and none. */
const carrierPrice = deliveryField((row) =>
  row.carrierPrice ? { amount: amountText(row.carrierPrice, row.decimalPlaces), currencyCode: row.currencyCode } : null,
);

export const orderResolvers = {
  Query: {
    order: async (_root, { id }, { loaders, readThrough, viewer }) => {
      const orderId = requireOdooId('Order', id, 'id');
      const known = await loaders.byId.load(orderId);
      if (known || !(await readThrough(viewer, { id: orderId }))) return known;
      return loaders.byId.clear(orderId).load(orderId);
    },
    orderByName: async (_root, { name, companyId }, context) => {
      const wanted = { name, companyId: companyId ? requireOdooId('Company', companyId, 'companyId') : null };
      const known = await findOrderByName(context, wanted);
      if (known || !(await context.readThrough(context.viewer, { name }))) return known;
      return findOrderByName(context, wanted);
    },
    orders: (_root, { first, after, filter }, { listReader, viewer }) =>
      listOrders(
        { reader: listReader, viewer },
        { first: first ?? null, after: after ?? null, filter: readOrderFilter(filter ?? {}) },
      ),
  },
  Mutation: {
    orderListExport: (_root, { input }, context) => exportOrders(context, input.filter ?? {}),
  },
  Order: {
    __resolveReference: ({ id }, { loaders }) => {
      const orderId = odooIdFrom('Order', id);
      return orderId === null ? null : loaders.byId.load(orderId);
    },
    id: (order) => toGlobalId('Order', order.id),
    viewerAccess: (_order, _args, { viewer }) => viewer.level,
    customerReference: (order, _args, { viewer }) => (seesLevel(viewer, 'L1') ? order.customerReference : null),
    state: (order) => orderStateOf[order.state],
    placedAt: (order) => instant(order.placedAt),
    promisedDeliveryAt: (order) => instant(order.commitmentDate),
    firstPromisedDeliveryAt: (order) => instant(order.firstCommitmentDate),
    shopPromises: (order, _args, { loaders }) => loaders.promises.load(order.id),
    asOf: (order) => ageText(order.asOf),
    customer: (order, _args, { viewer }) =>
      seesLevel(viewer, 'L1') ? { id: order.customerId, name: order.customerName, orderId: order.id } : null,
    deliveryAddress: async (order, _args, { viewer, contacts, disclosures }) => {
      if (!seesAddress(viewer)) return null;
      const address = await contacts.deliveryAddress.load(order.id);
      if (address)
        for (const subject of [`customer ${address.customerId}`, `order ${order.id}`])
          disclosures.shown(subject, 'Order.deliveryAddress');
      return address;
    },
    company: (order) => ({ id: order.companyId, name: order.companyName }),
    total: (order, _args, { viewer }) =>
      seesLevel(viewer, 'L1')
        ? { amount: amountText(order.amountTotal, order.decimalPlaces), currencyCode: order.currencyCode }
        : null,
    invoiceState: (order, _args, { viewer }) =>
      seesLevel(viewer, 'L1') && order.invoiceStatus !== null ? (invoiceStateOf[order.invoiceStatus] ?? null) : null,
    stepsBeforeDelivery: async (order, _args, { loaders }) =>
      stepsBeforeDelivery(await loaders.transfers.load(order.id)),
    lines: (order, _args, { viewer, loaders }) => (seesLevel(viewer, 'L1') ? loaders.lines.load(order.id) : null),
    deliveries: async (order, _args, { loaders }) => (await loaders.deliveries.load(order.id)).map(deliveryNode),
  },
  ShopPromise: {
    promisedAt: ({ promisedAt }) => instant(promisedAt),
    isOurs: ({ toldBy }) => toldBy === 'MILEPOST',
    toldAt: ({ seenAt }) => seenAt.toISOString(),
  },
  OrderLine: {
    __resolveReference: ({ id }, { loaders }) => {
      const lineId = odooIdFrom('OrderLine', id);
      return lineId === null ? null : loaders.line.load(lineId);
    },
    id: (line) => toGlobalId('OrderLine', line.id),
    description: (line) => line.name,
    quantityOrdered: (line) => line.quantity,
  },
  Delivery: {
    __resolveReference: async ({ id }, { loaders }) => {
      const deliveryId = odooIdFrom('Delivery', id);
      const row = deliveryId === null ? null : await loaders.delivery.load(deliveryId);
      return row === null ? null : deliveryNode(row);
    },
    name: deliveryField((row) => row.name),
    asOf: deliveryField((row) => ageText(row.asOf)),
    kind: deliveryField((row) => row.kind),
    state: deliveryField((row) => deliveryStateOf[row.state]),
    scheduledAt: deliveryField((row) => instant(row.scheduledAt)),
    doneAt: deliveryField((row) => instant(row.doneAt)),
    carrierName: deliveryField((row) => row.carrierName),
    items: async (node, _args, { viewer, loaders }) => {
      const id = odooIdFrom('Delivery', node.id);
      return id === null || !seesLevel(viewer, 'L1') ? null : loaders.items.load(id);
    },
    carrierPrice: async (node, args, context) =>
      context.viewer.level === 'STAFF' ? carrierPrice(node, args, context) : null,
    steps: async (node, _args, context) => {
      const row = await deliveryRow(node, context);
      return row === null ? [] : stepsOfDelivery(await context.loaders.transfers.load(row.orderId), row.id);
    },
    packages: async (node, _args, { viewer, loaders }) => {
      const id = odooIdFrom('Delivery', node.id);
      return id === null || !seesLevel(viewer, 'L1') ? null : loaders.packages.load(id);
    },
    backorderOf: deliveryField((row) => stub(row.backorderOf)),
    returnOf: deliveryField((row) => stub(row.returnOf)),
  },
  DeliveryStep: {
    doneAt: (step) => instant(step.doneAt),
  },
  DeliveryItem: {
    line: (item, _args, { loaders }) => loaders.line.load(item.lineId),
  },
} satisfies Resolvers;
