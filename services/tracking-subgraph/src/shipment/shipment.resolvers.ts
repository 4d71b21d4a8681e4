import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  pageSize,
  shipmentIdFrom,
  toGlobalId,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { explain } from '../why/explain.ts';
import { correctShipment } from './correct-shipment.ts';
import { findByTrackingNumber } from './find-by-tracking-number.ts';
import { seenPickupPoint, sees } from './seen.ts';
import { pageOfEventsThen, shipmentAsOf } from './shipment-as-of.ts';
import { namedCarrier, ownCarrier, type ShipmentView } from './shipment-row.ts';

const orderIds = (shipment: ShipmentView, context: RequestContext) =>
  sees(shipment, context, 'L1') ? (shipment.orderIds ?? context.shipments.orderIds.load(shipment.id)) : [];

const isExplained = (shipment: ShipmentView, viewer: Viewer) =>
  shipment.access !== 'L0' && (viewer.level === 'STAFF' || viewer.level === 'PARTNER');

export const shipmentResolvers = {
  Query: {
    async shipment(_root, { id, asOf }, context) {
      const shipmentId = shipmentIdFrom(id);
      if (shipmentId === null) throw new BadUserInputError('id', 'id is not an id of type Shipment');
      const shipment = await context.shipments.byId.load(shipmentId);
      return asOf == null ? shipment : shipmentAsOf(context.reader, shipment, asOf);
    },
    shipmentByTrackingNumber(_root, { trackingNumber, carrierCode }, context) {
      return findByTrackingNumber(context, { trackingNumber, carrierCode: carrierCode ?? null });
    },
  },
  Mutation: {
    shipmentCorrect: (_root, { input }, context) => correctShipment(context, input, new Date()),
  },
  Shipment: {
    __resolveReference({ id }, context) {
      const shipmentId = shipmentIdFrom(id);
      return shipmentId === null ? null : context.shipments.byId.load(shipmentId);
    },
    id: (shipment) => toGlobalId('Shipment', shipment.id),
    viewerAccess: (shipment) => shipment.access,
    carrier: (shipment) => ownCarrier(shipment),
    lastEventAt: (shipment) => shipment.lastEventAt?.toISOString() ?? null,
    checkedAt: (shipment) => shipment.checkedAt?.toISOString() ?? null,
    estimate: (shipment) => shipment.state.estimate ?? null,
    proofOfDelivery: (shipment, _args, context) =>
      sees(shipment, context, 'L3') && shipment.state.proof
        ? { ...shipment.state.proof, shipmentId: shipment.id }
        : null,
    packageCount: (shipment) => shipment.state.packageCount ?? null,
    legs: (shipment) =>
      (shipment.state.legs ?? []).map(({ carrierCode, trackingNumber, ...leg }) => ({
        ...leg,
        carrier: carrierCode === null ? ownCarrier(shipment) : { ...namedCarrier(carrierCode), trackingUrl: null },
        trackingNumber:
          carrierCode === null ? shipment.trackingNumber : shipment.access === 'L0' ? null : trackingNumber,
      })),
    pickupPoint: (shipment, _args, context) => seenPickupPoint(shipment, context),
    deliveryDoubts: (shipment) => (shipment.state.deliveryDoubts ?? []).map(({ doubt }) => doubt),
    pieces: (shipment) => (shipment.access === 'L0' ? null : [...(shipment.state.pieces ?? [])]),
    async events(shipment, { first, after }, context) {
      const page = shipment.eventsThen
        ? pageOfEventsThen(shipment.eventsThen, { first, after })
        : await context.events.page.load({
            shipmentId: shipment.id,
            first,
            after,
            isArchived: shipment.isArchived,
            hasEvents: shipment.state.evidence?.status != null,
            byNumber: shipment.access === 'L0' ? shipment.trackingNumber : null,
          });
      return { ...page, nodes: page.nodes.map((event) => ({ ...event, isCoarse: shipment.access === 'L0' })) };
    },
    why: (shipment, _args, { viewer }) => (isExplained(shipment, viewer) ? explain(shipment) : null),
    rederivations: (shipment, _args, { viewer, rederivations }) =>
      isExplained(shipment, viewer) ? rederivations.load(shipment.id) : null,
    async order(shipment, _args, context) {
      const [id] = await orderIds(shipment, context);
      return id === undefined ? null : { id: toGlobalId('Order', id) };
    },
    async orders(shipment, { first, after }, context) {
      const size = pageSize(first, 20);
      const all = await orderIds(shipment, context);
      const from = after ? all.indexOf(decodeCursor(after, ['number'])[0] as number) + 1 : 0;
      return toPage(
        all.slice(from, from + size + 1).map((id) => ({ id: toGlobalId('Order', id), localId: id })),
        size,
        (order) => encodeCursor([order.localId]),
      );
    },
  },
  ProofOfDelivery: {
    signedBy(proof, _args, { disclosures }) {
      if (proof.signedBy !== null) disclosures.shown(`shipment ${proof.shipmentId}`, 'ProofOfDelivery.signedBy');
      return proof.signedBy;
    },
  },
} satisfies Resolvers;
